using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Webhooks;

/// <summary>
/// Splits journaled deliveries by account, hands them over, and marks those finished whose every part was applied or set aside. What fails stays unfinished: the sweeper
/// comes back to it, and nothing doubles.
/// </summary>
internal sealed partial class DeliveryDispatcher(
    IGrainFactory grains, DeliveryRepository deliveries, TimeProvider clock, DeliveryMetrics metrics, ILogger<DeliveryDispatcher> logger)
{
    /// <summary>One account that hangs must not hold up the others for long.</summary>
    private static readonly TimeSpan PerAccount = TimeSpan.FromSeconds(10);

    public async Task Dispatch(IReadOnlyList<JournaledDelivery> batch, CancellationToken ct)
    {
        var parked = new ConcurrentBag<ParkedRow>();
        var failed = new ConcurrentDictionary<Guid, bool>();
        var byAccount = new Dictionary<string, List<Part>>();
        foreach (var delivery in batch)
            switch (WebhookPayload.Split(delivery.Body))
            {
                case SplitPayload.Entries split:
                    foreach (var entry in split.Items)
                    {
                        if (!byAccount.TryGetValue(entry.PlatformAccountId, out var parts)) byAccount[entry.PlatformAccountId] = parts = [];
                        parts.Add(new Part(delivery, entry));
                    }
                    break;
                case SplitPayload.Unreadable unreadable:
                    parked.Add(Park(delivery, null, "unreadable", unreadable.Reason, delivery.Body));
                    break;
            }

        await Task.WhenAll(byAccount.Select(account => HandOver(account.Key, account.Value, parked, failed, ct)));

        await deliveries.Park([.. parked], ct);
        var finished = batch.Where(d => !failed.ContainsKey(d.Id)).Select(d => (d.ReceivedAt, d.Id)).ToList();
        await deliveries.Finish(finished, clock.GetUtcNow(), ct);
        metrics.Dispatched(finished.Count, parked.Count, failed.Count);
    }

    private async Task HandOver(string platformAccountId, List<Part> parts, ConcurrentBag<ParkedRow> parked, ConcurrentDictionary<Guid, bool> failed, CancellationToken ct)
    {
        // The dashboard's test payloads come from nobody.
        if (platformAccountId == "0") return;
        try
        {
            var grain = grains.GetGrain<IAccountGrain>(AccountId.For("instagram", platformAccountId));
            var report = await grain.Deliver(parts.ConvertAll(p => new DeliveredEntry(p.Delivery.ReceivedAt, p.Entry.Json)), ct).WaitAsync(PerAccount, clock, ct);
            foreach (var part in report.Parked) parked.Add(Park(parts[part.Entry].Delivery, platformAccountId, part.Reason, part.Detail, part.Raw));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogNotHandedOver(e, platformAccountId, parts.Count);
            foreach (var part in parts) failed[part.Delivery.Id] = true;
        }
    }

    private ParkedRow Park(JournaledDelivery delivery, string? platformAccountId, string reason, string detail, ReadOnlyMemory<byte> raw) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), delivery.Id, delivery.ReceivedAt, "instagram", platformAccountId, reason, detail, raw, clock.GetUtcNow());

    private sealed record Part(JournaledDelivery Delivery, WebhookEntry Entry);

    [LoggerMessage(LogLevel.Warning, "{Count} webhook entries were not taken by the account {PlatformAccountId}; the sweeper comes back to them")]
    private partial void LogNotHandedOver(Exception e, string platformAccountId, int count);
}

internal sealed class DeliveryMetrics
{
    private readonly Counter<long> finished, parked, failed, rescued;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        finished = meter.CreateCounter<long>("webhook_deliveries_finished_total");
        parked = meter.CreateCounter<long>("webhook_parts_parked_total");
        failed = meter.CreateCounter<long>("webhook_deliveries_failed_total", description: "Hand-overs that failed and are left to the sweeper");
        rescued = meter.CreateCounter<long>("sweeper_rescued_total", description: "Rows that should have moved by themselves and were moved by the sweeper");
    }

    public void Dispatched(int finishedNow, int parkedNow, int failedNow)
    {
        finished.Add(finishedNow);
        parked.Add(parkedNow);
        failed.Add(failedNow);
    }

    public void Rescued(string what, int count) => rescued.Add(count, new KeyValuePair<string, object?>("what", what));
}
