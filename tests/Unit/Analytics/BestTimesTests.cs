namespace SocialSelling.Analytics;

public sealed class BestTimesTests
{
    private static readonly DateTimeOffset Read = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static PostEngagement Post(string at, int likes, int comments) => new(DateTimeOffset.Parse(at, null), likes, comments);

    /// <summary>Computed by hand. São Paulo is three hours behind UTC in these weeks.</summary>
    private static readonly PostEngagement[] Posts =
    [
        // Monday, 9 o'clock there: (10 + 2·5) + (30 + 2·0) + (16 + 2·2) = 20 + 30 + 20 = 70, over 3.
        Post("2026-11-23T12:00Z", 10, 5), Post("2026-11-16T12:59Z", 30, 0), Post("2026-11-09T12:30Z", 16, 2),
        // Sunday, 22 o'clock there, which is Monday in UTC: 100 and 60, over 2.
        Post("2026-11-23T01:10Z", 90, 5), Post("2026-11-16T01:10Z", 60, 0),
        // Friday, 18: one post, 24 + 2·0.
        Post("2026-11-20T21:00Z", 24, 0),
        // Tuesday, 7: 4 + 2·1 and 6 + 2·2, over 2: 8.
        Post("2026-11-24T10:05Z", 4, 1), Post("2026-11-17T10:45Z", 6, 2),
        // Wednesday, 7: 7. Thursday, 7: 5, the sixth and not among the best.
        Post("2026-11-25T10:00Z", 7, 0), Post("2026-11-26T10:00Z", 5, 0),
        // Before the 90 days: as if it were not there.
        Post("2026-08-28T12:00Z", 9_999, 0),
    ];

    [Fact]
    public void The_five_best_hours_are_those_of_a_computation_by_hand()
    {
        var best = BestTimeRules.Rank(new(Posts, Read), "America/Sao_Paulo");

        Assert.Equal(
            [
                (DayOfWeek.Sunday, 22, 80.0, 2, "low"), (DayOfWeek.Friday, 18, 24.0, 1, "low"), (DayOfWeek.Monday, 9, 23.33, 3, "normal"), (DayOfWeek.Tuesday, 7, 8.0, 2, "low"),
                (DayOfWeek.Wednesday, 7, 7.0, 1, "low"),
            ],
            best.Recommendations.Select(b => (b.DayOfWeek, b.Hour, b.Score, b.SampleSize, b.Confidence)));
        Assert.Equal((10, 90, "America/Sao_Paulo"), (best.PostsAnalyzed, best.AnalysisPeriodDays, best.Timezone));
    }

    [Fact]
    public void Only_the_newest_hundred_posts_count()
    {
        var many = Enumerable.Range(0, 150).Select(n => new PostEngagement(Read.AddHours(-n), 1, 0));

        Assert.Equal(100, BestTimeRules.Rank(new([.. many], Read), "UTC").PostsAnalyzed);
    }

    [Fact]
    public void An_account_without_posts_has_no_best_times() => Assert.Empty(BestTimeRules.Rank(new([], Read), "UTC").Recommendations);
}
