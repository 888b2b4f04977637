using Microsoft.Extensions.Options;
using SocialSelling.Hooks;
using SocialSelling.Inbox;
using SocialSelling.Notifications;
using SocialSelling.Webhooks;

namespace SocialSelling.Cluster;

/// <summary>Keeps the journal's days, and takes away what is past keeping: raw bodies, parts set aside, old account events, notifications and deliveries to webhooks.</summary>
[GrainType("maintenance")]
internal sealed partial class MaintenanceGrain(
    JournalRetention journal, EventRepository events, NotificationRepository notifications, HookDeliveryRepository deliveries, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<MaintenanceGrain> logger) : Grain, IMaintenanceGrain, IRemindable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6), Soon = TimeSpan.FromSeconds(5), Between = TimeSpan.FromMilliseconds(200);
    private const int DaysAhead = 7, AccountsPerStep = 100, EventsPerAccount = 2_000, NotificationsPerStep = 2_000, DeliveriesPerStep = 2_000;

    private IGrainTimer? work;
    private Guid? lastPruned;
    private int pruned;

    public async Task Start(CancellationToken ct)
    {
        await this.RegisterOrUpdateReminder("journal", Every, Every, ct);
        await journal.EnsurePartitions(clock.GetUtcNow(), DaysAhead, ct);
        Begin();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await journal.EnsurePartitions(clock.GetUtcNow(), DaysAhead, CancellationToken.None);
        Begin();
    }

    /// <summary>What may take long is done in short steps after the call.</summary>
    private void Begin()
    {
        (lastPruned, pruned) = (null, 0);
        work?.Dispose();
        work = this.RegisterGrainTimer(DropDays, new() { DueTime = Soon, Period = Timeout.InfiniteTimeSpan, KeepAlive = true });
    }

    private async Task DropDays(CancellationToken ct)
    {
        var (now, keep) = (clock.GetUtcNow(), options.Value);
        var dropped = await journal.DropBefore(DateOnly.FromDateTime((now - keep.RawBodies).UtcDateTime), ct);
        var parked = await journal.PruneParked(now - keep.ParkedParts, now - keep.RawBodies, ct);
        LogDropped(dropped, parked);
        work?.Dispose();
        work = this.RegisterGrainTimer(PruneEvents, new() { DueTime = Between, Period = Between, KeepAlive = true });
    }

    private async Task PruneEvents(CancellationToken ct)
    {
        var step = await events.Prune(lastPruned, AccountsPerStep, clock.GetUtcNow() - options.Value.Events, EventsPerAccount, ct);
        pruned += step.Pruned;
        // Accounts that had more than a step takes are looked at again, until nothing of theirs is old.
        if (step.Pruned > 0) return;
        lastPruned = step.Last;
        if (step.Last is not null) return;
        LogPruned(pruned);
        work?.Dispose();
        work = this.RegisterGrainTimer(PruneNotifications, new() { DueTime = Between, Period = Between, KeepAlive = true });
    }

    private async Task PruneNotifications(CancellationToken ct)
    {
        if (await notifications.Prune(clock.GetUtcNow() - options.Value.Notifications, NotificationsPerStep, ct) == NotificationsPerStep) return;
        work?.Dispose();
        work = this.RegisterGrainTimer(PruneDeliveries, new() { DueTime = Between, Period = Between, KeepAlive = true });
    }

    private async Task PruneDeliveries(CancellationToken ct)
    {
        if (await deliveries.Prune(clock.GetUtcNow() - options.Value.HookDeliveries, DeliveriesPerStep, ct) == DeliveriesPerStep) return;
        work?.Dispose();
        work = null;
    }

    [LoggerMessage(LogLevel.Information, "Dropped {Days} days of the journal and {Parts} parts that had been set aside")]
    private partial void LogDropped(int days, int parts);

    [LoggerMessage(LogLevel.Information, "Took away {Events} account events past keeping")]
    private partial void LogPruned(int events);
}

[GrainType("ping"), Orleans.Concurrency.StatelessWorker]
internal sealed class PingGrain : Grain, IPingGrain
{
    public Task Ping() => Task.CompletedTask;
}
