using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace SocialSelling.Inbox;

/// <summary>
/// The live channel of browsers at <c>/hubs/inbox</c>. It stands here because silos name it to reach its groups, and API hosts serve it: over
/// the Redis backplane both must mean the same type. It carries hints; the truth is <c>GET /api/accounts/{id}/events</c>.
/// </summary>
[Authorize]
public sealed class InboxHub(IAccountAccess access, TimeProvider clock) : Hub
{
    /// <summary>What browsers are called with, and an <see cref="AccountEventView"/>.</summary>
    public const string AccountEvent = "accountEvent";

    /// <summary>What browsers are called with, and a <see cref="PresenceView"/>.</summary>
    public const string Presence = "presence";

    /// <summary>What browsers of one person are called with, and a <see cref="Notifications.NotificationView"/> as it is now: new, come again, or read.</summary>
    public const string Notification = "notification";

    /// <summary>What browsers of one person are called with, and a time: whatever had come by then was read in another window.</summary>
    public const string NotificationsRead = "notificationsRead";

    /// <summary>The same news again within this time is dropped.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private static readonly object AccountsKey = new(), PlaceKey = new();

    /// <summary>What concerns a person comes without asking for it.</summary>
    public override async Task OnConnectedAsync()
    {
        Context.Items[AccountsKey] = new ConcurrentDictionary<Guid, byte>();
        if (Context.User is { } user && access.UserOf(user) is { } userId) await Groups.AddToGroupAsync(Context.ConnectionId, UserGroup(userId), Context.ConnectionAborted);
        await base.OnConnectedAsync();
    }

    /// <exception cref="HubException">The account is none of the caller's workspaces.</exception>
    public async Task Subscribe(Guid accountId)
    {
        if (Context.User is not { } user || !await access.Allows(user, accountId, Context.ConnectionAborted)) throw new HubException("account-not-found");
        await Groups.AddToGroupAsync(Context.ConnectionId, Group(accountId), Context.ConnectionAborted);
        Accounts.TryAdd(accountId, default);
    }

    public Task Unsubscribe(Guid accountId)
    {
        Accounts.TryRemove(accountId, out _);
        return Groups.RemoveFromGroupAsync(Context.ConnectionId, Group(accountId), Context.ConnectionAborted);
    }

    /// <summary>Tells colleagues that the caller looks at a conversation, or is typing in it. Nothing is kept: repeat it every 10 s, and at once when a colleague comes.</summary>
    /// <exception cref="HubException">The caller has not subscribed to the account.</exception>
    public async Task Look(Guid accountId, Guid conversationId, bool typing)
    {
        if (!Accounts.ContainsKey(accountId) || Context.User is not { } user || access.UserOf(user) is not { } userId) throw new HubException("account-not-found");
        var (before, place) = (Here, new Place(accountId, conversationId, userId, typing, clock.GetUtcNow()));
        if (before is not null && before with { At = place.At } == place && place.At - before.At < Pace) return;
        if (before is not null && before.ConversationId != conversationId) await Tell(before, PresenceView.Left);
        Here = place;
        await Tell(place, typing ? PresenceView.Typing : PresenceView.Looking);
    }

    /// <summary>The caller no longer looks at any conversation.</summary>
    public async Task Leave()
    {
        if (Here is not { } place) return;
        Here = null;
        await Tell(place, PresenceView.Left);
    }

    public override Task OnDisconnectedAsync(Exception? exception) => Leave();

    public static string Group(Guid accountId) => "account:" + accountId;

    public static string UserGroup(Guid userId) => "user:" + userId;

    private Task Tell(Place place, string state) =>
        Clients.OthersInGroup(Group(place.AccountId)).SendAsync(Presence, new PresenceView(place.AccountId, place.ConversationId, place.UserId, state), CancellationToken.None);

    /// <summary>The accounts that a connection follows.</summary>
    public static IEnumerable<Guid> Followed(HubCallerContext connection) => connection.Items.TryGetValue(AccountsKey, out var followed) ? ((ConcurrentDictionary<Guid, byte>)followed!).Keys : [];

    /// <summary>The person at a connection may not see the account any more.</summary>
    public static Task Unfollow(IHubContext<InboxHub> hub, HubCallerContext connection, Guid accountId, CancellationToken ct)
    {
        if (connection.Items.TryGetValue(AccountsKey, out var followed)) ((ConcurrentDictionary<Guid, byte>)followed!).TryRemove(accountId, out _);
        return hub.Groups.RemoveFromGroupAsync(connection.ConnectionId, Group(accountId), ct);
    }

    // What the hub knows of a connection lives as long as the connection. Its calls come one after the other, but what a person may see is looked after beside them.
    private ConcurrentDictionary<Guid, byte> Accounts => (ConcurrentDictionary<Guid, byte>)Context.Items[AccountsKey]!;

    private Place? Here
    {
        get => Context.Items.TryGetValue(PlaceKey, out var place) ? place as Place : null;
        set => Context.Items[PlaceKey] = value;
    }

    private sealed record Place(Guid AccountId, Guid ConversationId, Guid UserId, bool IsTyping, DateTimeOffset At);
}

/// <summary>A colleague is at a conversation. To be believed for 25 s, or until the next news of the same colleague.</summary>
/// <param name="State">looking, typing or left.</param>
public sealed record PresenceView(Guid AccountId, Guid ConversationId, Guid UserId, string State)
{
    public const string Looking = "looking", Typing = "typing", Left = "left";
}

/// <summary>Who a person is and whether they may see an account. Implemented where identity is known, in the API host.</summary>
public interface IAccountAccess
{
    Task<bool> Allows(System.Security.Claims.ClaimsPrincipal user, Guid accountId, CancellationToken ct);

    /// <returns>Null for a principal without one of our tokens, and for an API key: it follows accounts, and nobody sees it look.</returns>
    Guid? UserOf(System.Security.Claims.ClaimsPrincipal user);
}
