using System.Globalization;
using NodaTime;

namespace SocialSelling.Notifications;

/// <summary>Clocks on the wall: nights, weekends, and the two days a year on which they jump.</summary>
public sealed class QuietHoursTests
{
    private const string NewYork = "America/New_York";
    private static readonly short[] Every = [1, 2, 3, 4, 5, 6, 7];

    [Theory]
    // A night from 22 to 7: before, at its beginning, within, after midnight, at its end.
    [InlineData("2026-06-10T21:59:59-04:00", "2026-06-10T21:59:59-04:00")]
    [InlineData("2026-06-10T22:00:00-04:00", "2026-06-11T07:00:00-04:00")]
    [InlineData("2026-06-10T23:30:00-04:00", "2026-06-11T07:00:00-04:00")]
    [InlineData("2026-06-11T03:00:00-04:00", "2026-06-11T07:00:00-04:00")]
    [InlineData("2026-06-11T07:00:00-04:00", "2026-06-11T07:00:00-04:00")]
    // The night of the spring loses an hour, that of the autumn has one more; both end when the clock shows seven.
    [InlineData("2026-03-07T23:00:00-05:00", "2026-03-08T07:00:00-04:00")]
    [InlineData("2026-10-31T23:00:00-04:00", "2026-11-01T07:00:00-05:00")]
    public void A_night_is_quiet_until_the_clock_shows_its_end(string at, string end) => Assert.Equal(At(end), End(Quiet("22:00", "07:00"), at));

    [Theory]
    [InlineData("2026-06-10T13:30:00-04:00", "2026-06-10T14:00:00-04:00")]
    [InlineData("2026-06-10T14:30:00-04:00", "2026-06-10T14:30:00-04:00")]
    public void Hours_within_a_day_are_quiet_too(string at, string end) => Assert.Equal(At(end), End(Quiet("13:00", "14:00"), at));

    [Fact]
    public void A_night_belongs_to_the_day_on_which_it_begins()
    {
        // 12 June 2026 is a Friday.
        var fridays = Quiet("22:00", "07:00", days: 5);

        Assert.Equal(At("2026-06-13T07:00:00-04:00"), End(fridays, "2026-06-13T02:00:00-04:00"));
        Assert.Equal(At("2026-06-12T02:00:00-04:00"), End(fridays, "2026-06-12T02:00:00-04:00"));
        Assert.Equal(At("2026-06-13T23:00:00-04:00"), End(fridays, "2026-06-13T23:00:00-04:00"));
    }

    [Fact]
    public void Quiet_that_is_switched_off_is_none() => Assert.Equal(At("2026-06-10T23:00:00-04:00"), End(Quiet("22:00", "07:00") with { On = false }, "2026-06-10T23:00:00-04:00"));

    [Theory]
    // An end that is skipped in spring comes when the clock has jumped over it; one that comes twice in autumn comes the first time.
    [InlineData("02:30", "2026-03-08T01:00:00-05:00", "2026-03-08T03:30:00-04:00")]
    [InlineData("01:30", "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00")]
    public void An_end_that_is_skipped_or_comes_twice_comes_once(string until, string at, string end) => Assert.Equal(At(end), End(Quiet("22:00", until), at));

    [Fact]
    public void Hours_that_nearly_fill_the_day_still_let_mail_through_between_them()
    {
        var nearly = Quiet("08:00", "07:59");
        var end = End(nearly, "2026-06-10T12:00:00-04:00");

        Assert.Equal(At("2026-06-11T07:59:00-04:00"), end);
        Assert.Equal(end, QuietHours.EndOf(nearly, NewYork, end, DateTimeZoneProviders.Tzdb));
    }

    [Theory]
    [InlineData("08:00", "2026-06-10T07:59:00-04:00", "2026-06-10T08:00:00-04:00")]
    [InlineData("08:00", "2026-06-10T08:00:00-04:00", "2026-06-11T08:00:00-04:00")]
    [InlineData("08:00", "2026-03-07T09:00:00-05:00", "2026-03-08T08:00:00-04:00")]
    [InlineData("02:30", "2026-03-07T09:00:00-05:00", "2026-03-08T03:30:00-04:00")]
    [InlineData("01:30", "2026-10-31T09:00:00-04:00", "2026-11-01T01:30:00-04:00")]
    // What comes between the two times of one hour waits for the next day.
    [InlineData("01:30", "2026-11-01T01:40:00-04:00", "2026-11-02T01:30:00-05:00")]
    [InlineData("01:30", "2026-11-01T01:10:00-05:00", "2026-11-02T01:30:00-05:00")]
    public void An_hour_of_the_day_comes_once_a_day(string time, string after, string next) =>
        Assert.Equal(At(next), QuietHours.NextAt(TimeOnly.Parse(time, CultureInfo.InvariantCulture), NewYork, At(after), DateTimeZoneProviders.Tzdb));

    private static QuietTime Quiet(string from, string until, params short[] days) => new(true, TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(until, CultureInfo.InvariantCulture), days.Length == 0 ? Every : days);

    private static DateTimeOffset End(QuietTime quiet, string at) => QuietHours.EndOf(quiet, NewYork, At(at), DateTimeZoneProviders.Tzdb);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
