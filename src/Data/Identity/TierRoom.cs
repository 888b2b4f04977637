using Npgsql;

namespace SocialSelling.Identity;

/// <summary>
/// What there is room for under somebody's tier. Asked in the transaction of the cause: whoever asks holds the row of the person, and with it every place of theirs, until the transaction
/// ends. Two at once never take the last one, on whatever host and in whichever of the person's workspaces.
/// </summary>
internal sealed class TierRoom
{
    private readonly NpgsqlConnection connection;
    private readonly Guid ownerId, workspaceId;
    private readonly string tier;
    private readonly TierLimits limits;

    private TierRoom(NpgsqlConnection connection, Guid ownerId, Guid workspaceId, string tier, TierLimits limits) =>
        (this.connection, this.ownerId, this.workspaceId, this.tier, this.limits) = (connection, ownerId, workspaceId, tier, limits);

    /// <summary>Of the workspace's owner. The workspace is held first, because it may be given away in this moment.</summary>
    public static async Task<TierRoom> Hold(NpgsqlConnection connection, Guid workspaceId, TierOptions tiers, CancellationToken ct)
    {
        var ownerId = await connection.Scalar<Guid>("select owner_id from workspaces where id = @id for no key update", ct, ("id", workspaceId));
        return await HoldFor(connection, ownerId, workspaceId, tiers, ct);
    }

    /// <summary>Of somebody who is to own the workspace, which the caller holds.</summary>
    public static async Task<TierRoom> HoldFor(NpgsqlConnection connection, Guid ownerId, Guid workspaceId, TierOptions tiers, CancellationToken ct)
    {
        var tier = await connection.Scalar<string>("select subscription_tier from users where id = @id for no key update", ct, ("id", ownerId)) ?? TierOptions.Free;
        return new(connection, ownerId, workspaceId, tier, tiers.Of(tier));
    }

    /// <param name="accountId">Counts as one more, connected or not.</param>
    public async Task<TierExcess?> OneMoreAccount(Guid accountId, CancellationToken ct)
    {
        if (limits.Accounts is not { } limit) return null;
        var used = await connection.Scalar<long>(
            $"select count(*) from client_accounts a join workspaces w on w.id = a.workspace_id where w.owner_id = @ownerId and a.id <> @accountId and {Counts}", ct, ("ownerId", ownerId), ("accountId", accountId));
        return used < limit ? null : new("accounts", tier, limit, used, 1);
    }

    /// <param name="email">Of whom is to be asked to come, or asked again.</param>
    public async Task<TierExcess?> OneMoreMember(string email, DateTimeOffset now, CancellationToken ct)
    {
        if (limits.Members is not { } limit) return null;
        var used = (await Seats(now, ct)).Count(seat => !string.Equals(seat.Email, email, StringComparison.OrdinalIgnoreCase));
        return used < limit ? null : new("members", tier, limit, used, 1);
    }

    /// <summary>All that the workspace brings along.</summary>
    public async Task<TierExcess?> TheWorkspace(DateTimeOffset now, CancellationToken ct)
    {
        var accounts = await connection.Query(
            $"select w.owner_id = @ownerId, count(*) from client_accounts a join workspaces w on w.id = a.workspace_id where (w.owner_id = @ownerId or w.id = @workspaceId) and {Counts} group by 1",
            r => (IsOwn: r.GetBoolean(0), Count: r.GetInt64(1)), ct, ("ownerId", ownerId), ("workspaceId", workspaceId));
        var seats = await Seats(now, ct);
        return Excess("accounts", limits.Accounts, accounts.Where(a => a.IsOwn).Sum(a => a.Count), accounts.Where(a => !a.IsOwn).Sum(a => a.Count))
            ?? Excess("members", limits.Members, seats.Count(s => s.IsOwn), seats.Count(s => !s.IsOwn));
    }

    private TierExcess? Excess(string what, int? limit, long used, long wanted) => limit is { } most && wanted > 0 && used + wanted > most ? new(what, tier, most, used, wanted) : null;

    /// <summary>The people in the owner's workspaces and in this one, each once, and those who were asked to come. Own: in one that the owner has already.</summary>
    private Task<List<(string Email, bool IsOwn)>> Seats(DateTimeOffset now, CancellationToken ct) => connection.Query($"""
        select lower(email), bool_or(own) from ({SeatRows("w.owner_id = @ownerId or w.id = @workspaceId")}) seats group by 1
        """, r => (r.GetString(0), r.GetBoolean(1)), ct, ("ownerId", ownerId), ("workspaceId", workspaceId), ("now", now));

    /// <summary>Of an account <c>a</c>.</summary>
    internal const string Counts = "a.status <> 'disconnected' and a.deleted_at is null";

    /// <summary>Who has a seat in the workspaces <c>w</c> of which <paramref name="which"/> is true.</summary>
    internal static string SeatRows(string which) => $"""
        select u.email, w.owner_id = @ownerId as own from workspaces w join workspace_members m on m.workspace_id = w.id join users u on u.id = m.user_id where ({which}) and u.deleted_at is null and m.role <> 'key'
         union all
        select i.email, w.owner_id = @ownerId from workspaces w join invitations i on i.workspace_id = w.id where ({which}) and i.expires_at > @now
        """;
}
