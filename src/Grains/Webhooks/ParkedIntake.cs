using SocialSelling.Inbox;

namespace SocialSelling.Webhooks;

/// <summary>Takes in what came for an account while nobody had connected it. Part of AccountGrain.</summary>
internal sealed class ParkedIntake(AccountState account, InboxStream inbox, DeliveryRepository deliveries, TimeProvider clock)
{
    private const int PerCall = 500;

    public async Task TakeIn(CancellationToken ct)
    {
        while (await deliveries.ListWaiting("instagram", account.Row!.PlatformAccountId, PerCall, ct) is { Count: > 0 } waiting)
        {
            var report = await inbox.Deliver([.. waiting.Select(w => new DeliveredEntry(w.DeliveryReceivedAt, w.Raw))], ct);
            var now = clock.GetUtcNow();
            // What of it is not understood is kept under its new reason, also where that is the whole of what was waiting.
            await deliveries.Park([.. report.Parked.Select(p => waiting[p.Entry] with { Id = Guid.CreateVersion7(now), Reason = p.Reason, Detail = p.Detail, Raw = p.Raw, ParkedAt = now })], ct);
            var kept = report.Parked.Where(p => p.Raw.Span.SequenceEqual(waiting[p.Entry].Raw.Span)).Select(p => waiting[p.Entry].Id).ToHashSet();
            await deliveries.Resolve([.. waiting.Select(w => w.Id).Where(id => !kept.Contains(id))], now, ct);
        }
    }
}
