using System.Text.Json.Nodes;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>What happened, in Meta's envelopes. Pure.</summary>
/// <remarks>Source: Meta, "Instagram webhook examples"; meta-platform reference, sections 2.4 to 2.6.</remarks>
internal static class Entries
{
    /// <summary>A direct-message event: milliseconds, and sender and recipient as it was.</summary>
    public static JsonObject Messaging(Shop shop, string personId, bool fromPerson, DateTimeOffset at, DateTimeOffset now, string kind, JsonObject what) => new()
    {
        ["id"] = shop.Id,
        ["time"] = now.ToUnixTimeMilliseconds(),
        ["messaging"] = new JsonArray(new JsonObject
        {
            ["sender"] = new JsonObject { ["id"] = fromPerson ? personId : shop.Id },
            ["recipient"] = new JsonObject { ["id"] = fromPerson ? shop.Id : personId },
            ["timestamp"] = at.ToUnixTimeMilliseconds(),
            [kind] = what,
        }),
    };

    /// <summary>A comment. The account's own are told with two marks; of others the author may be missing.</summary>
    /// <param name="authorId">Null for the account's own, and for what nobody is told.</param>
    public static JsonObject Comment(Shop shop, Comment comment, string productType, string? authorId, bool anonymous)
    {
        var value = new JsonObject { ["id"] = comment.Id, ["text"] = comment.Text, ["media"] = new JsonObject { ["id"] = comment.MediaId, ["media_product_type"] = productType } };
        if (comment.AuthorId is null) value["from"] = new JsonObject { ["id"] = shop.Id, ["username"] = shop.Username, ["self_ig_scoped_id"] = "7" + shop.Id };
        else if (!anonymous) value["from"] = new JsonObject { ["id"] = authorId, ["username"] = comment.Author };
        if (comment.ParentId is not null) value["parent_id"] = comment.ParentId;
        return value;
    }

    public static JsonObject Mention(Comment comment, bool inCaption) =>
        inCaption ? new JsonObject { ["media_id"] = comment.MediaId } : new JsonObject { ["media_id"] = comment.MediaId, ["comment_id"] = comment.Id };

    /// <summary>A change: seconds, and either in <c>changes</c> or flat.</summary>
    public static JsonObject Change(Shop shop, string field, JsonObject value, DateTimeOffset now, bool flat)
    {
        var entry = new JsonObject { ["id"] = shop.Id, ["time"] = now.ToUnixTimeSeconds() };
        if (flat) (entry["field"], entry["value"]) = (field, value);
        else entry["changes"] = new JsonArray(new JsonObject { ["field"] = field, ["value"] = value });
        return entry;
    }

    public static JsonObject Echo(Dm dm, long appId)
    {
        var message = new JsonObject { ["mid"] = dm.Mid, ["is_echo"] = true, ["app_id"] = appId };
        if (dm.File is { } file) message["attachments"] = new JsonArray(new JsonObject { ["type"] = file.Type, ["payload"] = new JsonObject { ["url"] = file.Url } });
        else message["text"] = dm.Text;
        if (dm.ReplyTo is { } mid) message["reply_to"] = new JsonObject { ["mid"] = mid };
        return message;
    }

    /// <param name="emoji">None takes the reaction back.</param>
    public static JsonObject Reaction(string mid, string? emoji) => emoji is not { Length: > 0 }
        ? new JsonObject { ["mid"] = mid, ["action"] = "unreact" }
        : new JsonObject { ["mid"] = mid, ["action"] = "react", ["reaction"] = Name(emoji), ["emoji"] = emoji };

    private static string Name(string emoji) => emoji.TrimEnd('\uFE0F') switch
    {
        "❤" or "😍" => "love",
        "😂" or "😆" => "smile",
        "😮" => "wow",
        "😢" => "sad",
        "😠" or "😡" => "angry",
        "👍" => "like",
        _ => "other",
    };
}
