using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class SendRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid Maya = Guid.NewGuid(), Ana = Guid.NewGuid();

    [Fact]
    public void A_send_in_doubt_is_never_queued_again_at_once() => Assert.Equal("unconfirmed", SendRules.AfterFailure(new OutcomeUnknown(), attempts: 1, Now, Guid.Empty).Status);

    [Fact]
    public void A_throttled_send_waits_as_long_as_Meta_says() =>
        Assert.Equal(("queued", Now.AddMinutes(7)), (SendRules.AfterFailure(new RetryLater(TimeSpan.FromMinutes(7)), 1, Now, Guid.Empty).Status, SendRules.AfterFailure(new RetryLater(TimeSpan.FromMinutes(7)), 1, Now, Guid.Empty).NextAttemptAt!.Value));

    [Fact]
    public void Tries_come_to_an_end() => Assert.Equal("failed", SendRules.AfterFailure(new RetryLater(null), SendRules.MaxAttempts, Now, Guid.Empty).Status);

    [Fact]
    public void A_file_that_Meta_cannot_fetch_is_offered_twice()
    {
        var unfetched = new RetryLater(TimeSpan.FromSeconds(30), 100, 2018008);

        Assert.Equal("queued", SendRules.AfterFailure(unfetched, attempts: 1, Now, Guid.Empty).Status);
        Assert.Equal("media-not-fetched", SendRules.AfterFailure(unfetched, attempts: 2, Now, Guid.Empty).Failure!.Code);
    }

    [Fact]
    public void Only_a_definite_absence_is_sent_again()
    {
        Assert.Equal("unconfirmed", SendRules.NotFound(Now, attempts: 1, Now + SendRules.DefiniteAfter - TimeSpan.FromSeconds(1)).Status);
        Assert.Equal("queued", SendRules.NotFound(Now, attempts: 1, Now + SendRules.DefiniteAfter).Status);
    }

    [Theory]
    [InlineData("queued", 1)]
    [InlineData("sending", 1)]
    [InlineData("unconfirmed", 2)]
    public void A_message_waits_for_the_one_before_it_unless_that_one_is_only_in_doubt(string before, int movable) =>
        Assert.Equal(movable, SendRules.Movable([Send(Maya, 1, before, "first"), Send(Maya, 2, "queued", "second")]).Count());

    [Fact]
    public void An_equal_message_waits_for_its_twin_in_doubt() =>
        Assert.Equal([1], SendRules.Movable([Send(Maya, 1, "unconfirmed", "Hi"), Send(Maya, 2, "queued", "Hi ")]).Select(u => u.Message.Sequence));

    [Fact]
    public void Another_conversation_waits_for_nothing() =>
        Assert.Equal([1, 2], SendRules.Movable([Send(Maya, 1, "sending", "Hi"), Send(Ana, 2, "queued", "Hi")]).Select(u => u.Message.Sequence).Order());

    private static UnsettledRow Send(Guid conversation, long sequence, string status, string text) => new(
        new MessageRow(Guid.NewGuid(), Guid.Empty, conversation, sequence, null, null, "outbound", "text", text, null, status, false, null, null, null, Now), "9001", "none", 0, Now, null, 0, null);
}
