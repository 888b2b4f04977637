using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>
/// Asks Meta what the posts are under which people comment, and what stands there: webhooks carry ids alone, and tell neither what was written before them nor what was changed or deleted. In the background, within the
/// budget's class sync; never holds up a comment. Part of AccountGrain.
/// </summary>
internal sealed partial class CommentPosts(
    AccountState account, EventStream stream, CommentStream comments, CommentRepository stored, CommentPostRepository posts, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock, ILogger<CommentPosts> logger)
{
    private const int PerTick = 5, MostCompared = 500, MostMissed = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    /// <summary>The address of a picture expires within days: it is asked for again when people still comment after this.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromDays(1);

    /// <summary>Fetches some posts.</summary>
    /// <returns>When to go on; null when every post is known.</returns>
    public async Task<DateTimeOffset?> Fetch(CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return null;
        var unknown = await posts.ListStale(account.Id, clock.GetUtcNow() - StaleAfter, PerTick, ct);
        foreach (var post in unknown)
        {
            try
            {
                if (budget.TryTake(CallClass.Sync) is { } later) return later;
                var media = await Ask(() => instagram.GetCommentedMedia(session, post.MediaId, ct));
                if (budget.TryTake(CallClass.Sync) is { } muchLater) return muchLater;
                var written = media is null ? null : await Ask(() => instagram.ListThreads(session, post.MediaId, ct));
                await comments.Apply([.. (written ?? []).Select(c => Found(c, post))], ct);
                if (written is not null && await Compare(session, post, written, ct) is { } wait) return wait;
                await Note(post, media, ct);
            }
            catch (InstagramException e)
            {
                LogNotFetched(account.Id, e.Failure.GetType().Name);
                await token.Note(e.Failure, ct);
                return clock.GetUtcNow() + Pause;
            }
        }
        return unknown.Count == PerTick ? clock.GetUtcNow() : null;
    }

    /// <summary>What we have and Meta does not list has been deleted, if Meta knows nothing of it when asked; what reads otherwise has been changed. There is no webhook for either.</summary>
    /// <returns>When to go on; null when the comparison is complete.</returns>
    private async Task<DateTimeOffset?> Compare(InstagramSession session, CommentPostRow post, IReadOnlyList<ListedComment> written, CancellationToken ct)
    {
        var listed = written.DistinctBy(c => c.Id).ToDictionary(c => c.Id);
        var standing = await stored.ListStanding(account.Id, post.Id, CommentScanRules.ListedSince(written), MostCompared, ct);
        foreach (var comment in standing.Where(c => c.Direction == "inbound" && listed.TryGetValue(c.PlatformCommentId!, out var now) && now.Text.Trim() != c.Content.Trim()))
            await Change(CommentRepository.SetContent(account.Id, comment.Id, listed[comment.PlatformCommentId!].Text), comment with { Content = listed[comment.PlatformCommentId!].Text }, ct);
        foreach (var comment in standing.Where(c => !listed.ContainsKey(c.PlatformCommentId!) && !CommentScanRules.MayBeCutOff(c, written)).Take(MostMissed))
        {
            if (budget.TryTake(CallClass.Sync) is { } later) return later;
            if (await instagram.HasComment(session, comment.PlatformCommentId!, ct)) continue;
            await Change(CommentRepository.Delete(account.Id, comment, clock.GetUtcNow()), comment with { Deleted = true, Content = "", Status = "closed", Unread = false }, ct);
        }
        return null;
    }

    private async Task Change(Guarded statement, CommentRow after, CancellationToken ct)
    {
        try
        {
            await stream.Append(write =>
            {
                write.Also.Add(statement);
                stream.Add(write, CommentEventKind.Changed, after.Id, new CommentPayload(after.ToView(clock.GetUtcNow())));
                return Task.FromResult(true);
            }, ct);
        }
        catch (GuardFailedException)
        {
            // It was deleted here, or with the comment above it, while Meta was asked.
        }
    }

    private CommentWritten Found(ListedComment c, CommentPostRow post) => new(
        c.Id, c.ParentId, post.MediaId, post.ProductType, c.AuthorId, c.Username, IsOwn: c.AuthorId == account.Row!.PlatformAccountId || c.Username == account.Row.Username, IsLive: false, c.Text, c.At);

    /// <returns>Null when Meta does not show the post: it is another account's, or gone.</returns>
    private static async Task<T?> Ask<T>(Func<Task<T>> question) where T : class
    {
        try
        {
            return await question();
        }
        catch (InstagramException e) when (e.Failure is Refused)
        {
            return null;
        }
    }

    private Task<bool> Note(CommentPostRow post, CommentedMedia? media, CancellationToken ct) => stream.Append(async write =>
    {
        // What is counted may have changed while Meta was asked.
        if (await posts.Find(account.Id, post.Id, ct) is not { } current) return false;
        write.Also.Add(CommentPostRepository.SetDetails(account.Id, post.Id, media?.Caption, media?.Permalink, media?.PictureUrl, media?.PublishedAt, clock.GetUtcNow()));
        if (media is null) return true;
        var known = current with { Caption = media.Caption, Permalink = media.Permalink, ThumbnailUrl = media.PictureUrl, PublishedAt = media.PublishedAt };
        stream.Add(write, CommentEventKind.Changed, post.Id, new CommentPayload(null, known.ToView()));
        return true;
    }, ct);

    [LoggerMessage(LogLevel.Warning, "Reading posts of Account {AccountId} paused after {Failure}")]
    private partial void LogNotFetched(Guid accountId, string failure);
}
