using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// The comment that a shop writes under its own post as soon as that is live, once: the row says so before the call, and a call without an answer is looked for under the post
/// before it is made again. Part of AccountGrain.
/// </summary>
internal sealed partial class FirstComment(AccountState account, PostClaims claims, IAccountLogin login, InstagramClient instagram, TimeProvider clock, ILogger<FirstComment> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10), TryAgainAfter = TimeSpan.FromSeconds(60);

    public async Task Write(InstagramSession session, PostRow published, CancellationToken ct)
    {
        if (await claims.Claim(published, published with { CommentStatus = "sending" }, Ledger.Comment, ct) is not { } call) return;
        try
        {
            await instagram.CreateComment(session, call.Post.PlatformPostId!, call.Post.FirstComment!, ct);
            await claims.Close(call, Settled(call.Post, "done"), CallAnswer.Ok(), clock.GetUtcNow());
        }
        catch (InstagramException e)
        {
            LogFailed(call.Post.Id, e.Failure.GetType().Name);
            await login.Note(e.Failure, CancellationToken.None);
            await claims.Close(call, e.Failure switch
            {
                RetryLater later => Later(call.Post with { LeaseUntil = null }, "pending", clock.GetUtcNow() + (later.After ?? TryAgainAfter)),
                // The row says already when to look.
                OutcomeUnknown => call.Post,
                _ => Settled(call.Post, "failed"),
            }, CallAnswer.Of(e.Failure), clock.GetUtcNow());
        }
    }

    /// <summary>After a call without an answer, or a crash in the middle of one.</summary>
    public async Task FindOut(InstagramSession session, PostRow doubtful, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = Later(doubtful, "sending", now + LookEvery);
        var answer = CallAnswer.Ok();
        try
        {
            var comments = await instagram.ListComments(session, doubtful.PlatformPostId!, ct);
            if (comments.Any(c => c.Username == account.Row!.Username && c.Text.Trim() == doubtful.FirstComment!.Trim())) next = Settled(doubtful, "done");
            // The lease began with the call.
            else if (now - (doubtful.LeaseUntil - PublishRules.Lease) > DoubtRules.ConclusiveAfter) next = Later(doubtful with { LeaseUntil = null }, "pending", now);
        }
        catch (InstagramException e)
        {
            LogFailed(doubtful.Id, e.Failure.GetType().Name);
            await login.Note(e.Failure, ct);
            answer = CallAnswer.Of(e.Failure);
        }
        await claims.NoteAnswer(doubtful, next, Ledger.FindComment, now, answer, ct);
    }

    private PostRow Later(PostRow post, string status, DateTimeOffset at) => clock.GetUtcNow() - post.PublishedAt > FollowUp.Worthwhile ? Settled(post, "failed") : post with { CommentStatus = status, NextAttemptAt = at };

    private PostRow Settled(PostRow post, string status) => FollowUp.AfterComment(post with { CommentStatus = status, LeaseUntil = null }, clock.GetUtcNow());

    [LoggerMessage(LogLevel.Warning, "A call for the first comment of Post {PostId} ended with {Failure}")]
    private partial void LogFailed(Guid postId, string failure);
}
