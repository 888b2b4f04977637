using System.Text.Json;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Attachments as rows hold them. One of our own files is kept as <c>media:{storage key}</c> in the place of its URL: what browsers and Meta get is signed anew each time.
/// </summary>
internal static class StoredAttachments
{
    private const string Own = "media:";

    public static AttachmentView Of(MediaRow file) => new(file.Kind, Own + file.StorageKey, file.ThumbnailKey is null ? null : Own + file.ThumbnailKey, file.FileName);

    /// <summary>The attachment with our own copy in the place of Meta's link.</summary>
    public static AttachmentView Kept(AttachmentView attachment, string storageKey, string mimeType) =>
        attachment with { Url = Own + storageKey, PreviewUrl = null, MimeType = mimeType, State = AttachmentState.Kept };

    public static string Write(params AttachmentView[] attachments) => JsonSerializer.Serialize(attachments, WireJson.Options);

    public static IReadOnlyList<AttachmentView> View(string? json, SignedMediaUrls urls) => [.. Read(json).Select(a => a.Shown(urls))];

    /// <returns>The storage key of the first attachment; null when it is none of our files.</returns>
    public static string? OwnKey(string? json) => Read(json) is [{ Url: { } url }, ..] && url.StartsWith(Own, StringComparison.Ordinal) ? url[Own.Length..] : null;

    public static AttachmentView Shown(this AttachmentView attachment, SignedMediaUrls urls) => attachment with { Url = Sign(attachment.Url, urls), PreviewUrl = Sign(attachment.PreviewUrl, urls) };

    private static string? Sign(string? url, SignedMediaUrls urls) => url is not null && url.StartsWith(Own, StringComparison.Ordinal) ? urls.ForBrowser(url[Own.Length..]) : url;

    public static AttachmentView[] Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<AttachmentView[]>(json, WireJson.Options) ?? [];
}

/// <summary>Quick replies as rows hold them; null when there are none.</summary>
internal static class QuickReplyJson
{
    public static IReadOnlyList<QuickReply>? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<QuickReply[]>(json, WireJson.Options);

    public static string? Write(IReadOnlyList<QuickReply>? replies) => replies is not { Count: > 0 } ? null : JsonSerializer.Serialize(replies, WireJson.Options);
}
