using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

/// <summary>What the links of mail say that end it: whose mail, signed. They hold as long as the secret does, since a mail may be opened years later; with one nobody can do anything else.</summary>
public sealed class UnsubscribeTokens(IOptions<UnsubscribeOptions> options)
{
    private const int Id = 16, Signed = 16;
    private readonly byte[][] keys = [.. new[] { options.Value.LinkSecret, options.Value.LinkSecretPrevious }.Where(secret => !string.IsNullOrEmpty(secret)).Select(Key)];

    public string For(Guid userId)
    {
        var id = userId.ToByteArray();
        return Base64Url.EncodeToString([.. id, .. Signature(keys[0], id)]);
    }

    /// <returns>Whose mail it ends; null when none of our secrets signed it.</returns>
    public Guid? Read(string token)
    {
        if (!Base64Url.IsValid(token, out var length) || length != Id + Signed) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        var (id, signature) = (bytes[..Id], bytes[Id..]);
        return Array.Exists(keys, key => CryptographicOperations.FixedTimeEquals(Signature(key, id), signature)) ? new Guid(id) : null;
    }

    private static byte[] Signature(byte[] key, byte[] id) => HMACSHA256.HashData(key, id)[..Signed];

    private static byte[] Key(string? secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret!), 32, info: "mail-unsubscribe"u8.ToArray());
}

/// <summary>Section <c>Mail</c>. Both follow from JWT_SECRET and JWT_SECRET_PREVIOUS.</summary>
public sealed class UnsubscribeOptions
{
    public string LinkSecret { get; set; } = "";

    /// <summary>Signs nothing any more; what it has signed still holds.</summary>
    public string? LinkSecretPrevious { get; set; }
}
