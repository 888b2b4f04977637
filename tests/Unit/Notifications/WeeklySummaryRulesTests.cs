using System.Globalization;
using NodaTime;

namespace SocialSelling.Notifications;

public sealed class WeeklySummaryRulesTests
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    [Theory]
    [InlineData("2026-03-09T07:59:59Z", null)]
    [InlineData("2026-03-09T08:00:00Z", "2026-03-02")]
    [InlineData("2026-03-11T07:59:59Z", "2026-03-02")]
    [InlineData("2026-03-11T08:00:00Z", null)]
    [InlineData("2026-03-15T23:00:00Z", null)]
    public void A_week_is_summed_up_from_Monday_at_eight_for_two_days(string now, string? monday) =>
        Assert.Equal(monday, WeeklySummaryRules.Over("UTC", At(now), Zones)?.Monday.ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Europe/Madrid", "2026-03-30T06:00:00Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Madrid", "2026-10-26T07:00:00Z", "2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z")]
    public void A_week_in_which_the_clocks_jump_is_an_hour_shorter_or_longer(string zone, string now, string from, string until)
    {
        var week = WeeklySummaryRules.Over(zone, At(now), Zones)!;

        Assert.Equal((At(from), At(until)), (week.From, week.Until));
        Assert.Null(WeeklySummaryRules.Over(zone, At(now).AddSeconds(-1), Zones));
    }

    [Fact]
    public void Of_workspaces_without_anything_to_say_nothing_is_said_and_of_very_many_the_first()
    {
        WorkspaceWeekRow[] quiet = [Week("Quiet"), Week("Planned") with { Planned = 3 }];

        Assert.Empty(WeeklySummaryRules.Told(quiet, "UTC", Zones));
        Assert.Equal(WeeklySummaryRules.MostWorkspaces, WeeklySummaryRules.Told([.. quiet, .. Enumerable.Range(0, 50).Select(i => Week($"{i}") with { Failed = 1 })], "UTC", Zones).Count);
    }

    [Fact]
    public void The_day_of_the_best_post_is_that_of_the_readers_clock()
    {
        var row = Week("Shop") with { Published = 1, Best = new("shop", At("2026-03-05T02:00:00Z"), 3, 4) };

        Assert.Equal(new DateOnly(2026, 3, 4), Assert.Single(WeeklySummaryRules.Told([row], "America/Sao_Paulo", Zones)).Best!.Day);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static WorkspaceWeekRow Week(string name) => new(name, [Guid.NewGuid()], 0, 0, 0, null, 0, 0, null, 0);
}
