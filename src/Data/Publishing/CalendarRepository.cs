using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>A post as a calendar shows it: its first picture and the beginning of its caption.</summary>
public sealed record CalendarRow(
    Guid Id, Guid AccountId, string Type, string Status, DateTimeOffset ScheduledAt, DateTimeOffset? PublishedAt, string Caption, int Files, string? ThumbnailKey, string? FailureCode,
    int Version, int Fence, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? TimeZone);

/// <summary>What changes whenever a post of a range does: how many there are, when one changed last, and how often they all did.</summary>
public sealed record CalendarMark(long Posts, DateTimeOffset? UpdatedAt, long Changes);

/// <summary>Which posts a calendar shows: those of the accounts whose time lies in [<paramref name="From"/>, <paramref name="To"/>).</summary>
/// <param name="Statuses">Null for all.</param>
public sealed record CalendarRange(IReadOnlyCollection<Guid> AccountIds, DateTimeOffset From, DateTimeOffset To, IReadOnlyCollection<string>? Statuses);

/// <summary>Posts by their time, over many accounts at once.</summary>
public sealed class CalendarRepository(Sql db)
{
    private const string InRange = """
        p.client_account_id = any(@accountIds) and p.scheduled_time >= @from and p.scheduled_time < @to and (@statuses::text[] is null or p.status = any(@statuses))
        """;

    /// <returns>At most <paramref name="limit"/> posts, in order of time.</returns>
    public Task<List<CalendarRow>> List(CalendarRange range, int captionLength, int limit, CancellationToken ct) => db.Query($"""
        select p.id, p.client_account_id, p.post_type, p.status, p.scheduled_time, p.published_at, left(p.caption, @captionLength), jsonb_array_length(p.media_keys), m.thumbnail_key,
               p.error_details ->> 'code', p.version, p.fence, p.created_at, p.updated_at, p.timezone
          from scheduled_posts p left join media_assets m on m.storage_key = p.media_keys ->> 0
         where {InRange} order by p.scheduled_time, p.id limit @limit
        """, Read, ct, [.. Parameters(range), ("captionLength", captionLength), ("limit", limit)]);

    public async Task<CalendarMark> Mark(CalendarRange range, CancellationToken ct) => (await db.Find($"""
        select count(*), max(p.updated_at), coalesce(sum(p.version + p.fence), 0) from scheduled_posts p where {InRange}
        """, r => new CalendarMark(r.GetInt64(0), r.Optional<DateTimeOffset>(1), r.GetInt64(2)), ct, Parameters(range)))!;

    /// <returns>The small pictures of files, by the files' storage keys.</returns>
    public async Task<Dictionary<string, string>> Thumbnails(IReadOnlyCollection<string> storageKeys, CancellationToken ct) => (await db.Query("""
        select storage_key, thumbnail_key from media_assets where storage_key = any(@storageKeys) and thumbnail_key is not null
        """, r => (Key: r.GetString(0), Thumbnail: r.GetString(1)), ct, ("storageKeys", storageKeys.ToArray()))).ToDictionary(file => file.Key, file => file.Thumbnail);

    private static (string, object?)[] Parameters(CalendarRange range) =>
        [("accountIds", range.AccountIds.ToArray()), ("from", range.From), ("to", range.To), ("statuses", range.Statuses?.ToArray())];

    private static CalendarRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.Optional<DateTimeOffset>(5), r.GetString(6), r.GetInt32(7), r.OptionalText(8),
        r.OptionalText(9), r.GetInt32(10), r.GetInt32(11), r.GetFieldValue<DateTimeOffset>(12), r.GetFieldValue<DateTimeOffset>(13), r.OptionalText(14));
}
