using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Hooks;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Notifications;
using SocialSelling.Webhooks;

namespace SocialSelling.Cluster;

/// <summary>Keeps the journal's days, and takes away what is past keeping: raw bodies, parts set aside, old account events, messages, notifications, deliveries to webhooks, ended sessions, the audit log.</summary>
[GrainType("maintenance")]
internal sealed partial class MaintenanceGrain(
    JournalRetention journal, EventRepository events, InboxRetention inbox, NotificationRepository notifications, HookDeliveryRepository deliveries, SessionRepository sessions, AuditLog audit,
    AccountChoiceRepository choices, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<MaintenanceGrain> logger) : Grain, IMaintenanceGrain, IRemindable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6), Soon = TimeSpan.FromSeconds(5), Between = TimeSpan.FromMilliseconds(200);
    private const int DaysAhead = 7, AccountsPerStep = 100, EventsPerAccount = 2_000, RowsPerStep = 2_000, MessagesPerStep = 1_000;

    private IGrainTimer? work;
    private Guid? lastPruned;
    private long pruned;

    public async Task Start(CancellationToken ct)
    {
        await this.RegisterOrUpdateReminder("journal", Every, Every, ct);
        await journal.EnsurePartitions(clock.GetUtcNow(), DaysAhead, ct);
        Begin(DropDays, Soon, again: false);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await journal.EnsurePartitions(clock.GetUtcNow(), DaysAhead, CancellationToken.None);
        Begin(DropDays, Soon, again: false);
    }

    /// <summary>What may take long is done in short steps after the call: the same again until another one begins.</summary>
    private void Begin(Func<CancellationToken, Task> step, TimeSpan due, bool again = true)
    {
        (lastPruned, pruned) = (null, 0);
        work?.Dispose();
        work = this.RegisterGrainTimer(step, new() { DueTime = due, Period = again ? Between : Timeout.InfiniteTimeSpan, KeepAlive = true });
    }

    private async Task DropDays(CancellationToken ct)
    {
        var (now, keep) = (clock.GetUtcNow(), options.Value);
        var dropped = await journal.DropBefore(DateOnly.FromDateTime((now - keep.RawBodies).UtcDateTime), ct);
        var parked = await journal.PruneParked(now - keep.ParkedParts, now - keep.RawBodies, ct);
        LogDropped(dropped, parked);
        Begin(PruneEvents, Between);
    }

    private async Task PruneEvents(CancellationToken ct)
    {
        var step = await events.Prune(lastPruned, AccountsPerStep, Before(options.Value.Events), EventsPerAccount, ct);
        pruned += step.Pruned;
        // Accounts that had more than a step takes are looked at again, until nothing of theirs is old.
        if (step.Pruned > 0) return;
        lastPruned = step.Last;
        if (step.Last is not null) return;
        LogPruned(pruned, "account events");
        Begin(PruneMessages, Between);
    }

    private async Task PruneMessages(CancellationToken ct)
    {
        var (account, gone) = await inbox.Prune(lastPruned, Before(options.Value.Messages), MessagesPerStep, ct);
        pruned += gone;
        if (account is null)
        {
            LogPruned(pruned, "messages");
            Begin(PruneRows, Between);
        }
        else if (gone < MessagesPerStep) lastPruned = account;
    }

    private async Task PruneRows(CancellationToken ct)
    {
        if (await notifications.Prune(Before(options.Value.Notifications), RowsPerStep, ct) == RowsPerStep) return;
        if (await deliveries.Prune(Before(options.Value.HookDeliveries), RowsPerStep, ct) == RowsPerStep) return;
        if (await sessions.Prune(Before(options.Value.Sessions), RowsPerStep, ct) == RowsPerStep) return;
        if (await audit.Prune(Before(options.Value.Audit), RowsPerStep, ct) == RowsPerStep) return;
        await choices.Prune(clock.GetUtcNow(), ct);
        work?.Dispose();
        work = null;
    }

    private DateTimeOffset Before(TimeSpan kept) => clock.GetUtcNow() - kept;

    [LoggerMessage(LogLevel.Information, "Dropped {Days} days of the journal and {Parts} parts that had been set aside")]
    private partial void LogDropped(int days, int parts);

    [LoggerMessage(LogLevel.Information, "Took away {Rows} {What} past keeping")]
    private partial void LogPruned(long rows, string what);
}

[GrainType("ping"), Orleans.Concurrency.StatelessWorker]
internal sealed class PingGrain : Grain, IPingGrain
{
    public Task Ping() => Task.CompletedTask;
}
