using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>Media files of workspaces. The bytes are in the store, under <see cref="MediaRow.StorageKey"/>.</summary>
public sealed class MediaRepository(Sql db)
{
    private const string Columns = """
        m.id, m.workspace_id, m.user_id, m.filename, m.kind, m.mime_type, m.file_size, m.width, m.height, m.duration_seconds, m.storage_key, m.thumbnail_key, m.created_at
        """;

    public Task Add(MediaRow media, byte[] sha256, CancellationToken ct) => db.Execute("""
        insert into media_assets (id, workspace_id, user_id, filename, kind, mime_type, file_size, width, height, duration_seconds, storage_key, thumbnail_key, sha256, created_at)
        values (@id, @workspaceId, @userId::uuid, @fileName, @kind, @mimeType, @size, @width::int, @height::int, @duration::numeric, @storageKey, @thumbnailKey::text, @sha256, @createdAt)
        """, ct,
        ("id", media.Id), ("workspaceId", media.WorkspaceId), ("userId", media.UserId), ("fileName", media.FileName), ("kind", media.Kind), ("mimeType", media.MimeType),
        ("size", media.Size), ("width", media.Width), ("height", media.Height), ("duration", media.DurationSeconds), ("storageKey", media.StorageKey),
        ("thumbnailKey", media.ThumbnailKey), ("sha256", sha256), ("createdAt", media.CreatedAt));

    /// <summary>The file, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<MediaRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from media_assets m join workspace_members w on w.workspace_id = m.workspace_id where m.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page of the user's libraries, newest first.</summary>
    public Task<List<MediaRow>> Page(Guid userId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from media_assets m join workspace_members w on w.workspace_id = m.workspace_id
         where w.user_id = @userId and (@at::timestamptz is null or (m.created_at, m.id) < (@at, @id::uuid)) order by m.created_at desc, m.id desc limit @limit
        """, Read, ct, ("userId", userId), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>Files of a workspace by id, in the order asked for; the ones that are not there are left out.</summary>
    public Task<List<MediaRow>> ByIds(Guid workspaceId, IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@ids) with ordinality as asked (id, position) join media_assets m on m.id = asked.id where m.workspace_id = @workspaceId order by asked.position
        """, Read, ct, ("workspaceId", workspaceId), ("ids", ids.ToArray()));

    /// <summary>Files of a workspace by storage key, in the order asked for.</summary>
    public Task<List<MediaRow>> ByKeys(Guid workspaceId, IReadOnlyCollection<string> keys, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@keys) with ordinality as asked (key, position) join media_assets m on m.storage_key = asked.key
         where m.workspace_id = @workspaceId order by asked.position
        """, Read, ct, ("workspaceId", workspaceId), ("keys", keys.ToArray()));

    /// <summary>Files of a workspace by their names or ids, the newest first.</summary>
    public Task<List<MediaRow>> Named(Guid workspaceId, IReadOnlyCollection<string> names, CancellationToken ct) => db.Query($"""
        select {Columns} from media_assets m where m.workspace_id = @workspaceId and (m.filename = any(@names) or m.id = any(@ids)) order by m.created_at desc, m.id desc limit 1000
        """, Read, ct, ("workspaceId", workspaceId), ("names", names.ToArray()), ("ids", names.Select(n => Guid.TryParse(n, out var id) ? id : (Guid?)null).OfType<Guid>().ToArray()));

    /// <summary>Removes the record unless a post that may still go live, or a message for later, uses it.</summary>
    public async Task<bool> Delete(Guid id, string storageKey, CancellationToken ct) => await db.Execute("""
        delete from media_assets where id = @id and not exists (
            select from scheduled_posts p where (p.media_keys @> to_jsonb(array[@storageKey]) or p.cover_media_id = @id) and p.status not in ('published', 'cancelled'))
           and not exists (select from scheduled_messages s where s.media_keys @> to_jsonb(array[@storageKey]))
        """, ct, ("id", id), ("storageKey", storageKey)) == 1;

    private static MediaRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt64(6), r.Optional<int>(7), r.Optional<int>(8),
        r.IsDBNull(9) ? null : (double)r.GetDecimal(9), r.GetString(10), r.OptionalText(11), r.GetFieldValue<DateTimeOffset>(12));
}
