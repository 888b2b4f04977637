using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Identity;

/// <summary>Codes on paper, each for one login without the app: twelve characters that are not mistaken for each other, 59 bits.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10, Length = 12, Group = 4;
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static List<string> New() => [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(part => new string(part))))];

    /// <summary>However it was typed.</summary>
    public static byte[] Hash(Guid userId, string code) =>
        SHA256.HashData([.. userId.ToByteArray(), .. Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant())]);
}
