using System.Diagnostics;
using System.Threading.Channels;

namespace SocialSelling.Webhooks;

/// <summary>
/// Takes deliveries that are on disk to the cluster, as many at a time as have gathered. What does not fit, or fails, is found in the journal by the sweeper.
/// </summary>
internal sealed partial class DeliveryForwarder(IGrainFactory grains, TimeProvider clock, ILogger<DeliveryForwarder> logger) : BackgroundService
{
    private const int BatchSize = 1_000, AtOnce = 8;

    /// <summary>
    /// Bytes of bodies that may wait here. What waits longer than the sweeper's patience is dispatched twice, and a cluster that falls behind would fall further behind for it:
    /// so no more than a second or two, the rest stays in the journal and comes by the sweeper.
    /// </summary>
    private const int Capacity = 4 * 1024 * 1024;

    /// <summary>
    /// From one batch to the next: the first after a pause goes at once, the next when the one before it has been applied, within these two times. Under load that is what makes
    /// batches: a row costs PostgreSQL a third less in batches of 250 than in batches of 40 (measured: each of the 32 partitions is made ready once per batch), and nobody waits for them,
    /// the acknowledgement has been given. An account that hangs holds the others up for the longest time at most.
    /// </summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15), LongestPace = TimeSpan.FromMilliseconds(60);

    private readonly Channel<Offered> waiting =
        Channel.CreateUnbounded<Offered>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim room = new(AtOnce);
    private int waitingBytes;

    public void Offer(JournaledDelivery delivery)
    {
        if (Interlocked.Add(ref waitingBytes, delivery.Body.Length) <= Capacity) waiting.Writer.TryWrite(new Offered(delivery, Activity.Current?.Context ?? default));
        else Interlocked.Add(ref waitingBytes, -delivery.Body.Length);
    }

    public override void Dispose()
    {
        room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            await room.WaitAsync(stoppingToken);
            var batch = new List<Offered>();
            while (batch.Count < BatchSize && waiting.Reader.TryRead(out var next)) batch.Add(next);
            Interlocked.Add(ref waitingBytes, -batch.Sum(offered => offered.Delivery.Body.Length));
            var forwarding = Forward(batch, stoppingToken);
            if (batch.Count == BatchSize) continue;
            await Task.Delay(Pace, clock, stoppingToken);
            if (!forwarding.IsCompleted) await Task.WhenAny(forwarding, Task.Delay(LongestPace - Pace, clock, stoppingToken));
        }
    }

    private async Task Forward(List<Offered> batch, CancellationToken ct)
    {
        using var trace = Traces.Continue("forward", batch.Select(offered => offered.From));
        try
        {
            await grains.GetGrain<IWebhookDispatchGrain>(0).Dispatch(batch.ConvertAll(offered => offered.Delivery), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotForwarded(e, batch.Count);
        }
        catch (OperationCanceledException)
        {
            // The host stops; another one's sweeper has them.
        }
        finally
        {
            room.Release();
        }
    }

    private readonly record struct Offered(JournaledDelivery Delivery, ActivityContext From);

    [LoggerMessage(LogLevel.Warning, "{Count} deliveries could not be handed to the cluster; the sweeper takes them from the journal")]
    private partial void LogNotForwarded(Exception e, int count);
}
