using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>The comment that a shop writes under its own post as soon as that is live. Part of AccountGrain.</summary>
internal sealed partial class FirstComment(PostClaims claims, AccountToken token, InstagramClient instagram, TimeProvider clock, ILogger<FirstComment> logger)
{
    public async Task Write(InstagramSession session, PostRow published, CancellationToken ct)
    {
        // Marked before the call: a comment that may have been written is not written again.
        var post = published with { CommentStatus = "sending", NextAttemptAt = null, Fence = published.Fence + 1 };
        await claims.Note(published, post, ct);
        var status = await Call(session, post, ct);
        await claims.Note(post, post with { CommentStatus = status, NextAttemptAt = status == "pending" ? clock.GetUtcNow() + PublishRules.Backoff(2) : null }, CancellationToken.None);
    }

    private async Task<string> Call(InstagramSession session, PostRow post, CancellationToken ct)
    {
        try
        {
            await instagram.CreateComment(session, post.PlatformPostId!, post.FirstComment!, ct);
            return "done";
        }
        catch (InstagramException e)
        {
            LogFailed(post.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, CancellationToken.None);
            return e.Failure is RetryLater ? "pending" : "failed";
        }
    }

    [LoggerMessage(LogLevel.Warning, "The first comment of Post {PostId} ended with {Failure}")]
    private partial void LogFailed(Guid postId, string failure);
}
