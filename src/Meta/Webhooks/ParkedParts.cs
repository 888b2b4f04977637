using System.Buffers;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Makes entries again of what was set aside: whole bodies, entries, or single items, as the reader left them.</summary>
public static class ParkedParts
{
    /// <param name="platformAccountId">Whose part it is; null when that is not known.</param>
    /// <returns>Empty when nothing of it can be handed over: it is no JSON, or belongs to nobody.</returns>
    public static IReadOnlyList<WebhookEntry> Restore(ReadOnlyMemory<byte> raw, string? platformAccountId)
    {
        if (WebhookPayload.Split(raw) is SplitPayload.Entries body) return body.Items;
        if (string.IsNullOrEmpty(platformAccountId)) return [];
        try
        {
            using var document = JsonDocument.Parse(raw);
            var part = document.RootElement;
            if (part.ValueKind != JsonValueKind.Object) return [];
            bool Has(string name) => part.TryGetProperty(name, out _);
            if (Has("id") && (Has("messaging") || Has("standby") || Has("changes") || Has("field"))) return [new(platformAccountId, raw)];
            return Has("sender") ? [new(platformAccountId, Wrap(raw, platformAccountId, "messaging"))]
                : Has("field") ? [new(platformAccountId, Wrap(raw, platformAccountId, "changes"))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static ReadOnlyMemory<byte> Wrap(ReadOnlyMemory<byte> item, string platformAccountId, string envelope)
    {
        var buffer = new ArrayBufferWriter<byte>(item.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", platformAccountId);
            writer.WriteStartArray(envelope);
            writer.WriteRawValue(item.Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
