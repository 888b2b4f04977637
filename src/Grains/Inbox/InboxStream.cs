using System.Text.Json;
using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Webhooks;

namespace SocialSelling.Inbox;

/// <summary>Takes in what webhooks bring to an account. Part of AccountGrain: its other calls run during every await here.</summary>
internal sealed partial class InboxStream(
    AccountState account, EventStream stream, DuplicateLookup duplicates, MessageRepository messages, MessageSender sender, CommentStream comments, CommentAnswers commentAnswers, TimeProvider clock)
{
    private readonly RecentKeys recent = new(4_096);
    private readonly RecentKeys knownContacts = new(8_192);
    private bool metNewContacts;

    /// <summary>Whether contacts came in whose profile is not known; asking clears it.</summary>
    public bool TakeNewContacts() => metNewContacts && !(metNewContacts = false);

    /// <summary>Applies entries, each message once; returns after the commit.</summary>
    public async Task<DeliverReport> Deliver(IReadOnlyList<DeliveredEntry> entries, CancellationToken ct)
    {
        if (account.Row is null) return new DeliverReport([.. entries.Select((e, i) => new ParkedPart(i, "unknown-account", "No connected account has this id", e.Json))]);

        var batch = Sort(entries);
        await Apply(batch.Arrivals, ct);
        await comments.Apply(batch.Comments, ct);
        // After the messages they speak of, which may have come in the same batch.
        foreach (var (entry, change) in batch.Changes)
            if (!await Apply(change, ct))
                batch.Parked.Add(new ParkedPart(entry, "unknown-event", $"{change.GetType().Name} is not handled, or speaks of a message that is not known", entries[entry].Json));
        return batch.Parked.Count == 0 ? DeliverReport.AllApplied : new DeliverReport(batch.Parked);
    }

    /// <summary>What entries hold, by what has to be done with it.</summary>
    private sealed class Batch
    {
        public List<Arrival> Arrivals { get; } = [];
        public List<InstagramEvent> Comments { get; } = [];
        public List<(int Entry, InstagramEvent Event)> Changes { get; } = [];
        public List<ParkedPart> Parked { get; } = [];
    }

    private static Batch Sort(IReadOnlyList<DeliveredEntry> entries)
    {
        var batch = new Batch();
        for (var i = 0; i < entries.Count; i++)
            foreach (var item in InstagramEvents.Read(entries[i].Json, entries[i].ReceivedAt))
                switch (item)
                {
                    case MessageArrived or PostbackTapped or ReferralOpened: batch.Arrivals.Add(Arrival.From(item)!); break;
                    case CommentWritten or AccountMentioned: batch.Comments.Add(item); break;
                    case Ignored: break;
                    case Unknown unknown: batch.Parked.Add(new ParkedPart(i, "unknown-event", unknown.Reason, unknown.Json)); break;
                    default: batch.Changes.Add((i, item)); break;
                }
        return batch;
    }

    private async Task Apply(List<Arrival> arrivals, CancellationToken ct)
    {
        var fresh = arrivals.Where(a => !recent.Contains(a.Key)).DistinctBy(a => a.Key).ToList();
        if (fresh.Count == 0) return;
        foreach (var echo in fresh.Where(a => a.IsOwnEcho).ToList())
            if (await sender.Settle(echo, ct) || await commentAnswers.SettlePrivate(echo, ct)) fresh.Remove(echo);

        await stream.Append(async write =>
        {
            var known = await duplicates.Known(account.Id, fresh.ConvertAll(a => a.Key));
            foreach (var arrival in fresh)
                if (!known.Contains(arrival.Key)) Add(write, arrival);
            write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id));
            return true;
        }, ct);

        foreach (var arrival in fresh)
        {
            recent.Add(arrival.Key);
            knownContacts.Add(AccountId.Contact(account.Id, arrival.ContactId));
        }
    }

    private void Add(AccountWrite write, Arrival arrival)
    {
        var contactId = AccountId.Contact(account.Id, arrival.ContactId);
        if (!knownContacts.Contains(contactId) && write.Contacts.TrueForAll(c => c.Id != contactId))
        {
            write.Contacts.Add(new NewContact(contactId, arrival.ContactId));
            metNewContacts = true;
        }

        var own = account.Row!.PlatformAccountId;
        var attachments = arrival.Attachments.Count == 0 ? null : JsonSerializer.Serialize(arrival.Attachments, WireJson.Options);
        var message = new NewMessage(
            Guid.CreateVersion7(clock.GetUtcNow()), AccountId.Conversation(account.Id, arrival.ContactId), write.NextSequence, "instagram", arrival.IsNamed ? arrival.Mid : null, arrival.Key, ClientMessageId: null,
            arrival.Inbound ? arrival.ContactId : own, arrival.Inbound ? own : arrival.ContactId, arrival.Inbound ? "inbound" : "outbound", arrival.Kind, arrival.Text, attachments,
            arrival.Inbound ? "delivered" : "sent", Automatic: false, arrival.ReplyToMid, Tag: null, SentByUserId: null, arrival.At, NextAttemptAt: null);
        write.Messages.Add(message);
        stream.Add(write, arrival.Inbound ? EventKind.MessageReceived : EventKind.MessageSent, message.Id, new MessagePayload(message.ToView(account.Id, arrival.Attachments), arrival.Historic));
    }

    /// <returns>False when the change speaks of something that is not known here.</returns>
    private async Task<bool> Apply(InstagramEvent change, CancellationToken ct)
    {
        switch (change)
        {
            case MessageDeleted deleted: return await Rewrite(deleted.Mid, EventKind.MessageDeleted, m => m with { Kind = "deleted", Content = "", AttachmentsJson = null }, ct);
            case MessageEdited edited: return await Rewrite(edited.Mid, EventKind.MessageEdited, m => m with { Content = edited.Text }, ct);
            case ContactRead read:
                foreach (var seen in await messages.ListSentNotRead(account.Id, AccountId.Conversation(account.Id, read.ContactId), read.At, ct))
                    await stream.Append(write =>
                    {
                        write.Also.Add(MessageRepository.MarkSeen(account.Id, seen.Id, read.At));
                        stream.Add(write, EventKind.MessageStatus, seen.Id, new MessagePayload((seen with { Status = "read" }).ToView()));
                        return Task.FromResult(true);
                    }, ct);
                return true;
            default: return false;
        }
    }

    private async Task<bool> Rewrite(string mid, string kind, Func<MessageRow, MessageRow> change, CancellationToken ct)
    {
        if (await messages.FindByMid(account.Id, MidKey.Of(mid), ct) is not { } message) return false;
        var changed = change(message);
        if (changed == message) return true;
        return await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Rewrite(account.Id, message.Id, changed.Kind, changed.Content));
            stream.Add(write, kind, message.Id, new MessagePayload(changed.ToView()));
            return Task.FromResult(true);
        }, ct);
    }
}
