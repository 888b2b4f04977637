using System.Security.Cryptography;

namespace SocialSelling.Privacy;

public static class ErasureCode
{
    /// <summary>79 bits, in letters and digits that nobody confuses: people type it.</summary>
    public static string New() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
}
