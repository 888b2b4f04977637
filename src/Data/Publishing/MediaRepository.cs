using System.Text.Json;
using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>What is asked of the library. Null asks for nothing.</summary>
/// <param name="Query">Part of a file name or of a tag, in any case.</param>
public sealed record MediaFilter(Guid? WorkspaceId, string? Kind, string? Tag, string? Query);

/// <summary>A post that a file, or a variant of it, is part of.</summary>
public sealed record MediaUse(Guid PostId, Guid AccountId, string Type, string Status, string Caption, DateTimeOffset? ScheduledAt);

/// <summary>Media files of workspaces. The bytes are in the store, under the row's <see cref="MediaRow.Keys"/>.</summary>
public sealed class MediaRepository(Sql db)
{
    private const string Columns = """
        m.id, m.workspace_id, m.user_id, m.filename, m.kind, m.mime_type, m.file_size, m.width, m.height, m.duration_seconds, m.storage_key, m.thumbnail_key, m.created_at, m.facts,
        m.preview_key, m.source_key, m.variant_of, m.tags, m.stored_bytes, m.original_removed_at
        """;

    /// <summary>Series that go on, with the file <c>@id</c> or one of its variants.</summary>
    private const string SeriesWith = """
        media_assets m join client_accounts a on a.workspace_id = m.workspace_id
              join post_series s on s.client_account_id = a.id and s.look_at is not null and (s.content -> 'mediaKeys' @> to_jsonb(array[m.storage_key]) or s.content ->> 'coverMediaId' = m.id::text)
             where (m.id = @id or m.variant_of = @id)
        """;

    /// <summary>Adds a file whose keys were announced to <see cref="RemovedFileRepository"/>, and takes them from there.</summary>
    /// <returns>False when the row is there already, or the files or what they belong to are not any more.</returns>
    public async Task<bool> Add(MediaRow media, byte[] sha256, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await Insert(media, sha256, now, ct) == 1;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            // Another was first with the same id, or what it belongs to is gone. All of this is undone: these files stay announced, and go.
            return false;
        }
    }

    /// <summary>The file, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<MediaRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from media_assets m join workspace_members w on w.workspace_id = m.workspace_id where m.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page of the user's libraries, newest first. Variants are no files of their own there.</summary>
    public Task<List<MediaRow>> Page(Guid userId, MediaFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from media_assets m join workspace_members w on w.workspace_id = m.workspace_id
         where w.user_id = @userId and m.variant_of is null and (@workspaceId::uuid is null or m.workspace_id = @workspaceId) and (@kind::text is null or m.kind = @kind)
           and (@tag::text is null or m.tags @> array[@tag::text]) and (@pattern::text is null or m.filename ilike @pattern or array_to_string(m.tags, ' ') ilike @pattern)
           and (@at::timestamptz is null or (m.created_at, m.id) < (@at, @id::uuid)) order by m.created_at desc, m.id desc limit @limit
        """, Read, ct, ("userId", userId), ("workspaceId", filter.WorkspaceId), ("kind", filter.Kind), ("tag", filter.Tag), ("pattern", Pattern(filter.Query)), ("at", before?.At),
        ("id", before?.Id), ("limit", limit));

    /// <summary>Files of a workspace by id, in the order asked for; the ones that are not there are left out.</summary>
    public Task<List<MediaRow>> ByIds(Guid workspaceId, IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@ids) with ordinality as asked (id, position) join media_assets m on m.id = asked.id where m.workspace_id = @workspaceId order by asked.position
        """, Read, ct, ("workspaceId", workspaceId), ("ids", ids.ToArray()));

    /// <summary>Files of a workspace by storage key, in the order asked for.</summary>
    public Task<List<MediaRow>> ByKeys(Guid workspaceId, IReadOnlyCollection<string> keys, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@keys) with ordinality as asked (key, position) join media_assets m on m.storage_key = asked.key
         where m.workspace_id = @workspaceId order by asked.position
        """, Read, ct, ("workspaceId", workspaceId), ("keys", keys.ToArray()));

    /// <summary>Files of a workspace by their names or ids, the newest first; those whose originals are gone come last.</summary>
    public Task<List<MediaRow>> Named(Guid workspaceId, IReadOnlyCollection<string> names, CancellationToken ct) => db.Query($"""
        select {Columns} from media_assets m where m.workspace_id = @workspaceId and (m.filename = any(@names) and m.variant_of is null or m.id = any(@ids)) order by m.original_removed_at is not null, m.created_at desc, m.id desc limit 1000
        """, Read, ct, ("workspaceId", workspaceId), ("names", names.ToArray()), ("ids", names.Select(n => Guid.TryParse(n, out var id) ? id : (Guid?)null).OfType<Guid>().ToArray()));

    /// <returns>The earliest other file of the workspace that was uploaded with the same bytes, and still has them.</returns>
    public Task<Guid?> SameAs(MediaRow media, byte[] sha256, CancellationToken ct) => db.Scalar<Guid?>("""
        select id from media_assets where workspace_id = @workspaceId and sha256 = @sha256 and id <> @id and variant_of is null and original_removed_at is null order by created_at, id limit 1
        """, ct, ("workspaceId", media.WorkspaceId), ("sha256", sha256), ("id", media.Id));

    /// <returns>How many bytes the workspace's files take in the store, and how many files its library lists.</returns>
    public async Task<(long Bytes, int Files)> Stored(Guid workspaceId, CancellationToken ct) => (await db.Query("""
        select coalesce(sum(greatest(stored_bytes - coalesce(freed_bytes, 0), 0)), 0)::bigint, (count(*) filter (where variant_of is null))::int from media_assets where workspace_id = @workspaceId
        """, r => (r.GetInt64(0), r.GetInt32(1)), ct, ("workspaceId", workspaceId)))[0];

    /// <summary>The tags in use and on how many files each is, in the order of the alphabet.</summary>
    public Task<List<(string Tag, int Files)>> Tags(Guid workspaceId, CancellationToken ct) => db.Query("""
        select tag, count(*)::int from media_assets m, unnest(m.tags) as tag where m.workspace_id = @workspaceId and m.variant_of is null group by tag order by tag
        """, r => (r.GetString(0), r.GetInt32(1)), ct, ("workspaceId", workspaceId));

    /// <summary>Null keeps what is there.</summary>
    public Task Change(Guid id, string? fileName, IReadOnlyCollection<string>? tags, CancellationToken ct) => db.Execute("""
        update media_assets set filename = coalesce(@fileName::text, filename), tags = coalesce(@tags::text[], tags) where id = @id
        """, ct, ("id", id), ("fileName", fileName), ("tags", tags?.ToArray()));

    /// <summary>Posts that the file or a variant of it is part of, the latest first.</summary>
    public Task<List<MediaUse>> Uses(Guid id, int limit, CancellationToken ct) => db.Query("""
        select p.id, p.client_account_id, p.post_type, p.status, left(p.caption, 100), p.scheduled_time from scheduled_posts p
         where p.id in (select u.id from media_assets m join scheduled_posts u on u.media_keys @> to_jsonb(array[m.storage_key]) or u.cover_media_id = m.id where m.id = @id or m.variant_of = @id)
         order by p.created_at desc, p.id limit @limit
        """, r => new MediaUse(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Optional<DateTimeOffset>(5)), ct, ("id", id), ("limit", limit));

    /// <returns>How many messages that wait for their time carry the file.</returns>
    public async Task<int> WaitingMessages(Guid id, CancellationToken ct) => (int)await db.Scalar<long>("""
        select count(*) from media_assets m join scheduled_messages s on s.media_keys @> to_jsonb(array[m.storage_key]) where m.id = @id or m.variant_of = @id
        """, ct, ("id", id));

    /// <returns>How many series that go on make posts with the file.</returns>
    public async Task<int> Series(Guid id, CancellationToken ct) => (int)await db.Scalar<long>($"select count(distinct s.id) from {SeriesWith}", ct, ("id", id));

    /// <summary>
    /// Removes the record and its variants, and their files after them, unless a post in another state than <paramref name="free"/>, a series that goes on or a message for later uses one of them.
    /// </summary>
    public async Task<bool> Delete(Guid id, IReadOnlyCollection<string> free, CancellationToken ct) => await db.Execute($"""
        delete from media_assets d where d.id = @id and not exists (
            select from media_assets m join scheduled_posts p on p.media_keys @> to_jsonb(array[m.storage_key]) or p.cover_media_id = m.id
             where (m.id = @id or m.variant_of = @id) and p.status <> all(@free))
           and not exists (select from {SeriesWith})
           and not exists (select from media_assets m join scheduled_messages s on s.media_keys @> to_jsonb(array[m.storage_key]) where m.id = @id or m.variant_of = @id)
        """, ct, ("id", id), ("free", free.ToArray())) == 1;

    private Task<int> Insert(MediaRow media, byte[] sha256, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with there as (
            select storage_key from removed_files where storage_key = any(@keys) and remove_at > @now and attempts = 0 and not exists (select from media_assets where id = @id) for update
        ), kept as (
            delete from removed_files r using there where r.storage_key = there.storage_key and (select count(*) from there) = cardinality(@keys) returning r.storage_key
        )
        insert into media_assets (id, workspace_id, user_id, filename, kind, mime_type, file_size, width, height, duration_seconds, storage_key, thumbnail_key, sha256, created_at, facts,
            preview_key, source_key, variant_of, tags, stored_bytes)
        select @id, @workspaceId, @userId::uuid, @fileName, @kind, @mimeType, @size, @width::int, @height::int, @duration::numeric, @storageKey, @thumbnailKey::text, @sha256, @createdAt,
            @facts::jsonb, @previewKey::text, @sourceKey::text, @variantOf::uuid, @tags, @storedBytes
         where (select count(*) from kept) = cardinality(@keys)
        """, ct,
        ("id", media.Id), ("workspaceId", media.WorkspaceId), ("userId", media.UserId), ("fileName", media.FileName), ("kind", media.Kind), ("mimeType", media.MimeType),
        ("size", media.Size), ("width", media.Width), ("height", media.Height), ("duration", media.DurationSeconds), ("storageKey", media.StorageKey),
        ("thumbnailKey", media.ThumbnailKey), ("sha256", sha256), ("createdAt", media.CreatedAt), ("facts", media.Facts is { } facts ? JsonSerializer.Serialize(facts) : null),
        ("previewKey", media.PreviewKey), ("sourceKey", media.SourceKey), ("variantOf", media.VariantOf), ("tags", (media.Tags ?? []).ToArray()), ("storedBytes", media.StoredBytes),
        ("keys", media.Keys.ToArray()), ("now", now));

    private static string? Pattern(string? query) => string.IsNullOrWhiteSpace(query)
        ? null : $"%{query.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private static MediaRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt64(6), r.Optional<int>(7), r.Optional<int>(8),
        r.IsDBNull(9) ? null : (double)r.GetDecimal(9), r.GetString(10), r.OptionalText(11), r.GetFieldValue<DateTimeOffset>(12),
        r.IsDBNull(13) ? null : JsonSerializer.Deserialize<MediaFacts>(r.GetString(13)), r.OptionalText(14), r.OptionalText(15), r.Optional<Guid>(16), r.GetFieldValue<string[]>(17), r.GetInt64(18),
        r.Optional<DateTimeOffset>(19));
}
