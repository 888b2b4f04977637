using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>Whose tier is which, and what is used of it.</summary>
public sealed class TierRepository(Sql db)
{
    /// <summary>Of the workspace's owner, over all the workspaces that they own.</summary>
    public async Task<TierUseRow> Use(Guid workspaceId, DateTimeOffset now, CancellationToken ct)
    {
        var ownerId = await db.Scalar<Guid>("select owner_id from workspaces where id = @workspaceId", ct, ("workspaceId", workspaceId));
        return await UseOf(ownerId, now, ct) ?? throw new InvalidOperationException($"There is no workspace {workspaceId}.");
    }

    /// <returns>Null when there is no such person.</returns>
    public Task<TierUseRow?> UseOf(Guid ownerId, DateTimeOffset now, CancellationToken ct) => db.Find($"""
        select o.subscription_tier,
               (select count(*) from client_accounts a join workspaces w on w.id = a.workspace_id where w.owner_id = o.id and {TierRoom.Counts}),
               (select count(distinct lower(email)) from ({TierRoom.SeatRows("w.owner_id = @ownerId")}) seats),
               coalesce((select max(pending) from (
                   select count(*) as pending from workspaces w join client_accounts a on a.workspace_id = w.id join scheduled_posts p on p.client_account_id = a.id
                    where w.owner_id = o.id and p.next_attempt_at is not null and p.status in ('awaiting_approval', 'scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed') group by a.id) of_each), 0)
          from users o where o.id = @ownerId
        """, r => new TierUseRow(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), ct, ("ownerId", ownerId), ("now", now));

    /// <summary>What there is stays, should it be more than the tier allows.</summary>
    /// <returns>The former one; null when nobody living has the address.</returns>
    public Task<string?> Set(string email, string tier, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Query("select id, subscription_tier from users where lower(email) = lower(@email) and deleted_at is null for no key update", r => (Id: r.GetGuid(0), Tier: r.GetString(1)), ct, ("email", email))
            is not [var person]) return null;
        if (person.Tier == tier) return person.Tier;
        await connection.Execute("update users set subscription_tier = @tier where id = @id", ct, ("tier", tier), ("id", person.Id));
        await AuditLog.Add(connection, new AuditEntry(AuditAction.TierChanged, AuditSource.System).To("user", person.Id).Was(("tier", person.Tier)).Is(("tier", tier)), now, ct);
        return person.Tier;
    }, ct);
}

/// <param name="Tier">FREE, STARTER, PROFESSIONAL or ENTERPRISE.</param>
/// <param name="PendingPosts">Posts still to go live, of the account that has most.</param>
public sealed record TierUseRow(string Tier, long Accounts, long Members, long PendingPosts);
