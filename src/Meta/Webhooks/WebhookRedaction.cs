using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocialSelling.Meta;

/// <summary>Takes what concerns somebody out of raw webhooks that are kept. What stays can still be handed over once more.</summary>
public static class WebhookRedaction
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };
    private static readonly string[] Lists = ["messaging", "standby", "changes"];

    /// <param name="ids">Accounts, whose entries go, and contacts, of whom all items go that name them, as they are or behind an @.</param>
    /// <returns>What is left: null for nothing, or nothing that could be told apart.</returns>
    public static byte[]? Without(ReadOnlySpan<byte> body, IReadOnlySet<string> ids)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: Deep) is not JsonObject root || root["entry"] is not JsonArray entries) return null;
            foreach (var entry in entries.OfType<JsonObject>().ToList())
            {
                if (Id(entry) is { } own && ids.Contains(own) || IsEmpty(Clean(entry, ids)) || Names(entry, ids)) entries.Remove(entry);
            }
            foreach (var odd in entries.Where(e => e is not JsonObject).ToList())
                if (Names(odd, ids)) entries.Remove(odd);
            return entries.Count == 0 ? null : Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonObject Clean(JsonObject entry, IReadOnlySet<string> ids)
    {
        foreach (var list in Lists.Select(name => entry[name]).OfType<JsonArray>())
            foreach (var item in list.Where(item => Names(item, ids)).ToList())
                list.Remove(item);
        return entry;
    }

    private static bool IsEmpty(JsonObject entry) => Lists.Select(name => entry[name]).OfType<JsonArray>().ToList() is { Count: > 0 } lists && lists.TrueForAll(list => list.Count == 0);

    private static bool Names(JsonNode? node, IReadOnlySet<string> ids) => node switch
    {
        JsonObject json => json.Any(member => Names(member.Value, ids)),
        JsonArray list => list.Any(item => Names(item, ids)),
        JsonValue value => Text(value) is var text && (ids.Contains(text) || text.Contains('@') && ids.Any(id => text.Contains("@" + id, StringComparison.OrdinalIgnoreCase))),
        _ => false,
    };

    private static string? Id(JsonObject entry) => entry["id"] is JsonValue id ? Text(id) : null;

    private static string Text(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
