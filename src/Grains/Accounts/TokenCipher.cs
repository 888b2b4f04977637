using System.Security.Cryptography;
using System.Text;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SocialSelling.Accounts;

public sealed class TokenOptions
{
    /// <summary><c>id:base64,id:base64</c>, each key 32 bytes. The first encrypts, all decrypt.</summary>
    [Required(ErrorMessage = "TOKEN_ENCRYPTION_KEYS is missing")]
    public string EncryptionKeys { get; set; } = "";
}

/// <summary>Seals tokens with AES-256-GCM. The account's id is bound in: a ciphertext moved to another account does not open.</summary>
public sealed class TokenCipher
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly Dictionary<string, byte[]> keys = [];
    private readonly string current;

    /// <exception cref="FormatException">The key ring is not <c>id:base64,…</c> of 32-byte keys.</exception>
    public TokenCipher(IOptions<TokenOptions> options)
    {
        foreach (var part in options.Value.EncryptionKeys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var key = new byte[32];
            if (colon < 1 || !Convert.TryFromBase64String(part[(colon + 1)..], key, out var length) || length != 32)
                throw new FormatException("TOKEN_ENCRYPTION_KEYS must look like id:base64,id:base64 with keys of 32 bytes");
            keys.Add(part[..colon], key);
            current ??= part[..colon];
        }
        current ??= "";
        if (keys.Count == 0) throw new FormatException("TOKEN_ENCRYPTION_KEYS holds no key");
    }

    /// <summary>The key that seals.</summary>
    public string CurrentKeyId => current;

    /// <summary>All keys of the ring.</summary>
    public IReadOnlyCollection<string> KeyIds => keys.Keys;

    public bool Knows(string keyId) => keys.ContainsKey(keyId);

    public (byte[] Encrypted, string KeyId) Seal(Guid accountId, string token)
    {
        var text = Encoding.UTF8.GetBytes(token);
        var sealedToken = new byte[NonceSize + TagSize + text.Length];
        var nonce = sealedToken.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[current], TagSize);
        aes.Encrypt(nonce, text, sealedToken.AsSpan(NonceSize + TagSize), sealedToken.AsSpan(NonceSize, TagSize), accountId.ToByteArray());
        return (sealedToken, current);
    }

    /// <exception cref="CryptographicException">The key is not in the ring, or the ciphertext is not this account's.</exception>
    public string Open(Guid accountId, byte[] encrypted, string keyId)
    {
        if (!keys.TryGetValue(keyId, out var key)) throw new CryptographicException($"Key '{keyId}' is not among TOKEN_ENCRYPTION_KEYS");
        var text = new byte[encrypted.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(encrypted.AsSpan(0, NonceSize), encrypted.AsSpan(NonceSize + TagSize), encrypted.AsSpan(NonceSize, TagSize), text, accountId.ToByteArray());
        return Encoding.UTF8.GetString(text);
    }
}
