using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace SocialSelling.Meta;

/// <summary>Checks <c>X-Hub-Signature-256: sha256=&lt;64 hex&gt;</c>: HMAC-SHA256 of the raw bytes with an app secret.</summary>
/// <remarks>Source: Meta, "Webhooks: getting started". Instagram's deliveries are signed with the Instagram app's secret, others with the Meta app's: any of the list may match.</remarks>
public static class WebhookSignature
{
    private const string Prefix = "sha256=";

    /// <returns>The place of the secret that signed the body; -1 when none did.</returns>
    public static int Match(ReadOnlySpan<byte> body, string? header, IReadOnlyList<byte[]> secrets)
    {
        Span<byte> given = stackalloc byte[32];
        if (!TryRead(header, given)) return -1;
        var slot = Match(body, given, secrets);
        // Meta signs the escaped form; a proxy that turned it into plain UTF-8 on the way is forgiven.
        return slot < 0 && body.ContainsAnyInRange((byte)0x80, (byte)0xFF) && Utf8.IsValid(body) ? Match(Escape(body), given, secrets) : slot;
    }

    /// <summary>Whether a header has the form of a signature at all.</summary>
    public static bool IsWellFormed(string? header) => TryRead(header, stackalloc byte[32]);

    private static bool TryRead(string? header, Span<byte> given) =>
        header is not null && header.Length == Prefix.Length + 64 && header.StartsWith(Prefix, StringComparison.Ordinal)
        && Convert.FromHexString(header.AsSpan(Prefix.Length), given, out _, out var written) == System.Buffers.OperationStatus.Done && written == 32;

    private static int Match(ReadOnlySpan<byte> body, ReadOnlySpan<byte> given, IReadOnlyList<byte[]> secrets)
    {
        Span<byte> expected = stackalloc byte[32];
        for (var i = 0; i < secrets.Count; i++)
        {
            HMACSHA256.HashData(secrets[i], body, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, given)) return i;
        }
        return -1;
    }

    /// <summary>Every character beyond ASCII as <c>\uxxxx</c>, lower case, as Meta writes it. Anybody can make us do this: it must stay cheap.</summary>
    private static byte[] Escape(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var escaped = new byte[text.Length + 5 * text.AsSpan().CountBeyondAscii()];
        var at = 0;
        foreach (var c in text)
        {
            if (c < 0x80)
            {
                escaped[at++] = (byte)c;
                continue;
            }
            escaped[at++] = (byte)'\\';
            escaped[at++] = (byte)'u';
            for (var shift = 12; shift >= 0; shift -= 4) escaped[at++] = "0123456789abcdef"u8[(c >> shift) & 0xF];
        }
        return escaped;
    }

    private static int CountBeyondAscii(this ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
            if (c >= 0x80) count++;
        return count;
    }
}
