using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>How a run of reading conversations back goes on. Pure.</summary>
/// <remarks>Source: Meta, "Instagram Messaging: conversations": 2 calls a second per account; of a thread all messages are listed and the 20 newest opened.</remarks>
internal static class HistoryRules
{
    public const string Backfill = "backfill", Reconcile = "reconcile", Running = "running", Done = "done", Stopped = "stopped";

    /// <summary>Between two calls of an account.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    /// <summary>What is younger is still on its way by webhook, whose times are finer than those of a conversation; the next run looks after it.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);
    /// <summary>What completeness is measured over.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);
    /// <summary>A reconciliation looks this far behind where the last run began, and <see cref="Reach"/> at most.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1), Reach = TimeSpan.FromDays(7);
    /// <summary>After a back-fill a first reconciliation takes what was too fresh for it.</summary>
    public static readonly TimeSpan FirstReconcileAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24), FirstBackoff = TimeSpan.FromSeconds(10), LongestBackoff = TimeSpan.FromMinutes(30);
    private const int MaxAttempts = 6;

    /// <param name="before">The account's last run; null when it had none.</param>
    /// <param name="everything">False to read only what changed since the last run that ended well, if there was one.</param>
    public static HistoryRow Begin(HistoryRow? before, Guid accountId, Guid runId, bool everything, DateTimeOffset now)
    {
        DateTimeOffset? horizon = everything || before?.CompleteUntil is not { } complete ? null : Later(now - Reach, Earlier(now - Window, complete - Overlap));
        return new HistoryRow(
            accountId, runId, horizon is null ? Backfill : Reconcile, Running, (before?.Step ?? -1) + 1, HistoryProgress.Start(horizon), now, FinishedAt: null, NextStepAt: now,
            before?.CompleteUntil, before?.Completeness, FailureCode: null, FailureMessage: null);
    }

    /// <summary>A page of conversations has been listed. Groups, which Meta does not support, are passed over.</summary>
    public static HistoryRow AfterList(HistoryRow run, GraphPage<ConversationSummary> page, DateTimeOffset now)
    {
        var recent = page.Items.Where(c => run.Progress.Horizon is not { } horizon || c.UpdatedAt >= horizon).ToList();
        return Next(run, now, run.Progress with
        {
            Queue = [.. recent.Where(c => c.ParticipantIds.Count == 1).Select(c => new QueuedConversation(c.Id, c.ParticipantIds[0], After: null))],
            Cursor = page.After,
            PagesLeft = page.After is not null && recent.Count == page.Items.Count,
        });
    }

    /// <summary>The first conversation of the queue has been read: its newest messages, or the next part of the list of older ones.</summary>
    /// <param name="known">Messages of the page that were here before.</param>
    /// <param name="added">Messages of the page that the run has stored.</param>
    public static HistoryRow AfterMessages(HistoryRow run, GraphPage<ListedMessage> page, IReadOnlySet<Guid> known, IReadOnlySet<Guid> added, DateTimeOffset now)
    {
        var (p, first) = (run.Progress, run.Progress.Queue[0]);
        var settled = page.Items.Where(m => m.At < run.StartedAt - Fresh).Select(m => (m.At, Key: MidKey.Of(m.Mid))).ToList();
        var window = settled.Where(m => m.At >= run.StartedAt - Window).ToList();
        // Older messages cannot be opened; they are listed only to know how complete the last day is.
        var goesOn = page.After is not null && page.Items.Count > 0 && page.Items[^1].At >= run.StartedAt - Window;
        return Next(run, now, p with
        {
            Queue = [.. goesOn ? [first with { After = page.After }] : (QueuedConversation[])[], .. p.Queue.Skip(1)],
            Read = p.Read + (goesOn ? 0 : 1),
            Listed = p.Listed + page.Items.Count,
            Added = p.Added + added.Count,
            OutOfReach = p.OutOfReach + settled.Count(m => !known.Contains(m.Key) && !added.Contains(m.Key)),
            Window = new(p.Window.Known + window.Count, p.Window.Stored + window.Count(m => known.Contains(m.Key) || added.Contains(m.Key)), p.Window.Filled + window.Count(m => added.Contains(m.Key))),
        });
    }

    public static HistoryRow AfterFailure(HistoryRow run, InstagramFailure failure, DateTimeOffset now)
    {
        if (failure is ReconnectAccount) return Stop(run, "account-not-active", "The account has to be connected again.", now);
        if (failure is RetryLater retry && run.Progress.Attempts < MaxAttempts)
            return Next(run, now, run.Progress with { Attempts = run.Progress.Attempts + 1 }) with { NextStepAt = now + (retry.After ?? Backoff.Of(run.Progress.Attempts + 1, FirstBackoff, 2, LongestBackoff, run.AccountId)) };
        // One conversation that Meta does not show must not hide the others.
        if (run.Progress.Queue.Count > 0) return Next(run, now, run.Progress with { Queue = [.. run.Progress.Queue.Skip(1)], Read = run.Progress.Read + 1 });
        var (code, message) = failure is Refused refused ? (refused.Reason, refused.UserMessage) : ("temporarily-unavailable", "Instagram did not answer after several tries.");
        return Stop(run, code, message, now) with { NextStepAt = now + DayOf(run.AccountId) };
    }

    /// <summary>The account may not speak to Meta: connecting it again begins anew.</summary>
    public static HistoryRow Stop(HistoryRow run, string code, string message, DateTimeOffset now) =>
        run with { State = Stopped, Step = run.Step + 1, FinishedAt = now, NextStepAt = null, FailureCode = code, FailureMessage = message };

    public static HistoryRow Wait(HistoryRow run, DateTimeOffset until) => run with { Step = run.Step + 1, NextStepAt = until };

    /// <summary>Whether a message that was found counts as unread: it is news, and nobody has answered since. Meta does not tell what was read.</summary>
    /// <param name="newsSince">Until here everything had been read back, or nothing was ours to answer: when the account was connected.</param>
    public static bool IsUnread(bool inbound, DateTimeOffset at, DateTimeOffset newsSince, DateTimeOffset? lastOutboundAt) =>
        inbound && at >= newsSince && (lastOutboundAt is null || at > lastOutboundAt);

    /// <summary>One more step; without anything left to do, the end.</summary>
    private static HistoryRow Next(HistoryRow run, DateTimeOffset now, HistoryProgress progress)
    {
        if (progress.Attempts == run.Progress.Attempts) progress = progress with { Attempts = 0 };
        var next = run with { Step = run.Step + 1, Progress = progress, NextStepAt = now + Pace };
        if (progress.Queue.Count > 0 || progress.PagesLeft) return next;
        return next with
        {
            State = Done,
            FinishedAt = now,
            NextStepAt = now + (run.Kind == Backfill ? FirstReconcileAfter : DayOf(run.AccountId)),
            CompleteUntil = run.StartedAt - Fresh,
            Completeness = new(run.StartedAt, progress.Window.Known, progress.Window.Stored, progress.Window.Filled),
        };
    }

    /// <summary>A day, ±10 % by account, so that accounts connected together are not read together.</summary>
    private static TimeSpan DayOf(Guid accountId) => Day * (0.9 + (accountId.GetHashCode() & 0xFFFF) / (double)0xFFFF * 0.2);

    private static T Earlier<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) < 0 ? a : b;

    private static T Later<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;
}
