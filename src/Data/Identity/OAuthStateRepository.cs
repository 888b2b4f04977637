namespace SocialSelling.Identity;

/// <summary>Consents that were begun: each state is known by its SHA-256, belongs to the session that began it, and is used once.</summary>
public sealed class OAuthStateRepository(Sql db)
{
    /// <summary>How long a state is known after it is over.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Remembers a state, and forgets those of yesterday.</summary>
    public Task Add(byte[] stateHash, OAuthStateRow state, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with forgotten as (delete from oauth_states where expires_at < @forget)
        insert into oauth_states (state_hash, user_id, workspace_id, session_id, account_id, way, expires_at) values (@hash, @userId, @workspaceId, @sessionId, @accountId::uuid, @way, @expiresAt)
        """, ct,
        ("hash", stateHash), ("userId", state.UserId), ("workspaceId", state.WorkspaceId), ("sessionId", state.SessionId), ("accountId", state.AccountId), ("way", state.Way), ("expiresAt", expiresAt),
        ("forget", now - Remembered));

    /// <summary>Uses a state up. However many bring it at once, one gets it.</summary>
    /// <returns>Null when it does not count: <see cref="Find"/> says why.</returns>
    public Task<OAuthStateRow?> Take(byte[] stateHash, DateTimeOffset now, CancellationToken ct) => db.Find("""
        update oauth_states o set used_at = @now, expires_at = @now from sessions s
         where o.state_hash = @hash and o.used_at is null and o.expires_at > @now and s.id = o.session_id and s.revoked_at is null and s.expires_at > @now
           and exists (select from workspace_members m where m.workspace_id = o.workspace_id and m.user_id = o.user_id)
        returning o.user_id, o.workspace_id, o.session_id, o.account_id, o.way
        """, r => new OAuthStateRow(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.Optional<Guid>(3), r.GetString(4)), ct, ("hash", stateHash), ("now", now));

    /// <returns>Null when there was no such state, or it was long ago.</returns>
    public Task<OAuthStateFate?> Find(byte[] stateHash, DateTimeOffset now, CancellationToken ct) => db.Find("""
        select o.used_at is not null, o.expires_at <= @now, coalesce(s.revoked_at is not null or s.expires_at <= @now, true),
               exists (select from workspace_members m where m.workspace_id = o.workspace_id and m.user_id = o.user_id)
          from oauth_states o left join sessions s on s.id = o.session_id where o.state_hash = @hash
        """, r => new OAuthStateFate(r.GetBoolean(0), r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3)), ct, ("hash", stateHash), ("now", now));
}

/// <param name="AccountId">The account to connect again; null when any will do.</param>
/// <param name="Way">instagram or facebook: whose page the person was sent to.</param>
public sealed record OAuthStateRow(Guid UserId, Guid WorkspaceId, Guid SessionId, Guid? AccountId, string Way);

/// <summary>What has become of a state.</summary>
/// <param name="SessionOver">Whoever began it has signed out since, or was signed out.</param>
/// <param name="IsMember">They still belong to the workspace that was to get the account.</param>
public sealed record OAuthStateFate(bool Used, bool Expired, bool SessionOver, bool IsMember);
