using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Hooks;

/// <summary>The outgoing webhooks of workspaces.</summary>
public sealed class HookRepository(Sql db)
{
    /// <summary>Why deliveries of a hook that was switched off are not sent any more.</summary>
    public const string SwitchedOff = "switched-off";

    private const string Select = """
        select h.id, h.workspace_id, h.url, h.description, h.kinds, h.all_accounts, array(select a.account_id from hook_accounts a where a.hook_id = h.id order by a.account_id), h.enabled, h.off_reason, h.off_at,
               h.failing_since, h.delivered_at, (select s.until from hook_secrets s where s.hook_id = h.id and s.until is not null), h.created_at
          from hooks h
        """;

    /// <summary>The oldest first.</summary>
    public Task<List<HookRow>> List(Guid workspaceId, CancellationToken ct) =>
        db.Query(Select + " where h.workspace_id = @workspaceId order by h.created_at, h.id", Read, ct, ("workspaceId", workspaceId));

    public Task<HookRow?> Find(Guid workspaceId, Guid id, CancellationToken ct) =>
        db.Find(Select + " where h.workspace_id = @workspaceId and h.id = @id", Read, ct, ("workspaceId", workspaceId), ("id", id));

    /// <summary>
    /// Stores a hook, which is told of what happens from now on. One that is there already, because the same request comes again, gets the new secret: whoever asks once more has not seen the first.
    /// </summary>
    /// <returns>False when the workspace has <paramref name="most"/> others.</returns>
    public Task<bool> Add(HookRow hook, SealedSecret secret, int most, AuditEntry entry, CancellationToken ct) => db.Transaction(async connection =>
    {
        await Lock(connection, hook.WorkspaceId, ct);
        if (await connection.Scalar<long>("select count(*) from hooks where workspace_id = @workspaceId and id <> @id", ct, ("workspaceId", hook.WorkspaceId), ("id", hook.Id)) >= most) return false;
        await connection.Execute("""
            insert into hooks (id, workspace_id, url, description, kinds, all_accounts, since, created_at) values (@id, @workspaceId, @url, @description, @kinds, @all, @now, @now) on conflict (id) do nothing
            """, ct,
            ("id", hook.Id), ("workspaceId", hook.WorkspaceId), ("url", hook.Url), ("description", hook.Description), ("kinds", hook.Kinds.ToArray()), ("all", hook.AccountIds is null),
            ("now", hook.CreatedAt));
        await Replace(connection, hook.Id, secret, previousUntil: null, ct);
        await Choose(connection, hook.Id, hook.AccountIds, ct);
        await Begin(connection, hook.WorkspaceId, hook.Id, ct);
        await AuditLog.Add(connection, entry, hook.CreatedAt, ct);
        return true;
    }, ct);

    /// <summary>Stores what a person may change. Switched on, it is told of what happens from now on; switched off, what waits for it has failed.</summary>
    public Task Change(HookRow hook, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        await Lock(connection, hook.WorkspaceId, ct);
        var was = await connection.Scalar<bool>("select enabled from hooks where id = @id for update", ct, ("id", hook.Id));
        if (await connection.Execute("update hooks set url = @url, description = @description, kinds = @kinds, all_accounts = @all where id = @id", ct,
            ("id", hook.Id), ("url", hook.Url), ("description", hook.Description), ("kinds", hook.Kinds.ToArray()), ("all", hook.AccountIds is null)) == 0) return false;
        await Choose(connection, hook.Id, hook.AccountIds, ct);
        if (hook.Enabled && !was)
        {
            await connection.Execute("""
                update hooks set enabled = true, since = @now, off_reason = null, off_at = null, failing_since = null, failures_in_row = 0, rest_until = null where id = @id
                """, ct, ("id", hook.Id), ("now", now));
            await Begin(connection, hook.WorkspaceId, hook.Id, ct);
        }
        if (!hook.Enabled && was) await SwitchOff(connection, hook.Id, "by-hand", now, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    public Task Delete(Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("delete from hooks where id = @id", ct, ("id", id)) == 0) return false;
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    /// <summary>Signs with another secret from now on, and with the one before as well until <paramref name="previousUntil"/>.</summary>
    public Task Rotate(Guid id, SealedSecret secret, DateTimeOffset previousUntil, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        await connection.Execute("select id from hooks where id = @id for update", ct, ("id", id));
        await Replace(connection, id, secret, previousUntil, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    /// <returns>How many of the accounts are none of the workspace's.</returns>
    public async Task<long> CountForeign(Guid workspaceId, IReadOnlyCollection<Guid> accountIds, CancellationToken ct) => await db.Scalar<long>("""
        select count(*) from unnest(@ids) as asked (id) where not exists (select from client_accounts a where a.id = asked.id and a.workspace_id = @workspaceId and a.deleted_at is null)
        """, ct, ("workspaceId", workspaceId), ("ids", accountIds.ToArray()));

    /// <summary>In the transaction that is open on <paramref name="connection"/>.</summary>
    internal static Task SwitchOff(NpgsqlConnection connection, Guid id, string reason, DateTimeOffset now, CancellationToken ct) => connection.Execute("""
        with off as (
            update hooks set enabled = false, off_reason = @reason, off_at = @now, rest_until = null where id = @id and enabled
        )
        update hook_deliveries set state = 'failed', ended_at = @now, reason = coalesce(reason, @switchedOff) where hook_id = @id and state = 'waiting' and sequence is not null
        """, ct, ("id", id), ("reason", reason), ("now", now), ("switchedOff", SwitchedOff));

    /// <summary>Hooks of a workspace are changed one after the other: how many there are, and from where its accounts are followed, hangs on the others.</summary>
    private static Task<int> Lock(NpgsqlConnection connection, Guid workspaceId, CancellationToken ct) =>
        connection.Execute("select id from workspaces where id = @id for no key update", ct, ("id", workspaceId));

    /// <param name="previousUntil">Null where the secret before does not hold any more.</param>
    private static async Task Replace(NpgsqlConnection connection, Guid id, SealedSecret secret, DateTimeOffset? previousUntil, CancellationToken ct)
    {
        await connection.Execute("delete from hook_secrets where hook_id = @id and (until is not null or @until::timestamptz is null)", ct, ("id", id), ("until", previousUntil));
        await connection.Execute("update hook_secrets set until = @until where hook_id = @id", ct, ("id", id), ("until", previousUntil));
        await connection.Execute("insert into hook_secrets (id, hook_id, secret, key_id) values (@secretId, @id, @secret, @keyId)", ct,
            ("secretId", secret.Id), ("id", id), ("secret", secret.Encrypted), ("keyId", secret.KeyId));
    }

    private static Task<int> Choose(NpgsqlConnection connection, Guid id, IReadOnlyList<Guid>? accountIds, CancellationToken ct) => connection.Execute("""
        with gone as (
            delete from hook_accounts where hook_id = @id and account_id <> all(@ids)
        )
        insert into hook_accounts (hook_id, account_id) select @id, unnest(@ids) on conflict do nothing
        """, ct, ("id", id), ("ids", (accountIds ?? []).ToArray()));

    /// <summary>Nobody has followed the workspace's accounts while none of its hooks was on: they are followed from where they are now.</summary>
    private static Task<int> Begin(NpgsqlConnection connection, Guid workspaceId, Guid id, CancellationToken ct) => connection.Execute("""
        insert into hook_cursors as c (account_id, sequence)
        select a.id, coalesce((select max(e.sequence) from account_events e where e.account_id = a.id), 0) from client_accounts a where a.workspace_id = @workspaceId order by a.id
        on conflict (account_id) do update set sequence = greatest(c.sequence, excluded.sequence)
         where not exists (select from hooks h where h.workspace_id = @workspaceId and h.enabled and h.id <> @id)
        """, ct, ("workspaceId", workspaceId), ("id", id));

    private static HookRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetFieldValue<string[]>(4), r.GetBoolean(5) ? null : r.GetFieldValue<Guid[]>(6), r.GetBoolean(7), r.OptionalText(8),
        r.Optional<DateTimeOffset>(9), r.Optional<DateTimeOffset>(10), r.Optional<DateTimeOffset>(11), r.Optional<DateTimeOffset>(12), r.GetFieldValue<DateTimeOffset>(13));
}
