using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Reads what hangs on a message. Types come and go at Meta: one that is not known keeps its name, and what it holds under the usual members.</summary>
internal static class MessageAttachments
{
    public static IReadOnlyList<InstagramAttachment> Read(JsonElement message)
    {
        if (!message.TryGetProperty("attachments", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return [];
        var attachments = new List<InstagramAttachment>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            // What is no attachment at all must not take the message with it: it stands as one that cannot be shown.
            attachments.Add(item.ValueKind == JsonValueKind.Object ? Attachment(item) : new InstagramAttachment("unsupported_type", null));
        return attachments;
    }

    private static InstagramAttachment Attachment(JsonElement item)
    {
        var type = (WebhookText.Short(item, "type") ?? "unsupported_type").ToLowerInvariant();
        if (!item.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object) return new(type, null);
        if (payload.TryGetProperty("generic", out var template) || payload.TryGetProperty("template", out template)) return Template(type, payload, template);
        return new(
            type, WebhookText.Link(payload, "url") ?? WebhookText.Link(payload, "story_media_url"), WebhookText.Words(payload, "title"),
            WebhookText.Id(payload, "ig_post_media_id") ?? WebhookText.Id(payload, "reel_video_id") ?? WebhookText.Id(payload, "story_media_id"));
    }

    /// <summary>The echo of a template: its first card stands for it.</summary>
    private static InstagramAttachment Template(string type, JsonElement payload, JsonElement template)
    {
        var card = template.Items("elements").FirstOrDefault();
        return new(type, WebhookText.Link(card, "image_url"), WebhookText.Words(card, "title") ?? WebhookText.Words(template, "text") ?? WebhookText.Words(payload, "text"));
    }
}
