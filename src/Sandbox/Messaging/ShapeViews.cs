using System.Text.Json.Nodes;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>What is more than words, as reading a conversation shows it: the members of the webhook under their other names. Pure.</summary>
/// <remarks>Meta-platform reference, sections 2.5 and 3.3.</remarks>
internal static class ShapeViews
{
    /// <summary>What leads somebody here without a message is told by webhook only.</summary>
    public static bool IsMessage(Dm dm) => dm.Shape is not ("referral" or "whisper");

    /// <returns>Null when the message has nothing under the name.</returns>
    public static JsonNode? Field(Dm dm, string name)
    {
        if (dm.Shape is null || DmShapes.Of(dm.Shape, dm.Mid, dm.Text.Length > 0 ? dm.Text : null, dm.ShapeUrl ?? "", replyTo: null)?.What is not { } what) return null;
        return name switch
        {
            "message" => (string?)what["text"] ?? (string?)what["title"],
            "is_unsupported" => what["is_unsupported"]?.DeepClone(),
            "attachments" => List(Attachments(what).Where(a => IsFile(a.Type)).Select(a => File(dm.Mid, a.Type, a.Url))),
            "shares" => List(Attachments(what).Where(a => a.Type is "share" or "ig_post" or "reel" or "ig_reel" or "ig_story").Select(a => new JsonObject { ["link"] = a.Url })),
            "story" when what["reply_to"]?["story"] is { } story => new JsonObject { ["reply_to"] = new JsonObject { ["id"] = (string?)story["id"], ["link"] = (string?)story["url"] } },
            "story" when Attachments(what).FirstOrDefault(a => a.Type == "story_mention") is { Url: { } url } => new JsonObject { ["mention"] = new JsonObject { ["id"] = "17900000000000003", ["link"] = url } },
            _ => null,
        };
    }

    public static JsonObject File(string mid, string type, string? url)
    {
        var view = new JsonObject { ["id"] = "att_" + mid };
        switch (type)
        {
            case "image": (view["mime_type"], view["image_data"]) = ("image/jpeg", new JsonObject { ["url"] = url, ["preview_url"] = url, ["width"] = 640, ["height"] = 640 }); break;
            case "video": (view["mime_type"], view["video_data"]) = ("video/mp4", new JsonObject { ["url"] = url, ["preview_url"] = url, ["width"] = 640, ["height"] = 640 }); break;
            default: (view["mime_type"], view["file_url"]) = (type == "audio" ? "audio/mp4" : "application/pdf", url); break;
        }
        return view;
    }

    private static bool IsFile(string type) => type is "image" or "video" or "audio" or "file";

    private static IEnumerable<(string Type, string? Url)> Attachments(JsonObject what) =>
        (what["attachments"]?.AsArray() ?? []).OfType<JsonObject>().Select(a => ((string)a["type"]!, (string?)a["payload"]?["url"] ?? (string?)a["payload"]?["story_media_url"]));

    private static JsonObject? List(IEnumerable<JsonObject> items) => new JsonArray([.. items]) is { Count: > 0 } array ? new JsonObject { ["data"] = array } : null;
}
