namespace SocialSelling.Publishing;

/// <summary>
/// What the store holds, laid beside what rows name. A file that is old, and of which no row and no announcement knows, will never be anybody's: whoever writes one announces it first, or has its row
/// (docs/decisions/0031). So it may be let go by the statement that has found it.
/// </summary>
/// <param name="db">Each list has the fence of whoever makes it: one that was overtaken does not mix with the next.</param>
public sealed class ListedFileRepository(Sql db)
{
    /// <summary>What an earlier look has left goes.</summary>
    public Task Begin(CancellationToken ct) => db.Execute("truncate listed_files", ct);

    public Task Add(int fence, IReadOnlyCollection<StoredFile> files, CancellationToken ct) => db.Execute("""
        insert into listed_files (fence, storage_key, file_size, written_at) select @fence, key, size, at from unnest(@keys, @sizes, @times) as f (key, size, at)
        """, ct, ("fence", fence), ("keys", files.Select(f => f.Key).ToArray()), ("sizes", files.Select(f => f.Size).ToArray()), ("times", files.Select(f => f.WrittenAt.UtcDateTime).ToArray()));

    /// <summary>Announces that of the next files of the list those go at <paramref name="removeAt"/> which nobody knows and which were written before <paramref name="writtenBefore"/>.</summary>
    /// <param name="after">Place in the list; 0 for its beginning.</param>
    /// <returns>The last place that was looked at, null at the end of the list; and what was announced.</returns>
    public async Task<(long? Last, SweptFiles Orphans)> LetOrphansGo(int fence, long after, DateTimeOffset writtenBefore, DateTimeOffset removeAt, int limit, CancellationToken ct) => (await db.Query("""
        with page as (
            select id, storage_key, file_size, written_at from listed_files where fence = @fence and id > @after order by id limit @limit
        ), orphans as (
            select p.storage_key, p.file_size from page p
             where p.written_at < @writtenBefore and not exists (select from named_files n where n.storage_key = p.storage_key)
        ), announced as (
            insert into removed_files (storage_key, remove_at) select storage_key, @removeAt from orphans on conflict (storage_key) do nothing returning storage_key
        )
        select (select max(id) from page), count(*), coalesce(sum(o.file_size), 0)::bigint from orphans o join announced using (storage_key)
        """, r => (r.Optional<long>(0), new SweptFiles(r.GetInt64(1), r.GetInt64(2))), ct,
        ("fence", fence), ("after", after), ("writtenBefore", writtenBefore), ("removeAt", removeAt), ("limit", limit)))[0];

    /// <summary>Files that rows name and the list does not: those that were lost, and those that came since.</summary>
    public Task<List<string>> Unlisted(int fence, int limit, CancellationToken ct) => db.Query("""
        select n.storage_key from named_files n where n.is_written and not exists (select from listed_files l where l.fence = @fence and l.storage_key = n.storage_key) limit @limit
        """, r => r.GetString(0), ct, ("fence", fence), ("limit", limit));

    /// <returns>Which of the files rows name as being there.</returns>
    public Task<List<string>> Named(IReadOnlyCollection<string> storageKeys, CancellationToken ct) => db.Query(
        "select distinct storage_key from named_files where is_written and storage_key = any(@keys) order by storage_key", r => r.GetString(0), ct, ("keys", storageKeys.ToArray()));

    public Task End(int fence, CancellationToken ct) => db.Execute("delete from listed_files where fence = @fence", ct, ("fence", fence));
}
