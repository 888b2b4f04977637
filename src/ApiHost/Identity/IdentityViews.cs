namespace SocialSelling.Identity;

/// <param name="ExpiresIn">Seconds that the access token lives.</param>
internal sealed record AuthView(UserView User, string AccessToken, int ExpiresIn);

/// <param name="Tier">FREE, STARTER, PROFESSIONAL or ENTERPRISE.</param>
/// <param name="Role">user or operator.</param>
internal sealed record UserView(Guid Id, string Email, string Name, string Language, string Timezone, string Tier, string Role, bool EmailVerified, DateTimeOffset CreatedAt);

/// <param name="Role">What the caller is in it: owner, admin, publisher, agent, analyst or viewer.</param>
internal sealed record WorkspaceView(Guid Id, string Name, string Role);

internal static class Roles
{
    public const string User = "user";
    public const string Operator = "operator";
}

internal static class IdentityViews
{
    public static UserView ToView(this UserRow user) =>
        new(user.Id, user.Email, user.Name, user.Language, user.TimeZone, user.Tier, user.Role, user.EmailVerified, user.CreatedAt);
}
