using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Asks Meta what the posts are under which people comment: webhooks carry ids alone. In the background, within the budget's class sync; never holds up a comment. Part of AccountGrain.</summary>
internal sealed partial class CommentPosts(
    AccountState account, EventStream stream, CommentPostRepository posts, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock, ILogger<CommentPosts> logger)
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
            if (budget.TryTake(CallClass.Sync) is { } later) return later;
            try
            {
                await Note(post, await Ask(session, post.MediaId, ct), ct);
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

    /// <returns>Null when Meta does not show the post: it is another account's, or gone.</returns>
    private async Task<CommentedMedia?> Ask(InstagramSession session, string mediaId, CancellationToken ct)
    {
        try
        {
            return await instagram.GetCommentedMedia(session, mediaId, ct);
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
