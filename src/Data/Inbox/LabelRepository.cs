using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>A word with a colour. Those of contacts are called tags.</summary>
/// <param name="Scope">conversation or contact.</param>
/// <param name="Color">#rrggbb, lower case.</param>
public sealed record LabelRow(Guid Id, Guid WorkspaceId, string Scope, string Name, string Color);

/// <summary>The labels of workspaces.</summary>
public sealed class LabelRepository(Sql db)
{
    /// <summary>More than that nobody finds anything by.</summary>
    public const int MaxPerScope = 100;

    private const string Columns = "l.id, l.workspace_id, l.scope, l.name, l.color";

    public Task<List<LabelRow>> List(Guid workspaceId, CancellationToken ct) =>
        db.Query($"select {Columns} from labels l where l.workspace_id = @workspaceId order by l.scope, lower(l.name)", Read, ct, ("workspaceId", workspaceId));

    /// <summary>The label, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<LabelRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find(
        $"select {Columns} from labels l join workspace_members w on w.workspace_id = l.workspace_id where l.id = @id and w.user_id = @userId", Read, ct, ("id", id), ("userId", userId));

    /// <returns>Those of <paramref name="ids"/> that the workspace does not have for this scope.</returns>
    public Task<List<Guid>> Unknown(Guid workspaceId, string scope, IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query("""
        select asked.id from unnest(@ids) as asked (id) where not exists (select from labels l where l.id = asked.id and l.workspace_id = @workspaceId and l.scope = @scope)
        """, r => r.GetGuid(0), ct, ("ids", ids.ToArray()), ("workspaceId", workspaceId), ("scope", scope));

    /// <summary>Adding the same id again is the same label.</summary>
    /// <returns>False when the name is taken, or the workspace has <see cref="MaxPerScope"/> of them.</returns>
    public Task<bool> Add(LabelRow label, DateTimeOffset at, CancellationToken ct) => NameFree(async () => await db.Execute("""
        insert into labels (id, workspace_id, scope, name, color, created_at)
        select @id, @workspaceId, @scope, @name, @color, @at where (select count(*) from labels where workspace_id = @workspaceId and scope = @scope) < @max
        on conflict (id) do update set name = excluded.name
        """, ct, ("id", label.Id), ("workspaceId", label.WorkspaceId), ("scope", label.Scope), ("name", label.Name), ("color", label.Color), ("at", at), ("max", MaxPerScope)) == 1);

    /// <returns>False when the name is taken.</returns>
    public Task<bool> Change(LabelRow label, CancellationToken ct) => NameFree(async () =>
    {
        await db.Execute("update labels set name = @name, color = @color where id = @id", ct, ("id", label.Id), ("name", label.Name), ("color", label.Color));
        return true;
    });

    public Task Delete(Guid id, CancellationToken ct) => db.Execute("delete from labels where id = @id", ct, ("id", id));

    private static async Task<bool> NameFree(Func<Task<bool>> write)
    {
        try
        {
            return await write();
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_labels_name" })
        {
            return false;
        }
    }

    private static LabelRow Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4));
}
