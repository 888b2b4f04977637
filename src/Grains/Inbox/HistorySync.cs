using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Webhooks;

namespace SocialSelling.Inbox;

/// <summary>
/// Reads an account's conversations back from Meta: all of them when it connects or is asked to, and daily those that changed lately. One call per step, in the budget's class
/// sync; where it stands is a row, written with what the step has brought, so that whoever comes next goes on there. Part of AccountGrain.
/// </summary>
internal sealed partial class HistorySync(
    AccountState account, EventStream stream, AccountToken token, RateBudget budget, InboxStream inbox, ParkedIntake waiting, HistoryRepository histories, DuplicateLookup duplicates,
    InstagramClient instagram, TimeProvider clock, ILogger<HistorySync> logger)
{
    private bool busy;

    public async Task<HistoryView?> View(CancellationToken ct) => (await histories.Find(account.Id, ct))?.ToView();

    /// <summary>When the next step is due; null when none is.</summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken ct) => (await histories.Find(account.Id, ct))?.NextStepAt;

    /// <summary>Begins to read everything, unless that is under way.</summary>
    public async Task<Result<HistoryView>> Start(CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        if (!account.IsActive) return new AccountNotActive(account.Row.Status);
        await Begin(everything: true, ct);
        return (await histories.Find(account.Id, ct))!.ToView();
    }

    /// <summary>The account has just been connected: what was missed is read, or everything when it never was.</summary>
    public Task StartAfterConnect(CancellationToken ct) => Begin(everything: false, ct);

    /// <summary>Takes the next step if it is due. One at a time.</summary>
    /// <returns>When to come again; null for never.</returns>
    public async Task<DateTimeOffset?> Step(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (busy) return now + HistoryRules.Pace;
        busy = true;
        try
        {
            if (await histories.Find(account.Id, ct) is not { NextStepAt: { } due } run) return null;
            if (due > now) return due;
            return (await Advance(run, now, ct)).NextStepAt;
        }
        catch (GuardFailedException)
        {
            // Another activation has taken the step: its row says how it goes on.
            return now + HistoryRules.Pace;
        }
        finally
        {
            busy = false;
        }
    }

    private async Task<HistoryRow> Advance(HistoryRow run, DateTimeOffset now, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return await Save(HistoryRules.Stop(run, "account-not-active", "The account has to be connected again.", now), ct);
        if (run.State != HistoryRules.Running) return await Save(HistoryRules.Begin(run, account.Id, Guid.CreateVersion7(now), everything: false, now), ct);
        if (budget.TryTake(CallClass.Sync) is { } later) return await Save(HistoryRules.Wait(run, later), ct);
        try
        {
            return run.Progress.Queue switch
            {
                [] => await ReadList(run, session, ct),
                [{ After: null } next, ..] => await ReadMessages(run, next, session, ct),
                [{ After: { } after } next, ..] => await ReadIds(run, next, after, session, ct),
            };
        }
        catch (InstagramException e)
        {
            LogStepFailed(account.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, ct);
            return await Save(HistoryRules.AfterFailure(run, e.Failure, clock.GetUtcNow()), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not GuardFailedException)
        {
            // One conversation that cannot be stored is tried again some times and then passed over: it must not hold up the others for ever.
            LogStepBroke(e, account.Id);
            return await Save(HistoryRules.AfterFailure(run, new RetryLater(null), clock.GetUtcNow()), ct);
        }
    }

    private async Task<HistoryRow> ReadList(HistoryRow run, InstagramSession session, CancellationToken ct)
    {
        if (run.Progress.Cursor is null) await waiting.TakeIn(ct);
        var page = await instagram.ListConversations(session, run.Progress.Cursor, ct);
        return await Save(HistoryRules.AfterList(run, page, clock.GetUtcNow()), ct);
    }

    private async Task<HistoryRow> ReadMessages(HistoryRow run, QueuedConversation conversation, InstagramSession session, CancellationToken ct)
    {
        var page = await instagram.ReadConversation(session, conversation.Id, conversation.ContactId, ct);
        // As good as here: nobody wants it back.
        var erased = page.Items.Where(m => account.IsErased(conversation.ContactId, m.At)).Select(m => MidKey.Of(m.Mid)).ToHashSet();
        var listed = (await Known(page, ct)).Concat(erased).ToHashSet();
        var newsSince = run.CompleteUntil ?? account.Row!.ConnectedAt;
        var lastOutboundAt = page.Items.Where(m => m.Event is MessageArrived { Inbound: false }).Select(m => (DateTimeOffset?)m.At).Max();
        var old = page.Items.Where(m => m.At < run.StartedAt - HistoryRules.Fresh && !erased.Contains(MidKey.Of(m.Mid))).ToList();
        var settled = old.Select(m => m.Event).OfType<InstagramEvent>().ToList();
        await inbox.TakeInChanges(old, ct);
        var after = run;
        await inbox.TakeIn(settled, a => HistoryRules.IsUnread(a.Inbound, a.At, newsSince, lastOutboundAt), (write, intake) =>
        {
            after = HistoryRules.AfterMessages(run, page, listed.Union(intake.Known).ToHashSet(), intake.Added, clock.GetUtcNow());
            write.Also.Add(HistoryRepository.Advance(after));
        }, ct);
        LogIfDone(after);
        return after;
    }

    private async Task<HistoryRow> ReadIds(HistoryRow run, QueuedConversation conversation, string after, InstagramSession session, CancellationToken ct)
    {
        var page = await instagram.ListMessageIds(session, conversation.Id, after, ct);
        return await Save(HistoryRules.AfterMessages(run, page, await Known(page, ct), new HashSet<Guid>(), clock.GetUtcNow()), ct);
    }

    private Task<IReadOnlySet<Guid>> Known(GraphPage<ListedMessage> page, CancellationToken ct) =>
        duplicates.Known(account.Id, [.. page.Items.Select(m => MidKey.Of(m.Mid))]).WaitAsync(ct);

    private async Task Begin(bool everything, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.GetUtcNow();
            var before = await histories.Find(account.Id, ct);
            // A reconciliation under way does not stand in the way of reading everything.
            if (before is { State: HistoryRules.Running } && (!everything || before.Kind == HistoryRules.Backfill)) return;
            try
            {
                await Save(HistoryRules.Begin(before, account.Id, Guid.CreateVersion7(now), everything, now), ct);
                return;
            }
            catch (GuardFailedException) when (attempt < 3)
            {
                // A step was taken meanwhile.
            }
        }
    }

    private async Task<HistoryRow> Save(HistoryRow run, CancellationToken ct)
    {
        await stream.Append(write =>
        {
            write.Also.Add(HistoryRepository.Advance(run));
            return Task.FromResult(true);
        }, ct);
        LogIfDone(run);
        return run;
    }

    private void LogIfDone(HistoryRow run)
    {
        if (run.State == HistoryRules.Done) LogDone(account.Id, run.Kind, run.Progress.Read, run.Progress.Added);
    }

    [LoggerMessage(LogLevel.Information, "Read {Conversations} conversations of Account {AccountId} back ({Kind}); {Added} messages had been missing")]
    private partial void LogDone(Guid accountId, string kind, int conversations, int added);

    [LoggerMessage(LogLevel.Error, "A step of reading conversations of Account {AccountId} back broke off")]
    private partial void LogStepBroke(Exception e, Guid accountId);

    [LoggerMessage(LogLevel.Warning, "Reading conversations of Account {AccountId} back met {Failure}")]
    private partial void LogStepFailed(Guid accountId, string failure);
}

internal static class HistoryViews
{
    public static HistoryView ToView(this HistoryRow run) => new(
        run.Kind, run.State, run.StartedAt, run.FinishedAt, run.Progress.Read, run.Progress.Queue.Count, run.Progress.Listed, run.Progress.Added, run.Progress.OutOfReach,
        run.FailureCode is { } code ? new FailureView(code, run.FailureMessage ?? code) : null, run.NextStepAt,
        run.Completeness is { } c ? new CompletenessView(c.MeasuredAt, c.Known, c.Stored, c.Filled) : null);
}
