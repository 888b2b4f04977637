namespace SocialSelling.Publishing;

/// <summary>
/// Files that the store may hold and no row names. The database notes them in the transaction that takes their row away, whoever does; and whoever writes a file announces it here first, so
/// that what breaks off before its row came is found.
/// </summary>
public sealed class RemovedFileRepository(Sql db)
{
    /// <summary>Says that files are about to be written, and go at <paramref name="removeAt"/> if no row has taken them from here by then.</summary>
    public Task Announce(IEnumerable<string> storageKeys, DateTimeOffset removeAt, CancellationToken ct) => db.Execute("""
        insert into removed_files (storage_key, remove_at) select key, @removeAt from unnest(@keys) as key on conflict (storage_key) do update set remove_at = excluded.remove_at
        """, ct, ("keys", storageKeys.ToArray()), ("removeAt", removeAt));

    /// <summary>Hands files that are due to one remover only, for <paramref name="lease"/>, the longest waiting first.</summary>
    public Task<List<string>> Claim(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => db.Query("""
        with due as (
            select storage_key from removed_files where remove_at <= @now order by remove_at limit @limit for update skip locked
        )
        update removed_files f set remove_at = @until, attempts = attempts + 1 from due where f.storage_key = due.storage_key returning f.storage_key
        """, r => r.GetString(0), ct, ("now", now), ("until", now + lease), ("limit", limit));

    /// <summary>They have left the store.</summary>
    public Task Forget(IReadOnlyCollection<string> storageKeys, CancellationToken ct) =>
        db.Execute("delete from removed_files where storage_key = any(@keys)", ct, ("keys", storageKeys.ToArray()));
}
