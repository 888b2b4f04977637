using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Privacy;

/// <param name="Others">How many other people are in it.</param>
/// <param name="AccountIds">All that it has, those included that are going.</param>
public sealed record LeftWorkspace(Guid Id, string Name, bool IsOwner, long Others, IReadOnlyList<Guid> AccountIds);

/// <summary>Takes a person out of what they share with others, and away with what is theirs alone.</summary>
public sealed class ErasedUserRows(Sql db)
{
    /// <summary>What stands for a person who is gone.</summary>
    private static readonly Guid Gone = Guid.Empty;

    /// <summary>The workspaces that the person is in or owns, by name.</summary>
    public Task<List<LeftWorkspace>> Workspaces(Guid userId, CancellationToken ct) => db.Query("""
        select w.id, w.name, w.owner_id = @userId, (select count(*) from workspace_members m where m.workspace_id = w.id and m.user_id <> @userId and m.role <> 'key'),
               array(select a.id from client_accounts a where a.workspace_id = w.id)
          from workspaces w where w.owner_id = @userId or exists (select from workspace_members m where m.workspace_id = w.id and m.user_id = @userId) order by w.name, w.id
        """, r => new LeftWorkspace(r.GetGuid(0), r.GetString(1), r.GetBoolean(2), r.GetInt64(3), r.GetFieldValue<Guid[]>(4)), ct, ("userId", userId));

    /// <summary>Gives a workspace to whoever comes next: an owner or admin before others, and of these the longest there.</summary>
    public Task<int> HandOver(Guid workspaceId, Guid userId, CancellationToken ct) => db.Execute("""
        with heir as (
            select user_id from workspace_members where workspace_id = @workspaceId and user_id <> @userId and role <> 'key'
             order by case role when 'owner' then 0 when 'admin' then 1 else 2 end, created_at, user_id limit 1
        ), member as (
            update workspace_members m set role = 'owner' from heir where m.workspace_id = @workspaceId and m.user_id = heir.user_id
        )
        update workspaces w set owner_id = heir.user_id from heir where w.id = @workspaceId and w.owner_id = @userId
        """, ct, ("workspaceId", workspaceId), ("userId", userId));

    /// <summary>Takes everybody out of a workspace, and takes its invitations back. Whoever would be in none then gets one of their own.</summary>
    /// <remarks>An invitation that is being accepted in this moment is left alone: it goes with the workspace.</remarks>
    public static Task<int> Empty(NpgsqlConnection connection, Guid workspaceId, CancellationToken ct) => connection.Execute("""
        with invited as (
            delete from invitations where id in (select id from invitations where workspace_id = @id for update skip locked)
        ), gone as (
            delete from workspace_members where workspace_id = @id returning user_id
        ), workspace as (
            insert into workspaces (id, name, owner_id) select gen_random_uuid(), u.name, u.id from gone join users u on u.id = gone.user_id
             where u.deleted_at is null and u.kind = 'person' and not exists (select from workspace_members m where m.user_id = u.id and m.workspace_id <> @id) returning id, owner_id
        )
        insert into workspace_members (workspace_id, user_id, role) select id, owner_id, 'owner' from workspace
        """, ct, ("id", workspaceId));

    public Task<int> Empty(Guid workspaceId, CancellationToken ct) => db.Transaction(connection => Empty(connection, workspaceId, ct), ct);

    public Task<List<Guid>> Accounts(Guid workspaceId, CancellationToken ct) => db.Query("select id from client_accounts where workspace_id = @workspaceId", r => r.GetGuid(0), ct, ("workspaceId", workspaceId));

    /// <summary>A workspace in which nobody is left, and whose accounts are gone. Its files go with their rows.</summary>
    public Task<int> Workspace(Guid workspaceId, CancellationToken ct) => db.Transaction(async connection =>
    {
        (string, object?)[] id = [("id", workspaceId)];
        if (await connection.Scalar<bool>("select exists (select from client_accounts where workspace_id = @id)", ct, id)) return 0;
        // Of its API keys the users would stay, with the names that somebody gave them.
        foreach (var key in await connection.Query("delete from users u using api_keys k where k.workspace_id = @id and u.id = k.id returning u.id", r => r.GetGuid(0), ct, id))
            await AuditLog.Forget(connection, key, ct);
        return await connection.Execute("delete from workspaces where id = @id", ct, id);
    }, ct);

    /// <summary>Takes the person's id out of some rows of an account that stays.</summary>
    /// <returns>How many rows; none when none has it.</returns>
    public async Task<int> SomeOfAccount(Guid userId, Guid accountId, int limit, CancellationToken ct)
    {
        (string, object?)[] values = [("userId", userId), ("account", accountId), ("limit", limit), ("gone", Gone.ToString())];
        foreach (var table in (string[])["messages", "comments"])
            if (await db.Execute($"""
                update {table} set sent_by_user_id = null where client_account_id = @account
                   and ctid = any(array(select ctid from {table} where client_account_id = @account and sent_by_user_id = @userId limit @limit))
                """, ct, values) is > 0 and var changed) return changed;
        return await db.Execute("""
            update account_events set payload = replace(payload::text, @userId::text, @gone)::jsonb where account_id = @account
               and ctid = any(array(select ctid from account_events where account_id = @account and position(@userId::text in payload::text) > 0 limit @limit))
            """, ct, values);
    }

    /// <summary>The person, with all that refers to them: sessions, logins, tokens, preferences, notifications, memberships. What they made for others stays, without their name.</summary>
    public Task<int> Person(Guid userId, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        (string, object?)[] id = [("userId", userId)];
        // Whoever connected an account does not take it along.
        await connection.Execute("update client_accounts a set user_id = w.owner_id from workspaces w where a.user_id = @userId and w.id = a.workspace_id and w.owner_id <> @userId", ct, id);
        await connection.Execute("update notes set mentions = array_remove(mentions, @userId) where mentions @> array[@userId]", ct, id);
        var addresses = PersonAddresses.Of("@userId");
        // A link to an address that was never confirmed is the person's mail as well; what else went to that address is not.
        await connection.Execute($"delete from mail_outbox where lower(recipient) in {addresses} or starts_with(idempotency_key, 'change-email:' || replace(@userId::text, '-', '') || ':')", ct, id);
        await connection.Execute($"delete from invitations where lower(email) in {addresses}", ct, id);
        await connection.Execute($"delete from mail_suppressions where address in {addresses}", ct, id);
        await ApiKeyRepository.RevokeOf(connection, userId, AuditSource.System, now, ct);
        await AuditLog.Forget(connection, userId, ct);
        return await connection.Execute("delete from users where id = @userId and not exists (select from workspaces where owner_id = @userId)", ct, id);
    }, ct);
}
