namespace SocialSelling.Publishing;

/// <summary>Another post with the same words and files.</summary>
public sealed record PostTwin(Guid Id, DateTimeOffset At, string Status);

/// <summary>How full the 24 hours before an instant are.</summary>
/// <param name="Planned">Posts of ours that go live in them.</param>
/// <param name="Published">Posts of ours in them that went live after Meta was asked.</param>
public sealed record QuotaPlan(int Planned, int Published);

/// <summary>What pre-flight looks up and stores.</summary>
public sealed partial class PostRepository
{
    /// <summary>Looked at in time: each check of a post is due this long before its time.</summary>
    private const string WantsCheck = """
        p.status in ('scheduled', 'preparing', 'ready') and p.scheduled_time > @now and p.scheduled_time <= @now + @early
          and (p.preflight_at is null or p.preflight_at < p.scheduled_time - @early or (p.scheduled_time <= @now + @late and p.preflight_at < p.scheduled_time - @late))
        """;

    /// <summary>Accounts with posts that want to be looked at once more, those whose time is nearest first.</summary>
    public Task<List<Guid>> AccountsForPreFlight(DateTimeOffset now, TimeSpan early, TimeSpan late, int limit, CancellationToken ct) => db.Query($"""
        select p.client_account_id from scheduled_posts p where {WantsCheck} group by p.client_account_id order by min(p.scheduled_time) limit @limit
        """, r => r.GetGuid(0), ct, ("now", now), ("early", early), ("late", late), ("limit", limit));

    /// <summary>The account's posts that want to be looked at once more, the nearest first.</summary>
    public Task<List<PostRow>> ListForPreFlight(Guid accountId, DateTimeOffset now, TimeSpan early, TimeSpan late, int limit, CancellationToken ct) => db.Query(
        Select + $" where p.client_account_id = @accountId and {WantsCheck} order by p.scheduled_time, p.id limit @limit", Read, ct,
        ("accountId", accountId), ("now", now), ("early", early), ("late", late), ("limit", limit));

    /// <summary>Keeps what was found about a post as it is written in the same transaction.</summary>
    public static Guarded StoreFindings(PostRow post) => new("""
        update scheduled_posts set findings = @findings::jsonb, preflight_at = @at::timestamptz where id = @id and client_account_id = @accountId
        """, Found(post));

    /// <summary>Keeps what was found about a post later, unless it has been changed since it was read. The publisher's steps are no change: it may be preparing the post meanwhile.</summary>
    public static Guarded StoreLaterFindings(PostRow post) => new("""
        update scheduled_posts set findings = @findings::jsonb, preflight_at = @at::timestamptz
         where id = @id and client_account_id = @accountId and version = @version and status in ('scheduled', 'preparing', 'ready')
        """, [.. Found(post), ("version", post.Version)]);

    /// <summary>Posts with the same words and files whose time lies within <paramref name="near"/> of <paramref name="at"/>; those of the same series come again on purpose.</summary>
    public Task<List<PostTwin>> Twins(PostRow post, DateTimeOffset at, TimeSpan near, CancellationToken ct) => db.Query("""
        select id, scheduled_time, status from scheduled_posts
         where client_account_id = @accountId and id <> @id and scheduled_time between @from and @to and status not in ('draft', 'cancelled', 'failed')
           and post_type = @type and caption = @caption and media_keys = @mediaKeys::jsonb and (series_id is null or @seriesId::uuid is null or series_id <> @seriesId::uuid)
         order by abs(extract(epoch from scheduled_time - @at)) limit 3
        """, r => new PostTwin(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2)), ct,
        ("accountId", post.AccountId), ("id", post.Id), ("from", at - near), ("to", at + near), ("at", at), ("type", post.Type), ("caption", post.Caption),
        ("mediaKeys", System.Text.Json.JsonSerializer.Serialize(post.MediaKeys)), ("seriesId", post.SeriesId));

    /// <param name="butPostId">The post that is asked about.</param>
    /// <param name="readAt">When Meta was asked how many there had been.</param>
    public async Task<QuotaPlan> PlanBefore(Guid accountId, Guid butPostId, DateTimeOffset at, DateTimeOffset readAt, CancellationToken ct) => (await db.Find("""
        select (count(*) filter (where status in ('scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed') and scheduled_time > @since))::int, (count(*) filter (where published_at > greatest(@readAt, @since)))::int
          from scheduled_posts where client_account_id = @accountId and id <> @id and scheduled_time > @since - interval '1 day' and scheduled_time <= @at
        """, r => new QuotaPlan(r.GetInt32(0), r.GetInt32(1)), ct, ("accountId", accountId), ("id", butPostId), ("at", at), ("since", at - TimeSpan.FromDays(1)), ("readAt", readAt)))!;

    private static (string Name, object? Value)[] Found(PostRow post) =>
        [("id", post.Id), ("accountId", post.AccountId), ("findings", FindingRow.Write(post.Findings ?? [])), ("at", post.PreflightAt)];
}
