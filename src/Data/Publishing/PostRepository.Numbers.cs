namespace SocialSelling.Publishing;

/// <summary>What people make of posts that are live.</summary>
public sealed partial class PostRepository
{
    /// <summary>Accounts with posts whose numbers are to be read, those that have waited longest first; without those that are being erased, which would stand before all others and read nothing.</summary>
    public Task<List<Guid>> AccountsForNumbers(DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        select p.client_account_id from scheduled_posts p join client_accounts a on a.id = p.client_account_id and a.deleted_at is null
         where p.numbers_due_at <= @now group by p.client_account_id order by min(p.numbers_due_at) limit @limit
        """, r => r.GetGuid(0), ct, ("now", now), ("limit", limit));

    /// <summary>The account's posts whose numbers are to be read, those that have waited longest first.</summary>
    public Task<List<PostRow>> ListForNumbers(Guid accountId, DateTimeOffset now, int limit, CancellationToken ct) => db.Query(
        Select + " where p.client_account_id = @accountId and p.numbers_due_at <= @now order by p.numbers_due_at, p.id limit @limit", Read, ct,
        ("accountId", accountId), ("now", now), ("limit", limit));

    /// <summary>Keeps the numbers of a post and when they are to be read again; of one that has been read meanwhile, nothing.</summary>
    /// <param name="dueAt">As it was read.</param>
    public static Guarded StoreNumbers(PostRow post, DateTimeOffset? dueAt) => new("""
        update scheduled_posts set numbers = @numbers::jsonb, numbers_due_at = @next::timestamptz where id = @id and client_account_id = @accountId and numbers_due_at = @due::timestamptz
        """, [("id", post.Id), ("accountId", post.AccountId), ("numbers", PostNumbersRow.Write(post.Numbers)), ("next", post.NumbersDueAt), ("due", dueAt)]);
}
