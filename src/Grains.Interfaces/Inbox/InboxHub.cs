using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace SocialSelling.Inbox;

/// <summary>
/// The live channel of browsers at <c>/hubs/inbox</c>. It stands here because silos name it to reach its groups, and API hosts serve it: over
/// the Redis backplane both must mean the same type. It carries hints; the truth is <c>GET /api/accounts/{id}/events</c>.
/// </summary>
[Authorize]
public sealed class InboxHub(IAccountAccess access) : Hub
{
    /// <summary>What browsers are called with, and an <see cref="AccountEventView"/>.</summary>
    public const string AccountEvent = "accountEvent";

    /// <exception cref="HubException">The account is none of the caller's workspaces.</exception>
    public async Task Subscribe(Guid accountId)
    {
        if (Context.User is not { } user || !await access.Allows(user, accountId, Context.ConnectionAborted)) throw new HubException("account-not-found");
        await Groups.AddToGroupAsync(Context.ConnectionId, Group(accountId), Context.ConnectionAborted);
    }

    public Task Unsubscribe(Guid accountId) => Groups.RemoveFromGroupAsync(Context.ConnectionId, Group(accountId), Context.ConnectionAborted);

    public static string Group(Guid accountId) => "account:" + accountId;
}

/// <summary>Whether a person may see an account. Implemented where identity is known, in the API host.</summary>
public interface IAccountAccess
{
    Task<bool> Allows(System.Security.Claims.ClaimsPrincipal user, Guid accountId, CancellationToken ct);
}
