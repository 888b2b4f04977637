using System.Text;

namespace SocialSelling.Meta;

public sealed class WebhookPayloadTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static SplitPayload Split(string body) => WebhookPayload.Split(Encoding.UTF8.GetBytes(body));

    private static IReadOnlyList<InstagramEvent> Read(string messaging) =>
        InstagramEvents.Read(Encoding.UTF8.GetBytes($$"""{"id":"1784","time":1,"messaging":[{{messaging}}]}"""), Received);

    [Fact]
    public void Entries_keep_their_own_bytes_and_their_id_whatever_its_form()
    {
        var split = Assert.IsType<SplitPayload.Entries>(Split("""{"object":"instagram","entry":[{"id":"1784","x":{"id":"9"}},{"x":[1,{"id":2}],"id":17841400000000001}]}"""));

        Assert.Equal(["1784", "17841400000000001"], split.Items.Select(i => i.PlatformAccountId));
        Assert.Equal("""{"id":"1784","x":{"id":"9"}}""", Encoding.UTF8.GetString(split.Items[0].Json.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"object":"instagram"}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[]}""")]
    [InlineData("""{"object":"instagram","entry":{}}""")]
    [InlineData("""{"object":"instagram","entry":[{"id":"1"}""")]
    [InlineData("""{"object":"instagram","entry":[]} trailing""")]
    public void What_cannot_be_split_says_why(string body) => Assert.NotEmpty(Assert.IsType<SplitPayload.Unreadable>(Split(body)).Reason);

    [Fact]
    public void What_is_told_of_a_Page_itself_is_nothing_to_be_read_or_set_aside() =>
        Assert.Empty(Assert.IsType<SplitPayload.Entries>(Split("""{"object":"page","entry":[{"id":"2000","messaging":[{"sender":{"id":"1"}}]}]}""")).Items);

    [Fact]
    public void A_customers_message_is_inbound_from_its_sender()
    {
        var message = Assert.IsType<MessageArrived>(Assert.Single(Read(
            """{"sender":{"id":"9001"},"recipient":{"id":"1784"},"timestamp":1763632800123,"message":{"mid":"m1","text":"caf\u00e9 \ud83d\ude00","reply_to":{"mid":"m0"}}}""")));

        Assert.Equal(("m1", "9001", "café 😀", "m0"), (message.Mid, message.ContactId, message.Text, message.ReplyToMid));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763632800123), message.At);
    }

    [Theory]
    [InlineData("""{"sender":{"id":"1784"},"recipient":{"id":"9001"},"timestamp":1763632800123,"message":{"mid":"m1","is_echo":true,"text":"hi","app_id":1111}}""", "1111")]
    [InlineData("""{"sender":{"id":"1784"},"recipient":{"id":"9001"},"timestamp":1763632800123,"message":{"mid":"m1","text":"hi"}}""", null)]
    public void An_echo_belongs_to_the_contact_it_went_to(string item, string? appId)
    {
        var echo = Assert.IsType<MessageArrived>(Assert.Single(Read(item)));

        Assert.Equal(("9001", appId), (echo.ContactId, echo.AppId));
    }

    [Fact]
    public void A_malformed_item_does_not_hide_its_neighbours()
    {
        var events = Read("""{"sender":{"id":"9001"}},{"sender":{"id":"9001"},"recipient":{"id":"1784"},"timestamp":"1763632800","message":{"mid":"m2","is_deleted":true}}""");

        Assert.IsType<Unknown>(events[0]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763632800), Assert.IsType<MessageDeleted>(events[1]).At);
    }

    private const string Hello = """{"sender":{"id":"9001"},"recipient":{"id":"1784"},"timestamp":1763632800123,"message":{"mid":"m2","text":"hello"}}""";

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("""{"sender":{"id":"9001"},"recipient":{"id":"1784"},"message":{"text":"no id"}}""")]
    [InlineData("""{"sender":{"id":"9001"},"recipient":{"id":"1784"},"message":{"mid":"m1","text":"half an emoji \ud83d"}}""")]
    public void An_item_that_cannot_be_read_never_throws_and_never_hides_its_neighbour(string item)
    {
        var events = Read($"{item},{Hello}");

        Assert.Equal(item, Encoding.UTF8.GetString(Assert.IsType<Unknown>(events[0]).Json.Span));
        Assert.Equal("hello", Assert.IsType<MessageArrived>(events[1]).Text);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_kept_byte_for_byte()
    {
        byte[] item = [.. """{"sender":{"id":"9001"},"recipient":{"id":"1784"},"message":{"mid":"m1","text":"""u8, (byte)'"', 0xFF, (byte)'"', .. "}}"u8];
        byte[] entry = [.. """{"id":"1784","messaging":["""u8, .. item, .. "]}"u8];

        var unknown = Assert.IsType<Unknown>(Assert.Single(InstagramEvents.Read(entry, Received)));

        Assert.Equal(item, unknown.Json.ToArray());
    }

    [Fact]
    public void An_entry_that_is_no_object_does_not_hide_those_after_it()
    {
        var split = Assert.IsType<SplitPayload.Entries>(Split("""{"object":"instagram","entry":[1,{"id":"1784"},null,{"id":"1785"}]}"""));

        Assert.Equal(["", "1784", "", "1785"], split.Items.Select(i => i.PlatformAccountId));
    }

    [Theory]
    [InlineData("delta", """{"id":"1784","changes":[{"field":"delta","value":{"id":"c1"}}]}""")]
    [InlineData("delta", """{"id":"1784","field":"delta","value":{"id":"c1"}}""")]
    [InlineData("shouting", """{"id":"1784","messaging":[{"shouting":{}}]}""")]
    public void What_is_not_known_is_kept_with_its_name(string name, string entry) =>
        Assert.Contains(name, Assert.IsType<Unknown>(Assert.Single(InstagramEvents.Read(Encoding.UTF8.GetBytes(entry), Received))).Reason, StringComparison.Ordinal);
}
