namespace SocialSelling.Identity;

/// <summary>A colleague in a workspace.</summary>
/// <param name="Role">owner, admin, publisher, agent, analyst or viewer.</param>
public sealed record MemberRow(Guid UserId, string Name, string Role);

/// <summary>Who is in which workspace.</summary>
public sealed class MemberRepository(Sql db)
{
    public async Task<bool> IsMember(Guid userId, Guid workspaceId, CancellationToken ct) => await db.Scalar<bool>(
        "select exists (select from workspace_members where workspace_id = @workspaceId and user_id = @userId)", ct, ("workspaceId", workspaceId), ("userId", userId));

    /// <summary>A person's roles, the oldest membership first.</summary>
    public Task<List<MembershipRow>> Memberships(Guid userId, CancellationToken ct) => db.Query(
        "select workspace_id, role from workspace_members where user_id = @userId order by created_at, workspace_id", r => new MembershipRow(r.GetGuid(0), r.GetString(1)), ct, ("userId", userId));

    /// <returns>Those of the pairs of a person and an account where the person may not see the account any more.</returns>
    public Task<List<(Guid UserId, Guid AccountId)>> Lost(IReadOnlyCollection<(Guid UserId, Guid AccountId)> followed, CancellationToken ct) => db.Query("""
        select asked.user_id, asked.account_id from unnest(@users, @accounts) as asked (user_id, account_id)
         where not exists (select from account_access a where a.user_id = asked.user_id and a.account_id = asked.account_id)
        """, r => (r.GetGuid(0), r.GetGuid(1)), ct, ("users", followed.Select(f => f.UserId).ToArray()), ("accounts", followed.Select(f => f.AccountId).ToArray()));

    /// <summary>The living members, by name.</summary>
    public Task<List<MemberRow>> List(Guid workspaceId, CancellationToken ct) => db.Query("""
        select u.id, u.name, m.role from workspace_members m join users u on u.id = m.user_id where m.workspace_id = @workspaceId and u.deleted_at is null order by lower(u.name), u.id
        """, r => new MemberRow(r.GetGuid(0), r.GetString(1), r.GetString(2)), ct, ("workspaceId", workspaceId));

    /// <returns>Those of <paramref name="userIds"/> who may not see the account.</returns>
    public Task<List<Guid>> StrangersTo(Guid accountId, IReadOnlyCollection<Guid> userIds, CancellationToken ct) => db.Query("""
        select asked.id from unnest(@ids) as asked (id)
         where not exists (select from account_access where account_id = @accountId and user_id = asked.id)
        """, r => r.GetGuid(0), ct, ("accountId", accountId), ("ids", userIds.ToArray()));
}

/// <summary>A person's place in one workspace.</summary>
public sealed record MembershipRow(Guid WorkspaceId, string Role);
