using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Takes in the comments and mentions that webhooks bring, and those that Meta lists, each once. Part of AccountGrain: its other calls run during every await here.</summary>
internal sealed class CommentStream(AccountState account, EventStream stream, CommentRepository comments, CommentAnswers answers, TimeProvider clock)
{
    /// <summary>Meta's times of comments are no finer.</summary>
    private static readonly TimeSpan WholeSecond = TimeSpan.FromSeconds(1);

    private readonly RecentKeys recent = new(1_024);
    private bool metPosts;

    /// <summary>Whether comments came in whose post may have to be asked about; asking clears it.</summary>
    public bool TakeNewPosts() => metPosts && !(metPosts = false);

    /// <summary>Applies comments in any order: a reply may come before what it answers. Returns after the commit.</summary>
    public async Task Apply(IReadOnlyList<InstagramEvent> events, CancellationToken ct)
    {
        var arrived = events.Select(Arrived).OfType<Arriving>().ToList();
        // With a comment of somebody who was erased goes what was answered to it, whenever Meta lists it again.
        var erased = account.ErasedContacts.Count == 0 ? [] : arrived.Where(a => account.IsErased(a.AuthorId, a.At)).Select(a => a.ThreadId).ToHashSet();
        var fresh = arrived.Where(a => !recent.Contains(a.Key) && !account.IsErased(a.AuthorId, a.At) && !(a.IsOwn && erased.Contains(a.ThreadId))).DistinctBy(a => a.Key).ToList();
        foreach (var own in fresh.Where(a => a.IsOwn).ToList())
            if (await answers.Settle(own.ThreadId, own.PlatformId, own.Text, ct)) fresh.Remove(own);
        if (fresh.Count == 0) return;

        await stream.Append(async write =>
        {
            var known = await comments.Known(account.Id, fresh.ConvertAll(a => a.Key), ct);
            var added = fresh.Where(a => !known.Contains(a.Key)).ToList();
            if (added.Count == 0) return true;
            var talking = await comments.Conversations(added.Select(a => a.ConversationId).OfType<Guid>().ToList(), ct);
            foreach (var post in added.GroupBy(a => a.MediaId))
                write.Also.Add(CommentPostRepository.Touch(
                    account.Id, CommentId.Post(account.Id, post.Key), post.Key, post.Select(a => a.ProductType).FirstOrDefault(p => p is not null), post.Max(a => a.At)));
            var ownLast = added.Where(a => a.IsOwn).GroupBy(a => a.ThreadId).ToDictionary(own => own.Key, own => own.Max(a => a.At));
            // The answer may have come before what it answers.
            var answered = await comments.LastOwn(account.Id, added.Where(a => !a.IsOwn).Select(a => a.ThreadId).ToHashSet(), ct);
            foreach (var (thread, at) in ownLast) answered[thread] = answered.TryGetValue(thread, out var earlier) && earlier > at ? earlier : at;
            foreach (var arriving in added)
                Add(write, arriving, CommentRules.WaitsForAnswer(arriving.IsOwn, arriving.At, answered.GetValueOrDefault(arriving.ThreadId), clock.GetUtcNow()) ? "open" : "closed", talking);
            // What Meta lists may be an answer of long ago, found after the comment of today.
            await answers.CloseThreads(write, ownLast.Keys, write.FirstSequence, open => open.CommentedAt <= ownLast[open.ThreadId], ct);
            metPosts = true;
            return true;
        }, ct);
        foreach (var arriving in fresh) recent.Add(arriving.Key);
    }

    private void Add(AccountWrite write, Arriving a, string status, HashSet<Guid> talking)
    {
        var comment = new NewComment(
            Guid.CreateVersion7(clock.GetUtcNow()), CommentId.Post(account.Id, a.MediaId), a.ThreadId, write.NextSequence, a.Kind, a.IsOwn ? "outbound" : "inbound", a.PlatformId, a.Key, a.ParentId,
            InReplyTo: null, a.AuthorId, a.IsOwn ? account.Row!.Username : a.AuthorUsername, a.ConversationId, a.Text, status, Delivery: null, ClientId: null, SentByUserId: null, Automatic: false, a.At,
            NextAttemptAt: null);
        write.Also.Add(CommentRepository.Add(account.Id, comment));
        var row = comment.ToRow(account.Id, a.MediaId) with { Unread = status == "open", ConversationId = a.ConversationId is { } talk && talking.Contains(talk) ? talk : null };
        stream.Add(write, CommentEventKind.Received, comment.Id, new CommentPayload(row.ToView(clock.GetUtcNow()), Historic: a.At < account.Row!.ConnectedAt - WholeSecond));
    }

    private Arriving? Arrived(InstagramEvent item) => item switch
    {
        CommentWritten c => new(
            c.Id, MidKey.Of(c.Id), c.MediaId, c.MediaProductType, CommentId.Thread(account.Id, c.ParentId ?? c.Id), c.ParentId, c.IsLive ? "live_comment" : "comment", c.IsOwn, c.AuthorId,
            c.AuthorUsername, c.IsOwn || c.AuthorId is null ? null : AccountId.Conversation(account.Id, c.AuthorId), c.Text, c.At),
        AccountMentioned { CommentId: { } id } m => Mention(id, "mention", m),
        AccountMentioned m => Mention(m.MediaId, "caption_mention", m),
        _ => null,
    };

    private Arriving Mention(string id, string kind, AccountMentioned m) =>
        new(id, MidKey.Of(id), m.MediaId, null, CommentId.Thread(account.Id, id), null, kind, IsOwn: false, null, null, null, "", m.At);

    /// <summary>What came, as it will be stored.</summary>
    private sealed record Arriving(
        string PlatformId, Guid Key, string MediaId, string? ProductType, Guid ThreadId, string? ParentId, string Kind, bool IsOwn, string? AuthorId, string? AuthorUsername, Guid? ConversationId,
        string Text, DateTimeOffset At);
}
