using SocialSelling.Privacy;

namespace SocialSelling.Identity;

/// <summary>A person who signs in. Settable, because ASP.NET Core Identity's <c>UserManager</c> changes it in place before it is stored.</summary>
public sealed class UserRow
{
    public Guid Id { get; init; }
    public string Email { get; set; } = "";
    public string PasswordHash { get; set; } = "";
    public string Name { get; set; } = "";
    /// <summary>en, pt or es.</summary>
    public string Language { get; set; } = "en";
    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";
    /// <summary>FREE, STARTER, PROFESSIONAL or ENTERPRISE.</summary>
    public string Tier { get; init; } = "FREE";
    /// <summary>user or operator.</summary>
    public string Role { get; init; } = "user";
    public bool EmailVerified { get; set; }
    /// <summary>Whether a login needs a second factor.</summary>
    public bool MfaEnabled { get; init; }
    public string SecurityStamp { get; set; } = "";
    public int FailedLogins { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Of somebody new; null of whom the database knows.</summary>
    public SignUp? SignUp { get; init; }
}

/// <summary>A workspace as a member sees it.</summary>
/// <param name="Role">owner, admin, publisher, agent, analyst or viewer.</param>
public sealed record WorkspaceRow(Guid Id, string Name, string Role, bool IsRestricted);
