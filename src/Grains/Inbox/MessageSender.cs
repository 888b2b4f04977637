using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Sends an account's waiting messages, each once, in the order of their conversations and several conversations at a time: the row comes before the call, and a call whose outcome is
/// unknown is settled by the echo or by reading the conversation, never by sending again blindly. Part of AccountGrain.
/// </summary>
internal sealed partial class MessageSender(
    AccountState account, EventStream stream, MessageRepository messages, MessageChangeRepository said, AccountToken token, RateBudget budget, InstagramClient instagram, IMetaMediaUrls metaUrls, SignedMediaUrls urls,
    IOptions<MetaOptions> meta, TimeProvider clock, ILogger<MessageSender> logger)
{
    /// <summary>How many conversations may wait for Meta at once: one slow call must not hold up the others.</summary>
    private const int AtOnce = 8;
    /// <summary>Longer than the call's own timeout: while it lasts nobody else touches the message.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    /// <summary>A wait of this length is noted in the row, for those who look there.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, UnsettledRow> unsettled = [];
    private readonly Dictionary<Guid, Task> underway = [];
    private readonly RecentKeys sent = new(1_024);

    /// <summary>Believes the rows. What was added while they were read stays.</summary>
    public async Task Load(CancellationToken ct)
    {
        var before = unsettled.Keys.ToList();
        var rows = await messages.ListUnsettled(account.Id, ct);
        foreach (var id in before) unsettled.Remove(id);
        Start(rows);
    }

    public void Start(IReadOnlyList<UnsettledRow> rows)
    {
        foreach (var row in rows) unsettled[row.Message.Id] = row;
    }

    public void Add(UnsettledRow send) => unsettled[send.Message.Id] = send;

    /// <summary>When the next step is due; null when all is settled or under way.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var free = SendRules.Movable(unsettled.Values).Where(u => !underway.ContainsKey(u.Message.Id)).ToList();
            return free.Count == 0 || underway.Count >= AtOnce ? null : free.Min(u => u.NextAttemptAt ?? clock.GetUtcNow());
        }
    }

    /// <summary>Starts every step that is due: sends what waits, settles what is in doubt.</summary>
    /// <param name="moved">Called when a step has ended, for the timer to be set anew.</param>
    public void Step(Action moved, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = SendRules.Movable(unsettled.Values).Where(u => !underway.ContainsKey(u.Message.Id) && (u.NextAttemptAt ?? now) <= now).OrderBy(u => u.Message.Sequence).ToList();
        foreach (var send in due.Take(AtOnce - underway.Count)) underway[send.Message.Id] = Run(send, moved, ct);
    }

    /// <summary>Ends when the steps under way have.</summary>
    public Task Finish() => Task.WhenAll(underway.Values);

    /// <summary>An echo of a message that our app sent: if it is one of ours in flight or in doubt, the echo is its proof.</summary>
    /// <returns>True when the echo belongs to a message that is stored already.</returns>
    public async Task<bool> Settle(Arrival echo, CancellationToken ct) => meta.Value.IsOwn(echo.EchoAppId) && await SettleAny(echo, DateTimeOffset.MaxValue, ct);

    /// <summary>A message of the account that its conversation lists and that is not stored. Which app sent it is not told, but it is none of ours if it is older than our call.</summary>
    /// <returns>True when it belongs to a message that is stored already.</returns>
    public Task<bool> SettleFound(Arrival found, CancellationToken ct) => SettleAny(found, found.At + SendRules.ClockTolerance, ct);

    private async Task<bool> SettleAny(Arrival proof, DateTimeOffset calledBefore, CancellationToken ct)
    {
        if (sent.Contains(proof.Key)) return true;
        var conversationId = AccountId.Conversation(account.Id, proof.ContactId);
        // What waits again was tried before, and may have arrived after all.
        bool Fits(UnsettledRow send) => send.Message.ConversationId == conversationId && send.Attempts > 0 && SendRules.IsSame(send.Message, proof.Kind, proof.Text)
            && send.CalledAt <= calledBefore;
        // Memory may not know it: it was given up, or another activation sent it.
        var match = unsettled.Values.Where(Fits).MinBy(u => u.Message.Sequence)
            ?? (await messages.ListInDoubt(account.Id, conversationId, clock.GetUtcNow() - SendRules.EchoLife, ct)).Find(Fits);
        if (match is null) return false;
        try
        {
            await MarkSent(match, proof.Mid, ct);
        }
        catch (GuardFailedException)
        {
            // The answer was faster, and noted the same message.
        }
        return true;
    }

    private async Task Run(UnsettledRow send, Action moved, CancellationToken ct)
    {
        // So that it is under way before it can end.
        await Task.Yield();
        try
        {
            await (send.Message.Status switch
            {
                "queued" => Dispatch(send, ct),
                // Its lease has run out while nobody noted an answer: the process died between.
                "sending" => Move(send, "unconfirmed", clock.GetUtcNow(), null, ct),
                _ => Reconcile(send, ct),
            });
        }
        catch (GuardFailedException)
        {
            // Another activation, or an echo, has moved it: believe the rows.
            await Reload(ct);
        }
        catch (Exception e)
        {
            // The row says what is next; try again after a while.
            LogStepBroke(e, send.Message.Id);
            if (unsettled.TryGetValue(send.Message.Id, out var left)) unsettled[send.Message.Id] = left with { NextAttemptAt = clock.GetUtcNow() + LongWait };
        }
        finally
        {
            underway.Remove(send.Message.Id);
        }
        moved();
    }

    private async Task Reload(CancellationToken ct)
    {
        try
        {
            await Load(ct);
        }
        catch (Exception e)
        {
            LogReloadBroke(e, account.Id);
        }
    }

    private async Task Dispatch(UnsettledRow send, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session)
        {
            await Move(send, "failed", null, new FailureView("account-not-active", "The account has to be connected again."), ct);
            return;
        }
        if (budget.TryTake(CallClass.Reply) is { } later)
        {
            if (later - clock.GetUtcNow() > LongWait) await Move(send, "queued", later, null, ct);
            else unsettled[send.Message.Id] = send with { NextAttemptAt = later };
            return;
        }
        var message = await ToMeta(send, ct);
        var now = clock.GetUtcNow();
        var claimed = send with
        {
            Message = send.Message with { Status = "sending" },
            Attempts = send.Attempts + 1,
            Fence = send.Fence + 1,
            CalledAt = now,
            LeaseUntil = now + Lease,
            NextAttemptAt = now + Lease,
        };
        await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Claim(account.Id, send.Message.Id, send.Fence, now, now + Lease));
            return Task.FromResult(true);
        }, ct);
        unsettled[send.Message.Id] = claimed;

        try
        {
            var answer = await instagram.Send(session, message, ct);
            // It happened: recording it is not cancelled.
            await MarkSent(claimed, answer.MessageId, CancellationToken.None);
        }
        catch (InstagramException e)
        {
            LogSendFailed(e.Failure.GetType().Name, claimed.Message.Id);
            await Handle(claimed, e.Failure);
        }
    }

    private async Task<OutgoingMessage> ToMeta(UnsettledRow send, CancellationToken ct)
    {
        var message = send.Message;
        OutgoingContent content = StoredAttachments.OwnKey(message.AttachmentsJson) is { } key
            ? new OutgoingContent.File(message.Kind, await metaUrls.ForMeta(key, ct))
            : new OutgoingContent.Text(message.Content, [.. (QuickReplyJson.Read(message.QuickRepliesJson) ?? []).Select(r => new QuickReplyButton(r.Title, r.Payload ?? r.Title))]);
        return new OutgoingMessage(send.RecipientId, content, send.Tag == ReplyWindow.HumanAgentTag ? MessageTag.HumanAgent : MessageTag.None, message.ReplyTo);
    }

    private async Task Handle(UnsettledRow send, InstagramFailure failure)
    {
        if (!unsettled.ContainsKey(send.Message.Id)) return; // The echo came first.
        await token.Note(failure, CancellationToken.None);
        var step = SendRules.AfterFailure(failure, send.Attempts, clock.GetUtcNow(), send.Message.Id);
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
            var calledAt = send.CalledAt ?? send.Message.SentAt;
            var own = account.Row!.PlatformAccountId;
            foreach (var found in await instagram.ListConversationMessages(session, send.RecipientId, ct))
            {
                if (found.FromId != own || found.CreatedAt < calledAt - SendRules.ClockTolerance || !SendRules.IsSame(send.Message, found.Kind, found.Text)) continue;
                if (await messages.FindByMid(account.Id, MidKey.Of(found.Id), ct) is not null) continue; // Another message with the same words.
                await MarkSent(send, found.Id, CancellationToken.None);
                return;
            }
            var step = SendRules.NotFound(calledAt, send.Attempts, now);
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
        var key = MidKey.Of(mid);
        await stream.Append(async write =>
        {
            // Reading the conversation may have brought the message before its answer came: one of the two rows has to go, and it is not the one with the author.
            if (await messages.FindByMid(account.Id, key, ct) is { } twin && twin.Id != send.Message.Id)
            {
                write.Also.Add(MessageRepository.RemoveTwin(account.Id, twin.Id));
                stream.Add(write, EventKind.MessageRemoved, twin.Id, new RemovedPayload(twin.ConversationId, twin.Id));
            }
            var before = send.Message with { PlatformMessageId = mid, ErrorCode = null, ErrorMessage = null };
            var after = await AsSaid(before, key, ct);
            write.Also.Add(MessageRepository.Sent(account.Id, after.Id, mid, key, after.Status));
            MessageChanges.Rewrite(write, before, after);
            stream.Add(write, EventKind.MessageStatus, after.Id, new MessagePayload(after.ToView(urls)));
            return true;
        }, ct);
        sent.Add(key);
        unsettled.Remove(send.Message.Id);
        LogSent(send.Message.Id);
    }

    /// <summary>What the contact did with a message may be told before Meta's answer has named it: from now on that holds for it.</summary>
    private async Task<MessageRow> AsSaid(MessageRow message, Guid key, CancellationToken ct)
    {
        var reads = await said.FindReads([message.ConversationId], ct);
        var known = message with { Status = reads.TryGetValue(message.ConversationId, out var readUpTo) && readUpTo >= message.SentAt ? "read" : "sent" };
        return (await said.Find(account.Id, [key], ct)).TryGetValue(key, out var changes) ? ChangeRules.Apply(known, changes) : known;
    }

    private async Task Move(UnsettledRow send, string status, DateTimeOffset? next, FailureView? failure, CancellationToken ct)
    {
        var moved = send with { Message = send.Message with { Status = status, ErrorCode = failure?.Code, ErrorMessage = failure?.Message }, NextAttemptAt = next, LeaseUntil = null };
        await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.Move(account.Id, send.Message.Id, send.Fence, status, next, failure?.Code, failure?.Message));
            if (status != send.Message.Status) stream.Add(write, EventKind.MessageStatus, send.Message.Id, new MessagePayload(moved.Message.ToView(urls)));
            return Task.FromResult(true);
        }, ct);
        if (status == "failed") unsettled.Remove(send.Message.Id);
        else unsettled[send.Message.Id] = moved;
    }

    [LoggerMessage(LogLevel.Information, "Sent Message {MessageId}")]
    private partial void LogSent(Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Sending Message {MessageId} ended with {Failure}")]
    private partial void LogSendFailed(string failure, Guid messageId);

    [LoggerMessage(LogLevel.Error, "A step of Message {MessageId} broke off; it is tried again")]
    private partial void LogStepBroke(Exception e, Guid messageId);

    [LoggerMessage(LogLevel.Error, "The messages of Account {AccountId} on their way could not be read again")]
    private partial void LogReloadBroke(Exception e, Guid accountId);
}

/// <summary>What browsers get when a row has turned out to be another message.</summary>
internal sealed record RemovedPayload(Guid ConversationId, Guid MessageId);
