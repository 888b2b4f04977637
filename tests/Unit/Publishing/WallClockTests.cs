using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Interval = NodaTime.Interval;

namespace SocialSelling.Publishing;

/// <summary>The wall clock that a person chose is the wall clock at which the post is due: in every zone there is, over ten years, with every change of an offset in them.</summary>
public sealed class WallClockTests
{
    private static readonly DateOnly From = new(2026, 1, 1), To = new(2036, 1, 1);
    private static readonly string[] Zones = [.. DateTimeZoneProviders.Tzdb.Ids];

    private static readonly Interval Years = new(Instant.FromUtc(From.Year, 1, 1, 0, 0), Instant.FromUtc(To.Year, 1, 1, 0, 0));

    private static Arbitrary<string> Zone() => Gen.Elements(Zones).ToArbitrary();

    private static Arbitrary<DateTime> Moment() => Gen.Choose(0, (To.DayNumber - From.DayNumber) * 1_440 - 1).Select(minute => From.ToDateTime(default).AddMinutes(minute)).ToArbitrary();

    [Property(MaxTest = 5_000)]
    public Property A_time_that_the_clock_shows_is_the_time_at_which_it_is_due() => Prop.ForAll(Zone(), Moment(), (zone, chosen) =>
    {
        var at = TimeZones.At(chosen, zone);
        return DateTimeZoneProviders.Tzdb[zone].MapLocal(LocalDateTime.FromDateTime(chosen)).Count == 0 || TimeZones.Local(at, zone) == chosen;
    });

    /// <summary>Three hours before and after every change of every zone, by half hours.</summary>
    [Fact]
    public void Around_every_change_of_the_clocks_gaps_move_forward_by_the_gap_and_doubled_times_mean_the_first()
    {
        int gaps = 0, overlaps = 0;
        foreach (var name in Zones)
        {
            var zone = DateTimeZoneProviders.Tzdb[name];
            foreach (var change in zone.GetZoneIntervals(Years).Where(i => i.HasStart && Years.Contains(i.Start)))
            {
                var before = zone.GetZoneInterval(change.Start - Duration.Epsilon);
                var around = change.Start.WithOffset(before.WallOffset).LocalDateTime.ToDateTimeUnspecified();
                for (var minutes = -180; minutes <= 180; minutes += 30)
                {
                    var chosen = around.AddMinutes(minutes);
                    var mapping = zone.MapLocal(LocalDateTime.FromDateTime(chosen));
                    var at = TimeZones.At(chosen, name);
                    var shown = TimeZones.Local(at, name);
                    if (mapping.Count == 0)
                    {
                        gaps++;
                        Assert.True(shown - chosen == (change.WallOffset - before.WallOffset).ToTimeSpan(), $"{name} {chosen}: {shown}");
                    }
                    else
                    {
                        Assert.True(shown == chosen, $"{name} {chosen}: {shown}");
                        if (mapping.Count < 2) continue;
                        overlaps++;
                        Assert.Equal(mapping.First().ToInstant().ToDateTimeOffset(), at);
                    }
                }
            }
        }
        // There are zones that change, in both directions: nothing was asserted about nothing.
        Assert.True(gaps > 1_000 && overlaps > 1_000, $"{gaps} gaps, {overlaps} overlaps");
    }

    [Property(MaxTest = 300)]
    public Property A_recurring_post_keeps_its_hour_for_ten_years() => Prop.ForAll(Zone(), Moment(), Gen.Elements(RecurrenceUnit.Daily, RecurrenceUnit.Weekly, RecurrenceUnit.Monthly).ToArbitrary(), (zone, chosen, unit) =>
    {
        var (first, time) = (DateOnly.FromDateTime(chosen), TimeOnly.FromDateTime(chosen));
        var previous = DateTimeOffset.MinValue;
        foreach (var day in RecurrenceRules.Days(new(unit, Until: first.AddYears(10)), first))
        {
            var local = day.ToDateTime(time);
            var at = TimeZones.At(local, zone);
            var isSkipped = DateTimeZoneProviders.Tzdb[zone].MapLocal(LocalDateTime.FromDateTime(local)).Count == 0;
            // A zone may skip a day; two posts then come close to each other, and never in the wrong order.
            if (at < previous || (!isSkipped && TimeZones.Local(at, zone) != local)) return false;
            previous = at;
        }
        return true;
    });

    [Theory]
    // Berlin: 02:30 does not exist on 29 March 2026, and comes twice on 25 October.
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30Z")]
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30Z")]
    // Lord Howe moves by half an hour.
    [InlineData("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45Z")]
    public void What_skipped_and_doubled_times_mean(string local, string zone, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, null), TimeZones.At(DateTime.Parse(local, null), zone));
}
