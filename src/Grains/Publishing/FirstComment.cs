using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// The comment that a shop writes under its own post as soon as that is live, once: the row says so before the call, and a call without an answer is looked for under the post
/// before it is made again. Part of AccountGrain.
/// </summary>
internal sealed partial class FirstComment(AccountState account, PostClaims claims, AccountToken token, InstagramClient instagram, TimeProvider clock, ILogger<FirstComment> logger)
{
    /// <summary>Later than this after the post, it would be a first comment no more.</summary>
    private static readonly TimeSpan WorthWriting = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    public async Task Write(InstagramSession session, PostRow published, CancellationToken ct)
    {
        var leaseUntil = clock.GetUtcNow() + PublishRules.Lease;
        var post = published with { CommentStatus = "sending", Fence = published.Fence + 1, LeaseUntil = leaseUntil, NextAttemptAt = leaseUntil };
        await claims.Note(published, post, ct);
        await claims.Note(post, await Call(session, post, ct), CancellationToken.None);
    }

    /// <summary>After a call without an answer, or a crash in the middle of one.</summary>
    public async Task FindOut(InstagramSession session, PostRow doubtful, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = Later(doubtful, "sending", now + LookEvery, now);
        try
        {
            var comments = await instagram.ListComments(session, doubtful.PlatformPostId!, ct);
            if (comments.Any(c => c.Username == account.Row!.Username && c.Text.Trim() == doubtful.FirstComment!.Trim())) next = Settled(doubtful, "done");
            // The lease began with the call.
            else if (now - (doubtful.LeaseUntil - PublishRules.Lease) > PublishRules.ConclusiveAfter) next = Later(doubtful with { LeaseUntil = null }, "pending", now, now);
        }
        catch (InstagramException e)
        {
            LogFailed(doubtful.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, ct);
        }
        await claims.Note(doubtful, next, ct);
    }

    private async Task<PostRow> Call(InstagramSession session, PostRow post, CancellationToken ct)
    {
        try
        {
            await instagram.CreateComment(session, post.PlatformPostId!, post.FirstComment!, ct);
            return Settled(post, "done");
        }
        catch (InstagramException e)
        {
            LogFailed(post.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, CancellationToken.None);
            var now = clock.GetUtcNow();
            return e.Failure switch
            {
                RetryLater later => Later(post with { LeaseUntil = null }, "pending", now + (later.After ?? PublishRules.Backoff(2)), now),
                // The row says already when to look.
                OutcomeUnknown => post,
                _ => Settled(post, "failed"),
            };
        }
    }

    private static PostRow Later(PostRow post, string status, DateTimeOffset at, DateTimeOffset now) =>
        now - post.PublishedAt > WorthWriting ? Settled(post, "failed") : post with { CommentStatus = status, NextAttemptAt = at };

    private static PostRow Settled(PostRow post, string status) => post with { CommentStatus = status, NextAttemptAt = null, LeaseUntil = null };

    [LoggerMessage(LogLevel.Warning, "A call for the first comment of Post {PostId} ended with {Failure}")]
    private partial void LogFailed(Guid postId, string failure);
}
