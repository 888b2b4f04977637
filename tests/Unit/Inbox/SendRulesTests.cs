using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class SendRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_send_in_doubt_is_never_queued_again_at_once() => Assert.Equal("unconfirmed", SendRules.AfterFailure(new OutcomeUnknown(), attempts: 1, Now).Status);

    [Fact]
    public void A_throttled_send_waits_as_long_as_Meta_says() =>
        Assert.Equal(("queued", Now.AddMinutes(7)), (SendRules.AfterFailure(new RetryLater(TimeSpan.FromMinutes(7)), 1, Now).Status, SendRules.AfterFailure(new RetryLater(TimeSpan.FromMinutes(7)), 1, Now).NextAttemptAt!.Value));

    [Fact]
    public void Tries_come_to_an_end() => Assert.Equal("failed", SendRules.AfterFailure(new RetryLater(null), SendRules.MaxAttempts, Now).Status);

    [Fact]
    public void Only_a_definite_absence_is_sent_again()
    {
        Assert.Equal("unconfirmed", SendRules.NotFound(Now, attempts: 1, Now + SendRules.DefiniteAfter - TimeSpan.FromSeconds(1)).Status);
        Assert.Equal("queued", SendRules.NotFound(Now, attempts: 1, Now + SendRules.DefiniteAfter).Status);
    }
}
