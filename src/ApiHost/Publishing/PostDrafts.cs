using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

/// <summary>A new post. With a time it is scheduled, without one it is a draft.</summary>
/// <param name="LocalTime">Wall-clock time such as 2026-11-25T14:30, with <paramref name="TimeZone"/>.</param>
/// <param name="TimeZone">IANA name.</param>
internal sealed record PostDraft(
    [property: Required] Guid AccountId,
    [property: Required, AllowedValues("feed", "carousel", "reel", "story")] string Type,
    [property: Required, MaxLength(10)] Guid[] MediaIds,
    [property: StringLength(10_000)] string? Caption = null,
    DateTimeOffset? ScheduledAt = null,
    DateTime? LocalTime = null,
    [property: StringLength(50)] string? TimeZone = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null);

/// <summary>Null keeps what is there; <paramref name="Details"/> are replaced as a whole.</summary>
/// <param name="Version">The one that was read.</param>
internal sealed record PostChange(
    [property: Required] int Version,
    [property: StringLength(10_000)] string? Caption = null,
    [property: MaxLength(10)] Guid[]? MediaIds = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null);

internal sealed record PostTiming(DateTimeOffset? ScheduledAt = null, DateTime? LocalTime = null, [property: StringLength(50)] string? TimeZone = null);

/// <summary>Reads a time: an instant, or a wall clock and its zone. Pure.</summary>
internal static class PostTimes
{
    /// <returns>Null time when none was given; a field and a message when it cannot be read.</returns>
    public static (PostTime? Time, (string Field, string Message)? Problem) Read(DateTimeOffset? scheduledAt, DateTime? localTime, string? timeZone)
    {
        if (!TimeZones.IsKnown(timeZone)) return (null, ("timeZone", "This is not the name of an IANA time zone, such as America/Sao_Paulo."));
        if (scheduledAt is not null && localTime is not null) return (null, ("localTime", "Give either scheduledAt or localTime."));
        if (scheduledAt is { } at) return (new PostTime(at.ToUniversalTime(), null, null), null);
        if (localTime is not { } local) return (null, null);
        if (local.Kind != DateTimeKind.Unspecified) return (null, ("localTime", "A local time has no offset: its zone is timeZone."));
        return timeZone is null ? (null, ("timeZone", "localTime needs its timeZone.")) : (new PostTime(TimeZones.At(local, timeZone), local, timeZone), null);
    }
}
