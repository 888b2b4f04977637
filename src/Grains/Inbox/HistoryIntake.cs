using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Messages by their keys: those that were here before a conversation was read back, and those that came by it.</summary>
internal sealed record Intake(IReadOnlySet<Guid> Known, IReadOnlySet<Guid> Added);

/// <summary>What was found by reading a conversation goes the way of a webhook's messages, and is marked as history: nothing is answered or announced because of it.</summary>
internal sealed partial class InboxStream
{
    /// <summary>Takes in what a conversation shows of its messages: before they are stored, so that those which are missing arrive as they stand.</summary>
    public Task TakeInChanges(IReadOnlyList<ListedMessage> listed, CancellationToken ct) => changes.Apply(listed, clock.GetUtcNow(), ct);

    /// <summary>Stores what is missing of <paramref name="found"/>, and settles sends in doubt that are among it.</summary>
    /// <param name="isUnread">Whether a message that was missing counts as unread.</param>
    /// <param name="beside">Adds to the same transaction what follows from the intake; without messages it runs all the same.</param>
    public async Task<Intake> TakeIn(IReadOnlyList<InstagramEvent> found, Func<Arrival, bool> isUnread, Action<AccountWrite, Intake> beside, CancellationToken ct)
    {
        // What is past keeping does not come back. The oldest first: of messages of one second the order of their numbers decides.
        var arrivals = found.Select(Arrival.From).OfType<Arrival>().Where(a => a.At >= clock.GetUtcNow() - retention.Value.Messages).Reverse().OrderBy(a => a.At).DistinctBy(a => a.Key).Select(a => a with { Historic = true }).ToList();
        var settled = await Settle(arrivals, ct);
        return await stream.Append(async write =>
        {
            var known = (await AddMissing(write, arrivals.FindAll(a => !settled.Contains(a.Key)), ct)).Concat(settled).ToHashSet();
            var missing = arrivals.FindAll(a => !known.Contains(a.Key));
            var unread = missing.Where(isUnread).ToLookup(a => AccountId.Conversation(account.Id, a.ContactId));
            write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id)
                .Select(c => c with { Unread = unread[c.Id].Count(), UnreadSince = unread[c.Id].Select(a => (DateTimeOffset?)a.At).Min() }));
            var intake = new Intake(known, missing.Select(a => a.Key).ToHashSet());
            beside(write, intake);
            return intake;
        }, ct);
    }

    /// <summary>No private reply stays in doubt for longer: an older message with its words is another.</summary>
    private static readonly TimeSpan InDoubt = TimeSpan.FromHours(24);

    private async Task<List<Guid>> Settle(List<Arrival> arrivals, CancellationToken ct)
    {
        var outbound = arrivals.FindAll(a => !a.Inbound);
        var known = await duplicates.Known(account.Id, outbound.ConvertAll(a => a.Key));
        var settled = new List<Guid>();
        foreach (var arrival in outbound.Where(a => !known.Contains(a.Key)))
            if (await sender.SettleFound(arrival, ct) || (arrival.At > clock.GetUtcNow() - InDoubt && await commentAnswers.SettlePrivate(arrival, ct))) settled.Add(arrival.Key);
        return settled;
    }
}
