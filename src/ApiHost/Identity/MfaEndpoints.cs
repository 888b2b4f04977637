using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using SocialSelling.Accounts;

namespace SocialSelling.Identity;

/// <summary>The second factor: setting it up, logging in with it, and giving it up.</summary>
internal static class MfaEndpoints
{
    private const string Issuer = "Social Selling";

    public static void MapMfa(this IEndpointRouteBuilder api)
    {
        api.MapPost("/auth/login/mfa", Login).AllowAnonymous().WithTags("auth").RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Finish a login that was answered with mfa-required: a code of the app, or a recovery code; each counts once").ProducesProblem(401).ProducesProblem(403);

        var me = api.MapGroup("/users/me/mfa").WithTags("users").OwnAffairs();
        me.MapGet("/", Show).WithSummary("Whether a second factor is asked for at login");
        var change = me.MapGroup("").RequireRateLimiting(IdentityServices.LoginLimit);
        change.MapPost("/", Propose).WithSummary("Begin to set it up: a secret for an authenticator app; nothing is asked for before it is confirmed").ProducesProblem(403).ProducesProblem(409);
        change.MapPost("/confirm", Confirm).WithSummary("Confirm it with a code of the app; all other sessions end; the recovery codes are shown this once").ProducesProblem(400).ProducesProblem(409);
        change.MapPost("/recovery-codes", Renew).WithSummary("New recovery codes; the former count no more").ProducesProblem(403).ProducesProblem(409);
        change.MapPost("/disable", Disable).WithSummary("Ask for no second factor any more").ProducesProblem(403).ProducesProblem(409);
    }

    private static async Task<Results<Ok<AuthView>, ProblemHttpResult>> Login(
        MfaAnswer body, UserManager<UserRow> users, UserRepository repository, MfaCheck mfa, PasswordCheck check, Sessions sessions, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (await mfa.Challenged(body.Challenge, ct) is not { } userId || await users.FindByIdAsync(userId.ToString()) is not { } user) return Problems.From(new ChallengeOver());
        if (user.LockedUntil > clock.GetUtcNow()) return Problems.From(new AccountLocked(user.LockedUntil.Value));
        if (!await mfa.Takes(user.Id, body.Code, http.Requester().As(user.Id), ct))
        {
            DomainError refusal = await check.Failed(user, LoginOutcome.WrongCode, http, ct) is { } locked ? locked : new WrongCode();
            return Problems.From(refusal);
        }
        if (!await mfa.Answered(body.Challenge, ct)) return Problems.From(new ChallengeOver());

        await users.ResetAccessFailedCountAsync(user);
        await repository.MarkLogin(user.Id, clock.GetUtcNow(), ct);
        return TypedResults.Ok(await sessions.Start(user, LoginOutcome.SignedIn, http, ct));
    }

    private static async Task<Ok<MfaView>> Show(CurrentUser user, MfaRepository factors, CancellationToken ct) =>
        TypedResults.Ok(await factors.Find(user.Id, ct) is { Confirmed: true } factor ? new MfaView(true, factor.CodesLeft) : new MfaView(false, 0));

    private static async Task<Results<Ok<MfaProposalView>, ProblemHttpResult>> Propose(
        PasswordProof body, CurrentUser current, PasswordCheck check, MfaRepository factors, TokenCipher cipher, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var again = await check.Again(current, body.Password, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        var secret = Totp.NewSecret();
        var (sealedSecret, keyId) = cipher.Seal(user.Id, Convert.ToBase64String(secret));
        if (!await factors.Propose(user.Id, sealedSecret, keyId, clock.GetUtcNow(), ct)) return Problems.From(new MfaAlreadyEnabled());
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MfaProposalView(Totp.Spell(secret), Totp.Uri(secret, Issuer, user.Email)));
    }

    private static async Task<Results<Ok<RecoveryCodesView>, ProblemHttpResult>> Confirm(
        CodeProof body, CurrentUser current, UserRepository users, MfaRepository factors, MfaCheck mfa, AccountMails mails, Revocations revocations, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (await users.Find(current.Id, ct) is not { } user) return Problems.From(new UserNotFound());
        if (await factors.Find(user.Id, ct) is not { } factor) return Problems.From(new MfaNotEnabled());
        if (factor.Confirmed) return Problems.From(new MfaAlreadyEnabled());
        if (!await mfa.TakesFromApp(user.Id, factor, body.Code, ct)) return Problems.From(new CodeRefused());
        var (codes, now) = (RecoveryCodes.New(), clock.GetUtcNow());
        if (await factors.Confirm(user.Id, current.SessionId, Hashes(user, codes), mails.MfaChanged(user, "enabled", now), current.Source, now, ct) is not { } ended) return Problems.From(new MfaAlreadyEnabled());
        revocations.End(ended);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesView(codes));
    }

    private static async Task<Results<Ok<RecoveryCodesView>, ProblemHttpResult>> Renew(
        PasswordProof body, CurrentUser current, PasswordCheck check, MfaRepository factors, AccountMails mails, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var again = await check.Again(current, body.Password, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        var (codes, now) = (RecoveryCodes.New(), clock.GetUtcNow());
        if (!await factors.RenewCodes(user.Id, Hashes(user, codes), mails.MfaChanged(user, "codes-renewed", now), current.Source, now, ct)) return Problems.From(new MfaNotEnabled());
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesView(codes));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Disable(
        PasswordProof body, CurrentUser current, PasswordCheck check, MfaRepository factors, AccountMails mails, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var again = await check.Again(current, body.Password, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        var now = clock.GetUtcNow();
        return await factors.Disable(user.Id, mails.MfaChanged(user, "disabled", now), current.Source, now, ct) ? TypedResults.NoContent() : Problems.From(new MfaNotEnabled());
    }

    private static List<byte[]> Hashes(UserRow user, List<string> codes) => [.. codes.Select(code => RecoveryCodes.Hash(user.Id, code))];
}

/// <param name="Challenge">Came with mfa-required. Five minutes, five tries.</param>
/// <param name="Code">Six digits of the app, or a recovery code.</param>
internal sealed record MfaAnswer([property: Required, StringLength(200)] string Challenge, [property: Required, StringLength(50)] string Code);

internal sealed record PasswordProof([property: Required, StringLength(100)] string Password);

/// <param name="Code">Six digits of the app.</param>
internal sealed record CodeProof([property: Required, StringLength(20)] string Code);

/// <param name="RecoveryCodesLeft">Those that were not used yet, of ten.</param>
internal sealed record MfaView(bool Enabled, int RecoveryCodesLeft);

/// <param name="Secret">base32, to be typed into an app.</param>
/// <param name="Uri">otpauth:, to be shown as a QR code.</param>
internal sealed record MfaProposalView(string Secret, string Uri);

/// <param name="Codes">Each is for one login. Shown this once.</param>
internal sealed record RecoveryCodesView(IReadOnlyList<string> Codes);
