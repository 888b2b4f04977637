using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>The posts under which people comment. What waits in them is counted when asked, over an index that holds nothing else.</summary>
public sealed class CommentPostRepository(Sql db)
{
    private const string Columns = """
        p.id, p.client_account_id, p.platform_media_id, p.product_type, p.caption, p.permalink, p.thumbnail_url, p.published_at, p.fetched_at, p.last_comment_at, n.open, n.unread,
        l.content, l.author_username
        """;
    private const string Details = """
         cross join lateral (
            select count(*)::int as open, (count(*) filter (where c.sequence > p.read_sequence))::int as unread from comments c
             where c.client_account_id = p.client_account_id and c.post_id = p.id and c.direction = 'inbound' and c.status = 'open'
         ) n
         left join lateral (
            select c.content, c.author_username from comments c where c.post_id = p.id and c.deleted_at is null and c.kind <> 'private_reply' order by c.commented_at desc, c.id desc limit 1
         ) l on true
        """;

    public Task<CommentPostRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {Columns} from comment_posts p{Details} where p.client_account_id = @accountId and p.id = @id", Read, ct, ("accountId", accountId), ("id", id));

    /// <summary>The post, if <paramref name="userId"/> may see its account.</summary>
    public Task<CommentPostRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from comment_posts p{Details} join account_access w on w.account_id = p.client_account_id
         where p.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page over accounts, the post with the newest comment first: posts that have a comment as asked for.</summary>
    public Task<List<CommentPostRow>> Page(IReadOnlyCollection<Guid> accountIds, CommentQuery query, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@accountIds) as account (id)
         cross join lateral (
            select p.* from comment_posts p
             where p.client_account_id = account.id and (@at::timestamptz is null or (p.last_comment_at, p.id) < (@at, @id::uuid))
               and (@all or exists (
                    select from comments c where c.post_id = p.id and c.client_account_id = account.id
                       and (@status::text is null or (c.status = @status and c.direction = 'inbound')) and (@kind::text is null or c.kind = @kind)
                       and (not @unreadOnly or (c.direction = 'inbound' and c.status = 'open' and c.sequence > p.read_sequence))
                       and (@search::text is null or (c.content || ' ' || coalesce(c.author_username, '')) ilike @search)))
             order by p.last_comment_at desc, p.id desc limit @limit
          ) p{Details}
         order by p.last_comment_at desc, p.id desc limit @limit
        """, Read, ct,
        ("accountIds", accountIds.ToArray()), ("all", query is { Status: null, Kind: null, UnreadOnly: false, Search: null }), ("status", query.Status), ("kind", query.Kind),
        ("unreadOnly", query.UnreadOnly), ("search", CommentRepository.Pattern(query.Search)), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>Posts that Meta was never asked about, or not since <paramref name="fetchedBefore"/> although people still comment.</summary>
    public Task<List<CommentPostRow>> ListStale(Guid accountId, DateTimeOffset fetchedBefore, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from comment_posts p{Details}
         where p.client_account_id = @accountId and (p.fetched_at is null or p.last_comment_at > p.fetched_at) and (p.fetched_at is null or p.fetched_at < @fetchedBefore)
         order by p.fetched_at nulls first, p.last_comment_at desc limit @limit
        """, Read, ct, ("accountId", accountId), ("fetchedBefore", fetchedBefore), ("limit", limit));

    /// <summary>The post of a comment, there or not. Always one row.</summary>
    public static Guarded Touch(Guid accountId, Guid id, string platformMediaId, string? productType, DateTimeOffset commentedAt) => new("""
        insert into comment_posts as p (id, client_account_id, platform_media_id, product_type, last_comment_at) values (@id, @accountId, @mediaId, @productType::text, @at)
        on conflict (id) do update set last_comment_at = greatest(p.last_comment_at, excluded.last_comment_at), product_type = coalesce(excluded.product_type, p.product_type)
        """, [("accountId", accountId), ("id", id), ("mediaId", platformMediaId), ("productType", productType), ("at", commentedAt)]);

    /// <summary>A post that is known to have comments, there or not: what stands under it is to be read. Always one row.</summary>
    public static Guarded Revisit(Guid accountId, Guid id, string platformMediaId, string? productType, DateTimeOffset publishedAt) => new("""
        insert into comment_posts as p (id, client_account_id, platform_media_id, product_type, last_comment_at, published_at) values (@id, @accountId, @mediaId, @productType::text, @at, @at)
        on conflict (id) do update set fetched_at = null
        """, [("accountId", accountId), ("id", id), ("mediaId", platformMediaId), ("productType", productType), ("at", publishedAt)]);

    /// <summary>What Meta said of the post; nulls where it said nothing. It counts as fetched either way.</summary>
    public static Guarded SetDetails(Guid accountId, Guid id, string? caption, string? permalink, string? thumbnailUrl, DateTimeOffset? publishedAt, DateTimeOffset now) => new("""
        update comment_posts set caption = coalesce(@caption::text, caption), permalink = coalesce(@permalink::text, permalink), thumbnail_url = coalesce(@thumbnail::text, thumbnail_url),
               published_at = coalesce(@publishedAt::timestamptz, published_at), fetched_at = @now
         where client_account_id = @accountId and id = @id
        """, [("accountId", accountId), ("id", id), ("caption", caption), ("permalink", permalink), ("thumbnail", thumbnailUrl), ("publishedAt", publishedAt), ("now", now)]);

    /// <summary>Everything up to an event has been read.</summary>
    public static Guarded MarkRead(Guid accountId, Guid id, long sequence) => new(
        "update comment_posts set read_sequence = @sequence where client_account_id = @accountId and id = @id and read_sequence < @sequence",
        [("accountId", accountId), ("id", id), ("sequence", sequence)]);

    private static CommentPostRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.OptionalText(3), r.OptionalText(4), r.OptionalText(5), r.OptionalText(6), r.Optional<DateTimeOffset>(7), r.Optional<DateTimeOffset>(8),
        r.GetFieldValue<DateTimeOffset>(9), r.GetInt32(10), r.GetInt32(11), r.OptionalText(12), r.OptionalText(13));
}
