using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Bcrypt = BCrypt.Net.BCrypt;

namespace SocialSelling.Identity;

/// <summary>bcrypt over SHA-384 of the password, so that nothing past bcrypt's 72 bytes is cut off. Slow on purpose: call it inside <see cref="PasswordGate"/>.</summary>
internal sealed class BcryptHasher(IOptions<LoginOptions> options) : IPasswordHasher<UserRow>
{
    // What an unknown user's password is compared with, so that the answer takes as long as for a known one.
    private readonly Lazy<string> nobody = new(() => Hash(Guid.NewGuid().ToString(), options.Value.BcryptCost));

    public string HashPassword(UserRow user, string password) => Hash(password, options.Value.BcryptCost);

    public PasswordVerificationResult VerifyHashedPassword(UserRow user, string hashedPassword, string providedPassword)
    {
        if (!Bcrypt.EnhancedVerify(providedPassword, hashedPassword)) return PasswordVerificationResult.Failed;
        return Bcrypt.PasswordNeedsRehash(hashedPassword, options.Value.BcryptCost) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }

    public void VerifyNobody(string password) => Bcrypt.EnhancedVerify(password, nobody.Value);

    private static string Hash(string password, int cost) => Bcrypt.EnhancedHashPassword(password, cost);
}
