using SocialSelling.Meta;

namespace SocialSelling.Publishing;

public sealed class PublishStepTests
{
    private static readonly DateTimeOffset Due = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static PostRow Post(string status, string? container = "c1", int attempts = 0) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), null, "feed", "Hello", ["k"], null, Due, null, null, status, container, [], Due.AddMinutes(-10), Due, null, null, null, null, null, null,
        attempts, Due, null, Fence: 3, Version: 1, Due, Due, []);

    [Theory]
    [InlineData("scheduled", typeof(PublishStep.CreateContainer))]
    [InlineData("preparing", typeof(PublishStep.PollContainer))]
    [InlineData("ready", typeof(PublishStep.Publish))]
    [InlineData("publishing", typeof(PublishStep.FindOut))]
    [InlineData("unconfirmed", typeof(PublishStep.FindOut))]
    [InlineData("cancelled", typeof(PublishStep.Nothing))]
    [InlineData("published", typeof(PublishStep.Nothing))]
    [InlineData("draft", typeof(PublishStep.Nothing))]
    public void The_row_says_what_is_next(string status, Type step) => Assert.IsType(step, PublishStep.Of(Post(status), Due));

    [Fact]
    public void A_ready_post_waits_for_its_second()
    {
        Assert.IsType<PublishStep.Nothing>(PublishStep.Of(Post("ready"), Due.AddMilliseconds(-1)));
        Assert.IsType<PublishStep.Publish>(PublishStep.Of(Post("ready"), Due));
    }

    [Fact]
    public void A_post_that_was_slept_through_is_given_up_after_an_hour()
    {
        Assert.IsType<PublishStep.CreateContainer>(PublishStep.Of(Post("scheduled"), Due + PublishRules.MissedAfter));
        Assert.IsType<PublishStep.GiveUpMissed>(PublishStep.Of(Post("scheduled"), Due + PublishRules.MissedAfter + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_publish_call_without_an_answer_leaves_doubt_and_never_a_new_container()
    {
        var after = PublishRules.AfterFailure(Post("publishing"), new OutcomeUnknown(), wasPublishCall: true, Due);

        Assert.Equal(("unconfirmed", "c1", 0), (after.Status, after.ContainerId, after.Attempts));
    }

    [Fact]
    public void Tries_grow_apart_and_end()
    {
        Assert.Equal([30, 60, 120, 240, 480, 900, 900], Enumerable.Range(1, 7).Select(n => (int)PublishRules.Backoff(n).TotalSeconds));
        Assert.Equal("failed", PublishRules.AfterFailure(Post("preparing", attempts: PublishRules.MaxAttempts - 1), new RetryLater(null), wasPublishCall: false, Due).Status);
    }

    [Fact]
    public void A_refusal_fails_at_once_with_Metas_reason()
    {
        var after = PublishRules.AfterFailure(Post("preparing"), new Refused("media-aspect", "Wrong shape"), wasPublishCall: false, Due);

        Assert.Equal(("failed", "media-aspect", "Wrong shape", null), (after.Status, after.ErrorCode, after.ErrorMessage, after.NextAttemptAt));
    }
}
