using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>A sign-in and the family of refresh tokens it has had. Tokens are known by their SHA-256 alone.</summary>
public sealed class SessionRepository(Sql db)
{
    /// <summary>Begins a session. Of those that the person has, only the <paramref name="most"/> used last stay, this one included.</summary>
    /// <returns>The sessions that had to go.</returns>
    public Task<List<Guid>> Start(NewSession session, int most, DateTimeOffset now, CancellationToken ct) => db.Query("""
        with session as (
            insert into sessions (id, user_id, session_token, expires_at, created_at, last_used_at, ip, user_agent)
            values (@id, @userId, encode(@hash, 'hex'), @expiresAt, @now, @now, @ip::text, left(@userAgent::text, 500)) returning id, user_id, ip, user_agent
        ), token as (
            insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent) select user_id, id, @hash, @expiresAt, ip, user_agent from session
        )
        update sessions set revoked_at = @now, ended_because = 'evicted'
         where id in (select id from sessions where user_id = @userId and revoked_at is null and expires_at > @now order by coalesce(last_used_at, created_at) desc, id desc offset @most - 1)
        returning id
        """, r => r.GetGuid(0), ct,
        ("id", session.Id), ("userId", session.UserId), ("hash", session.TokenHash), ("expiresAt", session.ExpiresAt), ("ip", session.Ip), ("userAgent", session.UserAgent), ("now", now), ("most", most));

    /// <summary>Forgets sessions that ended before <paramref name="before"/>, with their refresh tokens.</summary>
    /// <returns>How many; as many as <paramref name="limit"/> means that there are more.</returns>
    public Task<int> Prune(DateTimeOffset before, int limit, CancellationToken ct) => db.Execute(
        "delete from sessions where id = any(array(select id from sessions where expires_at < @before or revoked_at < @before limit @limit for update skip locked))", ct, ("before", before), ("limit", limit));

    /// <summary>
    /// Trades a refresh token for its successor. One that was traded before means that two people hold it: the whole family dies.
    /// </summary>
    /// <returns>Null when the token is unknown, or over.</returns>
    public Task<RotatedSession?> Rotate(byte[] tokenHash, byte[] successorHash, Requester by, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct) => db.Find("""
        with presented as (
            select t.id, t.user_id, t.family_id, t.revoked_at is null and t.expires_at > @now and s.revoked_at is null as alive, t.replaced_by is not null and s.revoked_at is null as reused
              from refresh_tokens t join sessions s on s.id = t.family_id where t.token_hash = @hash for update of t, s
        ), successor as (
            insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
            select user_id, family_id, @successor, @expiresAt, @ip::text, left(@userAgent::text, 500) from presented where alive returning id
        ), traded as (
            update refresh_tokens t set revoked_at = @now, replaced_by = successor.id from presented, successor where t.id = presented.id
        ), killed as (
            update sessions s set revoked_at = @now, ended_because = 'reuse' from presented where s.id = presented.family_id and presented.reused
        ), extended as (
            update sessions s set expires_at = @expiresAt, last_used_at = @now, ip = @ip::text, user_agent = left(@userAgent::text, 500) from presented where s.id = presented.family_id and presented.alive
        )
        select family_id, user_id, reused from presented where alive or reused
        """, r => new RotatedSession(r.GetGuid(0), r.GetGuid(1), r.GetBoolean(2)), ct,
        ("hash", tokenHash), ("successor", successorHash), ("now", now), ("expiresAt", expiresAt), ("ip", by.Ip), ("userAgent", by.UserAgent));

    /// <summary>Ends the session that a refresh token belongs to.</summary>
    /// <returns>Its id, in a list; empty when there is none, or it was over.</returns>
    public Task<List<Guid>> End(byte[] tokenHash, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var ended = await connection.Query("""
            update sessions s set revoked_at = @now, ended_because = 'logout' from refresh_tokens t where t.token_hash = @hash and s.id = t.family_id and s.revoked_at is null returning s.id, s.user_id
            """, r => (Session: r.GetGuid(0), User: r.GetGuid(1)), ct, ("hash", tokenHash), ("now", now));
        // Who has the cookie is the person, whether an access token came with it or not.
        foreach (var (session, user) in ended) await AuditLog.Add(connection, new AuditEntry(AuditAction.SignedOut, by with { Kind = "user", Id = user }).To("session", session), now, ct);
        return ended.ConvertAll(e => e.Session);
    }, ct);

    /// <summary>Ends one session of a person.</summary>
    /// <returns>False when the person has no such session that lives.</returns>
    public Task<bool> End(Guid userId, Guid sessionId, string because, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var ended = await connection.Execute("""
            update sessions set revoked_at = @now, ended_because = @because where id = @id and user_id = @userId and revoked_at is null and expires_at > @now
            """, ct, ("id", sessionId), ("userId", userId), ("because", because), ("now", now));
        if (ended == 0) return false;
        await AuditLog.Add(connection, new AuditEntry(because == "logout" ? AuditAction.SignedOut : AuditAction.SessionsRevoked, by).To("session", sessionId), now, ct);
        return true;
    }, ct);

    /// <summary>Ends all sessions of a person, but for one to <paramref name="keep"/>.</summary>
    /// <returns>Those that were ended.</returns>
    public Task<List<Guid>> EndAll(Guid userId, Guid? keep, string because, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var ended = await EndAll(connection, userId, keep, because, now, ct);
        if (ended.Count > 0) await AuditLog.Add(connection, new AuditEntry(AuditAction.SessionsRevoked, by).To("user", userId).Is(("sessions", ended.Count)), now, ct);
        return ended;
    }, ct);

    /// <summary>The same in the transaction of what they end for.</summary>
    internal static Task<List<Guid>> EndAll(NpgsqlConnection connection, Guid userId, Guid? keep, string because, DateTimeOffset now, CancellationToken ct) => connection.Query("""
        update sessions set revoked_at = @now, ended_because = @because where user_id = @userId and revoked_at is null and id is distinct from @keep::uuid returning id
        """, r => r.GetGuid(0), ct, ("userId", userId), ("keep", keep), ("because", because), ("now", now));

    /// <summary>The living sessions of a person, the one used last first.</summary>
    public Task<List<SessionRow>> List(Guid userId, DateTimeOffset now, CancellationToken ct) => db.Query("""
        select id, created_at, coalesce(last_used_at, created_at), expires_at, ip, user_agent
          from sessions where user_id = @userId and revoked_at is null and expires_at > @now order by coalesce(last_used_at, created_at) desc, id desc
        """, r => new SessionRow(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.GetFieldValue<DateTimeOffset>(2), r.GetFieldValue<DateTimeOffset>(3), r.OptionalText(4), r.OptionalText(5)),
        ct, ("userId", userId), ("now", now));

    public async Task<bool> IsAlive(Guid id, CancellationToken ct) =>
        await db.Scalar<bool>("select exists (select from sessions where id = @id and revoked_at is null)", ct, ("id", id));

    /// <returns>The sessions that were ended at <paramref name="since"/> or later.</returns>
    public Task<List<Guid>> EndedSince(DateTimeOffset since, CancellationToken ct) =>
        db.Query("select id from sessions where revoked_at >= @since", r => r.GetGuid(0), ct, ("since", since));

    /// <summary>Notes when sessions were last used, many at once.</summary>
    public Task Touch(IReadOnlyCollection<SessionUse> uses, CancellationToken ct) => db.Execute("""
        update sessions s set last_used_at = greatest(s.last_used_at, used.at), ip = used.ip
          from unnest(@ids, @ats, @ips) as used (id, at, ip) where s.id = used.id and s.revoked_at is null
        """, ct, ("ids", uses.Select(u => u.SessionId).ToArray()), ("ats", uses.Select(u => u.At).ToArray()), ("ips", uses.Select(u => u.Ip).ToArray()));
}

/// <summary>Where a request comes from, as far as it says.</summary>
public sealed record Requester(string? Ip, string? UserAgent, string? RequestId = null)
{
    public AuditSource As(Guid userId) => new("user", userId, Ip, RequestId);

    /// <summary>Somebody who has not proved who they are.</summary>
    public AuditSource Anyone { get; } = new("anyone", null, Ip, RequestId);
}

public sealed record NewSession(Guid Id, Guid UserId, byte[] TokenHash, DateTimeOffset ExpiresAt, string? Ip, string? UserAgent);

/// <param name="Reused">The token had been traded before, and the session is over now.</param>
public sealed record RotatedSession(Guid Id, Guid UserId, bool Reused);

public sealed record SessionRow(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, string? Ip, string? UserAgent);

public readonly record struct SessionUse(Guid SessionId, DateTimeOffset At, string? Ip);
