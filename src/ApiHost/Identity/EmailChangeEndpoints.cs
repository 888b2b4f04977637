using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Another e-mail address: the password again, a link to the new one, word to the present one, and nothing changes before the link comes back.</summary>
internal static class EmailChangeEndpoints
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24), RevertLife = TimeSpan.FromDays(7), ResetLife = TimeSpan.FromHours(1);
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
        api.MapPost("/auth/revert-email", Revert).AllowAnonymous().WithTags("auth").RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Put the former e-mail address back, with the token that was mailed to it; all sessions end, and the answer has the token for a new password, without which nobody signs in").ProducesProblem(400).ProducesProblem(409);
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
        // An address that nobody has shown to be theirs may be a stranger's, who must not get the account by it.
        var back = SecretToken.New();
        var revert = user.EmailVerified ? new NewMailedToken(back.Hash, user.Id, MailedTokenRepository.RevertEmail, now + RevertLife) : null;
        var notice = revert is null ? mails.EmailChanged(user, pending.Email, now) : mails.EmailChanged(user, pending.Email, back, RevertLife, now);
        var changed = await changes.Confirm(hash, user.Id, user.Email, revert, notice, entry, now, ct);
        if (changed.Outcome is EmailChangeOutcome.Invalid) return Problems.From(new TokenInvalid());
        if (changed.Outcome is EmailChangeOutcome.Taken) return Problems.From(new EmailTaken());
        revocations.End(changed.Ended);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<EmailRevertedView>, ProblemHttpResult>> Revert(
        EmailProof body, UserRepository users, EmailChangeRepository changes, IPasswordHasher<UserRow> hasher, PasswordGate gate, AccountMails mails, Revocations revocations, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var (hash, now) = (SecretToken.HashOf(body.Token), clock.GetUtcNow());
        if (await changes.FindRevert(hash, now, ct) is not { } back || await users.Find(back.UserId, ct) is not { } user) return Problems.From(new TokenInvalid());
        var (nobodys, reset) = (SecretToken.New(), SecretToken.New());
        var password = new NewPassword(user.Id, await gate.Run(() => Task.FromResult(hasher.HashPassword(user, nobodys.Text)), ct), Guid.NewGuid().ToString("N"));
        var entry = new AuditEntry(AuditAction.EmailReverted, http.Requester().As(user.Id)).To("user", user.Id);
        // Where the former address is the present one again, there is no other to tell.
        var notice = user.Email.Equals(back.Email, StringComparison.OrdinalIgnoreCase) ? null : mails.EmailReverted(user, now);
        var reverted = await changes.Revert(hash, back, user.Email, password, new(reset.Hash, user.Id, MailedTokenRepository.ResetPassword, now + ResetLife), notice, entry, now, ct);
        if (reverted.Outcome is EmailChangeOutcome.Invalid) return Problems.From(new TokenInvalid());
        if (reverted.Outcome is EmailChangeOutcome.Taken) return Problems.From(new EmailTaken());
        revocations.End(reverted.Ended);
        Sessions.Forget(http);
        return TypedResults.Ok(new EmailRevertedView(reset.Text));
    }
}

/// <param name="Email">The new one.</param>
internal sealed record EmailWish([property: Required, EmailAddress, StringLength(255)] string Email, [property: Required, StringLength(100)] string Password);

/// <param name="ExpiresAt">Until when the link counts.</param>
internal sealed record EmailChangeView(string Email, DateTimeOffset ExpiresAt);

/// <param name="ResetToken">For <c>POST /auth/reset-password</c>, once and within an hour; after that a way back in is mailed as to whoever has forgotten it.</param>
internal sealed record EmailRevertedView(string ResetToken);

/// <param name="Pending">Null when nothing waits.</param>
internal sealed record EmailChangeStateView(EmailChangeView? Pending);

internal sealed record EmailChangeNotFound : DomainError
{
    public override string Code => "email-change-not-found";
    public override string Detail => "No other address waits to be confirmed.";
}
