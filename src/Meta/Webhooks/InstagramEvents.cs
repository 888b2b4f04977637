using System.Runtime.InteropServices;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Reads the items of an entry in all of Meta's envelopes. One item that is malformed never hides its neighbours.</summary>
/// <remarks>Source: Meta, "Instagram webhooks: examples" and "Messaging webhooks".</remarks>
public static class InstagramEvents
{
    private static readonly DateTimeOffset Earliest = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
            var entry = document.RootElement;
            if (entry.ValueKind != JsonValueKind.Object) return [new Unknown("The entry is not an object", entryJson)];
            var own = entry.Text("id") ?? "";
            var events = new List<InstagramEvent>(1);
            foreach (var item in entry.Items("messaging")) events.Add(Guarded(item, i => Message(i, own, receivedAt)));
            foreach (var _ in entry.Items("standby")) events.Add(new Ignored("Another app holds the conversation"));
            foreach (var change in entry.Items("changes")) events.Add(Guarded(change, c => Unhandled(c, "field")));
            if (entry.TryGetProperty("field", out _)) events.Add(Guarded(entry, e => Unhandled(e, "field")));
            if (events.Count == 0) events.Add(Guarded(entry, e => Unhandled(e, "id")));
            return events;
        }
    }

    /// <summary>An item may be of any type, and text that is not Unicode (half an emoji, broken UTF-8) throws when it is read. Neither may stop the batch: it would come again for ever.</summary>
    private static InstagramEvent Guarded(JsonElement item, Func<JsonElement, InstagramEvent> read)
    {
        if (item.ValueKind != JsonValueKind.Object) return new Unknown("The item is not an object", Bytes(item));
        try
        {
            return read(item);
        }
        catch (InvalidOperationException e)
        {
            return new Unknown($"Unreadable: {e.Message}", Bytes(item));
        }
    }

    private static InstagramEvent Message(JsonElement item, string own, DateTimeOffset receivedAt)
    {
        var sender = item.TryGetProperty("sender", out var s) ? s.Text("id") : null;
        var recipient = item.TryGetProperty("recipient", out var r) ? r.Text("id") : null;
        if (sender is null || recipient is null) return new Unknown("Sender or recipient is missing", Bytes(item));
        var at = Time(item.Text("timestamp"), receivedAt);

        if (item.TryGetProperty("message", out var message) && message.Text("mid") is { } mid)
        {
            var echo = sender == own || Flag(message, "is_echo");
            var contact = echo ? recipient : sender;
            if (Flag(message, "is_deleted")) return new MessageDeleted(mid, contact, at);
            var attachments = message.Items("attachments").Select(a => new InstagramAttachment(a.Text("type") ?? "unknown", Url(a))).ToList();
            var reply = message.TryGetProperty("reply_to", out var to) ? to : default;
            var story = reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty("story", out var st) ? st.Text("id") ?? "" : null;
            return echo
                ? new MessageEcho(mid, contact, at, message.Text("text"), attachments, reply.Text("mid"), message.Text("app_id"), Flag(message, "is_unsupported"))
                : new MessageReceived(mid, contact, at, message.Text("text"), attachments, reply.Text("mid"), story, Flag(message, "is_unsupported"));
        }
        if (item.TryGetProperty("message_edit", out var edit) && edit.Text("mid") is { } edited) return new MessageEdited(edited, sender == own ? recipient : sender, edit.Text("text") ?? "", at);
        if (item.TryGetProperty("read", out var read) && read.Text("mid") is { } seen) return new MessageRead(seen, sender, at);
        return item.TryGetProperty("pass_thread_control", out _) || item.TryGetProperty("take_thread_control", out _) || item.TryGetProperty("request_thread_control", out _)
            ? new Ignored("Handover between apps")
            : new Unknown($"No known kind among {string.Join(", ", item.EnumerateObject().Select(p => p.Name))}", Bytes(item));
    }

    /// <summary>By magnitude: Meta writes milliseconds, seconds, and either as text. What cannot be right is taken as now.</summary>
    internal static DateTimeOffset Time(string? text, DateTimeOffset receivedAt)
    {
        if (!long.TryParse(text, out var number) || number <= 0 || number > 253_402_300_799_999) return receivedAt;
        var at = number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
        return at < Earliest || at > receivedAt.AddDays(1) ? receivedAt : at;
    }

    private static Unknown Unhandled(JsonElement item, string naming) => new($"'{item.Text(naming)}' is not handled yet", Bytes(item));

    private static string? Url(JsonElement attachment) => attachment.TryGetProperty("payload", out var payload) ? payload.Text("url") ?? payload.Text("story_media_url") : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static byte[] Bytes(JsonElement item) => JsonMarshal.GetRawUtf8Value(item).ToArray();
}
