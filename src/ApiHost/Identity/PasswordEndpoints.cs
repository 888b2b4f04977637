using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace SocialSelling.Identity;

/// <summary>Ways back in, a new password, and the proof that an address is the person's.</summary>
internal static class PasswordEndpoints
{
    /// <summary>An hour to reset, a day to verify; of each at most three mails an hour.</summary>
    private static readonly TimeSpan ResetLife = TimeSpan.FromHours(1), VerifyLife = TimeSpan.FromHours(24);
    private const int MailsPerHour = 3;

    /// <summary>What the answer takes at least: to store and to mail something takes less, so that nobody can tell from the time whether there was anything to do.</summary>
    private static readonly TimeSpan EqualAnswer = TimeSpan.FromMilliseconds(400);

    public static void MapPasswords(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/auth").AllowAnonymous().WithTags("auth").RequireRateLimiting(IdentityServices.LoginLimit);
        group.MapPost("/forgot-password", Forgot).WithSummary("Mail a way back in, if there is such a user; the answer is the same if not");
        group.MapPost("/reset-password", Reset).WithSummary("Set a new password with a token that was mailed; it counts once, for an hour, and ends all sessions").ProducesProblem(400);
        group.MapPost("/verify-email", Verify).WithSummary("Confirm an e-mail address with the token that was mailed to it").ProducesProblem(400);

        var me = api.MapGroup("/users/me").WithTags("users").OwnAffairs();
        me.MapPost("/verify-email", SendAgain).WithSummary("Mail the token for the e-mail address again; three times an hour at most").ProducesProblem(429);
        me.MapPost("/change-password", Change).RequireRateLimiting(IdentityServices.LoginLimit).WithSummary("Change the password; all other sessions end").ProducesProblem(403);
    }

    /// <summary>Mails the token that confirms the address.</summary>
    /// <returns>False when enough were sent within the hour.</returns>
    public static Task<bool> SendVerification(UserRow user, MailedTokenRepository tokens, AccountMails mails, TimeProvider clock, CancellationToken ct)
    {
        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        return tokens.Issue(new(token.Hash, user.Id, MailedTokenRepository.VerifyEmail, now + VerifyLife), MailsPerHour, mails.VerifyEmail(user, token, VerifyLife), now, ct);
    }

    private static async Task<Ok> Forgot(ForgottenPassword body, UserRepository users, MailedTokenRepository tokens, AccountMails mails, TimeProvider clock, CancellationToken ct)
    {
        var answer = Task.Delay(EqualAnswer, clock, ct);
        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        if (await users.FindByEmail(body.Email.Trim(), ct) is { } user)
            await tokens.Issue(new(token.Hash, user.Id, MailedTokenRepository.ResetPassword, now + ResetLife), MailsPerHour, mails.ResetPassword(user, token, ResetLife), now, ct);
        await answer;
        return TypedResults.Ok();
    }

    private static async Task<Results<NoContent, ProblemHttpResult, ValidationProblem>> Reset(
        PasswordReset body, UserManager<UserRow> users, MailedTokenRepository tokens, PasswordRepository passwords, AccountMails mails, Revocations revocations, PasswordGate gate, TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        var (hash, now) = (SecretToken.HashOf(body.Token), clock.GetUtcNow());
        if (await tokens.OwnerOf(hash, MailedTokenRepository.ResetPassword, now, ct) is not { } userId || await users.FindByIdAsync(userId.ToString()) is not { } user) return Problems.From(new TokenInvalid());
        // Before the token is used up: somebody whose password is too weak may try another.
        if (await Weakness(users, user, body.Password) is { } weak) return weak;

        var password = await New(user, body.Password, users, gate, ct);
        if (await passwords.Reset(hash, password, mails.PasswordChanged(user, password.Stamp, now), http.Requester().As(user.Id), now, ct) is not { } ended) return Problems.From(new TokenInvalid());
        revocations.End(ended);
        Sessions.Forget(http);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Verify(EmailProof body, UserRepository users, MailedTokenRepository tokens, AccountMails mails, TimeProvider clock, CancellationToken ct)
    {
        var (hash, now) = (SecretToken.HashOf(body.Token), clock.GetUtcNow());
        if (await tokens.OwnerOf(hash, MailedTokenRepository.VerifyEmail, now, ct) is not { } userId || await users.Find(userId, ct) is not { } user) return Problems.From(new TokenInvalid());
        return await tokens.Verify(hash, mails.Welcome(user), now, ct) ? TypedResults.NoContent() : Problems.From(new TokenInvalid());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SendAgain(
        CurrentUser user, UserRepository users, MailedTokenRepository tokens, AccountMails mails, TimeProvider clock, CancellationToken ct)
    {
        if (await users.Find(user.Id, ct) is not { } row) return Problems.From(new UserNotFound());
        return row.EmailVerified || await SendVerification(row, tokens, mails, clock, ct) ? TypedResults.NoContent() : Problems.From(new TooManyMails());
    }

    private static async Task<Results<NoContent, ProblemHttpResult, ValidationProblem>> Change(
        PasswordChange body, CurrentUser current, UserManager<UserRow> users, PasswordCheck check, PasswordRepository passwords, AccountMails mails, Revocations revocations, PasswordGate gate,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var again = await check.Again(current, body.CurrentPassword, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        if (body.NewPassword == body.CurrentPassword) return Problems.Invalid("newPassword", "This is the password you have.");
        if (await Weakness(users, user, body.NewPassword, "newPassword") is { } weak) return weak;

        var (password, now) = (await New(user, body.NewPassword, users, gate, ct), clock.GetUtcNow());
        if (await passwords.Change(password, user.PasswordHash, current.SessionId, mails.PasswordChanged(user, password.Stamp, now), current.Source, now, ct) is not { } ended) return Problems.From(new WrongPassword());
        revocations.End(ended);
        return TypedResults.NoContent();
    }

    private static async Task<NewPassword> New(UserRow user, string password, UserManager<UserRow> users, PasswordGate gate, CancellationToken ct) =>
        new(user.Id, await gate.Run(() => Task.FromResult(users.PasswordHasher.HashPassword(user, password)), ct), Guid.NewGuid().ToString("N"));

    /// <returns>Null when Identity's rules are content.</returns>
    private static async Task<ValidationProblem?> Weakness(UserManager<UserRow> users, UserRow user, string password, string field = "password")
    {
        var errors = new List<string>();
        foreach (var rule in users.PasswordValidators) errors.AddRange((await rule.ValidateAsync(users, user, password)).Errors.Select(e => e.Description));
        return errors.Count > 0 ? Problems.Invalid(field, [.. errors]) : null;
    }
}

internal sealed record ForgottenPassword([property: Required, StringLength(255)] string Email);

/// <param name="Token">What stands behind the # of the mailed link.</param>
/// <param name="Password">8 to 100 characters with an upper-case letter, a lower-case letter and a digit.</param>
internal sealed record PasswordReset([property: Required, StringLength(200)] string Token, [property: Required, StringLength(100, MinimumLength = 8)] string Password);

/// <param name="Token">What stands behind the # of the mailed link.</param>
internal sealed record EmailProof([property: Required, StringLength(200)] string Token);

/// <param name="NewPassword">8 to 100 characters with an upper-case letter, a lower-case letter and a digit; another than now.</param>
internal sealed record PasswordChange([property: Required, StringLength(100)] string CurrentPassword, [property: Required, StringLength(100, MinimumLength = 8)] string NewPassword);
