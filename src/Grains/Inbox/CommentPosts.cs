using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Asks Meta what the posts are under which people comment, and what else stands there: webhooks carry ids alone, and what was written before them is not told. In the background, within the budget's class sync; never holds up a comment. Part of AccountGrain.</summary>
internal sealed partial class CommentPosts(
    AccountState account, EventStream stream, CommentStream comments, CommentPostRepository posts, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock, ILogger<CommentPosts> logger)
{
    private const int PerTick = 5;
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
