using System.Text;

namespace SocialSelling.Meta;

public sealed class CommentEventsTests
{
    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Theory]
    [InlineData("""{"id":"1784","time":1790000000,"changes":[{"field":"comments","value":VALUE}]}""")]
    [InlineData("""{"id":"1784","time":1790000000,"field":"comments","value":VALUE}""")]
    public void A_comment_is_read_from_either_envelope(string entry)
    {
        var read = Comment(entry.Replace("VALUE", """{"id":"c1","text":"How much?","from":{"id":"900","username":"buyer"},"media":{"id":"m1","media_product_type":"FEED"}}""", StringComparison.Ordinal));

        Assert.Equal(new CommentWritten("c1", null, "m1", "FEED", "900", "buyer", IsOwn: false, IsLive: false, "How much?", Sent), read);
    }

    [Theory]
    [InlineData("""{"id":"c1","media":{"id":"m1"},"parent_id":"c0"}""", "c0")]
    [InlineData("""{"id":"c1","media":{"id":"m1"},"parent_id":"m1"}""", null)]
    [InlineData("""{"comment_id":"c1","media":{"id":"m1"}}""", null)]
    public void A_parent_that_is_the_post_is_none_and_the_author_may_be_missing(string value, string? parent)
    {
        var read = Comment(Change("comments", value));

        Assert.Equal(("c1", parent, null, false), (read.Id, read.ParentId, read.AuthorId, read.IsOwn));
    }

    [Theory]
    [InlineData("""{"id":"c1","media":{"id":"m1"},"from":{"id":"1784"}}""")]
    [InlineData("""{"id":"c1","media":{"id":"m1"},"from":{"id":"900","self_ig_scoped_id":"77"}}""")]
    public void Either_mark_tells_the_accounts_own(string value) => Assert.True(Comment(Change("comments", value)).IsOwn);

    [Fact]
    public void A_live_comment_is_told_from_others() => Assert.True(Comment(Change("live_comments", """{"id":"c1","media":{"id":"m1"}}""")).IsLive);

    [Fact]
    public void A_mention_is_in_a_comment_or_in_the_caption()
    {
        Assert.Equal(new AccountMentioned("m1", "c1", Sent), Read(Change("mentions", """{"media_id":"m1","comment_id":"c1"}""")));
        Assert.Equal(new AccountMentioned("m1", null, Sent), Read(Change("mentions", """{"media_id":"m1"}""")));
    }

    [Theory]
    [InlineData("comments", """{"id":"c1"}""")]
    [InlineData("comments", """{"media":{"id":"m1"}}""")]
    [InlineData("comments", """{"id":"c1","media":"m1"}""")]
    [InlineData("mentions", """{"comment_id":"c1"}""")]
    public void What_cannot_be_placed_is_kept_aside(string field, string value) => Assert.IsType<Unknown>(Read(Change(field, value)));

    private static string Change(string field, string value) => $$"""{"id":"1784","time":1790000000,"changes":[{"field":"{{field}}","value":{{value}}}]}""";

    private static CommentWritten Comment(string entry) => Assert.IsType<CommentWritten>(Read(entry));

    private static InstagramEvent Read(string entry) => Assert.Single(InstagramEvents.Read(Encoding.UTF8.GetBytes(entry), Sent.AddSeconds(5)));
}
