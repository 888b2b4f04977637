using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class CommentRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Yes, three left", null)]
    [InlineData("  ", "empty")]
    [InlineData("Look at https://a.example and www.b.example", "too-many-links")]
    [InlineData("Look at https://www.a.example", null)]
    [InlineData("#a #b #c #d", null)]
    [InlineData("#a #b #c #d #e", "too-many-hashtags")]
    [InlineData("ONLY TODAY!", "all-capitals")]
    [InlineData("OK 👍", null)]
    [InlineData("価格はDMで", null)]
    public void Meta_is_not_asked_for_what_it_would_refuse(string text, string? rule) => Assert.Equal(rule, CommentRules.CheckPublic(text)?.Rule);

    [Fact]
    public void Length_is_counted_in_characters_and_not_in_halves_of_them()
    {
        Assert.Null(CommentRules.CheckPublic(string.Concat(Enumerable.Repeat("🥣", 300))));
        Assert.Equal("too-long", CommentRules.CheckPublic(new string('x', 301))?.Rule);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void A_private_reply_is_as_long_as_a_message(int bytes, bool refused) => Assert.Equal(refused, CommentRules.CheckPrivate(new string('x', bytes)) is TextTooLong);

    [Fact]
    public void A_private_reply_is_taken_for_seven_days()
    {
        var comment = Comment();
        var end = Noon + TimeSpan.FromDays(7);

        Assert.Null(CommentRules.CheckTarget(comment, isPrivate: true, end - TimeSpan.FromTicks(1)));
        Assert.Equal(new PrivateReplyClosed(end), CommentRules.CheckTarget(comment, isPrivate: true, end));
        Assert.Null(CommentRules.CheckTarget(comment, isPrivate: false, end));
        Assert.Equal((end, null), (CommentRules.PrivateReplyUntil(comment, Noon), CommentRules.PrivateReplyUntil(comment, end)));
    }

    [Fact]
    public void A_private_reply_is_taken_once() => Assert.Equal("private-reply-used", CommentRules.CheckTarget(Comment() with { HasPrivateReply = true }, isPrivate: true, Noon)?.Code);

    [Fact]
    public void What_is_gone_or_elsewhere_or_not_there_yet_cannot_be_answered()
    {
        Assert.Equal("comment-gone", CommentRules.CheckTarget(Comment() with { Deleted = true }, isPrivate: false, Noon)?.Code);
        Assert.Equal("comment-elsewhere", CommentRules.CheckTarget(Comment() with { Kind = "mention" }, isPrivate: false, Noon)?.Code);
        Assert.Equal("comment-not-sent", CommentRules.CheckTarget(Comment() with { PlatformCommentId = null }, isPrivate: false, Noon)?.Code);
        Assert.Equal("comment-own", CommentRules.CheckTarget(Comment() with { Direction = "outbound" }, isPrivate: true, Noon)?.Code);
        Assert.Null(CommentRules.CheckTarget(Comment() with { Direction = "outbound" }, isPrivate: false, Noon));
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(-60 * 24 * 7, null, false)]
    public void A_comment_waits_unless_it_was_answered_or_is_long_past(int minute, int? ownMinute, bool waits) =>
        Assert.Equal(waits, CommentRules.WaitsForAnswer(isOwn: false, Noon.AddMinutes(minute), ownMinute is { } own ? Noon.AddMinutes(own) : default, Noon));

    [Fact]
    public void Already_replied_after_a_call_in_doubt_means_that_it_arrived()
    {
        var refused = new Refused(CommentRules.AlreadyReplied, "Once only", 10900);

        Assert.Equal("failed", CommentRules.AfterFailure(refused, isPrivate: true, attempts: 1, Noon, Guid.Empty).Status);
        Assert.Equal("sent", CommentRules.AfterFailure(refused, isPrivate: true, attempts: 2, Noon, Guid.Empty).Status);
        Assert.Equal("comment-gone", CommentRules.AfterFailure(new Refused("refused", "Gone", 100, 33), isPrivate: false, attempts: 1, Noon, Guid.Empty).Failure?.Code);
        Assert.Equal("unconfirmed", CommentRules.AfterFailure(new OutcomeUnknown(), isPrivate: false, attempts: 1, Noon, Guid.Empty).Status);
    }

    private static CommentRow Comment() => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "179", Guid.NewGuid(), 1, "comment", "inbound", "178", ParentId: null, InReplyTo: null, "900", "maya", null, null, null, null, "How much?", false,
        false, "open", true, null, null, null, null, false, HasPrivateReply: false, Noon);
}
