namespace SocialSelling.Identity;

/// <summary>What requests with an Idempotency-Key were answered. Kept for a day.</summary>
public sealed class IdempotencyRepository(Sql db)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    /// <summary>A first request that has not been answered for so long has died; the key is free again.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    /// <summary>Takes the key for a first request, and forgets some of those past keeping.</summary>
    /// <returns>Null when it was taken by this call; else what is known of the earlier request.</returns>
    public async Task<IdempotentAnswer?> Begin(Guid userId, string key, string route, byte[] requestHash, DateTimeOffset now, CancellationToken ct)
    {
        var taken = await db.Scalar<bool>("""
            with forgotten as (
                delete from idempotency_keys where ctid = any(array(
                    select ctid from idempotency_keys where created_at < @expired and (user_id, key) <> (@userId, @key) limit 100 for update skip locked))
            )
            insert into idempotency_keys as k (user_id, key, route, request_hash, created_at) values (@userId, @key, @route, @hash, @now)
            on conflict (user_id, key) do update set route = excluded.route, request_hash = excluded.request_hash, status = null, response = null, location = null,
                created_at = excluded.created_at
             where k.created_at < @expired or (k.status is null and k.created_at < @abandoned)
            returning true
            """, ct, ("userId", userId), ("key", key), ("route", route), ("hash", requestHash), ("now", now), ("expired", now - Kept), ("abandoned", now - Abandoned));
        return taken ? null : await db.Find("select route, request_hash, status, response, location from idempotency_keys where user_id = @userId and key = @key",
            r => new IdempotentAnswer(r.GetString(0), r.GetFieldValue<byte[]>(1), r.Optional<int>(2), r.OptionalText(3), r.OptionalText(4)), ct, ("userId", userId), ("key", key));
    }

    public Task Finish(Guid userId, string key, int status, string response, string? location, CancellationToken ct) => db.Execute(
        "update idempotency_keys set status = @status, response = @response, location = @location::text where user_id = @userId and key = @key", ct,
        ("userId", userId), ("key", key), ("status", status), ("response", response), ("location", location));

    /// <summary>Frees the key: the request was refused or failed, and may be made again.</summary>
    public Task Release(Guid userId, string key, CancellationToken ct) =>
        db.Execute("delete from idempotency_keys where user_id = @userId and key = @key and status is null", ct, ("userId", userId), ("key", key));
}

/// <param name="Status">Null while the first request is being answered.</param>
public sealed record IdempotentAnswer(string Route, byte[] RequestHash, int? Status, string? Response, string? Location);
