using SocialSelling.Webhooks;

namespace SocialSelling.Cluster;

/// <summary>Keeps the journal's partitions: makes the days to come, drops those past keeping.</summary>
[GrainType("maintenance")]
internal sealed class MaintenanceGrain(DeliveryRepository deliveries, TimeProvider clock) : Grain, IMaintenanceGrain, IRemindable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);
    /// <summary>Raw bodies are kept this long, for replay.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);
    private const int DaysAhead = 7;

    public async Task Start(CancellationToken ct)
    {
        await this.RegisterOrUpdateReminder("journal", Every, Every, ct);
        await Run(ct);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Run(CancellationToken.None);

    private async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await deliveries.EnsurePartitions(now, DaysAhead, ct);
        await deliveries.DropPartitionsBefore(DateOnly.FromDateTime((now - Keep).UtcDateTime), ct);
    }
}

[GrainType("ping"), Orleans.Concurrency.StatelessWorker]
internal sealed class PingGrain : Grain, IPingGrain
{
    public Task Ping() => Task.CompletedTask;
}
