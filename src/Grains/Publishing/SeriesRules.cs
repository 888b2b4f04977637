namespace SocialSelling.Publishing;

/// <summary>What follows in a series. Pure.</summary>
public static class SeriesRules
{
    /// <summary>A rule that names no day within this time names none.</summary>
    private const int LongestGap = 366 * 9;

    /// <returns>The first day after the newest post whose time is still to come: days that passed while nothing could be made are left out. Null when the series is at its end.</returns>
    public static (DateOnly Day, PostTime Time)? Next(PostSeriesRow row, DateTimeOffset now) => After(row).Where(next => next.Time.At > now).Select(next => ((DateOnly, PostTime)?)next).FirstOrDefault();

    /// <summary>The days that will come, as far as they lie in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public static IEnumerable<(DateOnly Day, PostTime Time)> Planned(PostSeriesRow row, DateTimeOffset from, DateTimeOffset to) =>
        After(row).TakeWhile(next => next.Time.At < to).Where(next => next.Time.At >= from);

    /// <summary>The days of [<paramref name="from"/>, <paramref name="to"/>) that are not over; nobody counts out more than the next <see cref="SlotRules.Horizon"/>. A series whose zone nobody knows any more has none that could be told: it holds up no other.</summary>
    public static IEnumerable<(DateOnly Day, PostTime Time)> Coming(PostSeriesRow row, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        TimeZones.IsKnown(row.TimeZone) ? Planned(row, from > now ? from : now, to > now + SlotRules.Horizon ? now + SlotRules.Horizon : to) : [];

    /// <param name="begin">The day of the next post, or the first after the one that is under way: nothing before it changes.</param>
    /// <returns>The series as it goes on, and the new time of its next post when that changes.</returns>
    public static Result<(PostSeriesRow Row, PostTime? Moved)> Changed(PostSeriesRow row, ChangeSeries command, DateOnly begin, DateTimeOffset now)
    {
        var content = row.Content with
        {
            Caption = command.Caption ?? row.Content.Caption,
            MediaKeys = command.MediaKeys ?? row.Content.MediaKeys,
            FirstComment = command.FirstComment ?? row.Content.FirstComment,
            Details = command.Details?.ToRow() ?? row.Content.Details,
            CoverMediaId = command.Details is null ? row.Content.CoverMediaId : command.Details.CoverMediaId,
        };
        var changed = row with { Content = content, Version = row.Version + 1 };
        if (command is { Rule: null, Time: null, TimeZone: null }) return (changed, null);

        changed = changed with { Rule = command.Rule?.ToRow() ?? row.Rule, Time = command.Time ?? row.Time, TimeZone = command.TimeZone ?? row.TimeZone };
        // Another rule begins anew with its first day from there on; another hour or zone keeps the days that there are.
        var rule = changed.Rule.ToRule();
        var today = DateOnly.FromDateTime(TimeZones.Local(now, changed.TimeZone));
        var from = begin > today ? begin : today;
        var days = command.Rule is null ? RecurrenceRules.Days(rule, row.FirstDate).SkipWhile(day => day < from)
            : Enumerable.Range(0, LongestGap + 1).Select(from.AddDays).Where(day => RecurrenceRules.Fits(rule, day));
        foreach (var day in days)
            if (TimeOn(changed, day) is var time && time.At > now) return (changed with { FirstDate = command.Rule is null ? row.FirstDate : day, LastDate = day, LookAt = time.At }, time);
        return new SeriesWithoutDays();
    }

    public static PostTime TimeOn(PostSeriesRow row, DateOnly day)
    {
        var local = day.ToDateTime(row.Time);
        return new(TimeZones.At(local, row.TimeZone), local, row.TimeZone);
    }

    public static RecurrenceRow ToRow(this Recurrence rule) => new(
        rule.Unit switch { RecurrenceUnit.Daily => "daily", RecurrenceUnit.Weekly => "weekly", _ => "monthly" }, rule.Every, rule.Weekdays, rule.MonthDay, rule.Until, rule.Count);

    public static Recurrence ToRule(this RecurrenceRow row) => new(
        row.Unit switch { "daily" => RecurrenceUnit.Daily, "weekly" => RecurrenceUnit.Weekly, _ => RecurrenceUnit.Monthly }, row.Every, row.Weekdays, row.MonthDay, row.Until, row.Count);

    public static SeriesView ToView(this PostSeriesRow s) => new(
        s.Id, s.AccountId, s.Content.Type, s.Content.Caption, s.Rule.ToRule(), s.Time, s.TimeZone, s.FirstDate, s.Status, s.Version, s.CreatedAt);

    internal static PostContentRow ToContent(this CreatePost post) => new(
        post.Type, post.Caption, post.MediaKeys, post.FirstComment, post.Details?.ToRow() ?? new(), post.Details?.CoverMediaId);

    internal static CreatePost ToCommand(this PostContentRow content, Guid postId, Guid userId, PostTime time) => new(
        postId, userId, content.Type, content.Caption, content.MediaKeys, time, content.FirstComment, content.Details.ToView(content.CoverMediaId));

    private static IEnumerable<(DateOnly Day, PostTime Time)> After(PostSeriesRow row) =>
        RecurrenceRules.Days(row.Rule.ToRule(), row.FirstDate).SkipWhile(day => day <= row.LastDate).Select(day => (day, TimeOn(row, day)));
}
