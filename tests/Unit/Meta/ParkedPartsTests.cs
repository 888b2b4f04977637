using System.Text;

namespace SocialSelling.Meta;

public sealed class ParkedPartsTests
{
    private const string Item = """{"sender":{"id":"9001"},"recipient":{"id":"1784"},"timestamp":1790000000000,"message":{"mid":"m","text":"x"}}""";
    private static readonly DateTimeOffset At = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Item)]
    [InlineData("""{"id":"1784","time":1,"messaging":[""" + Item + "]}")]
    [InlineData("""{"object":"instagram","entry":[{"id":"1784","time":1,"messaging":[""" + Item + "]}]}")]
    public void An_item_an_entry_and_a_body_are_handed_over_as_the_same_message(string raw)
    {
        var entry = Assert.Single(ParkedParts.Restore(Encoding.UTF8.GetBytes(raw), "1784"));

        Assert.Equal("1784", entry.PlatformAccountId);
        Assert.Equal("m", Assert.IsType<MessageArrived>(Assert.Single(InstagramEvents.Read(entry.Json, At))).Mid);
    }

    [Fact]
    public void A_change_is_handed_over_as_a_change()
    {
        var entry = Assert.Single(ParkedParts.Restore("""{"field":"messages","value":{"sender":{"id":"9001"},"message":{"mid":"m","text":"x"}}}"""u8.ToArray(), "1784"));

        Assert.IsType<MessageArrived>(Assert.Single(InstagramEvents.Read(entry.Json, At)));
    }

    [Theory]
    [InlineData("not json", "1784")]
    [InlineData("[1]", "1784")]
    [InlineData("""{"novelty":1}""", "1784")]
    [InlineData(Item, null)]
    public void What_belongs_to_nobody_or_is_nothing_stays_aside(string raw, string? account) => Assert.Empty(ParkedParts.Restore(Encoding.UTF8.GetBytes(raw), account));
}
