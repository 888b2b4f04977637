using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Publishing;

/// <summary>A time of the week at which an account likes to publish, on the wall clock of an IANA zone.</summary>
public sealed record PostingSlotRow(Guid Id, Guid AccountId, DayOfWeek Weekday, TimeOnly Time, string TimeZone, DateTimeOffset CreatedAt);

/// <summary>The posting slots of accounts, and which of them are taken.</summary>
public sealed class PostingSlotRepository(Sql db)
{
    private const string Columns = "id, client_account_id, weekday, local_time, timezone, created_at";

    /// <summary>In the order of the week, from Monday.</summary>
    public Task<List<PostingSlotRow>> List(Guid accountId, CancellationToken ct) => db.Query(
        $"select {Columns} from posting_slots where client_account_id = @accountId order by (weekday + 6) % 7, local_time, id", Read, ct, ("accountId", accountId));

    public Task<PostingSlotRow?> Find(Guid accountId, Guid id, CancellationToken ct) => db.Find(
        $"select {Columns} from posting_slots where id = @id and client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <returns>False when the account has a slot at that time, or <paramref name="limit"/> slots already.</returns>
    public async Task<bool> Add(PostingSlotRow slot, int limit, AuditEntry entry, CancellationToken ct) => await db.Execute("""
        insert into posting_slots (id, client_account_id, weekday, local_time, timezone, created_at)
        select @id, @accountId, @weekday, @time, @timeZone, @createdAt where (select count(*) from posting_slots where client_account_id = @accountId) < @limit
        on conflict do nothing
        """, entry, slot.CreatedAt, ct, ("id", slot.Id), ("accountId", slot.AccountId), ("weekday", (short)slot.Weekday), ("time", slot.Time), ("timeZone", slot.TimeZone), ("createdAt", slot.CreatedAt), ("limit", limit)) == 1;

    /// <returns>False when the account has another slot at that time.</returns>
    public async Task<bool> Replace(PostingSlotRow slot, AuditEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await db.Execute("update posting_slots set weekday = @weekday, local_time = @time, timezone = @timeZone where id = @id", entry, now, ct,
                ("id", slot.Id), ("weekday", (short)slot.Weekday), ("time", slot.Time), ("timeZone", slot.TimeZone));
            return true;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_posting_slots_time" })
        {
            return false;
        }
    }

    public Task Delete(Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Execute("delete from posting_slots where id = @id", entry, now, ct, ("id", id));

    /// <summary>The instants after <paramref name="after"/> for which the account has plans.</summary>
    public async Task<HashSet<DateTimeOffset>> Taken(Guid accountId, DateTimeOffset after, CancellationToken ct) => [.. await db.Query("""
        select scheduled_time from scheduled_posts where client_account_id = @accountId and scheduled_time > @after and status not in ('cancelled', 'failed')
        """, r => r.GetFieldValue<DateTimeOffset>(0), ct, ("accountId", accountId), ("after", after))];

    /// <summary>Gives free what posts had taken that are planned for another time now, or not any more.</summary>
    public Task Release(Guid accountId, CancellationToken ct) => db.Execute("""
        delete from slot_bookings b using scheduled_posts p
         where b.client_account_id = @accountId and p.id = b.post_id and (p.scheduled_time is distinct from b.slot_at or p.status in ('cancelled', 'failed'))
        """, ct, ("accountId", accountId));

    /// <summary>Takes a slot for a post; fails when another post has it.</summary>
    public static Guarded Book(Guid accountId, DateTimeOffset slotAt, Guid postId) => new("""
        insert into slot_bookings (client_account_id, slot_at, post_id) values (@accountId, @slotAt, @postId) on conflict (client_account_id, slot_at) do nothing
        """, [("accountId", accountId), ("slotAt", slotAt), ("postId", postId)]);

    private static PostingSlotRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), (DayOfWeek)r.GetInt16(2), r.GetFieldValue<TimeOnly>(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5));
}
