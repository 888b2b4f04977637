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

    /// <returns>How many people could judge each other's posts.</returns>
    public async Task<int> Members(Guid workspaceId, CancellationToken ct) =>
        (int)await db.Scalar<long>("select count(*) from workspace_members where workspace_id = @workspaceId", ct, ("workspaceId", workspaceId));

    /// <returns>False when nobody is there who could approve what somebody else has written.</returns>
    public async Task<bool> Set(Guid workspaceId, bool needsApproval, CancellationToken ct) => await db.Execute("""
        update workspaces set posts_need_approval = @needsApproval
         where id = @workspaceId and (not @needsApproval or (select count(*) from workspace_members where workspace_id = @workspaceId) >= 2)
        """, ct, ("workspaceId", workspaceId), ("needsApproval", needsApproval)) == 1;
}
