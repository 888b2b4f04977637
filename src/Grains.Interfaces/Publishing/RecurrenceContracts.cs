using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

public enum RecurrenceUnit { Daily, Weekly, Monthly }

/// <summary>On which days a post comes again, at the same time of day on the wall clock of its zone. It ends after <paramref name="Until"/> or <paramref name="Count"/>, whichever comes first, or never.</summary>
/// <param name="Every">Every n days, weeks (from Monday) or months.</param>
/// <param name="Weekdays">Weekly only; the day of the first post when missing.</param>
/// <param name="MonthDay">Monthly only: 1 to 31, and in a shorter month its last day; -1 for the last day. The day of the first post when missing.</param>
/// <param name="Until">The last day, included.</param>
/// <param name="Count">How many posts there are, the first one included.</param>
[GenerateSerializer, Immutable, Alias("ss.Recurrence")]
public sealed record Recurrence(
    [property: Id(0)] RecurrenceUnit Unit,
    [property: Id(1), Range(1, 366)] int Every = 1,
    [property: Id(2), MaxLength(7)] IReadOnlyList<DayOfWeek>? Weekdays = null,
    [property: Id(3), Range(-1, 31)] int? MonthDay = null,
    [property: Id(4)] DateOnly? Until = null,
    [property: Id(5), Range(1, 1_000)] int? Count = null);
