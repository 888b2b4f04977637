using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

/// <summary>A new post. With a time it is scheduled, or waits for its approval where the workspace wants one; without a time it is a draft.</summary>
/// <param name="LocalTime">Wall-clock time such as 2026-11-25T14:30, with <paramref name="TimeZone"/>.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Status">draft keeps a post with a time a draft: the time is planned only.</param>
/// <param name="TemplateId">Of a post template; it makes the caption when none is given.</param>
/// <param name="TemplateVariables">Values of the template's variables, by name.</param>
/// <param name="Slot">next, instead of a time: the next free posting slot of the account.</param>
/// <param name="Recurrence">The post comes again, at the same hour of <paramref name="LocalTime"/>; the first one is on a day of the rule.</param>
internal sealed record PostDraft(
    [property: Required] Guid AccountId,
    [property: Required, AllowedValues("feed", "carousel", "reel", "story")] string Type,
    [property: Required, MaxLength(10)] Guid[] MediaIds,
    [property: StringLength(10_000)] string? Caption = null,
    DateTimeOffset? ScheduledAt = null,
    DateTime? LocalTime = null,
    [property: StringLength(50)] string? TimeZone = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null,
    [property: AllowedValues("draft", "scheduled", null)] string? Status = null,
    Guid? TemplateId = null,
    [property: MaxLength(50)] Dictionary<string, string>? TemplateVariables = null,
    [property: AllowedValues("next", null)] string? Slot = null,
    Recurrence? Recurrence = null);

/// <summary>Null keeps what is there; <paramref name="Details"/> are replaced as a whole.</summary>
/// <param name="Version">The one that was read.</param>
/// <param name="ClearTime">Instead of a time: a draft is to have none any more.</param>
internal sealed record PostChange(
    [property: Required] int Version,
    [property: StringLength(10_000)] string? Caption = null,
    [property: MaxLength(10)] Guid[]? MediaIds = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null,
    DateTimeOffset? ScheduledAt = null,
    DateTime? LocalTime = null,
    [property: StringLength(50)] string? TimeZone = null,
    bool ClearTime = false);

/// <param name="Version">The one that was read; missing for whichever it is now.</param>
internal sealed record PostTiming(
    DateTimeOffset? ScheduledAt = null, DateTime? LocalTime = null, [property: StringLength(50)] string? TimeZone = null, int? Version = null,
    [property: AllowedValues("next", null)] string? Slot = null);

/// <param name="Version">The one that was read; missing for whichever it is now.</param>
internal sealed record PostVersion(int? Version = null);

/// <param name="Version">Of what was looked at: nothing else is judged.</param>
internal sealed record PostApproval([property: Required] int Version);

/// <param name="Version">Of what was looked at: nothing else is judged.</param>
/// <param name="Reason">What its author has to know.</param>
internal sealed record PostRejection([property: Required] int Version, [property: Required, StringLength(1_000)] string Reason);

/// <param name="AccountId">Of the same workspace; the post's own when missing.</param>
internal sealed record PostCopy(Guid? AccountId = null);

/// <summary>Reads a time: an instant, or a wall clock and its zone. Pure.</summary>
internal static class PostTimes
{
    private const string AnotherYear = "The year is 2000 to 2200.";

    /// <summary>The calendar of .NET ends, and a zone may lead beyond its end: nobody means years that far away.</summary>
    public static bool IsMeant(DateTime time) => time.Year is >= 2000 and <= 2200;

    /// <returns>Null time when none was given; a field and a message when it cannot be read.</returns>
    public static (PostTime? Time, (string Field, string Message)? Problem) Read(DateTimeOffset? scheduledAt, DateTime? localTime, string? timeZone)
    {
        if (!TimeZones.IsKnown(timeZone)) return (null, ("timeZone", TimeZones.Unknown));
        if (scheduledAt is not null && localTime is not null) return (null, ("localTime", "Give either scheduledAt or localTime."));
        if (scheduledAt is { UtcDateTime: var instant } && !IsMeant(instant)) return (null, ("scheduledAt", AnotherYear));
        if (localTime is { } wall && !IsMeant(wall)) return (null, ("localTime", AnotherYear));
        // In microseconds, as it is stored: what is answered now is what is read later.
        if (scheduledAt is { } at) return (new PostTime(at.ToUniversalTime().AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)), null, null), null);
        if (localTime is not { } exact) return (null, null);
        var local = exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerMicrosecond));
        if (local.Kind != DateTimeKind.Unspecified) return (null, ("localTime", "A local time has no offset: its zone is timeZone."));
        return timeZone is null ? (null, ("timeZone", "localTime needs its timeZone.")) : (new PostTime(TimeZones.At(local, timeZone), local, timeZone), null);
    }

    /// <summary>By the wall clock that was chosen, or else by the instant.</summary>
    public static PostTime Shifted(PostTime time, PostShift shift)
    {
        if (time is not { LocalTime: { } local, TimeZone: { } zone }) return time with { At = time.At.AddDays(shift.Days).AddMinutes(shift.Minutes) };
        var moved = local.AddDays(shift.Days).AddMinutes(shift.Minutes);
        return new PostTime(TimeZones.At(moved, zone), moved, zone);
    }
}
