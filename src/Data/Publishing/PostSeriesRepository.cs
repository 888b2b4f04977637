using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>The post of a series that has not had its time yet.</summary>
/// <param name="Day">In the series, whatever time a person has given this post since.</param>
public sealed record OpenPost(Guid Id, DateOnly Day, string Status, DateTimeOffset? ScheduledAt, int Version);

/// <summary>Recurring posts. The account's grain writes; API hosts read.</summary>
public sealed class PostSeriesRepository(Sql db)
{
    private const string Columns = """
        s.id, s.client_account_id, s.user_id, s.content, s.rule, s.first_date, s.last_date, s.local_time, s.timezone, s.status, s.look_at, s.version, s.created_at
        """;

    public Task<PostSeriesRow?> Find(Guid accountId, Guid id, CancellationToken ct) => db.Find(
        $"select {Columns} from post_series s where s.id = @id and s.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <summary>The series, if <paramref name="userId"/> may see its account.</summary>
    public Task<PostSeriesRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from post_series s join account_access w on w.account_id = s.client_account_id
         where s.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page over accounts, newest first.</summary>
    public Task<List<PostSeriesRow>> Page(IReadOnlyCollection<Guid> accountIds, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from post_series s where s.client_account_id = any(@accountIds) and (@at::timestamptz is null or (s.created_at, s.id) < (@at, @id::uuid))
         order by s.created_at desc, s.id desc limit @limit
        """, Read, ct, ("accountIds", accountIds.ToArray()), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>The series of accounts that go on.</summary>
    public Task<List<PostSeriesRow>> ListActive(IReadOnlyCollection<Guid> accountIds, CancellationToken ct) => db.Query(
        $"select {Columns} from post_series s where s.client_account_id = any(@accountIds) and s.look_at is not null order by s.id", Read, ct, ("accountIds", accountIds.ToArray()));

    /// <summary>Accounts with a series that may want its next post.</summary>
    public Task<List<Guid>> AccountsDue(DateTimeOffset now, int limit, CancellationToken ct) => db.Query(
        "select distinct client_account_id from post_series where look_at <= @now limit @limit", r => r.GetGuid(0), ct, ("now", now), ("limit", limit));

    public Task<List<PostSeriesRow>> ListDue(Guid accountId, DateTimeOffset now, CancellationToken ct) => db.Query(
        $"select {Columns} from post_series s where s.client_account_id = @accountId and s.look_at <= @now order by s.look_at limit 50", Read, ct, ("accountId", accountId), ("now", now));

    /// <returns>The post of the series that is still to come or on its way; null when there is none. A draft whose time has passed does not hold up the others.</returns>
    public Task<OpenPost?> FindOpen(Guid seriesId, DateTimeOffset now, CancellationToken ct) => db.Find("""
        select id, series_date, status, scheduled_time, version from scheduled_posts
         where series_id = @seriesId and (status in ('scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed') or (status in ('draft', 'awaiting_approval') and scheduled_time > @now))
         order by series_date desc limit 1
        """, r => new OpenPost(r.GetGuid(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.Optional<DateTimeOffset>(3), r.GetInt32(4)), ct, ("seriesId", seriesId), ("now", now));

    public static Guarded Add(PostSeriesRow s) => new("""
        insert into post_series (id, client_account_id, user_id, content, rule, first_date, last_date, local_time, timezone, status, look_at, created_at, updated_at)
        values (@id, @accountId, @userId::uuid, @content::jsonb, @rule::jsonb, @first, @last, @time, @timeZone, @status, @lookAt::timestamptz, @createdAt, @createdAt)
        """,
        [("id", s.Id), ("accountId", s.AccountId), ("userId", s.UserId), ("content", s.Content.Write()), ("rule", s.Rule.Write()), ("first", s.FirstDate), ("last", s.LastDate), ("time", s.Time),
         ("timeZone", s.TimeZone), ("status", s.Status), ("lookAt", s.LookAt), ("createdAt", s.CreatedAt)]);

    /// <summary>Replaces everything that changes, unless the series is at another version than the one before.</summary>
    public static Guarded Replace(PostSeriesRow s) => new("""
        update post_series set content = @content::jsonb, rule = @rule::jsonb, first_date = @first, last_date = @last, local_time = @time, timezone = @timeZone, status = @status,
               look_at = @lookAt::timestamptz, version = @version
         where id = @id and client_account_id = @accountId and version = @version - 1
        """,
        [("id", s.Id), ("accountId", s.AccountId), ("content", s.Content.Write()), ("rule", s.Rule.Write()), ("first", s.FirstDate), ("last", s.LastDate), ("time", s.Time),
         ("timeZone", s.TimeZone), ("status", s.Status), ("lookAt", s.LookAt), ("version", s.Version)]);

    /// <summary>Says when to look again. That is no change: whoever has read the series has still read it as it is.</summary>
    public static Guarded LookAgain(PostSeriesRow s, DateTimeOffset at) => new("""
        update post_series set look_at = @at where id = @id and client_account_id = @accountId and version = @version and look_at is not null
        """, [("id", s.Id), ("accountId", s.AccountId), ("version", s.Version), ("at", at)]);

    /// <summary>Says to which day of which series a post belongs.</summary>
    public static Guarded Link(Guid postId, Guid seriesId, DateOnly day) => new(
        "update scheduled_posts set series_id = @seriesId, series_date = @day where id = @id", [("id", postId), ("seriesId", seriesId), ("day", day)]);

    private static PostSeriesRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), PostContentRow.Read(r.GetString(3)), RecurrenceRow.Read(r.GetString(4)), r.GetFieldValue<DateOnly>(5), r.GetFieldValue<DateOnly>(6),
        r.GetFieldValue<TimeOnly>(7), r.GetString(8), r.GetString(9), r.Optional<DateTimeOffset>(10), r.GetInt32(11), r.GetFieldValue<DateTimeOffset>(12));
}
