using SocialSelling.Accounts;
using SocialSelling.Notifications;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Takes in what is to be sent, now or later: checks it, and puts it into rows for <see cref="MessageSender"/>. Part of AccountGrain.</summary>
internal sealed class Outbox(
    AccountState account, EventStream stream, MessageSender sender, MessageRepository messages, ScheduledMessageRepository scheduled, ConversationRepository conversations,
    ReplyTemplateRepository templates, MediaRepository media, SignedMediaUrls urls, TimeProvider clock)
{
    private const int MissedShown = 50, DueAtOnce = 20;
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(7), OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>Queues a message; the same client id twice is the same message.</summary>
    public async Task<Result<MessageView>> Send(SendMessage command, CancellationToken ct)
    {
        if (await messages.FindByClientId(account.Id, command.ClientMessageId, ct) is { } earlier) return earlier.ToView(urls);
        var found = await Check(command, clock.GetUtcNow(), ct);
        return found.Error is { } refusal ? refusal : await Queue(found.Get(), released: null, ct);
    }

    /// <summary>Lets a message that failed wait again, as if it were written now.</summary>
    public async Task<Result<MessageView>> Retry(Guid conversationId, Guid messageId, CancellationToken ct)
    {
        if (await messages.FindSend(account.Id, conversationId, messageId, ct) is not { } send) return new MessageNotFound();
        if (send.Message.Status != "failed") return new MessageWrongState(send.Message.Status);
        if (!account.IsActive) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
        var now = clock.GetUtcNow();
        var window = ReplyWindow.Decide(conversation.LastInboundAt, send.Message.Automatic ? Author.Automation : Author.Person, now);
        if (window.Error is { } closed) return closed;

        var again = send with { Message = send.Message with { Status = "queued", SentAt = now, ErrorCode = null, ErrorMessage = null }, Tag = window.Value, Attempts = 0, NextAttemptAt = now };
        try
        {
            again = await stream.Append(write =>
            {
                var queued = again with { Message = again.Message with { Sequence = write.NextSequence }, LeaseUntil = null, Fence = send.Fence + 1 };
                write.Also.Add(MessageRepository.Retry(account.Id, messageId, send.Fence, queued.Message.Sequence, window.Value, now));
                write.Conversations.Add(ConversationDeltas.Of(conversation, queued.Message));
                stream.Add(write, EventKind.MessageStatus, messageId, new MessagePayload(queued.Message.ToView(urls)));
                return Task.FromResult(queued);
            }, ct);
        }
        catch (GuardFailedException)
        {
            return new MessageWrongState("on its way"); // A colleague was faster.
        }
        sender.Add(again);
        return again.Message.ToView(urls);
    }

    /// <summary>Keeps a message until its time. Refused now when the contact's window will have closed by then.</summary>
    public async Task<Result<ScheduledMessageView>> Schedule(SendMessage command, DateTimeOffset sendAt, CancellationToken ct)
    {
        if (await scheduled.FindByClientId(account.Id, command.ClientMessageId, ct) is { } earlier) return await View(earlier, ct);
        var now = clock.GetUtcNow();
        if (sendAt <= now) return new SendTimeInvalid("The time is past.");
        if (sendAt - now > FurthestAhead) return new SendTimeInvalid("Nobody may be answered later than 7 days after their last message.");
        var found = await Check(command, sendAt, ct);
        if (found.Error is { } refusal) return refusal;

        var kept = await stream.Append<Result<ScheduledMessageView>>(async write =>
        {
            // Two requests with one client id may have passed the look-up together.
            if (await scheduled.FindByClientId(account.Id, command.ClientMessageId, ct) is { } other) return await View(other, ct);
            if (await Missed(command, ct) is { } missed) return missed;
            var row = new ScheduledMessageRow(
                Guid.CreateVersion7(now), account.Id, command.ConversationId, command.ClientMessageId, command.UserId, command.Text, command.MediaKeys ?? [],
                QuickReplyJson.Write(command.QuickReplies), command.ReplyTo, sendAt, now, PlannedSequence: write.FirstSequence - 1);
            var view = row.ToView(found.Get().Files, urls);
            write.Also.Add(ScheduledMessageRepository.Add(row));
            stream.Add(write, EventKind.MessageScheduled, row.Id, new ScheduledPayload(view, Waiting: true));
            return view;
        }, ct);
        await Load(ct);
        return kept;
    }

    /// <summary>Wins or loses against the sending by the row.</summary>
    public async Task<Result<bool>> Cancel(Guid conversationId, Guid scheduledId, CancellationToken ct)
    {
        if (await scheduled.Find(account.Id, scheduledId, ct) is not { } row || row.ConversationId != conversationId) return new MessageNotFound();
        var view = await View(row, ct);
        try
        {
            return await stream.Append(write =>
            {
                write.Also.Add(ScheduledMessageRepository.Remove(account.Id, scheduledId));
                stream.Add(write, EventKind.MessageScheduled, scheduledId, new ScheduledPayload(view, Waiting: false));
                return Task.FromResult(true);
            }, ct);
        }
        catch (GuardFailedException)
        {
            return new MessageNotFound();
        }
    }

    /// <summary>When the next message for later is due, as far as memory knows; null when none waits.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public void Start(DateTimeOffset? nextDue) => NextDue = nextDue;

    public async Task Load(CancellationToken ct) => Start(await scheduled.NextDue(account.Id, ct));

    /// <summary>
    /// Turns what is due into messages that wait. Whatever has become impossible meanwhile shows as a failed message, not as silence; what no longer fits, because somebody else has
    /// answered or the conversation is spam by now, is held until a person looks.
    /// </summary>
    public async Task Release(CancellationToken ct)
    {
        if (NextDue is not { } next || next > clock.GetUtcNow()) return;
        // A release that breaks comes again, and not at once.
        NextDue = clock.GetUtcNow() + OneSecond;
        foreach (var row in await scheduled.ListDue(account.Id, clock.GetUtcNow(), DueAtOnce, ct))
        {
            if (await conversations.Find(account.Id, row.ConversationId, ct) is not { } conversation) continue;
            var window = ReplyWindow.Decide(conversation.LastInboundAt, Author.Person, clock.GetUtcNow()).Value ?? ReplyWindow.HumanAgentTag;
            var command = row.ToCommand();
            try
            {
                if (await WhyHeld(row, conversation, ct) is { } because) await Hold(row, because, ct);
                else await Queue(new Sendable(command, conversation, await Files(command, ct), window), row, ct);
            }
            catch (GuardFailedException)
            {
                // Cancelled, held or released by another activation, in this very moment.
            }
        }
        await Load(ct);
    }

    /// <summary>Sends a message for later now, whatever holds it: somebody has looked.</summary>
    public async Task<Result<MessageView>> SendNow(Guid conversationId, Guid scheduledId, CancellationToken ct)
    {
        if (await scheduled.Find(account.Id, scheduledId, ct) is not { } row || row.ConversationId != conversationId) return new MessageNotFound();
        var found = await Check(row.ToCommand(), clock.GetUtcNow(), ct);
        if (found.Error is { } refusal) return refusal;
        try
        {
            var queued = await Queue(found.Get(), row, ct);
            await Load(ct);
            return queued;
        }
        catch (GuardFailedException)
        {
            return new MessageNotFound(); // Sent or cancelled by somebody else, in this very moment.
        }
    }

    /// <summary>What a contact writes holds nothing: the message was planned as an answer to them. A rule's answer neither, which follows from it.</summary>
    private async Task<string?> WhyHeld(ScheduledMessageRow row, ConversationRow conversation, CancellationToken ct)
    {
        if (conversation.Status == "spam") return "spam";
        return row.PlannedSequence is { } planned && conversation.LastSequence > planned && await messages.AnsweredByOthers(account.Id, row.ConversationId, planned, row.UserId, ct)
            ? "answered" : null;
    }

    private async Task Hold(ScheduledMessageRow row, string because, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var view = await View(row with { HeldAt = now, HeldBecause = because }, ct);
        await stream.Append(write =>
        {
            write.Also.Add(ScheduledMessageRepository.Hold(account.Id, row.Id, because, now));
            stream.Add(write, EventKind.MessageScheduled, row.Id, new ScheduledPayload(view, Waiting: true));
            // Without it only who happens to look at the conversation would learn that the customer waits.
            stream.Notify(write, new Notice(NotificationKind.MessageHeld, row.ConversationId, $"{NotificationKind.MessageHeld}:{row.Id}", new { because, text = Excerpt.Of(view.Text, Notice.ShownWords) })
            {
                To = row.UserId is { } author ? [author] : null,
                ConversationId = row.ConversationId,
            });
            return Task.FromResult(true);
        }, ct);
    }

    private async Task<Result<Sendable>> Check(SendMessage command, DateTimeOffset at, CancellationToken ct)
    {
        if (!account.IsActive) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        if (SendLimits.Check(command) is { } wrong) return wrong;
        if (await conversations.Find(account.Id, command.ConversationId, ct) is not { } conversation) return new ConversationNotFound();
        var window = ReplyWindow.Decide(conversation.LastInboundAt, command.Author, at);
        if (window.Error is { } closed) return closed;
        var files = await Files(command, ct);
        if (files.Count < (command.MediaKeys?.Count ?? 0)) return new AttachmentNotSendable("media-missing", "One of the files does not exist any more.");
        if (files.Select(SendLimits.Check).FirstOrDefault(w => w is not null) is { } unsendable) return unsendable;
        return new Sendable(command, conversation, files, window.Get());
    }

    /// <param name="released">The row for later that this comes from: it goes in the same commit.</param>
    private async Task<Result<MessageView>> Queue(Sendable sendable, ScheduledMessageRow? released, CancellationToken ct)
    {
        var command = sendable.Command;
        var fresh = new List<NewMessage>();
        var queued = await stream.Append<Result<MessageView>>(async write =>
        {
            fresh.Clear();
            if (released is not null)
            {
                write.Also.Add(ScheduledMessageRepository.Remove(account.Id, released.Id));
                stream.Add(write, EventKind.MessageScheduled, released.Id, new ScheduledPayload(released.ToView(sendable.Files, urls), Waiting: false));
            }
            // Two requests with one client id may have passed the look-up together.
            if (await messages.FindByClientId(account.Id, command.ClientMessageId, ct) is { } other) return other.ToView(urls);
            if (await Missed(command, ct) is { } missed) return missed;
            MessageView? last = null;
            foreach (var message in SendComposition.Compose(sendable, account.Row!.PlatformAccountId, write.NextSequence, clock.GetUtcNow()).ToList())
            {
                write.Messages.Add(message);
                fresh.Add(message);
                last = message.ToUnsettled(account.Id).Message.ToView(urls);
                stream.Add(write, EventKind.MessageSent, message.Id, new MessagePayload(last));
            }
            write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id));
            return last!;
        }, ct);

        foreach (var message in fresh) sender.Add(message.ToUnsettled(account.Id));
        if (fresh.Count > 0 && command.TemplateId is { } template) await templates.CountUse(account.Row!.WorkspaceId, template, clock.GetUtcNow(), ct);
        return queued;
    }

    /// <returns>What the sender has missed, when an answer is among it; null when the send may go.</returns>
    private async Task<AnsweredMeanwhile?> Missed(SendMessage command, CancellationToken ct)
    {
        if (command is not { AfterSequence: { } seen, Override: false }) return null;
        if (await conversations.Find(account.Id, command.ConversationId, ct) is not { } now || now.LastSequence <= seen) return null;
        var missed = await messages.ListAfter(account.Id, command.ConversationId, seen, MissedShown, ct);
        return missed.Exists(m => m is { Direction: "outbound", Status: not "failed" }) ? new AnsweredMeanwhile([.. missed.Select(m => m.ToView(urls))]) : null;
    }

    private async Task<IReadOnlyList<MediaRow>> Files(SendMessage command, CancellationToken ct) =>
        command.MediaKeys is { Count: > 0 } keys ? await media.ByKeys(account.Row!.WorkspaceId, keys, ct) : [];

    private async Task<ScheduledMessageView> View(ScheduledMessageRow row, CancellationToken ct) => row.ToView(await media.ByKeys(account.Row!.WorkspaceId, [.. row.MediaKeys], ct), urls);
}

/// <summary>What browsers get with events of messages for later.</summary>
/// <param name="Waiting">False when it was sent or cancelled; true when it was planned, and when it is held.</param>
internal sealed record ScheduledPayload(ScheduledMessageView Scheduled, bool Waiting);
