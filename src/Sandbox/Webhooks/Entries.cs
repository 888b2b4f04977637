using System.Text.Json.Nodes;
using SocialSelling.Sandbox.Publishing;
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

    /// <summary>A comment: seconds, and either in <c>changes</c> or flat.</summary>
    public static JsonObject Comment(Shop shop, Medium medium, Comment comment, Person author, DateTimeOffset now, bool flat)
    {
        var value = new JsonObject
        {
            ["id"] = comment.Id,
            ["text"] = comment.Text,
            ["from"] = new JsonObject { ["id"] = author.Id, ["username"] = author.Username },
            ["media"] = new JsonObject { ["id"] = medium.Id, ["media_product_type"] = PublishingViews.ProductType(medium) },
        };
        var entry = new JsonObject { ["id"] = shop.Id, ["time"] = now.ToUnixTimeSeconds() };
        if (flat) (entry["field"], entry["value"]) = ("comments", value);
        else entry["changes"] = new JsonArray(new JsonObject { ["field"] = "comments", ["value"] = value });
        return entry;
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
