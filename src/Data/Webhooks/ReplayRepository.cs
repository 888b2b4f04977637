using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Webhooks;

/// <summary>A job that hands over once more what the journal holds.</summary>
/// <param name="Kind">deliveries, or parked: the parts that were set aside.</param>
/// <param name="State">running, done, cancelled or failed.</param>
/// <param name="Seen">Deliveries or parts looked at so far, of <paramref name="Total"/> at the start.</param>
/// <param name="HandedOver">Entries that accounts took.</param>
/// <param name="SetAside">Parts that were not understood this time either.</param>
/// <param name="Resolved">Parts that had been set aside and are understood now.</param>
/// <param name="Failed">Deliveries or parts that an account did not take in several tries.</param>
/// <param name="HeldUntil">Until then the silo that works on it has it for itself, and longer with every batch; null when none works on it.</param>
public sealed record ReplayRow(
    Guid Id, string Kind, string State, DateTimeOffset From, DateTimeOffset To, string? PlatformAccountId, string? Reason, DateTimeOffset? CursorAt, Guid? CursorId, long Total, long Seen,
    long HandedOver, long SetAside, long Resolved, long Failed, int Fence, Guid? RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? HeldUntil = null);

/// <summary>Replays: asked for by operators, worked off by one silo at a time.</summary>
public sealed class ReplayRepository(Sql db)
{
    private const string Columns = """
        id, kind, state, received_from, received_to, platform_account_id, reason, cursor_at, cursor_id, total, seen, handed_over, set_aside, resolved, failed, fence, requested_by, created_at, finished_at, lease_until
        """;

    public const string Deliveries = "deliveries", Parked = "parked";

    /// <summary>Adds a job, and counts what it has before it.</summary>
    /// <returns>Null when <paramref name="most"/> are running already.</returns>
    public Task<ReplayRow?> Add(ReplayRow job, int most, AuditEntry? entry, CancellationToken ct) => db.Transaction(async connection =>
    {
        var added = await connection.Query($"""
        insert into webhook_replays (id, kind, state, received_from, received_to, platform_account_id, reason, total, requested_by, created_at)
        select @id, @kind, 'running', @from, @to, @account::text, @reason::text,
               case @kind when 'deliveries' then (select count(*) from webhook_deliveries where received_at >= @from and received_at < @to)
                          else (select count(*) from webhook_parked where {ParkedInScope}) end, @requestedBy::uuid, @createdAt
         where (select count(*) from webhook_replays where state = 'running') < @most
        returning {Columns}
        """, Read, ct, ("id", job.Id), ("kind", job.Kind), ("from", job.From), ("to", job.To), ("account", job.PlatformAccountId), ("reason", job.Reason), ("requestedBy", job.RequestedBy),
        ("createdAt", job.CreatedAt), ("most", most));
        if (added.Count > 0) await AuditLog.Add(connection, entry, job.CreatedAt, ct);
        return added.FirstOrDefault();
    }, ct);

    public Task<ReplayRow?> Find(Guid id, CancellationToken ct) => db.Find($"select {Columns} from webhook_replays where id = @id", Read, ct, ("id", id));

    /// <summary>Newest first.</summary>
    public Task<List<ReplayRow>> Page((DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from webhook_replays where @at::timestamptz is null or (created_at, id) < (@at, @id::uuid) order by created_at desc, id desc limit @limit
        """, Read, ct, ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>Takes on the oldest job that nobody holds; whoever held it before can no longer write.</summary>
    public Task<ReplayRow?> Claim(DateTimeOffset now, TimeSpan lease, CancellationToken ct) => db.Find($"""
        update webhook_replays set lease_until = @until, fence = fence + 1
         where id = (select id from webhook_replays where state = 'running' and (lease_until is null or lease_until <= @now) order by created_at limit 1 for update skip locked)
        returning {Columns}
        """, Read, ct, ("now", now), ("until", now + lease));

    /// <summary>Writes how far a job is, and holds it for <paramref name="lease"/> more.</summary>
    /// <returns>False when it was cancelled, or somebody else has taken it on.</returns>
    public async Task<bool> Advance(ReplayRow job, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => await db.Execute("""
        update webhook_replays set state = @state, cursor_at = @cursorAt::timestamptz, cursor_id = @cursorId::uuid, seen = @seen, handed_over = @handedOver, set_aside = @setAside,
               resolved = @resolved, failed = @failed, finished_at = @finishedAt::timestamptz, lease_until = @until
         where id = @id and fence = @fence and state = 'running'
        """, ct, ("id", job.Id), ("fence", job.Fence), ("state", job.State), ("cursorAt", job.CursorAt), ("cursorId", job.CursorId), ("seen", job.Seen), ("handedOver", job.HandedOver),
        ("setAside", job.SetAside), ("resolved", job.Resolved), ("failed", job.Failed), ("finishedAt", job.FinishedAt), ("until", now + lease)) == 1;

    /// <summary>Lets go of a job at once, for the next silo to go on: this one stops.</summary>
    public Task Release(ReplayRow job, CancellationToken ct) =>
        db.Execute("update webhook_replays set lease_until = null where id = @id and fence = @fence and state = 'running'", ct, ("id", job.Id), ("fence", job.Fence));

    /// <summary>Ends a job before its time; one that has ended stays as it is.</summary>
    public Task Cancel(Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("update webhook_replays set state = 'cancelled', finished_at = @now where id = @id and state = 'running'", entry, now, ct, ("id", id), ("now", now));

    /// <summary>The next deliveries of a job, in the order in which they came.</summary>
    public Task<List<DeliveryRow>> NextDeliveries(ReplayRow job, int limit, CancellationToken ct) => db.Query("""
        select id, received_at, secret_slot, body from webhook_deliveries
         where received_at >= @from and received_at < @to and (@cursorAt::timestamptz is null or (received_at, id) > (@cursorAt, @cursorId::uuid))
         order by received_at, id limit @limit
        """, DeliveryRepository.Read, ct, ("from", job.From), ("to", job.To), ("cursorAt", job.CursorAt), ("cursorId", job.CursorId), ("limit", limit));

    /// <summary>The next parts of a job that are still set aside.</summary>
    public Task<List<ParkedRow>> NextParked(ReplayRow job, int limit, CancellationToken ct) => db.Query($"""
        select id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at from webhook_parked
         where {ParkedInScope} and (@cursorAt::timestamptz is null or (delivery_received_at, id) > (@cursorAt, @cursorId::uuid))
         order by delivery_received_at, id limit @limit
        """, DeliveryRepository.ReadParked, ct, ("from", job.From), ("to", job.To), ("account", job.PlatformAccountId), ("reason", job.Reason), ("cursorAt", job.CursorAt),
        ("cursorId", job.CursorId), ("limit", limit));

    private const string ParkedInScope = """
        resolved_at is null and delivery_received_at >= @from and delivery_received_at < @to
        and (@account::text is null or platform_account_id = @account) and (@reason::text is null or reason = @reason)
        """;

    private static ReplayRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3), r.GetFieldValue<DateTimeOffset>(4), r.OptionalText(5), r.OptionalText(6),
        r.Optional<DateTimeOffset>(7), r.Optional<Guid>(8), r.GetInt64(9), r.GetInt64(10), r.GetInt64(11), r.GetInt64(12), r.GetInt64(13), r.GetInt64(14), r.GetInt32(15),
        r.Optional<Guid>(16), r.GetFieldValue<DateTimeOffset>(17), r.Optional<DateTimeOffset>(18), r.Optional<DateTimeOffset>(19));
}
