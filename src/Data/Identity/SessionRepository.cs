namespace SocialSelling.Identity;

/// <summary>A sign-in and the family of refresh tokens it has had. Tokens are known by their SHA-256 alone.</summary>
public sealed class SessionRepository(Sql db)
{
    public Task Start(NewSession session, CancellationToken ct) => db.Execute("""
        with session as (
            insert into sessions (id, user_id, session_token, expires_at) values (@id, @userId, encode(@hash, 'hex'), @expiresAt) returning id, user_id
        )
        insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
        select user_id, id, @hash, @expiresAt, @ip::text, left(@userAgent::text, 500) from session
        """, ct,
        ("id", session.Id), ("userId", session.UserId), ("hash", session.TokenHash), ("expiresAt", session.ExpiresAt), ("ip", session.Ip), ("userAgent", session.UserAgent));

    /// <summary>
    /// Trades a refresh token for its successor. One that was traded before means that two people hold it: the whole family dies.
    /// </summary>
    /// <returns>The session and its user; null when the token is unknown, over, or was used before.</returns>
    public Task<RotatedSession?> Rotate(byte[] tokenHash, byte[] successorHash, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct) => db.Find("""
        with presented as (
            select t.id, t.user_id, t.family_id, t.revoked_at is null and t.expires_at > @now and s.revoked_at is null as alive, t.replaced_by is not null as traded, t.ip, t.user_agent
              from refresh_tokens t join sessions s on s.id = t.family_id where t.token_hash = @hash for update of t, s
        ), successor as (
            insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
            select user_id, family_id, @successor, @expiresAt, ip, user_agent from presented where alive returning id
        ), traded as (
            update refresh_tokens t set revoked_at = @now, replaced_by = successor.id from presented, successor where t.id = presented.id
        ), killed as (
            update sessions s set revoked_at = @now from presented where s.id = presented.family_id and presented.traded and s.revoked_at is null
        ), extended as (
            update sessions s set expires_at = @expiresAt from presented where s.id = presented.family_id and presented.alive
        )
        select family_id, user_id from presented where alive
        """, r => new RotatedSession(r.GetGuid(0), r.GetGuid(1)), ct, ("hash", tokenHash), ("successor", successorHash), ("now", now), ("expiresAt", expiresAt));

    /// <summary>Ends the session that a refresh token belongs to; nothing happens when there is none.</summary>
    public Task End(byte[] tokenHash, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update sessions s set revoked_at = @now from refresh_tokens t where t.token_hash = @hash and s.id = t.family_id and s.revoked_at is null
        """, ct, ("hash", tokenHash), ("now", now));
}

public sealed record NewSession(Guid Id, Guid UserId, byte[] TokenHash, DateTimeOffset ExpiresAt, string? Ip, string? UserAgent);

public sealed record RotatedSession(Guid Id, Guid UserId);
