using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>The API keys of workspaces. Each is the member of one workspace in the role <c>key</c>, as a user that nobody can sign in as; when it is revoked, it is a member no more.</summary>
public sealed class ApiKeyRepository(Sql db)
{
    public const int MostPerWorkspace = 50;

    private const string Select = """
        select k.id, k.workspace_id, u.name, k.prefix, k.scopes, maker.name, k.created_at, k.expires_at, k.last_used_at
          from api_keys k join users u on u.id = k.id left join users maker on maker.id = k.created_by and maker.deleted_at is null where k.revoked_at is null
        """;

    private const string IsMember = "exists (select from workspace_members m where m.workspace_id = k.workspace_id and m.user_id = k.id)";

    /// <summary>Those that were not revoked, the newest first; those past their time too.</summary>
    public Task<List<ApiKeyRow>> List(Guid workspaceId, CancellationToken ct) =>
        db.Query(Select + " and k.workspace_id = @workspaceId order by k.created_at desc, k.id desc", Read, ct, ("workspaceId", workspaceId));

    public Task<ApiKeyRow?> Find(Guid workspaceId, Guid id, CancellationToken ct) => db.Find(Select + " and k.workspace_id = @workspaceId and k.id = @id", Read, ct, ("workspaceId", workspaceId), ("id", id));

    /// <returns>Null when there is none with this text, it was revoked, or everybody was taken out of its workspace, which is being deleted.</returns>
    public Task<ApiKeyRow?> FindByHash(byte[] hash, CancellationToken ct) => db.Find(Select + $" and k.secret_hash = @hash and {IsMember}", Read, ct, ("hash", hash));

    /// <returns>Those of the keys that count no more.</returns>
    public Task<List<Guid>> Revoked(IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query($"""
        select asked.id from unnest(@ids) as asked (id) where not exists (select from api_keys k where k.id = asked.id and k.revoked_at is null and {IsMember})
        """, r => r.GetGuid(0), ct, ("ids", ids.ToArray()));

    /// <summary>Stores a key. One that is there already, because the same request comes again, gets the new text: whoever asks once more has not seen the first.</summary>
    public Task<ApiKeyOutcome> Add(NewApiKey key, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // How many there are hangs on those that are being added.
        await connection.Execute("select id from workspaces where id = @workspaceId for no key update", ct, ("workspaceId", key.WorkspaceId));
        if (await connection.Scalar<long>("select count(*) from api_keys where workspace_id = @workspaceId and revoked_at is null and id <> @id", ct, ("workspaceId", key.WorkspaceId), ("id", key.Id)) >= MostPerWorkspace)
            return ApiKeyOutcome.TooMany;
        // Who is being taken out, or down, waits for this, and then finds the key.
        if (await connection.Scalar<Guid?>("select user_id from workspace_members where workspace_id = @workspaceId and user_id = @createdBy and role in ('owner', 'admin') for share", ct,
            ("workspaceId", key.WorkspaceId), ("createdBy", key.CreatedBy)) is null) return ApiKeyOutcome.NotTheirs;
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
        await AuditLog.Add(connection, entry, now, ct);
        return ApiKeyOutcome.Added;
    }, ct);

    /// <returns>False when the workspace has no such key that lives.</returns>
    public Task<bool> Revoke(Guid workspaceId, Guid id, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
        await Revoke(connection, "k.workspace_id = @workspaceId and k.id = @id", [("workspaceId", workspaceId), ("id", id)], by, now, ct) > 0, ct);

    /// <summary>In the transaction of what they end for: the keys that somebody has made, who leads the workspace no more. They have seen the texts.</summary>
    internal static Task RevokeOf(NpgsqlConnection connection, Guid workspaceId, Guid makerId, AuditSource by, DateTimeOffset now, CancellationToken ct) =>
        Revoke(connection, "k.workspace_id = @workspaceId and k.created_by = @makerId", [("workspaceId", workspaceId), ("makerId", makerId)], by, now, ct);

    /// <summary>The same in every workspace.</summary>
    internal static Task RevokeOf(NpgsqlConnection connection, Guid makerId, AuditSource by, DateTimeOffset now, CancellationToken ct) => Revoke(connection, "k.created_by = @makerId", [("makerId", makerId)], by, now, ct);

    /// <summary>Notes that a key was used, at most once a minute.</summary>
    public Task Touch(Guid id, DateTimeOffset at, CancellationToken ct) => db.Execute("""
        update api_keys set last_used_at = @at where id = @id and (last_used_at is null or last_used_at <= @at - interval '1 minute')
        """, ct, ("id", id), ("at", at));

    private static async Task<int> Revoke(NpgsqlConnection connection, string which, (string, object?)[] values, AuditSource by, DateTimeOffset now, CancellationToken ct)
    {
        var revoked = await connection.Query($"""
            with revoked as (
                update api_keys k set revoked_at = @now where k.revoked_at is null and {which} returning k.id, k.workspace_id
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
        r.Optional<DateTimeOffset>(8));
}
