namespace SocialSelling.Publishing;

/// <summary>An upload past the API. Its id becomes the file's.</summary>
/// <param name="Size">What was said of it, in bytes.</param>
public sealed record MediaUploadRow(Guid Id, Guid WorkspaceId, Guid UserId, string FileName, string MimeType, long Size, DateTimeOffset ExpiresAt)
{
    /// <summary>Where its bytes wait in the store.</summary>
    public string IncomingKey => $"incoming/{Id:N}";
}

/// <summary>Uploads for which a URL was given out, and which are not in the library yet.</summary>
public sealed class MediaUploadRepository(Sql db)
{
    public Task Add(MediaUploadRow upload, CancellationToken ct) => db.Execute("""
        insert into media_uploads (id, workspace_id, user_id, filename, mime_type, file_size, expires_at) values (@id, @workspaceId, @userId, @fileName, @mimeType, @size, @expiresAt)
        on conflict (id) do nothing
        """, ct, ("id", upload.Id), ("workspaceId", upload.WorkspaceId), ("userId", upload.UserId), ("fileName", upload.FileName), ("mimeType", upload.MimeType), ("size", upload.Size),
        ("expiresAt", upload.ExpiresAt));

    /// <summary>The upload, if <paramref name="userId"/> began it and is still a member of its workspace.</summary>
    public Task<MediaUploadRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find("""
        select u.id, u.workspace_id, u.user_id, u.filename, u.mime_type, u.file_size, u.expires_at
          from media_uploads u join workspace_members w on w.workspace_id = u.workspace_id and w.user_id = u.user_id where u.id = @id and u.user_id = @userId
        """, r => new MediaUploadRow(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetFieldValue<DateTimeOffset>(6)), ct,
        ("id", id), ("userId", userId));

    public Task<long?> SizeOf(Guid id, DateTimeOffset now, CancellationToken ct) =>
        db.Scalar<long?>("select file_size from media_uploads where id = @id and expires_at > @now", ct, ("id", id), ("now", now));

    public Task Remove(Guid id, CancellationToken ct) => db.Execute("delete from media_uploads where id = @id", ct, ("id", id));

    public Task RemoveExpired(DateTimeOffset now, CancellationToken ct) => db.Execute("delete from media_uploads where expires_at <= @now", ct, ("now", now));
}
