using System.Globalization;
using System.Net;

namespace SocialSelling.Hosting;

/// <summary>What a setting's text must look like. Each answers null when it is right, else what is wrong, without repeating a secret.</summary>
public static class SettingChecks
{
    public static string? Url(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? null : "must be an absolute http(s) URL";

    /// <summary>Plain HTTP is for stand-ins of Meta on this machine only.</summary>
    public static string? MetaUrl(string value) =>
        Url(value) ?? (new Uri(value) is { Scheme: "http", IsLoopback: false } ? "must be https: plain http is for this machine only" : null);

    public static string? MailAddress(string value) =>
        System.Net.Mail.MailAddress.TryCreate(value, out var address) && address.Address == value ? null : "must be an e-mail address";

    public static string? Postgres(string value)
    {
        try
        {
            _ = new DatabaseOptions { Url = value }.ConnectionString();
            return null;
        }
        catch (FormatException)
        {
            return "must look like postgresql://user:password@host:port/database";
        }
    }

    public static string? AtLeast32Characters(string value) => value.Length >= 32 ? null : "must have at least 32 characters";

    public static string? Span(string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? null : "must be a time span such as 01:00:00 or 30.00:00:00";

    public static string? SpanOrNever(string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero ? null : "must be a time span such as 30.00:00:00, or 0 for never";

    public static string? Flag(string value) => value is "0" or "1" || bool.TryParse(value, out _) ? null : "must be true or false";

    public static bool IsOn(string value) => value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase);

    public static string? PositiveNumber(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? null : "must be a whole number above 0";

    /// <summary>Meta's ids of apps are numbers; its consent page and the Sandbox take nothing else.</summary>
    public static string? AppId(string value) => value.All(char.IsAsciiDigit) ? null : "must be the number that Meta's dashboard shows as the app's id";

    public static string? Networks(string value) =>
        Split(value).All(entry => Network(entry) is not null) ? null : "must be IP addresses or networks such as 172.25.0.0/24, joined by commas";

    public static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <returns>An address alone is a network of one; null for what is neither.</returns>
    public static IPNetwork? Network(string entry) =>
        IPNetwork.TryParse(entry, out var network) ? network : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

    /// <summary>Of ECDSA, as SendGrid shows it: base64 of DER.</summary>
    public static string? PublicKey(string value)
    {
        try
        {
            using var key = System.Security.Cryptography.ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(value), out _);
            return null;
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return "must be the verification key that SendGrid shows beside its signed event webhook";
        }
    }

    /// <summary><c>id:base64,…</c>: AES-256 keys of 32 bytes.</summary>
    public static string? KeyRing(string value)
    {
        var buffer = new byte[64];
        var right = value.Split(',').All(entry =>
            entry.Trim().Split(':', 2) is [{ Length: > 0 }, var key] && Convert.TryFromBase64String(key, buffer, out var length) && length == 32);
        return right ? null : "must be id:base64 of 32 random bytes, several joined by commas";
    }
}
