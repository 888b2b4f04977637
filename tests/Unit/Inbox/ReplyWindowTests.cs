using FsCheck.Xunit;

namespace SocialSelling.Inbox;

public sealed class ReplyWindowTests
{
    private static readonly DateTimeOffset LastInbound = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(24 * 3600 - 1, "none")]
    [InlineData(24 * 3600, "human_agent")]
    [InlineData(7 * 24 * 3600 - 1, "human_agent")]
    public void A_person_may_answer_for_seven_days_and_after_one_under_a_tag(int seconds, string tag) =>
        Assert.Equal(tag, ReplyWindow.Decide(LastInbound, Author.Person, LastInbound.AddSeconds(seconds)).Get());

    [Fact]
    public void Automation_may_not_use_the_tag() =>
        Assert.Equal(LastInbound.AddHours(24), Assert.IsType<ReplyWindowClosed>(ReplyWindow.Decide(LastInbound, Author.Automation, LastInbound.AddHours(25)).Error).ClosedAt);

    [Fact]
    public void Nobody_may_write_first() => Assert.IsType<ReplyWindowClosed>(ReplyWindow.Decide(null, Author.Person, LastInbound).Error);

    [Property]
    public bool A_person_may_reply_whenever_automation_may(int minutes)
    {
        var now = LastInbound.AddMinutes(Math.Abs((long)minutes) % 20_000);
        bool Allowed(Author author) => ReplyWindow.Decide(LastInbound, author, now).Error is null;
        return !Allowed(Author.Automation) || Allowed(Author.Person);
    }
}
