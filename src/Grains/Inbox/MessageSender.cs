using System.Text;
using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>
/// Sends an account's messages, one call at a time, each once: the row comes before the call, and a call whose outcome is unknown is settled by the echo or by
/// reading the conversation, never by sending again blindly. Part of AccountGrain.
/// </summary>
internal sealed partial class MessageSender(
    AccountState account, EventStream stream, MessageRepository messages, ConversationRepository conversations, AccountToken token, RateBudget budget, InstagramClient instagram,
    string appId, TimeProvider clock, ILogger<MessageSender> logger)
{
    /// <summary>Meta, "Send API": UTF-8 bytes, not characters.</summary>
    public const int MaxTextBytes = 1_000;

    /// <summary>Longer than the call's own timeout: while it lasts nobody else touches the message.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, UnsettledRow> unsettled = [];
    private bool busy;

    public async Task Load(CancellationToken ct)
    {
        unsettled.Clear();
        foreach (var row in await messages.ListUnsettled(account.Id, ct)) unsettled[row.Message.Id] = row;
    }

    /// <summary>When the next step is due; null when all is settled.</summary>
    public DateTimeOffset? NextDue => unsettled.Count == 0 ? null : unsettled.Values.Min(u => u.NextAttemptAt ?? clock.GetUtcNow());

    public async Task<Result<MessageView>> Send(SendMessage command, CancellationToken ct)
    {
        if (await messages.FindByClientId(account.Id, command.ClientMessageId, ct) is { } earlier) return earlier.ToView();
        if (!account.IsActive) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        var bytes = Encoding.UTF8.GetByteCount(command.Text);
        if (bytes > MaxTextBytes) return new TextTooLong(bytes, MaxTextBytes);
        if (await conversations.Find(account.Id, command.ConversationId, ct) is not { } conversation) return new ConversationNotFound();
        var now = clock.GetUtcNow();
        var window = ReplyWindow.Decide(conversation.LastInboundAt, command.Author, now);
        if (window.Error is { } closed) return closed;

        var queued = await stream.Append(async write =>
        {
            // Two requests with one client id may have passed the look-up above together.
            if (await messages.FindByClientId(account.Id, command.ClientMessageId, ct) is { } other) return new Queued(null, other.ToView());
            var message = new NewMessage(
                Guid.CreateVersion7(now), conversation.Id, write.NextSequence, "instagram", PlatformMessageId: null, MidKey: null, command.ClientMessageId, account.Row!.PlatformAccountId,
                conversation.PlatformContactId, "outbound", "text", command.Text, AttachmentsJson: null, "queued", command.Author is Author.Automation, command.ReplyTo, window.Value,
                command.UserId, now, NextAttemptAt: now);
            write.Messages.Add(message);
            write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id));
            var view = message.ToView(account.Id);
            stream.Add(write, EventKind.MessageSent, message.Id, new MessagePayload(view));
            return new Queued(new UnsettledRow(ToRow(message), message.RecipientId, message.Tag, Attempts: 0, now, LeaseUntil: null, Fence: 0), view);
        }, ct);
        if (queued.Row is { } row) unsettled[row.Message.Id] = row;
        return queued.View;
    }

    /// <summary>Takes the next step that is due: sends what waits, settles what is in doubt. One at a time.</summary>
    public async Task Step(CancellationToken ct)
    {
        if (busy) return;
        busy = true;
        try
        {
            var now = clock.GetUtcNow();
            var due = unsettled.Values.Where(u => (u.NextAttemptAt ?? now) <= now).OrderBy(u => u.Message.Sequence).FirstOrDefault();
            if (due is null) return;
            await (due.Message.Status switch
            {
                "queued" => Dispatch(due, ct),
                // Its lease has run out while nobody noted an answer: the process died between.
                "sending" => Move(due, "unconfirmed", now, null, ct),
                _ => Reconcile(due, ct),
            });
        }
        catch (GuardFailedException)
        {
            // Another activation, or an echo, has settled it: believe the rows.
            await Load(ct);
        }
        finally
        {
            busy = false;
        }
    }

    /// <summary>An echo of a message that our app sent: if it is one in flight, the echo is its proof.</summary>
    /// <returns>True when the echo belongs to a message that is stored already.</returns>
    public async Task<bool> Settle(Arrival echo, CancellationToken ct)
    {
        if (echo.EchoAppId != appId) return false;
        var conversationId = AccountId.Conversation(account.Id, echo.ContactId);
        var match = unsettled.Values.Where(u => u.Message.Status is "sending" or "unconfirmed" && u.Message.ConversationId == conversationId && u.Message.Content == echo.Text)
            .OrderBy(u => u.Message.Sequence).FirstOrDefault();
        if (match is null) return false;
        try
        {
            await MarkSent(match, echo.Mid, ct);
        }
        catch (GuardFailedException)
        {
            // The answer was faster, and noted the same message.
        }
        return true;
    }

    private async Task Dispatch(UnsettledRow send, CancellationToken ct)
    {
        var session = await token.Session(ct);
        if (session is null)
        {
            await Move(send, "failed", null, new FailureView("account-not-active", "The account has to be connected again."), ct);
            return;
        }
        if (budget.TryTake(CallClass.Reply) is { } later)
        {
            unsettled[send.Message.Id] = send with { NextAttemptAt = later };
            return;
        }
        var leaseUntil = clock.GetUtcNow() + Lease;
        await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Claim(account.Id, send.Message.Id, send.Fence, leaseUntil));
            return Task.FromResult(true);
        }, ct);
        var claimed = send with { Message = send.Message with { Status = "sending" }, Attempts = send.Attempts + 1, Fence = send.Fence + 1, LeaseUntil = leaseUntil, NextAttemptAt = leaseUntil };
        unsettled[send.Message.Id] = claimed;

        try
        {
            var tag = claimed.Tag == ReplyWindow.HumanAgentTag ? MessageTag.HumanAgent : MessageTag.None;
            var sent = await instagram.SendText(session, claimed.RecipientId, claimed.Message.Content, tag, ct);
            // It happened: recording it is not cancelled.
            await MarkSent(claimed, sent.MessageId, CancellationToken.None);
        }
        catch (InstagramException e)
        {
            LogSendFailed(e.Failure.GetType().Name, claimed.Message.Id);
            await Handle(claimed, e.Failure);
        }
    }

    private async Task Handle(UnsettledRow send, InstagramFailure failure)
    {
        if (!unsettled.ContainsKey(send.Message.Id)) return; // The echo came first.
        await token.Note(failure, CancellationToken.None);
        var now = clock.GetUtcNow();
        var step = SendRules.AfterFailure(failure, send.Attempts, now);
        await Move(send, step.Status, step.NextAttemptAt, step.Failure, CancellationToken.None);
    }

    /// <summary>Looks in the conversation itself whether the message arrived.</summary>
    private async Task Reconcile(UnsettledRow send, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await token.Session(ct) is not { } session || budget.TryTake(CallClass.Reply) is not null)
        {
            unsettled[send.Message.Id] = send with { NextAttemptAt = now + SendRules.ReconcileEvery };
            return;
        }
        try
        {
            var recent = await instagram.ListConversationMessages(session, send.RecipientId, ct);
            var own = account.Row!.PlatformAccountId;
            foreach (var found in recent.Where(m => m.FromId == own && m.Text == send.Message.Content && m.CreatedAt >= send.Message.SentAt - SendRules.ClockTolerance))
            {
                if (await messages.FindByMid(account.Id, MidKey.Of(found.Id), ct) is not null) continue; // Another message with the same words.
                await MarkSent(send, found.Id, CancellationToken.None);
                return;
            }
            var step = SendRules.NotFound(send.Message.SentAt, send.Attempts, now);
            await Move(send, step.Status, step.NextAttemptAt, step.Failure, ct);
        }
        catch (InstagramException e)
        {
            await token.Note(e.Failure, ct);
            unsettled[send.Message.Id] = send with { NextAttemptAt = now + SendRules.ReconcileEvery };
        }
    }

    private async Task MarkSent(UnsettledRow send, string mid, CancellationToken ct)
    {
        await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Sent(account.Id, send.Message.Id, mid, MidKey.Of(mid)));
            stream.Add(write, EventKind.MessageStatus, send.Message.Id, new MessagePayload((send.Message with { Status = "sent", PlatformMessageId = mid }).ToView()));
            return Task.FromResult(true);
        }, ct);
        unsettled.Remove(send.Message.Id);
        LogSent(send.Message.Id);
    }

    private async Task Move(UnsettledRow send, string status, DateTimeOffset? next, FailureView? failure, CancellationToken ct)
    {
        var moved = send with { Message = send.Message with { Status = status, ErrorCode = failure?.Code, ErrorMessage = failure?.Message }, NextAttemptAt = next, LeaseUntil = null };
        await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Move(account.Id, send.Message.Id, send.Fence, status, next, failure?.Code, failure?.Message));
            if (status != send.Message.Status) stream.Add(write, EventKind.MessageStatus, send.Message.Id, new MessagePayload(moved.Message.ToView()));
            return Task.FromResult(true);
        }, ct);
        if (status == "failed") unsettled.Remove(send.Message.Id);
        else unsettled[send.Message.Id] = moved;
    }

    private MessageRow ToRow(NewMessage m) => new(
        m.Id, account.Id, m.ConversationId, m.Sequence, m.PlatformMessageId, m.ClientMessageId, m.Direction, m.Kind, m.Content, m.AttachmentsJson, m.Status, m.Automatic, m.ReplyTo,
        ErrorCode: null, ErrorMessage: null, m.SentAt);

    private sealed record Queued(UnsettledRow? Row, MessageView View);

    [LoggerMessage(LogLevel.Information, "Sent Message {MessageId}")]
    private partial void LogSent(Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Sending Message {MessageId} ended with {Failure}")]
    private partial void LogSendFailed(string failure, Guid messageId);
}
