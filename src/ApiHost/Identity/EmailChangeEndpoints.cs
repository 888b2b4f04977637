using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Another e-mail address: the password again, a link to the new one, word to the present one, and nothing changes before the link comes back.</summary>
internal static class EmailChangeEndpoints
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private const int AsksPerHour = 3;

    public static void MapEmailChange(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/users/me/email-change").WithTags("users").OwnAffairs();
        me.MapGet("/", Get).WithSummary("The e-mail address that waits to be confirmed");
        me.MapPost("/", Ask).RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Ask for another e-mail address: a link goes to it, good once and for a day, and word to the present one; three times an hour at most").ProducesProblem(403).ProducesProblem(429);
        me.MapDelete("/", CallOff).WithSummary("Keep the present address: the link counts no more").ProducesProblem(404);
        api.MapPost("/auth/change-email", Confirm).AllowAnonymous().WithTags("auth").RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Take the new e-mail address, with the token that was mailed to it; all sessions end but the one that asked").ProducesProblem(400).ProducesProblem(409);
    }

    private static async Task<Ok<EmailChangeStateView>> Get(CurrentUser user, EmailChangeRepository changes, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(new EmailChangeStateView(await changes.Pending(user.Id, clock.GetUtcNow(), ct) is { } pending ? new(pending.Email, pending.ExpiresAt) : null));

    /// <summary>The same whether somebody has the address or not: that is told to whoever reads its mail, and to nobody else.</summary>
    private static async Task<Results<Ok<EmailChangeView>, ProblemHttpResult, ValidationProblem>> Ask(
        EmailWish body, CurrentUser current, PasswordCheck check, EmailChangeRepository changes, AccountMails mails, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var email = body.Email.Trim();
        if (!MailOutbox.IsAddress(email)) return Problems.Invalid("email", "This is no address that mail can go to.");
        var again = await check.Again(current, body.Password, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        if (email.Equals(user.Email, StringComparison.OrdinalIgnoreCase)) return Problems.Invalid("email", "This is the address you have.");

        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        var wish = new NewMailedToken(token.Hash, user.Id, MailedTokenRepository.ChangeEmail, now + Life);
        var entry = current.Did(AuditAction.EmailChangeAsked).To("user", user.Id);
        return await changes.Ask(wish, current.SessionId, AsksPerHour, mails.ChangeEmail(user, email, token, Life), mails.EmailChangeAsked(user, email, token, now), entry, now, ct)
            ? TypedResults.Ok(new EmailChangeView(email, wish.ExpiresAt)) : Problems.From(new TooManyMails());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CallOff(CurrentUser user, EmailChangeRepository changes, TimeProvider clock, CancellationToken ct) =>
        await changes.CallOff(user.Id, user.Did(AuditAction.EmailChangeCancelled).To("user", user.Id), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new EmailChangeNotFound());

    private static async Task<Results<NoContent, ProblemHttpResult>> Confirm(
        EmailProof body, UserRepository users, EmailChangeRepository changes, AccountMails mails, Revocations revocations, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var (hash, now) = (SecretToken.HashOf(body.Token), clock.GetUtcNow());
        if (await changes.FindByToken(hash, now, ct) is not { } pending || await users.Find(pending.UserId, ct) is not { } user) return Problems.From(new TokenInvalid());
        var entry = new AuditEntry(AuditAction.EmailChanged, http.Requester().As(user.Id)).To("user", user.Id);
        var changed = await changes.Confirm(hash, user.Id, user.Email, mails.EmailChanged(user, pending.Email, now), entry, now, ct);
        if (changed.Outcome is EmailChangeOutcome.Invalid) return Problems.From(new TokenInvalid());
        if (changed.Outcome is EmailChangeOutcome.Taken) return Problems.From(new EmailTaken());
        revocations.End(changed.Ended);
        return TypedResults.NoContent();
    }
}

/// <param name="Email">The new one.</param>
internal sealed record EmailWish([property: Required, EmailAddress, StringLength(255)] string Email, [property: Required, StringLength(100)] string Password);

/// <param name="ExpiresAt">Until when the link counts.</param>
internal sealed record EmailChangeView(string Email, DateTimeOffset ExpiresAt);

/// <param name="Pending">Null when nothing waits.</param>
internal sealed record EmailChangeStateView(EmailChangeView? Pending);

internal sealed record EmailChangeNotFound : DomainError
{
    public override string Code => "email-change-not-found";
    public override string Detail => "No other address waits to be confirmed.";
}
