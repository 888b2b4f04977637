using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocialSelling.Inbox;

namespace SocialSelling.Meta;

/// <summary>Every shape of <c>tests/Fixtures/instagram-webhooks.json</c>, against what was once read out of it and looked at.</summary>
public sealed class WebhookShapesTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Dictionary<string, JsonElement> Shapes = Load<JsonElement>("instagram-webhooks.json");
    private static readonly Dictionary<string, JsonNode[]> Golden = Load<JsonNode[]>("instagram-webhooks.golden.json");

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shape_is_read_as_it_was(string name)
    {
        var events = InstagramEvents.Read(Encoding.UTF8.GetBytes(Shapes[name].GetRawText()), Received);

        Assert.Equal(Golden.GetValueOrDefault(name, []).Select(Written), events.Select(e => Written(Described(e))));
    }

    private static JsonObject Described(InstagramEvent e)
    {
        var json = e is Unknown unknown ? new JsonObject { ["reason"] = unknown.Reason, ["json"] = Encoding.UTF8.GetString(unknown.Json.Span) } : JsonSerializer.SerializeToNode(e, e.GetType(), Readable)!.AsObject();
        json.Insert(0, "is", e.GetType().Name);
        // Worth a word only where the time is not Meta's.
        if (!e.IsTimeAssumed) json.Remove("isTimeAssumed");
        if (Arrival.From(e) is { } arrival) json["shown"] = JsonSerializer.SerializeToNode(new { arrival.Kind, arrival.Text, Attachments = arrival.Attachments.Select(AsMetaTold) }, Readable);
        return json;
    }

    /// <summary>What is added once our own copy is made is no part of what Meta told.</summary>
    private static object AsMetaTold(AttachmentView a) => new { a.Type, a.Url, a.PreviewUrl, a.Title, a.Reference };

    private static string Written(JsonNode node) => node.ToJsonString(Readable);

    private static Dictionary<string, T> Load<T>(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, T>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file)))!;
}
