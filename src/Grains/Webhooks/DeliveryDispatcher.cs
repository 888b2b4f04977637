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
    private static readonly TimeSpan PerBatch = TimeSpan.FromSeconds(10);

    public async Task Dispatch(IReadOnlyList<JournaledDelivery> batch, CancellationToken ct)
    {
        var parked = new List<ParkedRow>();
        var byAccount = new Dictionary<string, List<Part>>();
        foreach (var delivery in batch)
            switch (WebhookPayload.Split(delivery.Body))
            {
                case SplitPayload.Entries split:
                    foreach (var entry in split.Items)
                    {
                        // The dashboard's test payloads come from nobody.
                        if (entry.PlatformAccountId == "0") continue;
                        if (!byAccount.TryGetValue(entry.PlatformAccountId, out var parts)) byAccount[entry.PlatformAccountId] = parts = [];
                        parts.Add(new Part(delivery, entry));
                    }
                    break;
                case SplitPayload.Unreadable unreadable:
                    parked.Add(Park(delivery, null, "unreadable", unreadable.Reason, delivery.Body));
                    break;
            }

        var handOvers = byAccount.Select(account => new HandOver(account.Key, account.Value, Deliver(account.Key, account.Value, ct))).ToList();
        Task all = Task.WhenAll(handOvers.Select(h => h.Report));
        await all.WaitAsync(PerBatch, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        ct.ThrowIfCancellationRequested();

        var failed = new HashSet<Guid>();
        foreach (var (account, parts, report) in handOvers)
            if (report.IsCompletedSuccessfully)
                parked.AddRange((await report).Parked.Select(p => Park(parts[p.Entry].Delivery, account, p.Reason, p.Detail, p.Raw)));
            else
            {
                LogNotHandedOver(report.Exception?.GetBaseException() ?? new TimeoutException("No answer yet"), account, parts.Count);
                failed.UnionWith(parts.Select(p => p.Delivery.Id));
            }

        await deliveries.Park(parked, ct);
        var finished = batch.Where(d => !failed.Contains(d.Id)).Select(d => (d.ReceivedAt, d.Id)).ToList();
        await deliveries.Finish(finished, clock.GetUtcNow(), ct);
        metrics.Dispatched(finished.Count, parked.Count, failed.Count);
    }

    private Task<DeliverReport> Deliver(string platformAccountId, List<Part> parts, CancellationToken ct) =>
        grains.GetGrain<IAccountGrain>(AccountId.For("instagram", platformAccountId)).Deliver(parts.ConvertAll(p => new DeliveredEntry(p.Delivery.ReceivedAt, p.Entry.Json)), ct);

    private ParkedRow Park(JournaledDelivery delivery, string? platformAccountId, string reason, string detail, ReadOnlyMemory<byte> raw) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), delivery.Id, delivery.ReceivedAt, "instagram", platformAccountId, reason, detail, raw, clock.GetUtcNow());

    private sealed record HandOver(string PlatformAccountId, List<Part> Parts, Task<DeliverReport> Report);

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
