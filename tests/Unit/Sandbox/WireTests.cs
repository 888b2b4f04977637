using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox;

public sealed class WireTests
{
    [Theory]
    [InlineData("é", @"\u00e9")]
    [InlineData("😀", @"\ud83d\ude00")]
    [InlineData("a@b/c<d>100%", @"a\u0040b\/c\u003Cd>100\u0025")]
    public void The_escaped_form_is_ascii_in_lower_case(string text, string expected) => Assert.Equal($"\"{expected}\"", JsonWire.Escape(JsonWire.Raw(JsonValue.Create(text))));

    [Theory]
    [InlineData("é 😀 <b> ' +")]
    public void The_raw_form_is_what_was_written(string text) => Assert.Equal($"\"{text}\"", JsonWire.Raw(JsonValue.Create(text)));

    [Property]
    public bool Both_forms_mean_the_same(NonNull<string> text)
    {
        // Through runes: half an emoji is no text, and has no UTF-8.
        var words = string.Concat(text.Get.EnumerateRunes()) + "é😀";
        var raw = JsonWire.Raw(new JsonObject { [words] = new JsonArray(words, 7, null, true) });

        return JsonNode.DeepEquals(JsonNode.Parse(raw), JsonNode.Parse(JsonWire.Escape(raw)))
            && JsonSerializer.Deserialize<JsonElement>(raw).EnumerateObject().Single().Value[0].GetString() == words;
    }

    [Fact]
    public void A_change_leaves_the_rest_and_an_empty_one_leaves_nothing()
    {
        var changed = new WebhookChange(Batch: 5).ApplyTo(new WebhookBehaviour(Reorder: true));

        Assert.Equal(new WebhookBehaviour(Reorder: true, Batch: 5), changed);
        Assert.Equal(new WebhookBehaviour(), new WebhookChange().ApplyTo(changed));
        Assert.Equal(new WebhookBehaviour(DelayMs: 10), new WebhookChange(Reset: true, DelayMs: 10).ApplyTo(changed));
    }
}
