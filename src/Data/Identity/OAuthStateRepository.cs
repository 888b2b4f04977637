namespace SocialSelling.Identity;

/// <summary>Consents that were begun: each state is known by its SHA-256, and used once.</summary>
public sealed class OAuthStateRepository(Sql db)
{
    /// <summary>Remembers a state, and forgets those that nobody came back with.</summary>
    public Task Add(byte[] stateHash, Guid userId, Guid workspaceId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with forgotten as (delete from oauth_states where expires_at < @now)
        insert into oauth_states (state_hash, user_id, workspace_id, expires_at) values (@hash, @userId, @workspaceId, @expiresAt)
        """, ct, ("hash", stateHash), ("userId", userId), ("workspaceId", workspaceId), ("expiresAt", expiresAt), ("now", now));

    /// <returns>Who began it; null when it is unknown, over, or was used before. It is used up now.</returns>
    public Task<OAuthStateRow?> Take(byte[] stateHash, DateTimeOffset now, CancellationToken ct) => db.Find(
        "delete from oauth_states where state_hash = @hash and expires_at > @now returning user_id, workspace_id",
        r => new OAuthStateRow(r.GetGuid(0), r.GetGuid(1)), ct, ("hash", stateHash), ("now", now));
}

public sealed record OAuthStateRow(Guid UserId, Guid WorkspaceId);
