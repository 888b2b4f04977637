using System.Text;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>One entry of a delivery: the account it is for, and its own bytes as they came.</summary>
public sealed record WebhookEntry(string PlatformAccountId, ReadOnlyMemory<byte> Json);

public abstract record SplitPayload
{
    public sealed record Entries(IReadOnlyList<WebhookEntry> Items) : SplitPayload;
    public sealed record Unreadable(string Reason) : SplitPayload;
}

/// <summary>Takes a body apart into entries without building a document: this runs for every delivery.</summary>
public static class WebhookPayload
{
    /// <summary>Deeper than what an entry may be read at: a deep entry is set aside alone, not with the whole body.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    public static SplitPayload Split(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new SplitPayload.Unreadable("The body is not a JSON object");
            var entries = new List<WebhookEntry>();
            string? kind = null;
            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Is(reader, "object"u8))
                {
                    reader.Read();
                    kind = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
                else if (Is(reader, "entry"u8))
                {
                    reader.Read();
                    if (reader.TokenType != JsonTokenType.StartArray) return new SplitPayload.Unreadable("'entry' is not an array");
                    found = true;
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        var start = (int)reader.TokenStartIndex;
                        // What is no object belongs to nobody, and is kept for operators like an entry of an unknown account.
                        string? id = null;
                        if (reader.TokenType == JsonTokenType.StartObject) id = ReadId(ref reader);
                        else reader.Skip();
                        entries.Add(new WebhookEntry(id ?? "", body[start..(int)reader.BytesConsumed]));
                    }
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
            while (reader.Read()) { }
            // Of a Page, not of the account behind it: chats and posts at Facebook are nothing of ours, and not to be set aside for anybody.
            if (kind == "page") return new SplitPayload.Entries([]);
            if (kind != "instagram") return new SplitPayload.Unreadable($"Deliveries for the object '{kind}' are not known");
            return found ? new SplitPayload.Entries(entries) : new SplitPayload.Unreadable("There is no 'entry'");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new SplitPayload.Unreadable($"Not JSON: {e.Message}");
        }
    }

    /// <summary>The entry's id, from a string or from a number's own digits; leaves the reader at the entry's end.</summary>
    private static string? ReadId(ref Utf8JsonReader reader)
    {
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = Is(reader, "id"u8);
            reader.Read();
            if (isId) id = IdIn(reader);
            reader.Skip();
        }
        return id;
    }

    /// <summary>A string that is no Unicode throws when it is read: such an id is nobody's, as is one that nobody can have.</summary>
    private static string? IdIn(in Utf8JsonReader reader)
    {
        try
        {
            var id = reader.TokenType switch { JsonTokenType.String => reader.GetString(), JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan), _ => null };
            return WebhookText.IsId(id) ? id : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
