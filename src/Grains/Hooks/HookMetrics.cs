using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SocialSelling.Hooks;

internal sealed class HookMetrics
{
    private readonly Counter<long> tries, switchedOff;
    private readonly Histogram<double> took;

    public HookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        tries = meter.CreateCounter<long>("hook_tries_total", description: "Requests to outgoing webhooks, by how they ended");
        switchedOff = meter.CreateCounter<long>("hook_switched_off_total", description: "Outgoing webhooks that took nothing for a day");
        took = meter.CreateHistogram<double>("hook_try_seconds", "s", "How long endpoints take");
    }

    public void Tried(HookAnswer answer)
    {
        tries.Add(1, new KeyValuePair<string, object?>("outcome", answer.Reason ?? "delivered"));
        took.Record(answer.Took.TotalSeconds);
    }

    public void SwitchedOff() => switchedOff.Add(1);
}

/// <summary>What waits, on <c>/metrics</c>: the same on every silo.</summary>
internal sealed partial class HookGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly HookDeliveryRepository deliveries;
    private readonly TimeProvider clock;
    private readonly ILogger<HookGauges> logger;
    private HookStatsRow? stats;

    public HookGauges(HookDeliveryRepository deliveries, IMeterFactory meters, TimeProvider clock, ILogger<HookGauges> logger)
    {
        (this.deliveries, this.clock, this.logger) = (deliveries, clock, logger);
        var meter = meters.Create("SocialSelling");
        meter.CreateObservableGauge("hook_deliveries_waiting", () => stats?.Waiting ?? 0, description: "Deliveries to outgoing webhooks that have no end yet");
        meter.CreateObservableGauge("hook_oldest_seconds", () => stats?.OldestDueAt is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0, description: "How long the oldest has been due whose endpoint is not failing: it waits for us");
        meter.CreateObservableGauge("hooks_failing", () => stats?.Failing ?? 0, description: "Outgoing webhooks whose last tries failed");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                stats = await deliveries.Stats(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Deliveries to webhooks could not be counted; the next time comes")]
    private partial void LogBroke(Exception e);
}
