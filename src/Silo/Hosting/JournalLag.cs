using System.Diagnostics.Metrics;
using SocialSelling.Webhooks;

namespace SocialSelling.Hosting;

/// <summary>Measures how far the cluster is behind Meta, for <c>/metrics</c>: the age of the oldest delivery that is stored and not finished.</summary>
internal sealed class JournalLag : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly DeliveryRepository deliveries;
    private readonly TimeProvider clock;
    private long oldest;

    public JournalLag(DeliveryRepository deliveries, TimeProvider clock, IMeterFactory meters)
    {
        (this.deliveries, this.clock) = (deliveries, clock);
        meters.Create(Traces.Name).CreateObservableGauge("journal_lag_seconds", () => Now().TotalSeconds, "s", "Age of the oldest delivery that is not finished; 0 when there is none");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                Volatile.Write(ref oldest, (await deliveries.OldestUnfinished(stoppingToken))?.UtcTicks ?? 0);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
            {
                // Readiness tells it. What was unfinished goes on ageing.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private TimeSpan Now() => Volatile.Read(ref oldest) is > 0 and var since ? TimeSpan.FromTicks(clock.GetUtcNow().UtcTicks - since) : TimeSpan.Zero;
}
