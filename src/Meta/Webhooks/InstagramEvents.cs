using System.Runtime.InteropServices;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Whose entry is being read, and when it came.</summary>
/// <param name="AccountId">Meta's id of the account.</param>
/// <param name="Sent">When Meta sent the entry: the time of what carries none of its own.</param>
internal readonly record struct EntrySource(string AccountId, MetaInstant Sent, DateTimeOffset ReceivedAt)
{
    public DateTimeOffset SentAt => Sent.At;
}

/// <summary>
/// Reads the items of an entry in all of Meta's envelopes: <c>messaging</c>, <c>standby</c>, <c>changes</c>, and flat. One item that is malformed never hides its neighbours.
/// </summary>
/// <remarks>Source: Meta, "Instagram webhooks: examples" and "Messaging webhooks".</remarks>
public static class InstagramEvents
{
    /// <summary>The entry id of what the dashboard's Test button sends: made-up people, never to be stored.</summary>
    public const string TestAccountId = "0";

    public static IReadOnlyList<InstagramEvent> Read(ReadOnlyMemory<byte> entryJson, DateTimeOffset receivedAt)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(entryJson);
        }
        catch (JsonException e)
        {
            return [new Unknown($"Not JSON: {e.Message}", entryJson)];
        }
        using (document)
        {
            var events = new List<InstagramEvent>(1);
            try
            {
                ReadEntry(document.RootElement, receivedAt, events);
            }
            catch (InvalidOperationException e)
            {
                events.Add(new Unknown($"Unreadable: {e.Message}", entryJson));
            }
            return events;
        }
    }

    private static void ReadEntry(JsonElement entry, DateTimeOffset receivedAt, List<InstagramEvent> events)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            events.Add(Unknown(entry, "The entry is not an object"));
            return;
        }
        var source = new EntrySource(entry.Text("id") ?? "", MetaTime.Read(entry.Text("time"), receivedAt), receivedAt);
        if (source.AccountId == TestAccountId)
        {
            events.Add(new Ignored("A test from Meta's dashboard"));
            return;
        }
        ReadItems(entry, "messaging", MessagingItems.Read, source, events);
        ReadItems(entry, "standby", MessagingItems.Read, source, events);
        ReadItems(entry, "changes", Change, source, events);
        if (entry.TryGetProperty("field", out _)) events.Add(Guarded(entry, Change, source));
        if (events.Count == 0 && !HasItems(entry)) events.Add(Unknown(entry, "None of the known envelopes"));
    }

    private static void ReadItems(JsonElement entry, string envelope, ReadItem read, in EntrySource source, List<InstagramEvent> events)
    {
        if (!entry.TryGetProperty(envelope, out var items)) return;
        if (items.ValueKind != JsonValueKind.Array)
        {
            events.Add(Unknown(items, $"'{envelope}' is not an array"));
            return;
        }
        foreach (var item in items.EnumerateArray()) events.Add(Guarded(item, read, source));
    }

    /// <summary>An empty list of items is nothing that has to be looked at.</summary>
    private static bool HasItems(JsonElement entry) => entry.TryGetProperty("messaging", out _) || entry.TryGetProperty("standby", out _) || entry.TryGetProperty("changes", out _);

    private delegate InstagramEvent ReadItem(JsonElement item, in EntrySource source);

    /// <summary>An item may be of any type, and text that is not Unicode (half an emoji, broken UTF-8) throws when it is read. Neither may stop the batch: it would come again for ever.</summary>
    private static InstagramEvent Guarded(JsonElement item, ReadItem read, in EntrySource source)
    {
        if (item.ValueKind != JsonValueKind.Object) return Unknown(item, "The item is not an object");
        try
        {
            return read(item, source);
        }
        catch (InvalidOperationException e)
        {
            return Unknown(item, $"Unreadable: {e.Message}");
        }
    }

    /// <summary>An item of <c>changes</c>, or a flat entry: <c>{field, value}</c>.</summary>
    private static InstagramEvent Change(JsonElement change, in EntrySource source)
    {
        if (!change.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Object) return Unknown(change, "The change has no value");
        return change.Text("field") switch
        {
            // Direct messages come in 'messaging'; some senders put the same item into a change.
            "messages" or "message_edit" or "message_reactions" or "messaging_postbacks" or "messaging_referral" or "messaging_seen" or "standby" => MessagingItems.Read(value, source),
            "comments" => Timed(CommentEvents.ReadComment(change, value, isLive: false, source), source.Sent),
            "live_comments" => Timed(CommentEvents.ReadComment(change, value, isLive: true, source), source.Sent),
            "mentions" => Timed(CommentEvents.ReadMention(change, value, source), source.Sent),
            "story_insights" => StoryInsightsItems.Read(value, source),
            var field => Unknown(change, $"The field '{field}' is not known"),
        };
    }

    /// <summary>Marks what has no time of its own that can be right.</summary>
    internal static InstagramEvent Timed(InstagramEvent read, MetaInstant at) => at.IsAssumed && read is not (Meta.Unknown or Ignored) ? read with { IsTimeAssumed = true } : read;

    /// <summary>What is set aside: the part's own bytes, without its neighbours.</summary>
    internal static Unknown Unknown(JsonElement part, string reason) => new(reason, JsonMarshal.GetRawUtf8Value(part).ToArray());
}
