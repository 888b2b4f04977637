using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Webhooks;

/// <summary>What came of handing over once more: entries taken, parts set aside again, parts understood by now, and deliveries or parts that were not taken.</summary>
internal sealed record ReplayOutcome(int HandedOver, int SetAside, int Resolved, int Failed);

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
        var (parts, aside) = Split(batch);
        var outcome = await HandOver(parts, ct);
        List<ParkedRow> parked = [.. aside, .. outcome.Parked.Select(p => Park(batch[p.Source], p.PlatformAccountId, p.Part.Reason, p.Part.Detail, p.Part.Raw))];
        await deliveries.Park(parked, ct);
        var finished = batch.Where((_, source) => !outcome.Failed.Contains(source)).Select(d => (d.ReceivedAt, d.Id)).ToList();
        await deliveries.Finish(finished, clock.GetUtcNow(), ct);
        metrics.Dispatched(finished.Count, parked.Count, batch.Count - finished.Count);
    }

    /// <summary>Hands deliveries over once more, to one account or to all. Parts that were set aside and are understood by now count as resolved.</summary>
    public async Task<ReplayOutcome> Replay(IReadOnlyList<JournaledDelivery> batch, string? platformAccountId, CancellationToken ct)
    {
        var (parts, aside) = Split(batch);
        if (platformAccountId is not null) (parts, aside) = (parts.FindAll(p => p.Entry.PlatformAccountId == platformAccountId), aside.FindAll(p => p.PlatformAccountId == platformAccountId));
        var outcome = await HandOver(parts, ct);
        List<ParkedRow> parked = [.. aside, .. outcome.Parked.Select(p => Park(batch[p.Source], p.PlatformAccountId, p.Part.Reason, p.Part.Detail, p.Part.Raw))];
        await deliveries.Park(parked, ct);
        var taken = batch.Where((_, source) => !outcome.Failed.Contains(source)).Select(d => d.Id).ToList();
        var resolved = await deliveries.ResolveUnderstood(taken, platformAccountId, parked, clock.GetUtcNow(), ct);
        return new(outcome.Taken, parked.Count, resolved, batch.Count - taken.Count);
    }

    /// <summary>Hands over once more what was set aside. What is understood now counts as resolved; the rest stays as it is.</summary>
    public async Task<ReplayOutcome> Replay(IReadOnlyList<ParkedRow> parked, CancellationToken ct)
    {
        var parts = parked.SelectMany((p, source) => ParkedParts.Restore(p.Raw, p.PlatformAccountId).Select(entry => new Part(source, p.DeliveryReceivedAt, entry))).ToList();
        var outcome = await HandOver(parts, ct);
        var again = outcome.Parked.Select(p => p.Source).ToHashSet();
        var understood = parts.Select(p => p.Source).Where(source => !again.Contains(source) && !outcome.Failed.Contains(source)).ToHashSet();
        await deliveries.Resolve([.. understood.Select(source => parked[source].Id)], clock.GetUtcNow(), ct);
        return new(outcome.Taken, parked.Count - understood.Count - outcome.Failed.Count, understood.Count, outcome.Failed.Count);
    }

    private (List<Part> Parts, List<ParkedRow> Aside) Split(IReadOnlyList<JournaledDelivery> batch)
    {
        var (parts, aside) = (new List<Part>(), new List<ParkedRow>());
        foreach (var (source, delivery) in batch.Index())
            switch (WebhookPayload.Split(delivery.Body))
            {
                case SplitPayload.Entries split:
                    foreach (var entry in split.Items)
                        // What the dashboard's Test button sends comes from nobody, and shows operators that the way is open.
                        if (entry.PlatformAccountId == InstagramEvents.TestAccountId) aside.Add(Park(delivery, entry.PlatformAccountId, "dashboard-test", "A test from Meta's dashboard", entry.Json));
                        else parts.Add(new Part(source, delivery.ReceivedAt, entry));
                    break;
                case SplitPayload.Unreadable why: aside.Add(Park(delivery, null, "unreadable", why.Reason, delivery.Body)); break;
            }
        return (parts, aside);
    }

    private async Task<Outcome> HandOver(IReadOnlyList<Part> parts, CancellationToken ct)
    {
        var byAccount = new Dictionary<string, List<Part>>();
        foreach (var part in parts)
        {
            // Handed over once more, it is over and done with.
            if (part.Entry.PlatformAccountId == InstagramEvents.TestAccountId) continue;
            if (!byAccount.TryGetValue(part.Entry.PlatformAccountId, out var own)) byAccount[part.Entry.PlatformAccountId] = own = [];
            own.Add(part);
        }
        var handOvers = byAccount.Select(account => (Account: account.Key, Parts: account.Value, Report: Deliver(account.Key, account.Value, ct))).ToList();
        Task all = Task.WhenAll(handOvers.Select(h => h.Report));
        await all.WaitAsync(PerBatch, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        ct.ThrowIfCancellationRequested();

        var (parked, failed, taken) = (new List<SetAside>(), new HashSet<int>(), 0);
        foreach (var (account, own, report) in handOvers)
            if (report.IsCompletedSuccessfully)
            {
                parked.AddRange((await report).Parked.Select(p => new SetAside(own[p.Entry].Source, account, p)));
                taken += own.Count;
            }
            else
            {
                LogNotHandedOver(report.Exception?.GetBaseException() ?? new TimeoutException("No answer yet"), account, own.Count);
                failed.UnionWith(own.Select(p => p.Source));
            }
        return new(taken, parked, failed);
    }

    private Task<DeliverReport> Deliver(string platformAccountId, List<Part> parts, CancellationToken ct) =>
        grains.GetGrain<IAccountGrain>(AccountId.For("instagram", platformAccountId)).Deliver(parts.ConvertAll(p => new DeliveredEntry(p.ReceivedAt, p.Entry.Json)), ct);

    private ParkedRow Park(JournaledDelivery delivery, string? platformAccountId, string reason, string detail, ReadOnlyMemory<byte> raw) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), delivery.Id, delivery.ReceivedAt, "instagram", platformAccountId, reason, detail, raw, clock.GetUtcNow());

    /// <param name="Source">The place of the delivery, or of the part, that the entry came from.</param>
    private sealed record Part(int Source, DateTimeOffset ReceivedAt, WebhookEntry Entry);

    private sealed record SetAside(int Source, string PlatformAccountId, ParkedPart Part);

    /// <param name="Taken">Entries that accounts took.</param>
    /// <param name="Failed">Sources of which an account did not take an entry.</param>
    private sealed record Outcome(int Taken, IReadOnlyList<SetAside> Parked, IReadOnlySet<int> Failed);

    [LoggerMessage(LogLevel.Warning, "{Count} webhook entries were not taken by the account {PlatformAccountId}; the sweeper comes back to them")]
    private partial void LogNotHandedOver(Exception e, string platformAccountId, int count);
}
