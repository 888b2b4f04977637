using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>The API keys of workspaces. Each is the member of one workspace in the role <c>key</c>, as a user that nobody can sign in as; when it is revoked, it is a member no more.</summary>
public sealed class ApiKeyRepository(Sql db)
{
    public const int MostPerWorkspace = 50;

    private const string Select = """
        select k.id, k.workspace_id, u.name, k.prefix, k.scopes, maker.name, k.created_at, k.expires_at, k.last_used_at, k.previous_until, m.restricted,
               array(select a.account_id from member_accounts a where a.workspace_id = k.workspace_id and a.user_id = k.id order by a.account_id)
          from api_keys k join users u on u.id = k.id left join workspace_members m on m.workspace_id = k.workspace_id and m.user_id = k.id left join users maker on maker.id = k.created_by and maker.deleted_at is null where k.revoked_at is null
        """;

    private const string IsMember = "exists (select from workspace_members m where m.workspace_id = k.workspace_id and m.user_id = k.id)";

    /// <summary>Those that were not revoked, the newest first; those past their time too.</summary>
    public Task<List<ApiKeyRow>> List(Guid workspaceId, CancellationToken ct) =>
        db.Query(Select + " and k.workspace_id = @workspaceId order by k.created_at desc, k.id desc", Read, ct, ("workspaceId", workspaceId));

    public Task<ApiKeyRow?> Find(Guid workspaceId, Guid id, CancellationToken ct) => db.Find(Select + " and k.workspace_id = @workspaceId and k.id = @id", Read, ct, ("workspaceId", workspaceId), ("id", id));

    /// <returns>Null when there is none with this text, it was revoked, or everybody was taken out of its workspace, which is being deleted.</returns>
    public Task<ApiKeyRow?> FindByHash(byte[] hash, DateTimeOffset now, CancellationToken ct) =>
        db.Find($"{Select} and (k.secret_hash = @hash or k.previous_hash = @hash and k.previous_until > @now) and {IsMember}", Read, ct, ("hash", hash), ("now", now));

    /// <returns>Those of the texts' hashes that count no more.</returns>
    public Task<List<byte[]>> Lost(IReadOnlyCollection<byte[]> hashes, DateTimeOffset now, CancellationToken ct) => db.Query($"""
        select asked.hash from unnest(@hashes) as asked (hash)
         where not exists (select from api_keys k where (k.secret_hash = asked.hash or k.previous_hash = asked.hash and k.previous_until > @now) and k.revoked_at is null and {IsMember})
        """, r => r.GetFieldValue<byte[]>(0), ct, ("hashes", hashes.ToArray()), ("now", now));

    /// <summary>Stores a key. One that is there already, because the same request comes again, gets the new text: whoever asks once more has not seen the first.</summary>
    public Task<ApiKeyOutcome> Add(NewApiKey key, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // How many there are hangs on those that are being added.
        await connection.Execute("select id from workspaces where id = @workspaceId for no key update", ct, ("workspaceId", key.WorkspaceId));
        if (await connection.Scalar<long>("select count(*) from api_keys where workspace_id = @workspaceId and revoked_at is null and id <> @id", ct, ("workspaceId", key.WorkspaceId), ("id", key.Id)) >= MostPerWorkspace)
            return ApiKeyOutcome.TooMany;
        if (!await Leads(connection, key.WorkspaceId, key.CreatedBy, ct)) return ApiKeyOutcome.NotTheirs;
        if (!await MemberRepository.Has(connection, key.WorkspaceId, key.Accounts, ct)) return ApiKeyOutcome.NoSuchAccount;
        await connection.Execute("""
            insert into users (id, kind, email, password_hash, name, created_at) values (@id, 'key', @id::text || '@key.invalid', '', @name, @now) on conflict (id) do nothing
            """, ct, ("id", key.Id), ("name", key.Name), ("now", now));
        var stored = await connection.Execute("""
            insert into api_keys as k (id, workspace_id, prefix, secret_hash, scopes, created_by, created_at, expires_at) values (@id, @workspaceId, @prefix, @hash, @scopes, @createdBy, @now, @expiresAt::timestamptz)
            on conflict (id) do update set prefix = excluded.prefix, secret_hash = excluded.secret_hash where k.revoked_at is null
            """, ct,
            ("id", key.Id), ("workspaceId", key.WorkspaceId), ("prefix", key.Prefix), ("hash", key.Hash), ("scopes", key.Scopes.ToArray()), ("createdBy", key.CreatedBy), ("now", now), ("expiresAt", key.ExpiresAt));
        if (stored == 0) return ApiKeyOutcome.Revoked;
        await connection.Execute("insert into workspace_members (workspace_id, user_id, role, created_at) values (@workspaceId, @id, 'key', @now) on conflict do nothing", ct,
            ("workspaceId", key.WorkspaceId), ("id", key.Id), ("now", now));
        await MemberRepository.Keep(connection, key.WorkspaceId, key.Id, key.Accounts, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return ApiKeyOutcome.Done;
    }, ct);

    /// <summary>Gives a key another name, and other accounts to see.</summary>
    /// <param name="accounts">The only ones; null for all of the workspace.</param>
    public Task<ApiKeyOutcome> Change(Guid workspaceId, Guid id, string name, IReadOnlyCollection<Guid>? accounts, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (!await MemberRepository.Has(connection, workspaceId, accounts, ct)) return ApiKeyOutcome.NoSuchAccount;
        if (await connection.Execute("update users u set name = @name from api_keys k where k.id = @id and k.workspace_id = @workspaceId and k.revoked_at is null and u.id = k.id", ct,
            ("id", id), ("workspaceId", workspaceId), ("name", name)) == 0) return ApiKeyOutcome.Revoked;
        await MemberRepository.Keep(connection, workspaceId, id, accounts, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return ApiKeyOutcome.Done;
    }, ct);

    /// <summary>Puts a new text in the place of a key's. Of the texts before, only the last counts on, and only until <paramref name="previousUntil"/>.</summary>
    /// <param name="previousUntil">Null: it counts no more.</param>
    /// <param name="by">Who sees the new text, and answers for it from now on.</param>
    public Task<ApiKeyOutcome> Rotate(
        Guid workspaceId, Guid id, string prefix, byte[] hash, DateTimeOffset? previousUntil, Guid by, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (!await Leads(connection, workspaceId, by, ct)) return ApiKeyOutcome.NotTheirs;
        if (await connection.Execute("""
            update api_keys set previous_hash = case when @until::timestamptz is not null then secret_hash end, previous_until = @until::timestamptz,
                   previous_by = case when @until::timestamptz is not null then created_by end, prefix = @prefix, secret_hash = @hash, created_by = @by
             where id = @id and workspace_id = @workspaceId and revoked_at is null
            """, ct, ("id", id), ("workspaceId", workspaceId), ("prefix", prefix), ("hash", hash), ("until", previousUntil), ("by", by)) == 0) return ApiKeyOutcome.Revoked;
        await AuditLog.Add(connection, entry, now, ct);
        return ApiKeyOutcome.Done;
    }, ct);

    /// <summary>Whether somebody leads the workspace. Who is being taken out, or down, waits for this transaction, and then finds the key.</summary>
    private static async Task<bool> Leads(NpgsqlConnection connection, Guid workspaceId, Guid userId, CancellationToken ct) => await connection.Scalar<Guid?>(
        "select user_id from workspace_members where workspace_id = @workspaceId and user_id = @userId and role in ('owner', 'admin') for share", ct, ("workspaceId", workspaceId), ("userId", userId)) is not null;

    /// <returns>False when the workspace has no such key that lives.</returns>
    public Task<bool> Revoke(Guid workspaceId, Guid id, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
        await Revoke(connection, "k.workspace_id = @workspaceId and k.id = @id", [("workspaceId", workspaceId), ("id", id)], by, now, ct) > 0, ct);

    /// <summary>In the transaction of what they end for: the keys that somebody has made, who leads the workspace no more. They have seen the texts.</summary>
    internal static async Task RevokeOf(NpgsqlConnection connection, Guid workspaceId, Guid makerId, AuditSource by, DateTimeOffset now, CancellationToken ct)
    {
        await Revoke(connection, "k.workspace_id = @workspaceId and k.created_by = @makerId", [("workspaceId", workspaceId), ("makerId", makerId)], by, now, ct);
        await ForgetPrevious(connection, "workspace_id = @workspaceId and previous_by = @makerId", [("workspaceId", workspaceId), ("makerId", makerId)], ct);
    }

    /// <summary>The same in every workspace.</summary>
    internal static async Task RevokeOf(NpgsqlConnection connection, Guid makerId, AuditSource by, DateTimeOffset now, CancellationToken ct)
    {
        await Revoke(connection, "k.created_by = @makerId", [("makerId", makerId)], by, now, ct);
        await ForgetPrevious(connection, "previous_by = @makerId", [("makerId", makerId)], ct);
    }

    /// <summary>A text that somebody has seen and that was replaced since: its time is cut short.</summary>
    private static Task<int> ForgetPrevious(NpgsqlConnection connection, string which, (string, object?)[] values, CancellationToken ct) =>
        connection.Execute($"update api_keys set previous_hash = null, previous_until = null, previous_by = null where {which}", ct, values);

    /// <summary>Notes that a key was used, at most once a minute.</summary>
    public Task Touch(Guid id, DateTimeOffset at, CancellationToken ct) => db.Execute("""
        update api_keys set last_used_at = @at where id = @id and (last_used_at is null or last_used_at <= @at - interval '1 minute')
        """, ct, ("id", id), ("at", at));

    private static async Task<int> Revoke(NpgsqlConnection connection, string which, (string, object?)[] values, AuditSource by, DateTimeOffset now, CancellationToken ct)
    {
        var revoked = await connection.Query($"""
            with revoked as (
                update api_keys k set revoked_at = @now, previous_hash = null, previous_until = null, previous_by = null where k.revoked_at is null and {which} returning k.id, k.workspace_id
            ), gone as (
                delete from workspace_members m using revoked r where m.workspace_id = r.workspace_id and m.user_id = r.id
            )
            select r.id, r.workspace_id, u.name from revoked r join users u on u.id = r.id
            """, r => (Id: r.GetGuid(0), WorkspaceId: r.GetGuid(1), Name: r.GetString(2)), ct, [.. values, ("now", now)]);
        foreach (var (id, workspaceId, name) in revoked) await AuditLog.Add(connection, new AuditEntry(AuditAction.KeyRevoked, by).In(workspaceId).To("key", id, name), now, ct);
        return revoked.Count;
    }

    private static ApiKeyRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetFieldValue<string[]>(4), r.OptionalText(5), r.GetFieldValue<DateTimeOffset>(6), r.Optional<DateTimeOffset>(7),
        r.Optional<DateTimeOffset>(8), r.Optional<DateTimeOffset>(9), !r.IsDBNull(10) && r.GetBoolean(10) ? r.GetFieldValue<Guid[]>(11) : null);
}
