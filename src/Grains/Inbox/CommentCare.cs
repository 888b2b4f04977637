using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>
/// What people do with comments besides answering them. Hiding and deleting may be asked twice without harm, so they are done at once; Meta's answer decides. Part of AccountGrain.
/// </summary>
internal sealed class CommentCare(
    AccountState account, EventStream stream, CommentRepository comments, CommentPostRepository posts, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock)
{
    public async Task<Result<CommentView>> Change(ChangeComment command, CancellationToken ct)
    {
        if (await comments.Find(account.Id, command.CommentId, ct) is not { } comment) return new CommentNotFound();
        if (comment.Deleted) return new CommentNotActionable("gone");
        // Meta shows an account's own comments also when they are hidden.
        if (command.Hidden is not null && comment.Direction == "outbound") return new CommentNotActionable("own");
        if (command.Hidden is not null && comment.Kind is "mention" or "caption_mention") return new CommentNotActionable("elsewhere");

        if (command.Hidden is { } hidden && hidden != comment.Hidden)
        {
            var done = await AtMeta(comment, session => instagram.HideComment(session, comment.PlatformCommentId!, hidden, ct), ct);
            if (done.Error is { } error) return error;
            comment = await Write(CommentRepository.SetHidden(account.Id, comment.Id, hidden), comment with { Hidden = hidden });
        }
        if (command.Status is { } status && status != comment.Status)
            comment = await Write(CommentRepository.SetStatus(account.Id, comment.Id, status), comment with { Status = status, Unread = false });
        return comment.ToView(clock.GetUtcNow());
    }

    /// <summary>Deletes a comment at Instagram, or takes away an answer that was never sent.</summary>
    public async Task<Result<bool>> Delete(Guid commentId, CancellationToken ct)
    {
        if (await comments.Find(account.Id, commentId, ct) is not { } comment) return new CommentNotFound();
        if (comment.Deleted) return true;
        var gone = comment with { Deleted = true, Content = "", Status = "closed", Unread = false };
        if (comment.Delivery == "failed")
        {
            await Write(CommentRepository.Discard(account.Id, comment.Id), gone);
            return true;
        }
        if (comment.PlatformCommentId is null || comment.Kind == "private_reply") return new CommentNotActionable("not-sent");
        if (comment.Kind is "mention" or "caption_mention") return new CommentNotActionable("elsewhere");
        var done = await AtMeta(comment, session => instagram.DeleteComment(session, comment.PlatformCommentId, ct), ct);
        if (done.Error is not (null or CommentNotActionable { Reason: "gone" })) return done.Error;
        if (done.Error is null) await Write(CommentRepository.Delete(account.Id, comment, clock.GetUtcNow()), gone);
        return true;
    }

    /// <summary>Everything under the post that has come up to now.</summary>
    public async Task<Result<bool>> MarkRead(Guid postId, CancellationToken ct)
    {
        if (await posts.Find(account.Id, postId, ct) is not { } post) return new Publishing.PostNotFound();
        if (post.UnreadCount == 0) return true;
        try
        {
            return await stream.Append(write =>
            {
                write.Also.Add(CommentPostRepository.MarkRead(account.Id, postId, write.FirstSequence - 1));
                stream.Add(write, CommentEventKind.Changed, postId, new CommentPayload(null, (post with { UnreadCount = 0 }).ToView()));
                return Task.FromResult(true);
            }, ct);
        }
        catch (GuardFailedException)
        {
            return true; // A colleague was faster.
        }
    }

    /// <summary>One call that may be repeated. A comment that Meta does not know any more is noted as deleted.</summary>
    private async Task<Result<bool>> AtMeta(CommentRow comment, Func<InstagramSession, Task> call, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        if (budget.TryTake(CallClass.Reply) is { } later) return new InstagramUnavailable(later);
        try
        {
            await call(session);
            return true;
        }
        catch (InstagramException e)
        {
            await token.Note(e.Failure, CancellationToken.None);
            if (CommentRules.IsGone(e.Failure))
            {
                await Write(CommentRepository.Delete(account.Id, comment, clock.GetUtcNow()), comment with { Deleted = true, Content = "", Status = "closed", Unread = false });
                return new CommentNotActionable("gone");
            }
            return e.Failure switch
            {
                Refused refused => new InstagramRefused(refused.Reason, refused.UserMessage),
                ReconnectAccount => new AccountNotActive(AccountStatus.TokenExpired),
                RetryLater { After: { } wait } => new InstagramUnavailable(clock.GetUtcNow() + wait),
                _ => new InstagramUnavailable(null),
            };
        }
    }

    /// <summary>Not cancelled: at Meta it has happened.</summary>
    private async Task<CommentRow> Write(Guarded statement, CommentRow after)
    {
        await stream.Append(write =>
        {
            write.Also.Add(statement);
            stream.Add(write, CommentEventKind.Changed, after.Id, new CommentPayload(after.ToView(clock.GetUtcNow())));
            return Task.FromResult(true);
        }, CancellationToken.None);
        return after;
    }
}
