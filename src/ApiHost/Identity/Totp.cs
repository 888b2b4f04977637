using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SocialSelling.Identity;

/// <summary>Codes that an authenticator app shows: six digits, a new one every half minute. Pure.</summary>
/// <remarks>
/// Source: RFC 6238 and RFC 4226. Identity has a provider of its own, which takes codes of five minutes, reads the machine's clock, and does not say which code it took: then nobody could refuse
/// to take it twice.
/// </remarks>
internal static class Totp
{
    private const int SecondsPerStep = 30, Digits = 6, SecretLength = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>How many half minutes a clock may be off, either way.</summary>
    private const int Tolerance = 1;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <returns>The half minute whose code this is; null when it is none of those around <paramref name="now"/>.</returns>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / SecondsPerStep;
        long? found = null;
        // All are computed, so that the time tells nothing.
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(CodeAt(secret, step)), System.Text.Encoding.UTF8.GetBytes(code))) found = step;
        return found;
    }

    public static string CodeAt(byte[] secret, DateTimeOffset at) => CodeAt(secret, at.ToUnixTimeSeconds() / SecondsPerStep);

    /// <summary>As apps take it by hand: base32.</summary>
    public static string Spell(byte[] secret)
    {
        var text = new System.Text.StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var octet in secret)
        {
            (bits, held) = ((bits << 8) | octet, held + 8);
            for (; held >= 5; held -= 5) text.Append(Alphabet[(bits >> (held - 5)) & 31]);
            bits &= (1 << held) - 1;
        }
        if (held > 0) text.Append(Alphabet[(bits << (5 - held)) & 31]);
        return text.ToString();
    }

    /// <summary>As apps take it from a picture.</summary>
    public static string Uri(byte[] secret, string issuer, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={Spell(secret)}&issuer={System.Uri.EscapeDataString(issuer)}";

#pragma warning disable CA5350 // HMAC with SHA-1 is what the apps compute, and as a MAC it is sound.
    private static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8], mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }
#pragma warning restore CA5350
}
