using System.Text.Json;
using SocialSelling.Meta;
using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

public sealed class PublishNoticesTests
{
    private static readonly PostRow Publishing = Samples.Post("feed", Samples.Image()) with { Status = "publishing", ContainerId = "c1", ContainerCreatedAt = Samples.Due.AddMinutes(-10), PublishStartedAt = Samples.Due };
    private static readonly RetryLater DailyLimit = new(TimeSpan.FromHours(1), 9, 2207042);

    [Fact]
    public void A_post_that_waits_for_the_daily_limit_is_told_with_the_time_of_its_next_try()
    {
        var waits = PublishRules.AfterFailure(Publishing, DailyLimit, wasPublishCall: true, Samples.Due);

        var notice = PublishNotices.Of(Publishing, waits);

        Assert.Equal((NotificationKind.PostPostponed, waits.Id), (notice!.Kind, notice.SubjectId));
        var facts = JsonSerializer.SerializeToElement(notice.Facts);
        Assert.Equal(("daily-limit", Samples.Due.AddHours(1)), (facts.GetProperty("code").GetString(), facts.GetProperty("until").GetDateTimeOffset()));
        // The next step of a post that waits is no news, and another refusal has the same key.
        Assert.Null(PublishNotices.Of(waits, waits with { NextAttemptAt = Samples.Due.AddHours(2) }));
        Assert.Equal(notice.Key, PublishNotices.Of(Publishing, PublishRules.AfterFailure(Publishing, DailyLimit, wasPublishCall: true, Samples.Due.AddHours(1)))!.Key);
    }

    [Fact]
    public void A_short_limit_is_no_news_and_a_limit_that_lasted_a_day_is_a_failure()
    {
        Assert.Null(PublishNotices.Of(Publishing, PublishRules.AfterFailure(Publishing, new RetryLater(null, 4), wasPublishCall: true, Samples.Due)));
        var late = Samples.Due + PublishRules.LimitsLastAtMost + TimeSpan.FromSeconds(1);
        Assert.Equal(NotificationKind.PostFailed, PublishNotices.Of(Publishing, PublishRules.AfterFailure(Publishing, DailyLimit, wasPublishCall: true, late))!.Kind);
    }
}
