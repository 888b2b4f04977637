using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>Workspaces themselves, and whose they are.</summary>
public sealed class WorkspaceRepository(Sql db)
{
    /// <summary>The workspace, if the person is a member of it.</summary>
    public Task<WorkspaceDetailRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find("""
        select w.id, w.name, m.role, w.created_at, (select count(*) from workspace_members c where c.workspace_id = w.id and c.role <> 'key')::int, m.restricted
          from workspaces w join workspace_members m on m.workspace_id = w.id where w.id = @id and m.user_id = @userId
        """, r => new WorkspaceDetailRow(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3), r.GetInt32(4), r.GetBoolean(5)), ct, ("id", id), ("userId", userId));

    /// <summary>Of one person. Whoever works for many clients has many; a thousand would be somebody's script.</summary>
    public const int MostOwned = 50;

    /// <summary>Another workspace for somebody, who is its owner.</summary>
    /// <returns>False when they own as many as anybody may.</returns>
    public Task<bool> Add(Guid id, Guid ownerId, string name, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // Two at once would both find room.
        await connection.Execute("select from users where id = @ownerId for no key update", ct, ("ownerId", ownerId));
        if (await connection.Scalar<long>("select count(*) from workspaces where owner_id = @ownerId", ct, ("ownerId", ownerId)) >= MostOwned) return false;
        var added = await connection.Execute("""
            with workspace as (insert into workspaces (id, name, owner_id) values (@id, @name, @ownerId) on conflict (id) do nothing returning id, owner_id)
            insert into workspace_members (workspace_id, user_id, role, created_at) select id, owner_id, 'owner', @now from workspace
            """, ct, ("id", id), ("ownerId", ownerId), ("name", name), ("now", now));
        // Asked for again under the same id, because the answer was lost, it is there already.
        if (added == 1) await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    public Task Rename(Guid id, string name, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("update workspaces set name = @name where id = @id", entry, now, ct, ("id", id), ("name", name));

    /// <summary>Makes a member the owner, and the owner an admin.</summary>
    /// <returns>Not done when one of them is not that any more, or the heir's tier has no room for what the workspace holds: nothing has changed.</returns>
    public Task<(bool Done, TierExcess? Excess)> HandOver(Guid id, Guid ownerId, Guid heirId, TierOptions tiers, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction<(bool, TierExcess?)>(async connection =>
    {
        await connection.Execute("select from workspaces where id = @id for no key update", ct, ("id", id));
        if (await (await TierRoom.HoldFor(connection, heirId, id, tiers, ct)).TheWorkspace(now, ct) is { } excess) return (false, excess);
        if (await connection.Execute(Hand, ct, ("id", id), ("ownerId", ownerId), ("heirId", heirId)) == 0) return (false, null);
        await AuditLog.Add(connection, entry, now, ct);
        return (true, null);
    }, ct);

    private const string Hand = """
        with heir as (
            select h.user_id from workspace_members h join workspace_members o on o.workspace_id = h.workspace_id
             where h.workspace_id = @id and h.user_id = @heirId and o.user_id = @ownerId and o.role = 'owner' and h.role not in ('owner', 'key') for update
        ), roles as (
            update workspace_members m set role = case m.user_id when @heirId then 'owner' else 'admin' end, restricted = false
              from heir where m.workspace_id = @id and m.user_id in (@ownerId, @heirId)
        ), seen as (
            delete from member_accounts a using heir where a.workspace_id = @id and a.user_id = heir.user_id
        )
        update workspaces w set owner_id = heir.user_id from heir where w.id = @id
        """;
}

/// <param name="Role">The asking person's.</param>
public sealed record WorkspaceDetailRow(Guid Id, string Name, string Role, DateTimeOffset CreatedAt, int Members, bool IsRestricted);
