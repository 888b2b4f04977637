namespace SocialSelling.Webhooks;

/// <param name="State">waiting or finished; null for both.</param>
/// <param name="Reason">Only deliveries of which a part was set aside for this reason.</param>
/// <param name="MinSize">Bytes.</param>
/// <param name="PlatformAccountId">Only deliveries that name this account: their bodies are looked through.</param>
public sealed record DeliveryFilter(DateTimeOffset From, DateTimeOffset To, string? State, string? Reason, int? MinSize, string? PlatformAccountId);

/// <param name="Size">Bytes of the body.</param>
/// <param name="SetAside">Why parts of it were set aside, and are still.</param>
public sealed record DeliveryListRow(Guid Id, DateTimeOffset ReceivedAt, short SecretSlot, int Size, int Attempts, DateTimeOffset? FinishedAt, IReadOnlyList<string> SetAside);

/// <param name="ResolvedAt">When it was understood after all.</param>
public sealed record ParkedListRow(ParkedRow Part, DateTimeOffset? ResolvedAt);

/// <summary>The journal as a whole.</summary>
/// <param name="Bytes">On disk, with indexes.</param>
/// <param name="Parked">Parts set aside and not resolved, by reason.</param>
/// <param name="AssumedTimes">Messages of the last 7 days whose time is that of their arrival.</param>
public sealed record JournalStatsRow(
    long Bytes, long Unfinished, DateTimeOffset? OldestUnfinishedAt, DateTimeOffset? OldestDay, IReadOnlyList<(string Reason, long Count)> Parked, long AssumedTimes);

/// <summary>What came of an account's webhooks, as far as it is kept.</summary>
/// <param name="Kinds">Events by kind: of all that is kept, and of them the recent ones.</param>
/// <param name="Parked">Parts set aside and not resolved, by reason.</param>
/// <param name="Waiting">Deliveries that name the account and are not applied yet.</param>
public sealed record AccountEventStatsRow(IReadOnlyList<(string Kind, long Kept, long Recent)> Kinds, IReadOnlyList<(string Reason, long Count)> Parked, long Waiting);

/// <summary>The journal as operators look at it.</summary>
public sealed class JournalRepository(Sql db)
{
    /// <summary>Newest first. <paramref name="before"/> is the last row of the page before.</summary>
    public Task<List<DeliveryListRow>> Page(DeliveryFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query("""
        select d.id, d.received_at, d.secret_slot, octet_length(d.body), d.attempts, d.finished_at,
               array(select distinct p.reason from webhook_parked p where p.delivery_id = d.id and p.resolved_at is null order by 1)
          from webhook_deliveries d
         where d.received_at >= @from and d.received_at < @to and (@at::timestamptz is null or (d.received_at, d.id) < (@at, @id::uuid))
           and (@state::text is null or (d.finished_at is null) = (@state = 'waiting'))
           and (@reason::text is null or exists (select from webhook_parked p where p.delivery_id = d.id and p.reason = @reason))
           and (@minSize::int is null or octet_length(d.body) >= @minSize)
           and (@account::text is null or position(convert_to(@account, 'UTF8') in d.body) > 0)
         order by d.received_at desc, d.id desc limit @limit
        """,
        r => new DeliveryListRow(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.GetInt16(2), r.GetInt32(3), r.GetInt16(4), r.Optional<DateTimeOffset>(5), r.GetFieldValue<string[]>(6)), ct,
        ("from", filter.From), ("to", filter.To), ("at", before?.At), ("id", before?.Id), ("state", filter.State), ("reason", filter.Reason), ("minSize", filter.MinSize),
        ("account", filter.PlatformAccountId), ("limit", limit));

    /// <param name="madeAt">When the id was made, to the millisecond: its day alone is searched.</param>
    public Task<byte[]?> FindBody(Guid id, DateTimeOffset madeAt, CancellationToken ct) => db.Find(
        "select body from webhook_deliveries where id = @id and received_at >= @from and received_at < @to", r => r.GetFieldValue<byte[]>(0), ct,
        ("id", id), ("from", madeAt.AddSeconds(-5)), ("to", madeAt.AddSeconds(5)));

    /// <summary>What was set aside, newest first.</summary>
    public Task<List<ParkedListRow>> PageParked(string? reason, string? platformAccountId, bool open, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query("""
        select id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, resolved_at from webhook_parked
         where (@reason::text is null or reason = @reason) and (@account::text is null or platform_account_id = @account) and (not @open or resolved_at is null)
           and (@at::timestamptz is null or (parked_at, id) < (@at, @id::uuid))
         order by parked_at desc, id desc limit @limit
        """, r => new ParkedListRow(DeliveryRepository.ReadParked(r), r.Optional<DateTimeOffset>(9)), ct,
        ("reason", reason), ("account", platformAccountId), ("open", open), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>What waits is counted among the oldest 10,000 deliveries.</summary>
    /// <param name="recentSince">From when on an event is recent.</param>
    public async Task<AccountEventStatsRow> StatsOf(Guid accountId, string platformAccountId, DateTimeOffset recentSince, CancellationToken ct) => new(
        await db.Query("select kind, count(*), count(*) filter (where occurred_at >= @since) from account_events where account_id = @accountId group by kind order by kind",
            r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2)), ct, ("accountId", accountId), ("since", recentSince)),
        await db.Query("select reason, count(*) from webhook_parked where platform_account_id = @account and resolved_at is null group by reason order by reason",
            r => (r.GetString(0), r.GetInt64(1)), ct, ("account", platformAccountId)),
        await db.Scalar<long>("select count(*) from (select body from webhook_deliveries where finished_at is null order by received_at limit 10000) oldest where position(convert_to(@account, 'UTF8') in body) > 0", ct, ("account", platformAccountId)));

    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    public async Task<JournalStatsRow> Stats(DateTimeOffset now, CancellationToken ct)
    {
        var parked = await db.Query("select reason, count(*) from webhook_parked where resolved_at is null group by reason order by reason", r => (r.GetString(0), r.GetInt64(1)), ct);
        return (await db.Query("""
            select (select coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint from pg_inherits where inhparent = 'webhook_deliveries'::regclass),
                   count(*), min(received_at), (select min(received_at) from webhook_deliveries),
                   (select count(*) from messages where sent_at_assumed and sent_at > @since)
              from webhook_deliveries where finished_at is null
            """, r => new JournalStatsRow(r.GetInt64(0), r.GetInt64(1), r.Optional<DateTimeOffset>(2), r.Optional<DateTimeOffset>(3), parked, r.GetInt64(4)), ct,
            ("since", now - Lately)))[0];
    }
}
