using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Identity;

/// <summary>32 random bytes that somebody shall bring back. Rows hold <see cref="Hash"/> alone.</summary>
internal readonly record struct SecretToken
{
    private SecretToken(string text) => Text = text;

    /// <summary>What goes out. Nowhere else.</summary>
    public string Text { get; }

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>Names it without giving it away.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Hash.AsSpan(0, 16));

    public static SecretToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>What somebody brought, whatever it is.</summary>
    public static byte[] HashOf(string brought) => SHA256.HashData(Encoding.UTF8.GetBytes(brought));

    public override string ToString() => "***";
}
