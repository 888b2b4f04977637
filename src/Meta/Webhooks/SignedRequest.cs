using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>What Meta sends when a person removes the app, or wants their data gone: <c>signature.payload</c>, both base64url.</summary>
public abstract record SignedRequest
{
    /// <param name="UserId">Of the person, as the app knows them: the account's id, or its app-scoped one.</param>
    public sealed record Valid(string UserId, DateTimeOffset IssuedAt) : SignedRequest;

    /// <summary>No secret of ours signed it.</summary>
    public sealed record Forged : SignedRequest;

    /// <summary>It is not what Meta sends.</summary>
    public sealed record Unreadable(string Reason) : SignedRequest;

    /// <summary>Longer is nothing that Meta sends.</summary>
    private const int MaxLength = 8_192, MaxId = 32;

    /// <summary>Older requests are not taken: who has seen one must not be able to send it again for ever. Meta's clock may be a little ahead.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24), ClockTolerance = TimeSpan.FromMinutes(5);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <remarks>Source: Meta, "Parsing the signed request". The signature covers the encoded text; nothing of it is decoded before that is known.</remarks>
    public static SignedRequest Read(string? text, IReadOnlyList<byte[]> secrets, DateTimeOffset now)
    {
        if (text is not { Length: > 0 and <= MaxLength } || text.Split('.') is not [{ Length: > 0 } signature, { Length: > 0 } payload] || !Ascii.IsValid(text)) return new Unreadable("It has not the form of a signed request.");
        Span<byte> given = stackalloc byte[32];
        // 32 bytes are 43 characters: anything else is no signature of this kind.
        if (signature.Length != 43 || !Base64Url.IsValid(signature) || !Base64Url.TryDecodeFromChars(signature, given, out var written) || written != 32) return new Unreadable("Its signature is none.");
        if (!IsSigned(payload, given, secrets)) return new Forged();
        return Base64Url.IsValid(payload) ? Open(Base64Url.DecodeFromChars(payload), now) : new Unreadable("Its payload is not base64url.");
    }

    /// <summary>All secrets are tried, also after one that fits: how long it takes tells nothing.</summary>
    private static bool IsSigned(string payload, ReadOnlySpan<byte> given, IReadOnlyList<byte[]> secrets)
    {
        var (signed, bytes) = (false, Encoding.ASCII.GetBytes(payload));
        Span<byte> expected = stackalloc byte[32];
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(secret, bytes, expected);
            signed |= CryptographicOperations.FixedTimeEquals(expected, given);
        }
        return signed;
    }

    private static SignedRequest Open(byte[] payload, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } json) return new Unreadable("Its payload is no object.");
            if (!"HMAC-SHA256".Equals(Text(json, "algorithm"), StringComparison.OrdinalIgnoreCase)) return new Unreadable("Its algorithm is not HMAC-SHA256.");
            if (!long.TryParse(Text(json, "issued_at"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return new Unreadable("It does not say when it was issued.");
            var issuedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
            if (issuedAt < now - MaxAge || issuedAt > now + ClockTolerance) return new Unreadable("It was not issued just now.");
            return Text(json, "user_id") is { Length: > 0 and <= MaxId } id && id.All(char.IsAsciiDigit) ? new Valid(id, issuedAt) : new Unreadable("It does not say whom it is about.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Unreadable("Its payload is not JSON.");
        }
    }

    /// <summary>A text, or the digits of a number: Meta sends ids and times as either.</summary>
    private static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
