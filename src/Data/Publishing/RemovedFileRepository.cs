namespace SocialSelling.Publishing;

/// <summary>Files of the store whose rows are gone. The database notes them in the transaction that takes the row away, whoever does.</summary>
public sealed class RemovedFileRepository(Sql db)
{
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
