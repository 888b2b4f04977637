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

    public Task Set(Guid workspaceId, bool needsApproval, CancellationToken ct) =>
        db.Execute("update workspaces set posts_need_approval = @needsApproval where id = @workspaceId", ct, ("workspaceId", workspaceId), ("needsApproval", needsApproval));
}
