using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Mail;
using SocialSelling.Privacy;

namespace SocialSelling.Identity;

internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/auth").AllowAnonymous().WithTags("auth").RequireRateLimiting(IdentityServices.LoginLimit);
        group.MapPost("/register", Register).WithSummary("Sign up: a user with a workspace").ProducesProblem(409);
        group.MapPost("/login", Login).WithSummary("Sign in").ProducesProblem(401).ProducesProblem(403);

        var cookie = api.MapGroup("/auth").AllowAnonymous().WithTags("auth").AddEndpointFilter<SameOrigin>();
        cookie.MapPost("/refresh", Refresh).WithSummary("Trade the refresh cookie for a new access token").ProducesProblem(401);
        cookie.MapPost("/logout", Logout).WithSummary("End the session");
    }

    private static async Task<Results<Created<AuthView>, ProblemHttpResult, ValidationProblem>> Register(
        Registration body, UserManager<UserRow> users, Sessions sessions, MailedTokenRepository tokens, AccountMails mails, PasswordGate gate, IOptions<LoginOptions> options, IOptions<PolicyOptions> policies,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (!TimeZones.IsKnown(body.Timezone)) return Problems.Invalid("timezone", TimeZones.Unknown);
        if (!MailOutbox.IsAddress(body.Email.Trim())) return Problems.Invalid("email", "This is no address that mail can go to.");
        if (PersonName.IsTooShort(body.Name)) return Problems.Invalid("name", PersonName.TooShort);
        var (now, language) = (clock.GetUtcNow(), MailOutbox.LanguageOf(body.Language ?? "en"));
        var id = Guid.CreateVersion7(now);
        var signUp = SignUpConsent.Read(policies.Value, body.TermsVersion, body.PrivacyVersion, language, http.Requester().As(id), out var missing);
        if (missing.Count > 0) return Problems.Invalid(missing);
        var user = new UserRow
        {
            Id = id,
            Email = body.Email.Trim(),
            Name = body.Name.Trim(),
            Language = language,
            TimeZone = body.Timezone ?? "UTC",
            Tier = options.Value.DefaultTier,
            CreatedAt = now,
            SignUp = signUp,
        };
        var created = await gate.Run(() => users.CreateAsync(user, body.Password), ct);
        if (created.Errors.Any(e => e.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))) return Problems.From(new EmailTaken());
        if (!created.Succeeded) return Problems.Invalid("password", [.. created.Errors.Select(e => e.Description)]);
        await PasswordEndpoints.SendVerification(user, tokens, mails, clock, ct);
        return TypedResults.Created("/api/users/me", await sessions.Start(user, LoginOutcome.SignedUp, http, ct));
    }

    private static async Task<Results<Ok<AuthView>, ProblemHttpResult>> Login(
        Credentials body, UserManager<UserRow> users, UserRepository repository, BcryptHasher hasher, Sessions sessions, PasswordCheck check, MfaCheck mfa, PasswordGate gate, IOptions<LoginOptions> options,
        AuditLog audit, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        gate.ThrowIfFull();
        var user = await users.FindByEmailAsync(body.Email.Trim());
        if (user is null)
        {
            await gate.Run(() => { hasher.VerifyNobody(body.Password); return Task.FromResult(false); }, ct);
            await audit.Write(new AuditEntry(AuditAction.SignInRefused, http.Requester().Anyone).Is(("reason", "unknown-user")) with { Succeeded = false }, ct);
            return Problems.From(new InvalidCredentials());
        }
        if (await check.Refusal(user, body.Password, http, ct) is { } refusal) return Problems.From(refusal);
        if (options.Value.RequireVerifiedEmail && !user.EmailVerified) return Problems.From(new EmailNotVerified());
        // Who knows the password and tries codes is counted on: failures are forgiven after the second factor.
        if (user.MfaEnabled) return Problems.From(await mfa.Challenge(user, ct));

        await users.ResetAccessFailedCountAsync(user);
        await repository.MarkLogin(user.Id, clock.GetUtcNow(), ct);
        return TypedResults.Ok(await sessions.Start(user, LoginOutcome.SignedIn, http, ct));
    }

    private static async Task<Results<Ok<AuthView>, ProblemHttpResult>> Refresh(Sessions sessions, HttpContext http, CancellationToken ct) =>
        await sessions.Refresh(http, ct) is { } auth ? TypedResults.Ok(auth) : Problems.From(new SessionExpired());

    private static async Task<NoContent> Logout(Sessions sessions, HttpContext http, CancellationToken ct)
    {
        await sessions.End(http, ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Password">8 to 100 characters with an upper-case letter, a lower-case letter and a digit.</param>
/// <param name="Language">en where none is given.</param>
/// <param name="Timezone">IANA name.</param>
/// <param name="TermsVersion">Of the terms of use that the person accepts: the one in force (<c>GET /api/policies</c>).</param>
/// <param name="PrivacyVersion">The same of the privacy policy.</param>
internal sealed record Registration(
    [property: Required, EmailAddress, StringLength(255)] string Email,
    [property: Required, StringLength(100, MinimumLength = 8)] string Password,
    [property: Required, StringLength(PersonName.Longest, MinimumLength = PersonName.Shortest)] string Name,
    [property: AllowedValues("en", "pt", "es", "en-US", "pt-BR", "es-ES", null)] string? Language = null,
    [property: StringLength(50)] string? Timezone = null,
    [property: StringLength(40)] string? TermsVersion = null,
    [property: StringLength(40)] string? PrivacyVersion = null);

internal sealed record Credentials([property: Required, StringLength(255)] string Email, [property: Required, StringLength(100)] string Password);
