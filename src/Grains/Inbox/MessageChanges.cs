using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Takes in what is said of messages: edits, reactions, what was taken back, what was read. It may come before the message; then it is kept under the message's key, and the
/// message arrives as it has become. Part of AccountGrain.
/// </summary>
/// <remarks>Every write here takes a number of the account's events, also when nobody has anything to see: of two activations, one that met the message and one that did not, the second to write decides anew.</remarks>
internal sealed class MessageChanges(AccountState account, EventStream stream, MessageRepository messages, MessageChangeRepository changes, SignedMediaUrls urls)
{
    public async Task Apply(IReadOnlyList<MessageChange> said, CancellationToken ct)
    {
        if (said.Count == 0) return;
        var byKey = said.ToLookup(s => MidKey.Of(s.Mid));
        var keys = byKey.Select(k => k.Key).ToList();
        await stream.Append(async write =>
        {
            var before = await changes.Find(account.Id, keys, ct);
            var stored = await messages.FindByMids(account.Id, keys, ct);
            foreach (var key in keys)
            {
                var was = before.GetValueOrDefault(key, MessageChangesRow.None);
                var now = byKey[key].Aggregate(was, ChangeRules.Apply);
                if (now == was) continue;
                write.Also.Add(MessageChangeRepository.Put(account.Id, key, now));
                if (stored.TryGetValue(key, out var message)) Tell(write, message, was, now);
            }
            TakeNumber(write);
            return true;
        }, ct);
    }

    /// <summary>A conversation has been read back: what it shows of messages and was not known, be they here or about to come.</summary>
    public Task Apply(IReadOnlyList<ListedMessage> listed, DateTimeOffset readAt, CancellationToken ct)
    {
        var byKey = listed.DistinctBy(m => m.Mid).ToDictionary(m => MidKey.Of(m.Mid));
        return byKey.Count == 0 ? Task.CompletedTask : stream.Append(async write =>
        {
            var before = await changes.Find(account.Id, byKey.Keys, ct);
            var stored = await messages.FindByMids(account.Id, byKey.Keys, ct);
            foreach (var (key, message) in byKey)
            {
                var was = before.GetValueOrDefault(key, MessageChangesRow.None);
                var row = stored.GetValueOrDefault(key);
                var now = ReadBackRules.Changes(message, row, was, readAt).Aggregate(was, ChangeRules.Apply);
                var own = row is null ? null : ReadBackRules.OwnReaction(message, row);
                if (own is not null) write.Also.Add(MessageRepository.SetOwnReaction(account.Id, row!.Id, own));
                if (now != was) write.Also.Add(MessageChangeRepository.Put(account.Id, key, now));
                if (row is not null && (now != was || own is not null)) Tell(write, own is null ? row : row with { OwnReaction = own }, was, now, ownReaction: own is not null);
            }
            TakeNumber(write);
            return true;
        }, ct);
    }

    /// <summary>Contacts have read what was sent until then. What is sent and comes later, but is older, arrives as read.</summary>
    public async Task Apply(IReadOnlyList<ContactRead> reads, CancellationToken ct)
    {
        if (reads.Count == 0) return;
        var upTo = reads.GroupBy(r => AccountId.Conversation(account.Id, r.ContactId), r => r.At).ToDictionary(r => r.Key, r => r.Max());
        await stream.Append(async write =>
        {
            var before = await changes.FindReads(upTo.Keys, ct);
            foreach (var (conversation, at) in upTo)
            {
                if (before.TryGetValue(conversation, out var was) && was >= at) continue;
                write.Also.Add(MessageChangeRepository.PutRead(account.Id, conversation, at));
                foreach (var seen in await messages.ListSentNotRead(account.Id, conversation, at, ct))
                    stream.Add(write, EventKind.MessageStatus, seen.Id, new MessagePayload((seen with { Status = "read" }).ToView(urls)));
            }
            TakeNumber(write);
            return true;
        }, ct);
    }

    private void Tell(AccountWrite write, MessageRow message, MessageChangesRow was, MessageChangesRow now, bool ownReaction = false)
    {
        var after = ChangeRules.Apply(message, now);
        Rewrite(write, message, after);
        void Told(string kind) => stream.Add(write, kind, after.Id, new MessagePayload(after.ToView(urls)));
        if (now.Deleted)
        {
            Told(EventKind.MessageDeleted);
            return;
        }
        if (now.EditedAt != was.EditedAt || now.EditedText != was.EditedText) Told(EventKind.MessageEdited);
        if (now.ReactedAt != was.ReactedAt || ownReaction) Told(EventKind.ReactionChanged);
    }

    /// <summary>Stores a message, and what the list of conversations shows of it, as it has become.</summary>
    public static void Rewrite(AccountWrite write, MessageRow before, MessageRow after)
    {
        if ((after.Kind, after.Content) == (before.Kind, before.Content)) return;
        write.Also.Add(MessageRepository.Rewrite(write.AccountId, after.Id, after.Kind, after.Content));
        write.Also.Add(ConversationRepository.RewritePreview(write.AccountId, after.ConversationId, after.Id, ConversationDeltas.Preview(after.Content), after.Kind));
    }

    private void TakeNumber(AccountWrite write)
    {
        if (write.Also.Count > 0 && write.Events.Count == 0) stream.Add(write, EventKind.MessagePending, account.Id, new PendingPayload(write.Also.Count));
    }
}

/// <summary>What browsers get when something was said of messages that have not come yet: nothing to show.</summary>
/// <param name="Count">How many.</param>
internal sealed record PendingPayload(int Count);
