namespace SocialSelling.Publishing;

public sealed class SeriesRulesTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly First = new(2026, 12, 2);

    private static PostSeriesRow Series(Recurrence rule, DateOnly? last = null, string time = "18:00", string zone = "Europe/Berlin") => new(
        Guid.CreateVersion7(), Guid.Empty, null, new("feed", "Hello", ["k"], null, new(), null), rule.ToRow(), First, last ?? First, TimeOnly.Parse(time, null), zone, "active",
        default(DateTimeOffset), 1, default);

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, null);

    private static ChangeSeries Change(Recurrence? rule = null, string? time = null, string? caption = null) => new(Guid.Empty, 1, caption, null, null, null, rule, time is null ? null : TimeOnly.Parse(time, null), null, Guid.Empty);

    [Fact]
    public void The_next_post_is_on_the_day_after_the_newest_one() =>
        Assert.Equal((new DateOnly(2026, 12, 9), At("2026-12-09T17:00Z")), SeriesRules.Next(Series(new(RecurrenceUnit.Weekly)), At("2026-12-02T17:00Z")) is { } next ? (next.Day, next.Time.At) : default);

    [Fact]
    public void Days_that_passed_while_nothing_could_be_made_are_left_out() =>
        Assert.Equal(new DateOnly(2026, 12, 23), SeriesRules.Next(Series(new(RecurrenceUnit.Weekly)), At("2026-12-16T17:00Z"))?.Day);

    [Fact]
    public void A_series_ends_by_its_rule() => Assert.Null(SeriesRules.Next(Series(new(RecurrenceUnit.Daily, Count: 2), last: First.AddDays(1)), At("2026-12-03T18:00Z")));

    [Fact]
    public void What_will_come_is_known_and_the_post_that_is_there_is_none_of_it() => Assert.Equal(
        [At("2027-03-24T17:00Z"), At("2027-03-31T16:00Z")], SeriesRules.Planned(Series(new(RecurrenceUnit.Weekly)), At("2027-03-20T00:00Z"), At("2027-04-03T00:00Z")).Select(p => p.Time.At));

    [Fact]
    public void A_series_whose_zone_nobody_knows_any_more_has_nothing_to_come() =>
        Assert.Empty(SeriesRules.Coming(Series(new(RecurrenceUnit.Weekly), zone: "Mars/Olympus"), At("2026-12-01T00:00Z"), At("2026-12-31T00:00Z"), At("2026-12-01T00:00Z")));

    [Fact]
    public void Other_words_move_nothing()
    {
        var (row, moved) = SeriesRules.Changed(Series(new(RecurrenceUnit.Weekly)), Change(caption: "New"), First, At("2026-12-01T12:00Z")).Get();

        Assert.Equal(("New", First, 2), (row.Content.Caption, row.LastDate, row.Version));
        Assert.Null(moved);
    }

    [Theory]
    // Not before the next post, although Tuesday would fit.
    [InlineData("2026-12-02", "2026-12-01T11:00Z", "2026-12-03")]
    // Tuesday's evening is over.
    [InlineData("2026-12-01", "2026-12-01T19:00Z", "2026-12-03")]
    // Thursday's post is on its way: nothing more comes on that day.
    [InlineData("2026-12-04", "2026-12-03T08:00Z", "2026-12-08")]
    public void Another_rule_begins_with_its_first_day_from_the_next_post_on(string begin, string now, string first)
    {
        var rule = new Recurrence(RecurrenceUnit.Weekly, Weekdays: [DayOfWeek.Tuesday, DayOfWeek.Thursday]);

        var (row, moved) = SeriesRules.Changed(Series(new(RecurrenceUnit.Weekly)), Change(rule), DateOnly.Parse(begin, null), At(now)).Get();

        Assert.Equal((DateOnly.Parse(first, null), DateOnly.Parse(first, null)), (row.FirstDate, row.LastDate));
        Assert.Equal(row.LookAt, moved?.At);
    }

    /// <summary>Another hour, or another zone, is another hour: no day is moved, and none is counted twice.</summary>
    [Fact]
    public void Another_hour_keeps_the_days_of_any_series()
    {
        var random = new Random(44);
        for (var n = 0; n < 2_000; n++)
        {
            var rule = Any(random);
            var series = Series(rule) with { FirstDate = RecurrenceRules.Days(rule, First).First() };
            if (!RecurrenceRules.Fits(rule, series.FirstDate)) continue;
            var days = RecurrenceRules.Days(rule, series.FirstDate).Take(40).ToList();
            var begin = days[random.Next(Math.Min(days.Count, 8))];
            var now = SeriesRules.TimeOn(series, begin).At.AddDays(-random.Next(40)).AddHours(random.Next(48));
            var command = Change(time: $"{random.Next(24):00}:30") with { TimeZone = random.Next(2) == 0 ? "Pacific/Auckland" : null };

            var changed = SeriesRules.Changed(series, command, begin, now);

            var expected = days.Where(day => day >= begin && SeriesRules.TimeOn(series with { Time = command.Time!.Value, TimeZone = command.TimeZone ?? series.TimeZone }, day).At > now).ToList();
            if (changed.Error is not null)
            {
                Assert.Empty(expected);
                continue;
            }
            var (row, moved) = changed.Get();
            Assert.Equal((series.FirstDate, expected[0]), (row.FirstDate, row.LastDate));
            Assert.Equal(expected.Skip(1).Take(5), SeriesRules.Planned(row, moved!.At, now.AddYears(300)).Select(next => next.Day).Take(Math.Min(5, expected.Count - 1)));
        }
    }

    private static Recurrence Any(Random random) => new Recurrence((RecurrenceUnit)random.Next(3), random.Next(1, 5), Count: random.Next(3) == 0 ? random.Next(1, 12) : null) is var rule
        && random.Next(2) == 0 ? rule : rule.Unit switch
        {
            RecurrenceUnit.Weekly => rule with { Weekdays = [First.DayOfWeek, (DayOfWeek)random.Next(7)] },
            RecurrenceUnit.Monthly => rule with { MonthDay = random.Next(2) == 0 ? -1 : 31 },
            _ => rule,
        };

    [Fact]
    public void A_rule_that_names_no_day_any_more_is_refused() => Assert.IsType<SeriesWithoutDays>(
        SeriesRules.Changed(Series(new(RecurrenceUnit.Daily)), Change(new(RecurrenceUnit.Daily, Until: new(2026, 11, 1))), First, At("2026-12-01T12:00Z")).Error);
}
