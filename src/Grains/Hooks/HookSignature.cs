using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Hooks;

/// <summary>Says that a body is from us, and of now: <c>t=1767225600,v1=hex</c>, with one <c>v1</c> for each secret that holds.</summary>
public static class HookSignature
{
    public const string Header = "Social-Selling-Signature";

    /// <summary>A new secret: 256 bits. Its text is the key.</summary>
    public static string NewSecret() => "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>HMAC-SHA256 of the seconds since 1970, a dot and the body.</summary>
    public static string Of(ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds}" + string.Concat(secrets.Select(secret => ",v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))));
    }
}
