using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SocialSelling.Identity;

/// <summary>Access tokens: JWT, HS256, with a key id, so that the secret can be changed while the old one is still accepted.</summary>
internal sealed class AccessTokens(IOptions<LoginOptions> options, TimeProvider clock)
{
    public const string Issuer = "social-selling", Audience = "social-selling-api";
    public const string SessionClaim = "sid", TypeClaim = "type", AccessType = "access";

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials = new(Key(options.Value.JwtSecret), SecurityAlgorithms.HmacSha256);

    public TimeSpan Life => options.Value.AccessTokenLife;

    public string Create(UserRow user, Guid sessionId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            SigningCredentials = credentials,
            Subject = new ClaimsIdentity([
                new(JwtRegisteredClaimNames.Sub, user.Id.ToString()), new(JwtRegisteredClaimNames.Email, user.Email), new("role", user.Role),
                new(SessionClaim, sessionId.ToString()), new(TypeClaim, AccessType)]),
        });
    }

    public TokenValidationParameters Validation() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = new[] { options.Value.JwtSecret, options.Value.JwtSecretPrevious }.OfType<string>().Select(Key).ToList(),
        NameClaimType = JwtRegisteredClaimNames.Sub,
        RoleClaimType = "role",
        ClockSkew = TimeSpan.Zero,
        LifetimeValidator = (notBefore, expires, _, _) => notBefore <= clock.GetUtcNow().UtcDateTime.AddSeconds(5) && expires > clock.GetUtcNow().UtcDateTime,
    };

    private static SymmetricSecurityKey Key(string secret) =>
        new(Encoding.UTF8.GetBytes(secret)) { KeyId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("kid:" + secret)).AsSpan(0, 4)) };
}
