using System.Text.Json.Nodes;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>One event about a direct message, other than plain words.</summary>
/// <param name="Field">What the account has to be subscribed to.</param>
/// <param name="Kind">The member of the item that tells it: message, postback, referral.</param>
/// <param name="FromPerson">Else the account sent it, from another app.</param>
/// <param name="Standby">Another app holds the conversation.</param>
internal sealed record DmShape(string Field, string Kind, JsonObject What, bool FromPerson = true, bool Standby = false);

/// <summary>What people send besides words, and what leads them here, as Meta tells it. Pure.</summary>
/// <remarks>Source: Meta, "Instagram webhook examples" and "Messaging webhooks"; meta-platform reference, section 2.5.</remarks>
internal static class DmShapes
{
    private const long AnotherApp = 987654321012345;

    public static readonly IReadOnlyList<string> Names =
    [
        "image", "images", "video", "audio", "file", "share", "ig_post", "reel", "ig_reel", "ig_story", "story_mention", "story_reply", "reply", "quick_reply", "like_heart", "ephemeral",
        "unsupported", "unsupported_type", "fallback", "ad", "product", "postback", "referral", "standby", "tool", "template", "whisper",
    ];

    /// <param name="url">A picture that can be fetched; it stands for every kind of media.</param>
    /// <param name="replyTo">For a reply: which message it answers.</param>
    /// <returns>Null when there is no such shape.</returns>
    public static DmShape? Of(string name, string mid, string? text, string url, string? replyTo) => name switch
    {
        "images" => Message(mid, text, ("attachments", new JsonArray(Attachment("image", url), Attachment("image", url)))),
        "image" or "video" or "audio" or "file" or "share" or "reel" or "story_mention" or "unsupported_type" => Message(mid, text, ("attachments", new JsonArray(Attachment(name, url)))),
        "ig_post" => Message(mid, text, ("attachments", new JsonArray(Attachment(name, url, ("ig_post_media_id", "17900000000000002"), ("title", "Autumn bowls"))))),
        "ig_reel" => Message(mid, text, ("attachments", new JsonArray(Attachment(name, url, ("reel_video_id", "18000000000000001"), ("title", "How we glaze"))))),
        "ig_story" => Message(mid, text, ("attachments", new JsonArray(new JsonObject
        {
            ["type"] = name,
            ["payload"] = new JsonObject { ["story_media_id"] = "18100000000000001", ["story_media_url"] = url },
        }))),
        "story_reply" => Message(mid, text ?? "Love it", ("reply_to", new JsonObject { ["story"] = new JsonObject { ["id"] = "17900000000000001", ["url"] = url } })),
        "reply" => Message(mid, text ?? "That one", ("reply_to", new JsonObject { ["mid"] = replyTo })),
        "quick_reply" => Message(mid, text ?? "Size M", ("quick_reply", new JsonObject { ["payload"] = "SIZE_M" })),
        "like_heart" or "ephemeral" => Message(mid, text, ("attachments", new JsonArray(new JsonObject { ["type"] = name }))),
        "fallback" => Message(mid, text ?? "See https://shop.example", ("attachments", new JsonArray(new JsonObject { ["type"] = name, ["payload"] = new JsonObject { ["title"] = "Shop" } }))),
        "unsupported" => Message(mid, text, ("is_unsupported", true)),
        "ad" => Message(mid, text ?? "Is it still there?", ("referral", new JsonObject
        {
            ["ref"] = "autumn",
            ["ad_id"] = "23850000000000001",
            ["source"] = "ADS",
            ["type"] = "OPEN_THREAD",
            ["ads_context_data"] = new JsonObject { ["ad_title"] = "Autumn", ["photo_url"] = url },
        })),
        "product" => Message(mid, text ?? "Price?", ("referral", new JsonObject { ["product"] = new JsonObject { ["id"] = "5550001" } })),
        "postback" => new("messaging_postbacks", "postback", new JsonObject { ["mid"] = mid, ["title"] = text ?? "Talk to us", ["payload"] = "START" }),
        "referral" => new("messaging_referral", "referral", new JsonObject { ["ref"] = text ?? "bio", ["source"] = "IGME-SOURCE-LINK", ["type"] = "OPEN_THREAD" }),
        "standby" => Message(mid, text ?? "I need a person") with { Field = "standby", Standby = true },
        "tool" => Message(mid, text ?? "We open at nine", ("is_echo", true), ("app_id", AnotherApp)) with { FromPerson = false },
        "template" => Message(mid, text, ("is_echo", true), ("app_id", AnotherApp), ("attachments", new JsonArray(Template(url)))) with { FromPerson = false },
        // A shape of tomorrow.
        "whisper" => new("messages", "whisper", new JsonObject { ["mid"] = mid, ["text"] = text ?? "psst" }),
        _ => null,
    };

    private static DmShape Message(string mid, string? text, params (string Name, JsonNode? Value)[] members)
    {
        var message = new JsonObject { ["mid"] = mid };
        if (text is not null) message["text"] = text;
        foreach (var (name, value) in members) message[name] = value;
        return new DmShape("messages", "message", message);
    }

    private static JsonObject Attachment(string type, string url, params (string Name, string Value)[] members)
    {
        var payload = new JsonObject();
        foreach (var (name, value) in members) payload[name] = value;
        payload["url"] = url;
        return new JsonObject { ["type"] = type, ["payload"] = payload };
    }

    private static JsonObject Template(string url) => new()
    {
        ["type"] = "template",
        ["payload"] = new JsonObject
        {
            ["template_type"] = "generic",
            ["generic"] = new JsonObject { ["elements"] = new JsonArray(new JsonObject { ["title"] = "Blue bowl", ["subtitle"] = "€ 30", ["image_url"] = url }) },
        },
    };

    /// <summary>What the dashboard's Test button sends: nobody's account, made-up people.</summary>
    public static JsonObject Test() => new()
    {
        ["id"] = "0",
        ["time"] = 1527459824,
        ["changes"] = new JsonArray(new JsonObject
        {
            ["field"] = "messages",
            ["value"] = new JsonObject
            {
                ["sender"] = new JsonObject { ["id"] = "12334" },
                ["recipient"] = new JsonObject { ["id"] = "23245" },
                ["timestamp"] = "1527459824",
                ["message"] = new JsonObject { ["mid"] = "random_mid", ["text"] = "random_text" },
            },
        }),
    };
}
