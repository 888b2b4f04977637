using SocialSelling.Audit;

namespace SocialSelling.Publishing;

/// <summary>What a workspace wants of its posts.</summary>
/// <param name="OwnerTier">What its owner pays for: it bounds how many posts may be planned.</param>
public sealed record PostPolicyRow(bool NeedsApproval, string OwnerTier);

/// <summary>How workspaces publish.</summary>
public sealed class PostPolicyRepository(Sql db)
{
    public async Task<PostPolicyRow> Get(Guid workspaceId, CancellationToken ct) => await db.Find("""
        select w.posts_need_approval, u.subscription_tier from workspaces w join users u on u.id = w.owner_id where w.id = @workspaceId
        """, r => new PostPolicyRow(r.GetBoolean(0), r.GetString(1)), ct, ("workspaceId", workspaceId)) ?? throw new InvalidOperationException($"There is no workspace {workspaceId}.");

    /// <summary>Somebody whose user was deleted judges nothing, and may still stand among the members; so may API keys.</summary>
    private const string Count = "select count(*) from workspace_members m join users u on u.id = m.user_id where m.workspace_id = @workspaceId and u.deleted_at is null and m.role <> 'key'";

    /// <returns>How many people could judge each other's posts.</returns>
    public async Task<int> Members(Guid workspaceId, CancellationToken ct) =>
        (int)await db.Scalar<long>(Count, ct, ("workspaceId", workspaceId));

    /// <summary>Whether one of the authors is an API key that the person has made: what it writes, they could have written.</summary>
    public async Task<bool> HaveKeyOf(Guid userId, IEnumerable<Guid> authors, CancellationToken ct) =>
        await db.Scalar<bool>("select exists (select from api_keys where id = any(@authors) and created_by = @userId)", ct, ("authors", authors.ToArray()), ("userId", userId));

    /// <returns>False when nobody is there who could approve what somebody else has written.</returns>
    public Task<bool> Set(Guid workspaceId, bool needsApproval, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var was = await connection.Scalar<bool>("select posts_need_approval from workspaces where id = @workspaceId for update", ct, ("workspaceId", workspaceId));
        var set = await connection.Execute($"""
            update workspaces set posts_need_approval = @needsApproval where id = @workspaceId and (not @needsApproval or ({Count}) >= 2)
            """, ct, ("workspaceId", workspaceId), ("needsApproval", needsApproval));
        if (set == 0) return false;
        var entry = new AuditEntry(AuditAction.PostPolicyChanged, by) { WorkspaceId = workspaceId };
        if (was != needsApproval) await AuditLog.Add(connection, entry.Was(("postsNeedApproval", was)).Is(("postsNeedApproval", needsApproval)), now, ct);
        return true;
    }, ct);
}
