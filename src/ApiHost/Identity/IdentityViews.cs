namespace SocialSelling.Identity;

/// <param name="ExpiresIn">Seconds that the access token lives.</param>
internal sealed record AuthView(UserView User, string AccessToken, int ExpiresIn);

/// <param name="Tier">FREE, STARTER, PROFESSIONAL or ENTERPRISE.</param>
/// <param name="Role">user or operator.</param>
internal sealed record UserView(Guid Id, string Email, string Name, string Language, string Timezone, string Tier, string Role, bool EmailVerified, DateTimeOffset CreatedAt);

/// <param name="Role">What the caller is in it: owner, admin, publisher, agent, analyst or viewer; key of an API key.</param>
/// <param name="Permissions">What the caller may do in it: content:write and the like.</param>
internal sealed record WorkspaceView(Guid Id, string Name, string Role, IReadOnlyList<string> Permissions);

/// <param name="Browser">What it says it is, such as Firefox; empty when it is none we know.</param>
/// <param name="System">Such as Android; empty when it is none we know.</param>
/// <param name="Device">desktop, mobile, tablet or other.</param>
/// <param name="LastUsedAt">To the minute or so.</param>
/// <param name="Current">Whether the request itself belongs to it.</param>
internal sealed record SessionView(Guid Id, string Browser, string System, string Device, string? Ip, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current);

/// <param name="Outcome">signed-up, signed-in, wrong-password, wrong-code, locked (that try locked it) or token-reused (a stolen refresh token: its session was ended).</param>
internal sealed record LoginView(Guid Id, DateTimeOffset OccurredAt, string Outcome, string Browser, string System, string Device, string? Ip);

/// <param name="Ended">How many there were.</param>
internal sealed record EndedSessionsView(int Ended);

internal static class Roles
{
    public const string User = "user";
    public const string Operator = "operator";
}

internal static class IdentityViews
{
    public static UserView ToView(this UserRow user) =>
        new(user.Id, user.Email, user.Name, user.Language, user.TimeZone, user.Tier, user.Role, user.EmailVerified, user.CreatedAt);

    public static SessionView ToView(this SessionRow session, Guid current)
    {
        var device = Device.Of(session.UserAgent);
        return new(session.Id, device.Browser, device.System, device.Kind, session.Ip, session.CreatedAt, session.LastUsedAt, session.ExpiresAt, session.Id == current);
    }

    public static LoginView ToView(this LoginRow login)
    {
        var device = Device.Of(login.UserAgent);
        return new(login.Id, login.OccurredAt, login.Outcome, device.Browser, device.System, device.Kind, login.Ip);
    }
}
