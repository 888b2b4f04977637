using System.Security.Claims;
using SocialSelling.Inbox;

namespace SocialSelling.Identity;

/// <summary>Who asks, as the access token says. Only for routes that require authorization.</summary>
internal sealed class CurrentUser(IHttpContextAccessor http)
{
    public Guid Id => IdOf(http.HttpContext!.User) ?? throw new InvalidOperationException("The route does not require authorization.");

    /// <summary>The session whose token the request carries.</summary>
    public Guid SessionId => SessionOf(http.HttpContext!.User) ?? throw new InvalidOperationException("The route does not require authorization.");

    public static Guid? SessionOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(AccessTokens.SessionClaim), out var id) ? id : null;

    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue("sub"), out var id) ? id : null;
}

/// <summary>The hub's question whether a person may follow an account.</summary>
internal sealed class AccountAccess(UserRepository users) : IAccountAccess
{
    public async Task<bool> Allows(ClaimsPrincipal user, Guid accountId, CancellationToken ct) =>
        CurrentUser.IdOf(user) is { } userId && await users.MaySee(userId, accountId, ct);

    public Guid? UserOf(ClaimsPrincipal user) => CurrentUser.IdOf(user);
}
