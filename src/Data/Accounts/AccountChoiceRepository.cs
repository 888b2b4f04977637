namespace SocialSelling.Accounts;

/// <summary>Accounts that a person has allowed and has still to choose from: for some minutes, in the session that began it, and once.</summary>
public sealed class AccountChoiceRepository(Sql db)
{
    private const string Open = """
        c.id = @id and c.user_id = @userId and c.session_id = @sessionId and c.expires_at > @now
           and exists (select from workspace_members m where m.workspace_id = c.workspace_id and m.user_id = c.user_id)
        """;

    public Task Add(AccountChoiceRow choice, CancellationToken ct) => db.Execute("""
        insert into account_choices (id, user_id, workspace_id, session_id, accounts, key_id, expires_at) values (@id, @userId, @workspaceId, @sessionId, @accounts, @keyId, @expiresAt)
        """, ct,
        ("id", choice.Id), ("userId", choice.UserId), ("workspaceId", choice.WorkspaceId), ("sessionId", choice.SessionId), ("accounts", choice.Accounts), ("keyId", choice.KeyId),
        ("expiresAt", choice.ExpiresAt));

    /// <returns>Null when there is none, it was made or is over, or it is another session's.</returns>
    public Task<AccountChoiceRow?> Find(Guid id, Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken ct) => db.Find(
        $"select c.id, c.user_id, c.workspace_id, c.session_id, c.accounts, c.key_id, c.expires_at from account_choices c where {Open}",
        r => new AccountChoiceRow(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetGuid(3), r.GetFieldValue<byte[]>(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6)), ct,
        ("id", id), ("userId", userId), ("sessionId", sessionId), ("now", now));

    /// <summary>Ends a choice. However many make it at once, one does.</summary>
    public async Task<bool> Take(Guid id, Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken ct) =>
        await db.Execute($"delete from account_choices c where {Open}", ct, ("id", id), ("userId", userId), ("sessionId", sessionId), ("now", now)) == 1;

    /// <summary>Forgets those that nobody came back to: they hold tokens.</summary>
    public Task Prune(DateTimeOffset now, CancellationToken ct) => db.Execute("delete from account_choices where expires_at <= @now", ct, ("now", now));
}

/// <param name="Accounts">Sealed: they come with their tokens.</param>
public sealed record AccountChoiceRow(Guid Id, Guid UserId, Guid WorkspaceId, Guid SessionId, byte[] Accounts, string KeyId, DateTimeOffset ExpiresAt);
