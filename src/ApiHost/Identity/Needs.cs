using System.Security.Claims;

namespace SocialSelling.Identity;

/// <summary>Of a route: which permission whoever asks must have, in the workspace of the thing asked for. Enforced by <see cref="PermissionCheck"/>.</summary>
/// <param name="Reads">One of these for GET.</param>
/// <param name="Writes">One of these for everything else.</param>
/// <param name="IsNarrowed">The handler itself leaves out what <see cref="CurrentUser.MayIn"/> refuses: the request names things where only the handler finds them.</param>
internal sealed record Needs(IReadOnlyList<Permission> Reads, IReadOnlyList<Permission> Writes, bool IsNarrowed = false)
{
    public IReadOnlyList<Permission> For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Reads : Writes;

    public bool GrantedBy(string role, string method, bool restricted = false) => For(method).Any(p => Permissions.Grants(role, p, restricted));

    /// <summary>A principal that carries scopes may do no more than they say.</summary>
    public bool InScopeOf(ClaimsPrincipal user, string method) =>
        user.FindFirstValue(Permissions.ScopesClaim) is not { } scopes || scopes.Split(' ') is var named && For(method).Any(p => named.Contains(Permissions.NameOf(p)));
}

/// <summary>Of a route: it is about the person who asks, and no workspace's permission is needed.</summary>
internal sealed record OwnAffairs;

/// <summary>Of a route: whatever else it needs, a person has to ask, and no API key will do. Enforced by <see cref="PermissionCheck"/>.</summary>
internal sealed record PeopleOnly;

internal static class NeedsRouting
{
    /// <summary>The same permission whatever the method.</summary>
    public static T Needs<T>(this T routes, Permission permission) where T : IEndpointConventionBuilder => routes.Needs(permission, permission);

    public static T Needs<T>(this T routes, Permission reads, params Permission[] writes) where T : IEndpointConventionBuilder => routes.Needs(new Needs([reads], writes));

    public static T Needs<T>(this T routes, Needs needs) where T : IEndpointConventionBuilder => routes.RequireAuthorization().WithMetadata(needs);

    /// <param name="ofKeysToo">It is about the API key where one asks. Otherwise keys have no such affairs.</param>
    public static T OwnAffairs<T>(this T routes, bool ofKeysToo = false) where T : IEndpointConventionBuilder =>
        (ofKeysToo ? routes : routes.PeopleOnly()).RequireAuthorization().WithMetadata(new OwnAffairs());

    public static T PeopleOnly<T>(this T routes) where T : IEndpointConventionBuilder => routes.WithMetadata(new PeopleOnly());
}
