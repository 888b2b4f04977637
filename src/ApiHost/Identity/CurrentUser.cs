using System.Security.Claims;
using SocialSelling.Audit;
using SocialSelling.Inbox;

namespace SocialSelling.Identity;

/// <summary>Who asks, as the access token or the API key says. Only for routes that require authorization.</summary>
internal sealed class CurrentUser(IHttpContextAccessor http)
{
    public Guid Id => IdOf(http.HttpContext!.User) ?? throw new InvalidOperationException("The route does not require authorization.");

    /// <summary>The session whose token the request carries. API keys have none: only for routes that take a person.</summary>
    public Guid SessionId => SessionOf(http.HttpContext!.User) ?? throw new InvalidOperationException("The route does not require authorization.");

    /// <summary>Whether the caller has in this workspace what the route needs. For handlers that come upon things which the request does not name.</summary>
    public bool MayIn(Guid workspaceId) => http.HttpContext!.Items[typeof(PermissionCheck)] is not HashSet<Guid> granting || granting.Contains(workspaceId);

    /// <summary>What an API key may do, by name; null for people.</summary>
    public IReadOnlyList<string>? Scopes => http.HttpContext!.User.FindFirstValue(Permissions.ScopesClaim)?.Split(' ');

    /// <summary>The person as the audit log names them, with this request.</summary>
    public AuditSource Source => http.HttpContext!.Requester().As(Id);

    /// <summary>An entry of the audit log: the person has done this.</summary>
    public AuditEntry Did(string action) => new(action, Source);

    /// <summary>Whether an API key asks.</summary>
    public static bool IsKey(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == Permissions.ScopesClaim);

    public static Guid? SessionOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(AccessTokens.SessionClaim), out var id) ? id : null;

    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue("sub"), out var id) ? id : null;
}

/// <summary>The hub's question whether a person may follow an account.</summary>
internal sealed class AccountAccess(UserRepository users) : IAccountAccess
{
    /// <summary>Every role may look; what comes over the channel is messages.</summary>
    private static readonly Needs Followers = new([Permission.MessagesRead], []);

    public async Task<bool> Allows(ClaimsPrincipal user, Guid accountId, CancellationToken ct) =>
        CurrentUser.IdOf(user) is { } userId && Followers.InScopeOf(user, HttpMethods.Get) && await users.MaySee(userId, accountId, ct);

    public Guid? UserOf(ClaimsPrincipal user) => CurrentUser.IsKey(user) ? null : CurrentUser.IdOf(user);
}
