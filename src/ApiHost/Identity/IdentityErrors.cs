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

/// <summary>A 403, where the specification has 401: the session is right, and a client that reads 401 as its end would sign the person out.</summary>
internal sealed record WrongPassword : DomainError
{
    public override string Code => "wrong-password";
    public override string Detail => "This is not your password.";
}

/// <summary>The same whether it never was, is over, or was used: who brings it does not need to know.</summary>
internal sealed record TokenInvalid : DomainError
{
    public override string Code => "token-invalid";
    public override string Detail => "This link does not count any more. Ask for a new one.";
}

internal sealed record TooManyMails : DomainError
{
    public override string Code => "too-many-mails";
    public override string Detail => "Enough mails were sent within the hour. Look among the unwanted ones, or try again later.";
}

/// <summary>The password was right; the second factor is asked for.</summary>
/// <param name="Challenge">Brought back with the code.</param>
internal sealed record MfaRequired(string Challenge, DateTimeOffset ExpiresAt) : DomainError
{
    public override string Code => "mfa-required";
    public override string Detail => "Enter the code that your authenticator app shows.";
    /// <summary>Shows no secret.</summary>
    public override string ToString() => Code;
}

internal sealed record WrongCode : DomainError
{
    public override string Code => "wrong-code";
    public override string Detail => "This code is wrong, or was used before. Wait for the next one.";
}

/// <summary>A wrong code from somebody who is signed in: a 400, because the session is right.</summary>
internal sealed record CodeRefused : DomainError
{
    public override string Code => "code-refused";
    public override string Detail => "This is not the code that the app shows now.";
}

internal sealed record ChallengeOver : DomainError
{
    public override string Code => "challenge-over";
    public override string Detail => "This took too long, or too many tries. Sign in again.";
}

internal sealed record MfaAlreadyEnabled : DomainError
{
    public override string Code => "mfa-already-enabled";
    public override string Detail => "The second factor is on already.";
}

internal sealed record MfaNotEnabled : DomainError
{
    public override string Code => "mfa-not-enabled";
    public override string Detail => "The second factor is off.";
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
