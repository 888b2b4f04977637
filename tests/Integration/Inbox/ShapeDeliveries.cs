using System.Text;
using System.Text.Json;
using SocialSelling.Webhooks;

namespace SocialSelling.Inbox;

/// <summary>The fixture of every shape, delivered to an account in some way: whole entries taken apart into items, put together anew, twice, out of order.</summary>
internal static class ShapeDeliveries
{
    /// <summary>The account of the fixture.</summary>
    private const string FixtureAccount = "17841400000000001";

    /// <summary>What an entry is made of: one item, or a flat entry.</summary>
    /// <param name="Envelope">Null for what is an entry by itself.</param>
    /// <param name="Time">Of the entry; what changes carry has no other.</param>
    private sealed record Item(string? Envelope, string Json, string Time);

    private static readonly IReadOnlyList<Item> Items = [.. Load()];

    /// <summary>Each item once, in its order, in an entry and a body of its own.</summary>
    public static List<string> InOrder(string account) => [.. Items.Select(i => Entry([i], account))];

    /// <summary>Some items several times, all out of order, one to five in an entry.</summary>
    public static List<string> Shuffled(string account, Random random)
    {
        var items = Items.Concat(Items.Where(_ => random.Next(3) == 0)).Concat(Items.Where(_ => random.Next(8) == 0)).ToArray();
        random.Shuffle(items);
        var entries = new List<string>();
        for (var at = 0; at < items.Length;)
        {
            var size = 1;
            while (size < 1 + random.Next(5) && at + size < items.Length && GoesWith(items[at], items[at + size])) size++;
            entries.Add(Entry(items[at..(at + size)], account));
            at += size;
        }
        return entries;
    }

    public static JournaledDelivery Body(IEnumerable<string> entries, DateTimeOffset receivedAt) =>
        new(Guid.CreateVersion7(), receivedAt, Encoding.UTF8.GetBytes($$"""{"object":"instagram","entry":[{{string.Join(",", entries)}}]}"""));

    private static bool GoesWith(Item one, Item other) => one.Envelope is not null && other.Envelope is not null && one.Time == other.Time;

    private static string Entry(IReadOnlyList<Item> items, string account) => (items is [{ Envelope: null } whole] ? whole.Json
        : $$"""{"id":"{{FixtureAccount}}","time":{{items[0].Time}},{{string.Join(",", items.GroupBy(i => i.Envelope).Select(g => $"\"{g.Key}\":[{string.Join(",", g.Select(i => i.Json))}]"))}}}""")
        .Replace(FixtureAccount, account, StringComparison.Ordinal);

    private static IEnumerable<Item> Load()
    {
        using var shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "instagram-webhooks.json")));
        foreach (var shape in shapes.RootElement.EnumerateObject())
        {
            var time = shape.Value.GetProperty("time").GetRawText();
            var envelopes = shape.Value.EnumerateObject().Where(p => p.Name is "messaging" or "standby" or "changes").ToList();
            if (envelopes.Count == 0) yield return new Item(null, shape.Value.GetRawText(), time);
            else if (shape.Value.GetProperty("id").GetString() == FixtureAccount)
                foreach (var envelope in envelopes)
                    foreach (var item in envelope.Value.EnumerateArray()) yield return new Item(envelope.Name, item.GetRawText(), time);
            else yield return new Item(null, shape.Value.GetRawText(), time);
        }
    }
}
