using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>
/// Texts out of a webhook, such that they can be stored: without NUL, which PostgreSQL does not hold, and no longer than Meta ever sends. What is too long to be an id or a link is none.
/// </summary>
internal static class WebhookText
{
    /// <summary>Characters. A direct message has at most 1,000 bytes, a caption 2,200 characters.</summary>
    public const int MaxWords = 10_000;
    /// <summary>Characters. A mid has about 170.</summary>
    public const int MaxMessageId = 2_000;
    private const int MaxId = 255, MaxShort = 100, MaxLink = 8_000;

    /// <summary>What somebody wrote, cut where it is longer than can be.</summary>
    public static string? Words(JsonElement json, string name) => Cut(json.Text(name), MaxWords);

    /// <summary>A word of Meta's, or an emoji.</summary>
    public static string? Short(JsonElement json, string name) => Cut(json.Text(name), MaxShort);

    public static string? Id(JsonElement json, string name) => Whole(json.Text(name), MaxId);

    public static bool IsId(string? text) => Whole(text, MaxId) is not null;

    public static string? MessageId(JsonElement json, string name) => Whole(json.Text(name), MaxMessageId);

    public static string? Link(JsonElement json, string name) => Whole(json.Text(name), MaxLink);

    private static string? Whole(string? text, int max) => text is null || text.Length > max || text.Contains('\0') ? null : text;

    private static string? Cut(string? text, int max)
    {
        if (text is null) return null;
        if (text.Contains('\0')) text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
    }
}
