using System.Globalization;

namespace SocialSelling.Identity;

internal sealed record EmailTaken : DomainError
{
    public override string Code => "email-taken";
    public override string Detail => "Somebody has an account with this e-mail address.";
}

/// <summary>The same for a wrong password and for nobody of that name: the answer must not tell which addresses exist.</summary>
internal sealed record InvalidCredentials : DomainError
{
    public override string Code => "invalid-credentials";
    public override string Detail => "The e-mail address or the password is wrong.";
}

internal sealed record AccountLocked(DateTimeOffset Until) : DomainError
{
    public override string Code => "account-locked";
    public override string Detail => string.Create(CultureInfo.InvariantCulture, $"Too many logins have failed. Try again after {Until:yyyy-MM-dd HH:mm} UTC.");
}

internal sealed record EmailNotVerified : DomainError
{
    public override string Code => "email-not-verified";
    public override string Detail => "Confirm your e-mail address first.";
}

internal sealed record SessionExpired : DomainError
{
    public override string Code => "session-expired";
    public override string Detail => "Sign in again.";
}

internal sealed record SessionNotFound : DomainError
{
    public override string Code => "session-not-found";
    public override string Detail => "There is no such session, or it is over.";
}

internal sealed record CrossSiteRequest : DomainError
{
    public override string Code => "cross-site-request";
    public override string Detail => "This request has to come from the application's own pages.";
}

internal sealed record UserNotFound : DomainError
{
    public override string Code => "user-not-found";
    public override string Detail => "There is no such user.";
}

internal sealed record WorkspaceNotFound : DomainError
{
    public override string Code => "workspace-not-found";
    public override string Detail => "There is no such workspace.";
}
