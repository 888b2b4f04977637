namespace SocialSelling.Publishing;

/// <summary>A file of the library, or a variant of one, whose original is on its way out.</summary>
/// <param name="ItemId">The file of the library that it belongs to: itself, or the picture that it was cut from.</param>
/// <param name="Keys">What leaves the store.</param>
public sealed record LeavingOriginal(Guid ItemId, Guid Id, IReadOnlyList<string> Keys);

/// <summary>
/// Originals of posts that were published long ago. They go in two steps, so that no post can be planned with a file in the moment in which it goes: marked, a file is refused to whatever is new;
/// a while later it leaves the store, if nothing that was being written meanwhile needs it.
/// </summary>
public sealed class OriginalRepository(Sql db)
{
    /// <summary>
    /// <c>items</c>: the files <c>@ids</c> of the library, each with its variants. <c>done</c>: those of them that were published, and that nothing has used or may use since <c>@before</c>.
    /// </summary>
    private const string Done = """
        items as (
            select r.id as item, f.id, f.workspace_id, f.storage_key, f.source_key, f.thumbnail_key, f.kind, f.created_at, f.original_removed_at, f.freed_bytes
              from media_assets r join media_assets f on f.id = r.id or f.variant_of = r.id where r.id = any(@ids)
        ), uses as (
            select i.item, p.status, coalesce(p.published_at, p.updated_at) as at from items i join scheduled_posts p on p.media_keys @> to_jsonb(array[i.storage_key])
            union all select i.item, p.status, coalesce(p.published_at, p.updated_at) from items i join scheduled_posts p on p.cover_media_id = i.id
        ), done as (
            select r.item from (select distinct item from items) r
             where exists (select from uses u where u.item = r.item and u.status = 'published')
               and not exists (select from uses u where u.item = r.item and (u.status not in ('published', 'cancelled') or u.at >= @before))
               and not exists (select from items i where i.item = r.item and (i.created_at >= @before or i.kind <> 'video' and i.thumbnail_key is null))
               and not exists (select from items i join scheduled_messages s on s.media_keys @> to_jsonb(array[i.storage_key]) where i.item = r.item)
               and not exists (
                select from items i join client_accounts a on a.workspace_id = i.workspace_id join post_series s on s.client_account_id = a.id and s.look_at is not null
                 where i.item = r.item and (s.content -> 'mediaKeys' @> to_jsonb(array[i.storage_key]) or s.content ->> 'coverMediaId' = i.id::text))
        )
        """;

    /// <summary>The next files of libraries that may be old enough.</summary>
    public Task<List<Guid>> Candidates(Guid after, DateTimeOffset before, int limit, CancellationToken ct) => db.Query("""
        select id from media_assets where id > @after and variant_of is null and kind <> 'audio' and original_removed_at is null and created_at < @before order by id limit @limit
        """, r => r.GetGuid(0), ct, ("after", after), ("before", before), ("limit", limit));

    /// <summary>Marks those of <paramref name="ids"/> whose posts were all published before <paramref name="before"/>.</summary>
    public Task<int> Mark(IReadOnlyCollection<Guid> ids, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) => db.Execute($"""
        with {Done}
        update media_assets f set original_removed_at = @now from items i join done using (item) where f.id = i.id and f.original_removed_at is null
        """, ct, ("ids", ids.ToArray()), ("before", before), ("now", now));

    /// <summary>What was marked before <paramref name="markedBefore"/> and is still in the store: whole items, with their variants.</summary>
    public Task<List<LeavingOriginal>> Marked(DateTimeOffset markedBefore, int limit, CancellationToken ct) => db.Query("""
        with leaving as (
            select distinct coalesce(variant_of, id) as item from media_assets where original_removed_at < @markedBefore and freed_bytes is null limit @limit
        )
        select l.item, f.id, array_remove(array[f.storage_key, f.source_key], null) from leaving l join media_assets f on (f.id = l.item or f.variant_of = l.item) and f.freed_bytes is null order by l.item, f.id
        """, r => new LeavingOriginal(r.GetGuid(0), r.GetGuid(1), r.GetFieldValue<string[]>(2)), ct, ("markedBefore", markedBefore), ("limit", limit));

    /// <summary>Lets the files of <paramref name="marked"/> go; what something needs after all is given back.</summary>
    /// <param name="sizes">What of each is in the store, in bytes.</param>
    public async Task<SweptFiles> LetGo(IReadOnlyList<LeavingOriginal> marked, IReadOnlyList<long> sizes, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) => (await db.Query($"""
        with {Done}, freed as (
            update media_assets f set freed_bytes = s.bytes from items i join done using (item) join unnest(@files, @sizes) as s (id, bytes) on s.id = i.id
             where f.id = i.id and f.original_removed_at is not null and f.freed_bytes is null returning f.id, f.storage_key, f.source_key, f.freed_bytes
        ), given_back as (
            update media_assets f set original_removed_at = null from items i where f.id = i.id and f.freed_bytes is null and i.item not in (select item from done)
        ), gone as (
            insert into removed_files (storage_key, remove_at) select key, @now from freed, unnest(array[storage_key, source_key]) as key where key is not null on conflict (storage_key) do nothing returning 1
        )
        select (select count(*) from gone), coalesce(sum(freed_bytes), 0)::bigint from freed
        """, r => new SweptFiles(r.GetInt64(0), r.GetInt64(1)), ct,
        ("ids", marked.Select(m => m.ItemId).Distinct().ToArray()), ("files", marked.Select(m => m.Id).ToArray()), ("sizes", sizes.ToArray()), ("before", before), ("now", now)))[0];
}
