using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Bcrypt = BCrypt.Net.BCrypt;

namespace SocialSelling.Identity;

/// <summary>
/// bcrypt over SHA-384 of the password, so that nothing past bcrypt's 72 bytes is cut off. Slow on purpose: call it inside <see cref="PasswordGate"/>. What another system has hashed by bcrypt alone counts, too,
/// and is hashed anew with the next login: such a row costs both ways until then, and no row of ours does.
/// </summary>
internal sealed class BcryptHasher(IOptions<LoginOptions> options) : IPasswordHasher<UserRow>
{
    /// <summary>Stands before a hash over SHA-384: bcrypt's own form does not tell.</summary>
    private const string Mark = "sha384:";

    // What an unknown user's password is compared with, so that the answer takes as long as for a known one.
    private readonly Lazy<string> nobody = new(() => Hash(Guid.NewGuid().ToString(), options.Value.BcryptCost));

    public string HashPassword(UserRow user, string password) => Mark + Hash(password, options.Value.BcryptCost);

    public PasswordVerificationResult VerifyHashedPassword(UserRow user, string hashedPassword, string providedPassword)
    {
        if (!hashedPassword.StartsWith(Mark, StringComparison.Ordinal))
            return Bcrypt.EnhancedVerify(providedPassword, hashedPassword) || Bcrypt.Verify(providedPassword, hashedPassword) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;
        var hash = hashedPassword[Mark.Length..];
        if (!Bcrypt.EnhancedVerify(providedPassword, hash)) return PasswordVerificationResult.Failed;
        return Bcrypt.PasswordNeedsRehash(hash, options.Value.BcryptCost) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }

    public void VerifyNobody(string password) => Bcrypt.EnhancedVerify(password, nobody.Value);

    private static string Hash(string password, int cost) => Bcrypt.EnhancedHashPassword(password, cost);
}
