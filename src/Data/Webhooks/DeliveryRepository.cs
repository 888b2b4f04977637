using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace SocialSelling.Webhooks;

/// <summary>The journal as the machine works it off, and what was set aside. Operators look at it through <see cref="JournalRepository"/>.</summary>
public sealed class DeliveryRepository(Sql db)
{
    private const int MaxDetail = 500;

    /// <summary>Hands each unfinished delivery to one sweeper only, for <paramref name="lease"/>, however many sweep at once.</summary>
    /// <returns>At most <paramref name="limit"/> deliveries, oldest first; empty when none is stale.</returns>
    public Task<List<DeliveryRow>> ClaimStale(DateTimeOffset receivedBefore, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => db.Query("""
        with stale as (
            select received_at, id from webhook_deliveries
             where finished_at is null and received_at < @receivedBefore and (claimed_until is null or claimed_until <= @now)
             order by received_at, id limit @limit for update skip locked
        ), claimed as (
            update webhook_deliveries d set claimed_until = @claimedUntil, attempts = attempts + 1 from stale where (d.received_at, d.id) = (stale.received_at, stale.id)
            returning d.id, d.received_at, d.secret_slot, d.body
        )
        select id, received_at, secret_slot, body from claimed order by received_at, id
        """, Read, ct, ("receivedBefore", receivedBefore), ("now", now), ("claimedUntil", now + lease), ("limit", limit));

    public Task Finish(IReadOnlyCollection<(DateTimeOffset ReceivedAt, Guid Id)> deliveries, DateTimeOffset now, CancellationToken ct) => deliveries.Count == 0 ? Task.CompletedTask : db.Execute("""
        update webhook_deliveries d set finished_at = @now from unnest(@receivedAt, @id) as done (received_at, id)
         where d.received_at = done.received_at and d.id = done.id and d.finished_at is null
        """, ct, ("now", now), ("receivedAt", deliveries.Select(d => d.ReceivedAt).ToArray()), ("id", deliveries.Select(d => d.Id).ToArray()));

    /// <summary>Sets parts aside; one that was aside already is open again, for the reason it has now.</summary>
    public Task Park(IReadOnlyCollection<ParkedRow> parts, CancellationToken ct) => parts.Count == 0 ? Task.CompletedTask : db.Execute("""
        insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, part_hash)
        select distinct on (2, 10) * from unnest(@id, @deliveryId, @receivedAt, @platform, @account, @reason, @detail, @raw, @parkedAt, @hash)
        on conflict (delivery_id, part_hash) do update set reason = excluded.reason, detail = excluded.detail, resolved_at = null
        """, ct,
        ("id", parts.Select(p => p.Id).ToArray()), ("deliveryId", parts.Select(p => p.DeliveryId).ToArray()), ("receivedAt", parts.Select(p => p.DeliveryReceivedAt).ToArray()),
        ("platform", parts.Select(p => p.Platform).ToArray()), ("account", parts.Select(p => p.PlatformAccountId).ToArray()), ("reason", parts.Select(p => p.Reason).ToArray()),
        ("detail", parts.Select(p => Legible(p.Detail)).ToArray()), ("raw", parts.Select(p => p.Raw.ToArray()).ToArray()), ("parkedAt", parts.Select(p => p.ParkedAt).ToArray()),
        ("hash", parts.Select(p => HashOf(p)).ToArray()));

    /// <summary>Notes which parts of deliveries, set aside before, are understood by now: those that were not set aside again.</summary>
    /// <param name="platformAccountId">Only the parts of this account; null for all.</param>
    /// <returns>How many were.</returns>
    public Task<int> ResolveUnderstood(IReadOnlyCollection<Guid> deliveries, string? platformAccountId, IReadOnlyCollection<ParkedRow> again, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update webhook_parked p set resolved_at = @now
         where p.delivery_id = any(@deliveries) and p.resolved_at is null and (@account::text is null or p.platform_account_id = @account)
           and not exists (select from unnest(@delivery, @hash) as again (delivery_id, part_hash) where again.delivery_id = p.delivery_id and again.part_hash = p.part_hash)
        """, ct, ("now", now), ("deliveries", deliveries.ToArray()), ("account", platformAccountId), ("delivery", again.Select(p => p.DeliveryId).ToArray()),
        ("hash", again.Select(p => HashOf(p)).ToArray()));

    /// <summary>Sets whole deliveries aside that nobody could take in <paramref name="attempts"/> tries: they must not be tried for ever, nor keep their day from ending.</summary>
    /// <returns>How many were given up.</returns>
    public Task<int> GiveUp(int attempts, DateTimeOffset receivedBefore, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with given_up as (
            update webhook_deliveries set finished_at = @now where finished_at is null and attempts >= @attempts and received_at < @receivedBefore returning id, received_at, body
        )
        insert into webhook_parked (id, delivery_id, delivery_received_at, platform, reason, detail, raw, parked_at, part_hash)
        select gen_random_uuid(), id, received_at, 'instagram', 'failed', 'Its accounts did not take it in many tries', body, @now, encode(substr(sha256(body), 1, 16), 'hex')::uuid from given_up
        on conflict (delivery_id, part_hash) do nothing
        """, ct, ("attempts", (short)attempts), ("receivedBefore", receivedBefore), ("now", now));

    /// <summary>What came for an account before it was connected, oldest first.</summary>
    public Task<List<ParkedRow>> ListWaiting(string platform, string platformAccountId, int limit, CancellationToken ct) => db.Query("""
        select id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at from webhook_parked
         where platform = @platform and platform_account_id = @account and reason = 'unknown-account' and resolved_at is null
         order by delivery_received_at, id limit @limit
        """, ReadParked, ct, ("platform", platform), ("account", platformAccountId), ("limit", limit));

    public Task Resolve(IReadOnlyCollection<Guid> parked, DateTimeOffset now, CancellationToken ct) => parked.Count == 0 ? Task.CompletedTask :
        db.Execute("update webhook_parked set resolved_at = @now where id = any(@ids)", ct, ("now", now), ("ids", parked.ToArray()));

    /// <returns>The age of the oldest unfinished delivery; null when all are finished.</returns>
    public async Task<DateTimeOffset?> OldestUnfinished(CancellationToken ct) =>
        await db.Scalar<DateTime?>("select min(received_at) from webhook_deliveries where finished_at is null", ct) is { } at ? new DateTimeOffset(at) : null;

    /// <summary>A reason may name what it was found in, and that may be anything.</summary>
    private static string Legible(string detail) => Excerpt.Cut(detail.Replace('\0', '\uFFFD'), MaxDetail);

    /// <summary>Of the account as well: two may get the same bytes in one delivery.</summary>
    private static Guid HashOf(ParkedRow part) => new(SHA256.HashData([.. Encoding.UTF8.GetBytes(part.PlatformAccountId ?? ""), .. part.Raw.Span]).AsSpan(0, 16));

    internal static DeliveryRow Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.GetInt16(2), r.GetFieldValue<byte[]>(3));

    internal static ParkedRow ReadParked(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.OptionalText(4), r.GetString(5), r.GetString(6), r.GetFieldValue<byte[]>(7), r.GetFieldValue<DateTimeOffset>(8));
}
