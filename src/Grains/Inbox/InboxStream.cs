using System.Text.Json;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Analytics;
using SocialSelling.Cluster;
using SocialSelling.Meta;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling.Inbox;

/// <summary>Takes in what webhooks bring to an account. Part of AccountGrain: its other calls run during every await here.</summary>
internal sealed partial class InboxStream(
    AccountState account, EventStream stream, MessageSender sender, MessageChanges changes, CommentStream comments, CommentAnswers commentAnswers, StoryNumbers stories,
    DuplicateLookup duplicates, MessageChangeRepository said, SignedMediaUrls urls, DeliveryMetrics metrics, IOptions<RetentionOptions> retention, TimeProvider clock)
{
    // Both only save questions to the database; sixty bytes a key, and many accounts are awake at once.
    private readonly RecentKeys recent = new(256);
    private readonly RecentKeys knownContacts = new(512);
    private bool metNewContacts, metFiles;

    /// <summary>Whether contacts came in whose profile is not known; asking clears it.</summary>
    public bool TakeNewContacts() => metNewContacts && !(metNewContacts = false);

    /// <summary>Whether messages came in whose files are to be copied; asking clears it.</summary>
    public bool TakeNewFiles() => metFiles && !(metFiles = false);

    /// <summary>Applies entries, each item once however often it comes; returns after the commit.</summary>
    public async Task<DeliverReport> Deliver(IReadOnlyList<DeliveredEntry> entries, CancellationToken ct)
    {
        if (account.Row is null) return new DeliverReport([.. entries.Select((e, i) => new ParkedPart(i, "unknown-account", "No connected account has this id", e.Json))]);

        var batch = Sort(entries);
        if (batch.AssumedTimes > 0) metrics.AssumedTimes(batch.AssumedTimes);
        await Apply(batch.Arrivals, ct);
        // After the messages they speak of, which may have come in the same batch: then everything is told once, as it is.
        await changes.Apply(batch.Changes, ct);
        await changes.Apply(batch.Reads, ct);
        await comments.Apply(batch.Comments, ct);
        foreach (var story in batch.Stories) await stories.Apply(story, ct);
        return batch.Parked.Count == 0 ? DeliverReport.AllApplied : new DeliverReport(batch.Parked);
    }

    private static Batch Sort(IReadOnlyList<DeliveredEntry> entries)
    {
        var batch = new Batch();
        for (var i = 0; i < entries.Count; i++)
            foreach (var item in InstagramEvents.Read(entries[i].Json, entries[i].ReceivedAt))
            {
                if (item.IsTimeAssumed) batch.AssumedTimes++;
                switch (item)
                {
                    case MessageArrived or PostbackTapped or ReferralOpened: batch.Arrivals.Add(Arrival.From(item)!); break;
                    case MessageChange change: batch.Changes.Add(change); break;
                    case ContactRead read: batch.Reads.Add(read); break;
                    case CommentWritten or AccountMentioned: batch.Comments.Add(item); break;
                    case StoryInsights story: batch.Stories.Add(story); break;
                    case Ignored: break;
                    case Unknown unknown: batch.Parked.Add(new ParkedPart(i, "unknown-event", unknown.Reason, unknown.Json)); break;
                    default: throw new InvalidOperationException($"{item.GetType().Name} is read and not applied");
                }
            }
        return batch;
    }

    private async Task Apply(List<Arrival> arrivals, CancellationToken ct)
    {
        var fresh = arrivals.Where(a => !recent.Contains(a.Key)).DistinctBy(a => a.Key).ToList();
        if (fresh.Count == 0) return;
        foreach (var echo in fresh.Where(a => a.IsOwnEcho).ToList())
            if (await sender.Settle(echo, ct) || await commentAnswers.SettlePrivate(echo, ct)) fresh.Remove(echo);

        var met = await stream.Append(async write =>
        {
            await AddMissing(write, fresh, ct);
            write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id));
            return write.Contacts;
        }, ct);

        foreach (var arrival in fresh) recent.Add(arrival.Key);
        foreach (var contact in met) knownContacts.Add(contact.Id);
    }

    /// <summary>Adds what is not stored, as it has become if something was said of it before it came.</summary>
    /// <returns>The keys of what is stored.</returns>
    private async Task<IReadOnlySet<Guid>> AddMissing(AccountWrite write, List<Arrival> arrivals, CancellationToken ct)
    {
        var earlier = await duplicates.Find(account.Id, arrivals.ConvertAll(a => a.Key));
        var changed = earlier.Changed.Count == 0 ? [] : await said.Find(account.Id, earlier.Changed, ct);
        var reads = arrivals.Exists(a => !a.Inbound) ? await said.FindReads(arrivals.Where(a => !a.Inbound).Select(ConversationOf).ToHashSet(), ct) : [];
        foreach (var arrival in arrivals)
            if (!earlier.Stored.Contains(arrival.Key) && !account.IsErased(arrival.ContactId, arrival.At)) Add(write, arrival, changed.GetValueOrDefault(arrival.Key), reads);
        return earlier.Stored;
    }

    private Guid ConversationOf(Arrival arrival) => AccountId.Conversation(account.Id, arrival.ContactId);

    private void Add(AccountWrite write, Arrival arrival, MessageChangesRow? changed, Dictionary<Guid, DateTimeOffset> reads)
    {
        var contactId = AccountId.Contact(account.Id, arrival.ContactId);
        if (!knownContacts.Contains(contactId) && write.Contacts.TrueForAll(c => c.Id != contactId))
        {
            write.Contacts.Add(new NewContact(contactId, arrival.ContactId));
            metNewContacts = true;
        }

        var own = account.Row!.PlatformAccountId;
        var conversation = ConversationOf(arrival);
        var status = arrival.Inbound ? "delivered" : reads.TryGetValue(conversation, out var readUpTo) && readUpTo >= arrival.At ? "read" : "sent";
        var attachments = arrival.Attachments.Count == 0 ? null : JsonSerializer.Serialize(arrival.Attachments, WireJson.Options);
        var message = new NewMessage(
            Guid.CreateVersion7(clock.GetUtcNow()), conversation, write.NextSequence, "instagram", arrival.IsNamed ? arrival.Mid : null, arrival.Key, ClientMessageId: null,
            arrival.Inbound ? arrival.ContactId : own, arrival.Inbound ? own : arrival.ContactId, arrival.Inbound ? "inbound" : "outbound", arrival.Kind, arrival.Text, attachments,
            status, Automatic: false, arrival.ReplyToMid, Tag: null, SentByUserId: null, arrival.At, NextAttemptAt: null, SentAtAssumed: arrival.IsTimeAssumed);
        if (changed is not null) message = ChangeRules.Apply(message, changed);
        write.Messages.Add(message);
        if (message.AttachmentsJson is not null) write.Copies.AddRange(CopyRules.Of(message.Id, arrival.Attachments, clock.GetUtcNow()));
        metFiles |= write.Copies.Count > 0;
        stream.Add(write, arrival.Inbound ? EventKind.MessageReceived : EventKind.MessageSent, message.Id, new MessagePayload(message.ToView(account.Id, urls, changed), arrival.Historic));
    }

    /// <summary>What entries hold, by what has to be done with it.</summary>
    private sealed class Batch
    {
        public List<Arrival> Arrivals { get; } = [];
        public List<MessageChange> Changes { get; } = [];
        public List<ContactRead> Reads { get; } = [];
        public List<InstagramEvent> Comments { get; } = [];
        public List<StoryInsights> Stories { get; } = [];
        public List<ParkedPart> Parked { get; } = [];
        public int AssumedTimes { get; set; }
    }
}
