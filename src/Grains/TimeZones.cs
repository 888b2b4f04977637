using NodaTime;
using NodaTime.TimeZones;

namespace SocialSelling;

/// <summary>Wall-clock times in IANA zones. Without a source of zones the one that was built in is asked.</summary>
public static class TimeZones
{
    /// <summary>What to tell whoever gave a name that is none.</summary>
    public const string Unknown = "This is not the name of an IANA time zone, such as America/Sao_Paulo.";

    /// <summary>True also for null: nothing was asked for.</summary>
    public static bool IsKnown(string? name) => name is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <summary>The instant of a wall-clock time. One that is skipped in spring moves forward by the gap; one that comes twice means the first.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">The zone is unknown.</exception>
    public static DateTimeOffset At(DateTime local, string zone, IDateTimeZoneProvider? zones = null) =>
        LocalDateTime.FromDateTime(local).InZone((zones ?? DateTimeZoneProviders.Tzdb)[zone], Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();

    /// <summary>What clocks in the zone show at an instant.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">The zone is unknown.</exception>
    public static DateTime Local(DateTimeOffset at, string zone, IDateTimeZoneProvider? zones = null) =>
        Instant.FromDateTimeOffset(at).InZone((zones ?? DateTimeZoneProviders.Tzdb)[zone]).ToDateTimeUnspecified();
}
