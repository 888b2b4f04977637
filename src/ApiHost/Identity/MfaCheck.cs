using SocialSelling.Accounts;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>The second factor of a login: a code of the app, or one from the paper; each counts once.</summary>
internal sealed class MfaCheck(MfaRepository factors, TokenCipher cipher, TimeProvider clock)
{
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);
    private const int Tries = 5;

    /// <summary>The password was right: what the client brings back with the code.</summary>
    public async Task<MfaRequired> Challenge(UserRow user, CancellationToken ct)
    {
        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        await factors.Challenge(token.Hash, user.Id, now + ChallengeLife, now, ct);
        return new(token.Text, now + ChallengeLife);
    }

    /// <returns>Who is at the door; null when the challenge does not count any more.</returns>
    public Task<Guid?> Challenged(string challenge, CancellationToken ct) => factors.Try(SecretToken.HashOf(challenge), Tries, clock.GetUtcNow(), ct);

    /// <returns>False when somebody else came in with it meanwhile.</returns>
    public Task<bool> Answered(string challenge, CancellationToken ct) => factors.Answer(SecretToken.HashOf(challenge), ct);

    /// <summary>Takes a code. It is used up.</summary>
    public async Task<bool> Takes(Guid userId, string code, AuditSource by, CancellationToken ct)
    {
        if (await factors.Find(userId, ct) is not { Confirmed: true } factor) return false;
        return await TakesFromApp(userId, factor, code, ct) || await factors.TakeRecoveryCode(userId, RecoveryCodes.Hash(userId, code), by, clock.GetUtcNow(), ct);
    }

    /// <summary>Takes a code of the app, whether the factor is confirmed or not.</summary>
    public async Task<bool> TakesFromApp(Guid userId, MfaRow factor, string code, CancellationToken ct)
    {
        var secret = Convert.FromBase64String(cipher.Open(userId, factor.Secret, factor.KeyId));
        var digits = string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
        return Totp.StepOf(secret, digits, clock.GetUtcNow()) is { } step && await factors.TakeStep(userId, step, ct);
    }
}
