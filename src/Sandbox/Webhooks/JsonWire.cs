using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>JSON in the two forms a delivery can have on the wire.</summary>
/// <remarks>Written by hand: the writer of .NET escapes whatever lies beyond the basic plane, with any encoder, and in capitals.</remarks>
internal static class JsonWire
{
    /// <summary>Escapes nothing that JSON does not demand: letters and emoji stay what they are.</summary>
    public static string Raw(JsonNode? node)
    {
        var text = new StringBuilder(512);
        Write(node, text);
        return text.ToString();
    }

    /// <summary>Meta's form: ASCII only, in lower-case hex, an emoji as its two surrogates, and these few signs escaped besides.</summary>
    /// <remarks>Source: meta-platform reference, section 2.2; the sign &lt; is the one with a capital.</remarks>
    public static string Escape(string json)
    {
        var text = new StringBuilder(json.Length + 32);
        foreach (var c in json)
            if (c == '/') text.Append("\\/");
            else if (c == '<') text.Append("\\u003C");
            else if (c is '@' or '%' || c >= 0x7f) Hex(c, text);
            else text.Append(c);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject members:
                text.Append('{');
                foreach (var (i, (name, value)) in members.Index())
                {
                    if (i > 0) text.Append(',');
                    Quote(name, text);
                    text.Append(':');
                    Write(value, text);
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                foreach (var (i, item) in items.Index())
                {
                    if (i > 0) text.Append(',');
                    Write(item, text);
                }
                text.Append(']');
                break;
            case JsonValue value when value.TryGetValue<string>(out var words): Quote(words, text); break;
            default: text.Append(node?.ToJsonString() ?? "null"); break;
        }
    }

    private static void Quote(string words, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in words)
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c < 0x20) Hex(c, text);
            else text.Append(c);
        text.Append('"');
    }

    private static void Hex(char c, StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
}
