namespace SocialSelling.Publishing;

/// <summary>The days of a recurring post. Pure: days have no zone, and the time of day is put to them by <see cref="TimeZones.At"/>, so that the wall clock is kept when the offset changes.</summary>
public static class RecurrenceRules
{
    /// <summary>The days from <paramref name="first"/> on, in order; endless when the rule is.</summary>
    /// <param name="first">The day of the first post; it is one of the days, see <see cref="Fits"/>.</param>
    public static IEnumerable<DateOnly> Days(Recurrence rule, DateOnly first)
    {
        var days = rule.Unit switch
        {
            RecurrenceUnit.Daily => Daily(rule.Every, first),
            RecurrenceUnit.Weekly => Weekly(rule, first),
            _ => Monthly(rule, first),
        };
        if (rule.Until is { } last) days = days.TakeWhile(day => day <= last);
        return rule.Count is { } count ? days.Take(count) : days;
    }

    /// <summary>Whether the first post is on a day of its own rule.</summary>
    public static bool Fits(Recurrence rule, DateOnly first) => (rule.Until is null || first <= rule.Until) && rule.Unit switch
    {
        RecurrenceUnit.Weekly => Weekdays(rule, first).Contains(first.DayOfWeek),
        RecurrenceUnit.Monthly => DayOf(rule, first, first.Year, first.Month) == first,
        _ => true,
    };

    /// <param name="first">When the first post is known; null when the rule begins with its own first day.</param>
    /// <returns>Why nothing can be meant by the rule; null when it is fine.</returns>
    public static string? Problem(Recurrence rule, DateOnly? first) =>
        rule.Every is < 1 or > 366 ? "every is 1 to 366."
        : rule.MonthDay is { } day && day is not (-1 or >= 1 and <= 31) ? "monthDay is 1 to 31, or -1 for the last day."
        : rule.Count is < 1 or > 1_000 ? "count is 1 to 1,000."
        : rule.Unit != RecurrenceUnit.Weekly && rule.Weekdays is { Count: > 0 } ? "weekdays belong to a weekly rule."
        : rule.Unit != RecurrenceUnit.Monthly && rule.MonthDay is not null ? "monthDay belongs to a monthly rule."
        : first is { } start && !Fits(rule, start) ? "The first post is not on a day of the rule."
        : null;

    private static IEnumerable<DateOnly> Daily(int every, DateOnly first)
    {
        for (var day = first; ; day = day.AddDays(every))
        {
            yield return day;
            if (day.DayNumber > LastDay - every) yield break;
        }
    }

    private static IEnumerable<DateOnly> Weekly(Recurrence rule, DateOnly first)
    {
        var weekdays = Weekdays(rule, first).Select(FromMonday).Distinct().Order().ToArray();
        for (var monday = first.DayNumber - FromMonday(first.DayOfWeek); monday + 6 <= LastDay; monday += 7 * rule.Every)
            foreach (var weekday in weekdays)
                if (monday + weekday >= first.DayNumber) yield return DateOnly.FromDayNumber(monday + weekday);
    }

    private static IEnumerable<DateOnly> Monthly(Recurrence rule, DateOnly first)
    {
        for (var month = first.Year * 12 + first.Month - 1; month < (LastYear + 1) * 12; month += rule.Every)
            if (DayOf(rule, first, month / 12, month % 12 + 1) is var day && day >= first) yield return day;
    }

    private static DateOnly DayOf(Recurrence rule, DateOnly first, int year, int month)
    {
        var (asked, length) = (rule.MonthDay ?? first.Day, DateTime.DaysInMonth(year, month));
        return new DateOnly(year, month, asked < 0 || asked > length ? length : asked);
    }

    private static IReadOnlyList<DayOfWeek> Weekdays(Recurrence rule, DateOnly first) => rule.Weekdays is { Count: > 0 } some ? some : [first.DayOfWeek];

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    /// <summary>Where the calendar of .NET ends.</summary>
    private const int LastYear = 9999;
    private static readonly int LastDay = DateOnly.MaxValue.DayNumber;
}
