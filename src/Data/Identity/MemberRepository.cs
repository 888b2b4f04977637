namespace SocialSelling.Identity;

/// <summary>A colleague in a workspace.</summary>
/// <param name="Role">owner, admin, publisher, agent, analyst or viewer.</param>
public sealed record MemberRow(Guid UserId, string Name, string Role);

/// <summary>Who is in which workspace.</summary>
public sealed class MemberRepository(Sql db)
{
    public async Task<bool> IsMember(Guid userId, Guid workspaceId, CancellationToken ct) => await db.Scalar<bool>(
        "select exists (select from workspace_members where workspace_id = @workspaceId and user_id = @userId)", ct, ("workspaceId", workspaceId), ("userId", userId));

    /// <summary>The living members, by name.</summary>
    public Task<List<MemberRow>> List(Guid workspaceId, CancellationToken ct) => db.Query("""
        select u.id, u.name, m.role from workspace_members m join users u on u.id = m.user_id where m.workspace_id = @workspaceId and u.deleted_at is null order by lower(u.name), u.id
        """, r => new MemberRow(r.GetGuid(0), r.GetString(1), r.GetString(2)), ct, ("workspaceId", workspaceId));

    /// <returns>Those of <paramref name="userIds"/> who are not members of the account's workspace.</returns>
    public Task<List<Guid>> StrangersTo(Guid accountId, IReadOnlyCollection<Guid> userIds, CancellationToken ct) => db.Query("""
        select asked.id from unnest(@ids) as asked (id)
         where not exists (select from workspace_members m join client_accounts a on a.workspace_id = m.workspace_id where a.id = @accountId and m.user_id = asked.id)
        """, r => r.GetGuid(0), ct, ("accountId", accountId), ("ids", userIds.ToArray()));
}
