using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>A colleague in a workspace.</summary>
/// <param name="Role">owner, admin, publisher, agent, analyst or viewer.</param>
/// <param name="Accounts">The only accounts they see; null for all of the workspace.</param>
public sealed record MemberRow(Guid UserId, string Name, string Role, string Email, DateTimeOffset JoinedAt, IReadOnlyList<Guid>? Accounts);

/// <summary>Who is in which workspace. API keys are members too, in the role <c>key</c>: wherever people are meant, they are left out.</summary>
public sealed class MemberRepository(Sql db)
{
    public async Task<bool> IsMember(Guid userId, Guid workspaceId, CancellationToken ct) => await db.Scalar<bool>(
        "select exists (select from workspace_members where workspace_id = @workspaceId and user_id = @userId)", ct, ("workspaceId", workspaceId), ("userId", userId));

    /// <summary>A person's roles, the oldest membership first.</summary>
    public Task<List<MembershipRow>> Memberships(Guid userId, CancellationToken ct) => db.Query(
        "select workspace_id, role, restricted from workspace_members where user_id = @userId order by created_at, workspace_id", r => new MembershipRow(r.GetGuid(0), r.GetString(1), r.GetBoolean(2)), ct, ("userId", userId));

    /// <returns>Those of the pairs of a person and an account where the person may not see the account any more.</returns>
    public Task<List<(Guid UserId, Guid AccountId)>> Lost(IReadOnlyCollection<(Guid UserId, Guid AccountId)> followed, CancellationToken ct) => db.Query("""
        select asked.user_id, asked.account_id from unnest(@users, @accounts) as asked (user_id, account_id)
         where not exists (select from account_access a where a.user_id = asked.user_id and a.account_id = asked.account_id)
        """, r => (r.GetGuid(0), r.GetGuid(1)), ct, ("users", followed.Select(f => f.UserId).ToArray()), ("accounts", followed.Select(f => f.AccountId).ToArray()));

    /// <summary>The living members, by name.</summary>
    public Task<List<MemberRow>> List(Guid workspaceId, CancellationToken ct) => db.Query($"{Select} and m.workspace_id = @workspaceId order by lower(u.name), u.id", Read, ct, ("workspaceId", workspaceId));

    public Task<MemberRow?> Find(Guid workspaceId, Guid userId, CancellationToken ct) =>
        db.Find($"{Select} and m.workspace_id = @workspaceId and m.user_id = @userId", Read, ct, ("workspaceId", workspaceId), ("userId", userId));

    /// <summary>Gives a member another role, and other accounts to see.</summary>
    /// <param name="accounts">The only ones; null for all of the workspace.</param>
    /// <returns>False when there is no such member or it is the owner, or one of the accounts is not the workspace's: nothing has changed.</returns>
    public Task<bool> Change(Guid workspaceId, Guid userId, string role, IReadOnlyCollection<Guid>? accounts, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (!await Has(connection, workspaceId, accounts, ct)) return false;
        if (await connection.Execute("update workspace_members set role = @role where workspace_id = @workspaceId and user_id = @userId and role <> 'owner'", ct,
            ("role", role), ("workspaceId", workspaceId), ("userId", userId)) == 0) return false;
        await Keep(connection, workspaceId, userId, accounts, ct);
        await AuditLog.Add(connection, entry, now, ct);
        if (role is not ("owner" or "admin")) await ApiKeyRepository.RevokeOf(connection, workspaceId, userId, entry.By, now, ct);
        return true;
    }, ct);

    /// <summary>Whether all of these are accounts of the workspace; null names none.</summary>
    internal static async Task<bool> Has(NpgsqlConnection connection, Guid workspaceId, IReadOnlyCollection<Guid>? accounts, CancellationToken ct) => accounts is null || accounts.Distinct().ToArray() is var asked
        && await connection.Scalar<long>("select count(*) from client_accounts where workspace_id = @workspaceId and id = any(@asked) and deleted_at is null", ct, ("workspaceId", workspaceId), ("asked", asked)) == asked.Length;

    /// <summary>Keeps a member, a person or an API key, to some accounts; null for all of the workspace.</summary>
    internal static async Task Keep(NpgsqlConnection connection, Guid workspaceId, Guid userId, IReadOnlyCollection<Guid>? accounts, CancellationToken ct)
    {
        await connection.Execute("update workspace_members set restricted = @restricted where workspace_id = @workspaceId and user_id = @userId", ct,
            ("restricted", accounts is not null), ("workspaceId", workspaceId), ("userId", userId));
        await connection.Execute("delete from member_accounts where workspace_id = @workspaceId and user_id = @userId", ct, ("workspaceId", workspaceId), ("userId", userId));
        await connection.Execute("insert into member_accounts (workspace_id, user_id, account_id) select @workspaceId, @userId, unnest(@asked)", ct,
            ("workspaceId", workspaceId), ("userId", userId), ("asked", accounts?.Distinct().ToArray() ?? []));
    }

    /// <summary>Takes a person out of a workspace. Whoever would be in none then gets one of their own, as everybody has from the start.</summary>
    /// <param name="ownWorkspaceId">Of the workspace that may have to be made.</param>
    /// <returns>False when there is no such member, or it is the owner.</returns>
    public Task<bool> Remove(Guid workspaceId, Guid userId, Guid ownWorkspaceId, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // Taken out of two at once, each would find the other left.
        await connection.Execute("select from users where id = @userId for update", ct, ("userId", userId));
        if (await connection.Execute("delete from workspace_members where workspace_id = @workspaceId and user_id = @userId and role <> 'owner'", ct, ("workspaceId", workspaceId), ("userId", userId)) == 0)
            return false;
        await connection.Execute("""
            with workspace as (
                insert into workspaces (id, name, owner_id) select @id, name, id from users
                 where id = @userId and deleted_at is null and not exists (select from workspace_members where user_id = @userId) returning id, owner_id
            )
            insert into workspace_members (workspace_id, user_id, role) select id, owner_id, 'owner' from workspace
            """, ct, ("id", ownWorkspaceId), ("userId", userId));
        await AuditLog.Add(connection, entry, now, ct);
        await ApiKeyRepository.RevokeOf(connection, workspaceId, userId, entry.By, now, ct);
        return true;
    }, ct);

    private const string Select = """
        select u.id, u.name, m.role, u.email, m.created_at, m.restricted,
               array(select account_id from member_accounts a where a.workspace_id = m.workspace_id and a.user_id = m.user_id order by account_id)
          from workspace_members m join users u on u.id = m.user_id where u.deleted_at is null and m.role <> 'key'
        """;

    private static MemberRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetBoolean(5) ? r.GetFieldValue<Guid[]>(6) : null);

    /// <returns>Those of <paramref name="userIds"/> who are no person that may see the account.</returns>
    public Task<List<Guid>> StrangersTo(Guid accountId, IReadOnlyCollection<Guid> userIds, CancellationToken ct) => db.Query("""
        select asked.id from unnest(@ids) as asked (id)
         where not exists (select from account_access where account_id = @accountId and user_id = asked.id and role <> 'key')
        """, r => r.GetGuid(0), ct, ("accountId", accountId), ("ids", userIds.ToArray()));
}

/// <summary>A person's place in one workspace.</summary>
/// <param name="IsRestricted">To some of its accounts.</param>
public sealed record MembershipRow(Guid WorkspaceId, string Role, bool IsRestricted);
