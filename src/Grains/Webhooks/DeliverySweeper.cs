using Microsoft.Extensions.Hosting;

namespace SocialSelling.Webhooks;

/// <summary>Finds deliveries that were stored and not finished, because whoever held them died, and dispatches them again. Runs on every silo; a row goes to one.</summary>
internal sealed partial class DeliverySweeper(DeliveryRepository deliveries, DeliveryDispatcher dispatcher, DeliveryMetrics metrics, TimeProvider clock, ILogger<DeliverySweeper> logger) : BackgroundService
{
    /// <summary>Younger ones are still on their normal way.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3), Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private const int BatchSize = 500, GiveUpAttempts = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(1_000)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Sweep(stoppingToken) == BatchSize) { }
                await GiveUp(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepBroke(e);
            }
        }
    }

    /// <returns>How many deliveries were found.</returns>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var stale = await deliveries.ClaimStale(now - StaleAfter, now, Lease, BatchSize, ct);
        metrics.Rescued("delivery", stale.Count);
        if (stale.Count == 0) return 0;
        LogRescued(stale.Count);
        await dispatcher.Dispatch(stale.ConvertAll(d => new JournaledDelivery(d.Id, d.ReceivedAt, d.Body.ToArray())), ct);
        return stale.Count;
    }

    /// <summary>What was tried for an hour is set aside for operators, who may replay it: it must not be tried for ever.</summary>
    private async Task GiveUp(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await deliveries.GiveUp(GiveUpAttempts, now - GiveUpAfter, now, ct) is > 0 and var given) LogGivenUp(given);
    }

    [LoggerMessage(LogLevel.Error, "{Count} deliveries were not taken for an hour and are set aside; replay them when their accounts work again")]
    private partial void LogGivenUp(int count);

    [LoggerMessage(LogLevel.Information, "Dispatching {Count} deliveries that were not finished in time")]
    private partial void LogRescued(int count);

    [LoggerMessage(LogLevel.Warning, "A sweep of the journal broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);
}
