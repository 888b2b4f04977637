using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace SocialSelling.Webhooks;

/// <summary>The read side of the journal, what was set aside, and the journal's partitions.</summary>
public sealed class DeliveryRepository(Sql db)
{
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

    /// <summary>Sets parts aside; one that is aside already stays as it is.</summary>
    public Task Park(IReadOnlyCollection<ParkedRow> parts, CancellationToken ct) => parts.Count == 0 ? Task.CompletedTask : db.Execute("""
        insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, part_hash)
        select * from unnest(@id, @deliveryId, @receivedAt, @platform, @account, @reason, @detail, @raw, @parkedAt, @hash)
        on conflict (delivery_id, part_hash) do nothing
        """, ct,
        ("id", parts.Select(p => p.Id).ToArray()), ("deliveryId", parts.Select(p => p.DeliveryId).ToArray()), ("receivedAt", parts.Select(p => p.DeliveryReceivedAt).ToArray()),
        ("platform", parts.Select(p => p.Platform).ToArray()), ("account", parts.Select(p => p.PlatformAccountId).ToArray()), ("reason", parts.Select(p => p.Reason).ToArray()),
        ("detail", parts.Select(p => p.Detail).ToArray()), ("raw", parts.Select(p => p.Raw.ToArray()).ToArray()), ("parkedAt", parts.Select(p => p.ParkedAt).ToArray()),
        ("hash", parts.Select(p => new Guid(SHA256.HashData(p.Raw.Span).AsSpan(0, 16))).ToArray()));

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

    /// <summary>Makes sure that the day of <paramref name="from"/> and the next <paramref name="days"/> have a partition. From many processes at once it is safe.</summary>
    public async Task EnsurePartitions(DateTimeOffset from, int days, CancellationToken ct)
    {
        for (var i = 0; i <= days; i++)
        {
            var day = DateOnly.FromDateTime(from.UtcDateTime).AddDays(i);
            try
            {
                await db.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                    create table if not exists webhook_deliveries_{day:yyyyMMdd} partition of webhook_deliveries
                        for values from ('{day:yyyy-MM-dd} 00:00:00+00') to ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00')
                    """), ct);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InvalidObjectDefinition)
            {
                // Somebody else made it in this very moment.
            }
        }
    }

    /// <summary>Drops the days before <paramref name="day"/> in which everything is finished.</summary>
    /// <returns>How many days were dropped.</returns>
    public async Task<int> DropPartitionsBefore(DateOnly day, CancellationToken ct)
    {
        var old = await db.Query("""
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'webhook_deliveries'::regclass and c.relname < @bound order by 1
            """, r => r.GetString(0), ct, ("bound", string.Create(CultureInfo.InvariantCulture, $"webhook_deliveries_{day:yyyyMMdd}")));
        var dropped = 0;
        foreach (var table in old)
        {
            if (await db.Scalar<bool>($"select exists (select from {table} where finished_at is null)", ct)) continue;
            await db.Execute($"drop table {table}", ct);
            dropped++;
        }
        return dropped;
    }

    private static DeliveryRow Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.GetInt16(2), r.GetFieldValue<byte[]>(3));

    private static ParkedRow ReadParked(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.OptionalText(4), r.GetString(5), r.GetString(6), r.GetFieldValue<byte[]>(7), r.GetFieldValue<DateTimeOffset>(8));
}
