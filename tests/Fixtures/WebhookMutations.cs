using System.Text;
using System.Text.Json;

namespace SocialSelling.Fixtures;

/// <summary>
/// Bodies that are nearly webhooks: the fixture's shapes with bytes turned over, values put in each other's places, parts cut out, doubled or driven deep. The same seed
/// gives the same bodies.
/// </summary>
internal sealed class WebhookMutations
{
    private static readonly byte[][] Oddities = [.. new[]
    {
        "null", "true", "-1", "0", "1e400", "99999999999999999999999", "1763632800123", "\"\"", "\"\\ud83d\"", "\"\\u0000\"", "\"é😀\"", "[]", "{}", "[[[[[[]]]]]]", "\"17841400000000001\"", "\"1763632800\"",
        "{\"id\":{\"id\":7}}", "[null,1,\"x\",{}]", "\"" + new string('x', 3_000) + "\"",
    }.Select(Encoding.UTF8.GetBytes)];

    private readonly byte[][] bodies;

    public WebhookMutations()
    {
        using var shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "instagram-webhooks.json")));
        bodies = [.. shapes.RootElement.EnumerateObject().Select(shape => Encoding.UTF8.GetBytes($$"""{"object":"instagram","entry":[{{shape.Value.GetRawText()}}]}"""))];
    }

    public byte[] Next(Random random)
    {
        var body = (byte[])bodies[random.Next(bodies.Length)].Clone();
        for (var times = random.Next(1, 3); times > 0; times--)
            body = random.Next(20) switch
            {
                0 => Flip(body, random),
                1 => Cut(body, random),
                2 => Double(body, random),
                3 => Splice(body, bodies[random.Next(bodies.Length)], random),
                _ => Replace(body, random),
            };
        return body;
    }

    private static byte[] Flip(byte[] body, Random random)
    {
        for (var n = random.Next(1, 5); n > 0 && body.Length > 0; n--) body[random.Next(body.Length)] = (byte)random.Next(256);
        return body;
    }

    private static byte[] Cut(byte[] body, Random random)
    {
        var (from, to) = Range(body.Length, random);
        return [.. body[..from], .. body[to..]];
    }

    private static byte[] Double(byte[] body, Random random)
    {
        var (from, to) = Range(body.Length, random);
        return [.. body[..to], .. body[from..to], .. body[to..]];
    }

    private static byte[] Splice(byte[] body, byte[] other, Random random) => [.. body[..random.Next(body.Length + 1)], .. other[random.Next(other.Length)..]];

    /// <summary>Keeps it JSON: one value, or one object or list with all that is in it, gives way to another.</summary>
    private static byte[] Replace(byte[] body, Random random)
    {
        var values = new List<(int From, int To)>();
        try
        {
            var reader = new Utf8JsonReader(body);
            var open = new Stack<int>();
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push((int)reader.TokenStartIndex);
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) values.Add((open.Pop(), (int)reader.BytesConsumed));
                else if (reader.TokenType is not JsonTokenType.PropertyName) values.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
        }
        catch (JsonException)
        {
            // What was broken before is only broken further.
        }
        if (values.Count == 0) return Flip(body, random);
        var (from, to) = values[random.Next(values.Count)];
        var (otherFrom, otherTo) = values[random.Next(values.Count)];
        var with = random.Next(3) == 0 ? body[otherFrom..otherTo] : Oddities[random.Next(Oddities.Length)];
        return [.. body[..from], .. with, .. body[to..]];
    }

    private static (int From, int To) Range(int length, Random random)
    {
        var from = random.Next(length + 1);
        return (from, Math.Min(length, from + random.Next(1, 40)));
    }
}
