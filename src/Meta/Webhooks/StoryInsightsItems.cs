using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Reads the field <c>story_insights</c>: a story's last numbers.</summary>
/// <remarks>Source: Meta, "Webhooks reference: Instagram"; numbers under 5 come as -1.</remarks>
internal static class StoryInsightsItems
{
    private static readonly string[] Names = ["impressions", "reach", "taps_forward", "taps_back", "exits", "replies"];

    public static InstagramEvent Read(JsonElement value, in EntrySource source)
    {
        if (WebhookText.Id(value, "media_id") is not { } media) return InstagramEvents.Unknown(value, "The story's id is missing");
        var numbers = new Dictionary<string, long>();
        foreach (var name in Names)
            if (value.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var count) && count >= 0) numbers[name] = count;
        return new StoryInsights(media, numbers, source.SentAt);
    }
}
