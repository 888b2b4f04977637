using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Answers comments, publicly and by direct message, one call at a time, each once: the row comes before the call, and a call whose outcome is unknown is settled by the webhook or by
/// looking under the comment, never by writing again blindly. Part of AccountGrain.
/// </summary>
/// <remarks>Source: Meta, "Comment moderation" and "Private replies".</remarks>
internal sealed partial class CommentAnswers(
    AccountState account, EventStream stream, CommentRepository comments, MessageRepository messages, DuplicateLookup duplicates, AccountToken token, RateBudget budget,
    InstagramClient instagram, SignedMediaUrls urls, TimeProvider clock, ILogger<CommentAnswers> logger)
{
    /// <summary>Longer than the call's own timeout: while it lasts nobody else touches the answer.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, UnsettledComment> unsettled = [];
    private bool busy;

    private async Task Load(CancellationToken ct) => Start(await comments.ListUnsettled(account.Id, ct));

    public void Start(IReadOnlyList<UnsettledComment> rows)
    {
        unsettled.Clear();
        foreach (var row in rows) unsettled[row.Comment.Id] = row;
    }

    /// <summary>When the next step is due; null when all is settled.</summary>
    public DateTimeOffset? NextDue => unsettled.Count == 0 ? null : unsettled.Values.Min(u => u.NextAttemptAt ?? clock.GetUtcNow());

    public async Task<Result<CommentView>> Answer(AnswerComment command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await comments.FindByClientId(account.Id, command.ClientId, ct) is { } earlier) return earlier.ToView(now);
        if (!account.IsActive) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        // PostgreSQL's text holds every character but one.
        var text = command.Text.Replace("\0", "", StringComparison.Ordinal).Trim();
        if ((command.IsPrivate ? CommentRules.CheckPrivate(text) : CommentRules.CheckPublic(text)) is { } wrong) return wrong;

        var queued = await stream.Append<Result<UnsettledComment>>(async write =>
        {
            // Two requests may have passed the look-up together: with one client id, or with two private replies.
            if (await comments.FindByClientId(account.Id, command.ClientId, ct) is { } other) return Settled(other);
            if (await comments.Find(account.Id, command.CommentId, ct) is not { } target) return new CommentNotFound();
            if (CommentRules.CheckTarget(target, command.IsPrivate, now) is { } refusal) return refusal;
            var answer = Compose(command, target, text, write.NextSequence, now);
            write.Also.Add(CommentRepository.Add(account.Id, answer));
            var row = answer.ToRow(account.Id, target.MediaId) with { ConversationId = target.ConversationId };
            stream.Add(write, CommentEventKind.Changed, answer.Id, new CommentPayload(row.ToView(now)));
            return new UnsettledComment(row, command.IsPrivate ? target.PlatformCommentId! : answer.ParentId!, target.AuthorId, target.AuthorUsername, Attempts: 0, now, Fence: 0);
        }, ct);
        if (queued.Error is { } error) return error;
        if (queued.Get() is { Comment.Delivery: "queued" } fresh) unsettled.TryAdd(fresh.Comment.Id, fresh);
        return queued.Get().Comment.ToView(now);
    }

    /// <summary>Takes the next step that is due: writes what waits, settles what is in doubt. One at a time.</summary>
    public async Task Step(CancellationToken ct)
    {
        if (busy) return;
        busy = true;
        try
        {
            var now = clock.GetUtcNow();
            var due = unsettled.Values.Where(u => (u.NextAttemptAt ?? now) <= now).OrderBy(u => u.Comment.Sequence).FirstOrDefault();
            if (due is null) return;
            await (due.Comment.Delivery switch
            {
                "queued" => Dispatch(due, ct),
                // Its lease has run out while nobody noted an answer: the process died between.
                "sending" => Move(due, new("unconfirmed", now, null), ct),
                _ => Reconcile(due, ct),
            });
        }
        catch (GuardFailedException)
        {
            // Another activation, or the webhook, has settled it: believe the rows.
            await Load(ct);
        }
        finally
        {
            busy = false;
        }
    }

    /// <summary>A comment of the account's own came by webhook: if it is an answer in flight, this is its proof.</summary>
    /// <returns>True when it belongs to an answer that is stored already.</returns>
    public Task<bool> Settle(Guid threadId, string platformId, string text, CancellationToken ct) =>
        Settle(u => u.Comment.Kind != "private_reply" && u.Comment.ThreadId == threadId && u.Comment.Content == text.Trim(), platformId, recipientId: null, ct);

    /// <summary>A direct message of the account's own came by webhook: if it is a private reply in flight, this is its proof.</summary>
    /// <returns>True when it is, and is stored among the messages now.</returns>
    public Task<bool> SettlePrivate(Arrival echo, CancellationToken ct) =>
        Settle(u => u.Comment.Kind == "private_reply" && u.TargetAuthorId == echo.ContactId && u.Comment.Content == echo.Text, echo.Mid, echo.ContactId, ct);

    private async Task<bool> Settle(Func<UnsettledComment, bool> isIt, string platformId, string? recipientId, CancellationToken ct)
    {
        // What is queued again was tried before, and may have arrived after all.
        if (unsettled.Values.Where(u => (u.Comment.Delivery != "queued" || u.Attempts > 0) && isIt(u)).OrderBy(u => u.Comment.Sequence).FirstOrDefault() is not { } match) return false;
        try
        {
            await MarkSent(match, platformId, recipientId, ct);
        }
        catch (GuardFailedException)
        {
            // The answer was faster, and noted the same.
        }
        return true;
    }

    private async Task Dispatch(UnsettledComment answer, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session)
        {
            await Move(answer, new("failed", null, new("account-not-active", "The account has to be connected again.")), ct);
            return;
        }
        if (budget.TryTake(CallClass.Reply) is { } later)
        {
            unsettled[answer.Comment.Id] = answer with { NextAttemptAt = later };
            return;
        }
        var leaseUntil = clock.GetUtcNow() + Lease;
        await stream.Append(write =>
        {
            write.Also.Add(CommentRepository.Claim(account.Id, answer.Comment.Id, answer.Fence, leaseUntil));
            return Task.FromResult(true);
        }, ct);
        var claimed = answer with { Comment = answer.Comment with { Delivery = "sending" }, Attempts = answer.Attempts + 1, Fence = answer.Fence + 1, NextAttemptAt = leaseUntil };
        unsettled[answer.Comment.Id] = claimed;
        try
        {
            // It happened: recording it is not cancelled.
            if (IsPrivate(claimed))
            {
                var sent = await instagram.ReplyPrivately(session, claimed.TargetId, claimed.Comment.Content, ct);
                await MarkSent(claimed, sent.MessageId, sent.RecipientId, CancellationToken.None);
            }
            else
            {
                await MarkSent(claimed, await instagram.ReplyToComment(session, claimed.TargetId, claimed.Comment.Content, ct), null, CancellationToken.None);
            }
        }
        catch (InstagramException e)
        {
            LogAnswerFailed(e.Failure.GetType().Name, claimed.Comment.Id);
            await Handle(claimed, e.Failure);
        }
    }

    private async Task Handle(UnsettledComment answer, InstagramFailure failure)
    {
        if (!unsettled.ContainsKey(answer.Comment.Id)) return; // The webhook came first.
        await token.Note(failure, CancellationToken.None);
        var step = CommentRules.AfterFailure(failure, IsPrivate(answer), answer.Attempts, clock.GetUtcNow(), answer.Comment.Id);
        if (step.Status == "sent") await MarkSent(answer, null, null, CancellationToken.None);
        else await Move(answer, step, CancellationToken.None);
    }

    /// <summary>Looks where the answer would stand whether it does.</summary>
    private async Task Reconcile(UnsettledComment answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await token.Session(ct) is not { } session || budget.TryTake(CallClass.Reply) is not null)
        {
            unsettled[answer.Comment.Id] = answer with { NextAttemptAt = now + SendRules.ReconcileEvery };
            return;
        }
        try
        {
            var since = answer.Comment.CommentedAt - SendRules.ClockTolerance;
            var (found, recipient) = IsPrivate(answer) ? (await FindMessage(session, answer, since, ct), answer.TargetAuthorId) : (await FindReply(session, answer, since, ct), null);
            if (found is not null) await MarkSent(answer, found, recipient, CancellationToken.None);
            else await Move(answer, SendRules.NotFound(answer.Comment.CommentedAt, answer.Attempts, now), ct);
        }
        catch (InstagramException e)
        {
            await token.Note(e.Failure, ct);
            // Where the comment is gone, what was written under it is gone with it.
            if (CommentRules.IsGone(e.Failure)) await Move(answer, CommentRules.AfterFailure(e.Failure, IsPrivate(answer), answer.Attempts, now, answer.Comment.Id), ct);
            else unsettled[answer.Comment.Id] = answer with { NextAttemptAt = now + SendRules.ReconcileEvery };
        }
    }

    private async Task<string?> FindReply(InstagramSession session, UnsettledComment answer, DateTimeOffset since, CancellationToken ct)
    {
        foreach (var reply in await instagram.ListReplies(session, answer.TargetId, ct))
            if (reply.Username == account.Row!.Username && reply.Text == answer.Comment.Content && reply.At >= since
                && (await comments.Known(account.Id, [MidKey.Of(reply.Id)], ct)).Count == 0)
                return reply.Id;
        return null;
    }

    private async Task<string?> FindMessage(InstagramSession session, UnsettledComment answer, DateTimeOffset since, CancellationToken ct)
    {
        if (answer.TargetAuthorId is null) return null;
        foreach (var message in await instagram.ListConversationMessages(session, answer.TargetAuthorId, ct))
            if (message.FromId == account.Row!.PlatformAccountId && message.Text == answer.Comment.Content && message.CreatedAt >= since
                && await messages.FindByMid(account.Id, MidKey.Of(message.Id), ct) is null)
                return message.Id;
        return null;
    }

    private static bool IsPrivate(UnsettledComment answer) => answer.Comment.Kind == "private_reply";

    private static UnsettledComment Settled(CommentRow comment) => new(comment, "", null, null, 0, null, 0);

    [LoggerMessage(LogLevel.Information, "Answered with Comment {CommentId}")]
    private partial void LogAnswered(Guid commentId);

    [LoggerMessage(LogLevel.Warning, "Answering with Comment {CommentId} ended with {Failure}")]
    private partial void LogAnswerFailed(string failure, Guid commentId);
}
