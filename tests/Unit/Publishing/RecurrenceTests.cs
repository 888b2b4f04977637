namespace SocialSelling.Publishing;

public sealed class RecurrenceTests
{
    private static DateOnly[] First(int count, Recurrence rule, string first) => [.. RecurrenceRules.Days(rule, DateOnly.Parse(first, null)).Take(count)];

    private static DateOnly[] Dates(params string[] dates) => [.. dates.Select(d => DateOnly.Parse(d, null))];

    [Fact]
    public void Every_other_day() => Assert.Equal(Dates("2026-12-30", "2027-01-01", "2027-01-03"), First(3, new(RecurrenceUnit.Daily, 2), "2026-12-30"));

    [Fact]
    public void Weekly_is_on_the_day_of_the_first_post_when_nothing_else_is_said() =>
        Assert.Equal(Dates("2026-12-02", "2026-12-09"), First(2, new(RecurrenceUnit.Weekly), "2026-12-02"));

    /// <summary>Weeks begin on Monday: the Sunday after a Wednesday belongs to the same week.</summary>
    [Fact]
    public void Every_other_week_on_three_days_counts_weeks_from_Monday() => Assert.Equal(
        Dates("2026-12-02", "2026-12-06", "2026-12-14", "2026-12-16", "2026-12-20"),
        First(5, new(RecurrenceUnit.Weekly, 2, [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Wednesday]), "2026-12-02"));

    [Fact]
    public void The_31st_is_the_last_day_of_a_shorter_month_and_the_31st_again_after_it() =>
        Assert.Equal(Dates("2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"), First(4, new(RecurrenceUnit.Monthly, MonthDay: 31), "2028-01-31"));

    [Fact]
    public void The_last_day_of_every_third_month() =>
        Assert.Equal(Dates("2026-11-30", "2027-02-28", "2027-05-31"), First(3, new(RecurrenceUnit.Monthly, 3, MonthDay: -1), "2026-11-30"));

    [Fact]
    public void It_ends_with_its_last_day_or_its_count_whichever_comes_first()
    {
        Assert.Equal(3, First(99, new(RecurrenceUnit.Daily, Until: new(2026, 12, 3)), "2026-12-01").Length);
        Assert.Equal(2, First(99, new(RecurrenceUnit.Daily, Until: new(2026, 12, 3), Count: 2), "2026-12-01").Length);
    }

    [Theory]
    [InlineData(RecurrenceUnit.Weekly, "2026-12-03", false)]
    [InlineData(RecurrenceUnit.Weekly, "2026-12-02", true)]
    [InlineData(RecurrenceUnit.Monthly, "2026-12-02", false)]
    [InlineData(RecurrenceUnit.Monthly, "2026-12-15", true)]
    public void The_first_post_is_on_a_day_of_its_rule(RecurrenceUnit unit, string first, bool fits) =>
        Assert.Equal(fits, RecurrenceRules.Fits(new(unit, Weekdays: [DayOfWeek.Wednesday], MonthDay: 15), DateOnly.Parse(first, null)));

    [Fact]
    public void The_calendar_ends_and_so_do_the_days()
    {
        foreach (var unit in Enum.GetValues<RecurrenceUnit>())
            Assert.NotEmpty(RecurrenceRules.Days(new(unit, 300), new(9990, 1, 1)).ToList());
    }
}
