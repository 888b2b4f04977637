using System.Threading.Channels;

namespace SocialSelling.Webhooks;

/// <summary>
/// Takes deliveries that are on disk to the cluster, as many at a time as have gathered. What does not fit, or fails, is found in the journal by the sweeper.
/// </summary>
internal sealed partial class DeliveryForwarder(IGrainFactory grains, ILogger<DeliveryForwarder> logger) : BackgroundService
{
    private const int Capacity = 20_000, BatchSize = 1_000, AtOnce = 4;

    private readonly Channel<JournaledDelivery> waiting =
        Channel.CreateBounded<JournaledDelivery>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Offer(JournaledDelivery delivery) => waiting.Writer.TryWrite(delivery);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => Forward(stoppingToken), stoppingToken)));

    private async Task Forward(CancellationToken ct)
    {
        while (await waiting.Reader.WaitToReadAsync(ct))
        {
            var batch = new List<JournaledDelivery>();
            while (batch.Count < BatchSize && waiting.Reader.TryRead(out var next)) batch.Add(next);
            if (batch.Count == 0) continue;
            try
            {
                await grains.GetGrain<IWebhookDispatchGrain>(0).Dispatch(batch, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogNotForwarded(e, batch.Count);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} deliveries could not be handed to the cluster; the sweeper takes them from the journal")]
    private partial void LogNotForwarded(Exception e, int count);
}
