using NodaTime;

namespace SocialSelling.Notifications;

/// <summary>When mail may come, by the clock in the reader's zone. Pure. A time that is skipped in spring moves forward by the gap; one that comes twice means the first.</summary>
internal static class QuietHours
{
    private const int Days = 8;

    /// <returns>The instant itself when nobody wants quiet then, else the end of the quiet.</returns>
    public static DateTimeOffset EndOf(QuietTime quiet, string zone, DateTimeOffset at, IDateTimeZoneProvider zones)
    {
        // One evening's quiet may end in the next one's: not after a week, since the hours never fill a day.
        for (var i = 0; quiet.On && i < Days; i++)
        {
            if (Around(quiet, zone, at, zones) is not { } end) return at;
            at = end;
        }
        return at;
    }

    /// <returns>The first time after an instant that the clock shows this, once a day.</returns>
    public static DateTimeOffset NextAt(TimeOnly time, string zone, DateTimeOffset after, IDateTimeZoneProvider zones)
    {
        for (var day = DayOf(after, zone, zones); ; day = day.AddDays(1))
            if (TimeZones.At(day.ToDateTime(time), zone, zones) is var at && at > after) return at;
    }

    private static DateTimeOffset? Around(QuietTime quiet, string zone, DateTimeOffset at, IDateTimeZoneProvider zones)
    {
        var today = DayOf(at, zone, zones);
        foreach (var day in (DateOnly[])[today.AddDays(-1), today])
        {
            if (!quiet.Days.Contains(QuietTime.NumberOf(day.DayOfWeek))) continue;
            var end = TimeZones.At((quiet.Until < quiet.From ? day.AddDays(1) : day).ToDateTime(quiet.Until), zone, zones);
            if (TimeZones.At(day.ToDateTime(quiet.From), zone, zones) <= at && at < end) return end;
        }
        return null;
    }

    private static DateOnly DayOf(DateTimeOffset at, string zone, IDateTimeZoneProvider zones) => DateOnly.FromDateTime(TimeZones.Local(at, zone, zones));
}
