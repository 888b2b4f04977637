using System.Text.Json;
using NodaTime;

namespace SocialSelling.Notifications;

/// <summary>When a week is summed up for somebody, and what is said of it. Pure.</summary>
internal static class WeeklySummaryRules
{
    /// <summary>On Monday, by the reader's clock.</summary>
    public static readonly TimeOnly Morning = new(8, 0);
    /// <summary>A summary that could not go by then is none any more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(2);
    /// <summary>Workspaces in one mail.</summary>
    public const int MostWorkspaces = 20;

    /// <summary>The week that is to be summed up in a zone now.</summary>
    /// <returns>Null outside of the time for it.</returns>
    public static WeekSpan? Over(string zone, DateTimeOffset now, IDateTimeZoneProvider zones)
    {
        var clock = Known(zone, zones);
        var today = DateOnly.FromDateTime(TimeZones.Local(now, clock, zones));
        var monday = today.AddDays(1 - QuietTime.NumberOf(today.DayOfWeek));
        var due = TimeZones.At(monday.ToDateTime(Morning), clock, zones);
        return now < due || now >= due + Window ? null
            : new WeekSpan(monday.AddDays(-7), TimeZones.At(monday.AddDays(-7).ToDateTime(TimeOnly.MinValue), clock, zones), TimeZones.At(monday.ToDateTime(TimeOnly.MinValue), clock, zones));
    }

    /// <summary>Whether it is none of the reader's quiet hours.</summary>
    public static bool MayGo(NotificationMailingRow mailing, DateTimeOffset now, IDateTimeZoneProvider zones) => QuietHours.EndOf(mailing.Quiet, Known(mailing.TimeZone, zones), now, zones) <= now;

    /// <summary>What is said of the week; nothing of a workspace where nothing has happened, and nobody's words or name, but the account's.</summary>
    public static IReadOnlyList<WeekOfWorkspace> Told(IReadOnlyList<WorkspaceWeekRow> figures, string zone, IDateTimeZoneProvider zones) =>
    [
        .. figures.Where(w => w.Received + w.Published + w.Failed > 0).Take(MostWorkspaces).Select(w => new WeekOfWorkspace(
            w.Workspace, w.AccountIds, w.Conversations, w.Received, w.Answered, w.FirstAnswer, w.Published, w.Failed,
            w.Best is { } best ? new(best.Account, DateOnly.FromDateTime(TimeZones.Local(best.PublishedAt, Known(zone, zones), zones)), best.Likes, best.Comments) : null, w.Planned)),
    ];

    private static string Known(string zone, IDateTimeZoneProvider zones) => zones.GetZoneOrNull(zone) is null ? "UTC" : zone;
}

/// <summary>A week of a workspace, as a mail's <c>weeks</c> hold it.</summary>
internal sealed record WeekOfWorkspace(
    string Workspace, IReadOnlyList<Guid> Accounts, int Conversations, int Received, int Answered, TimeSpan? FirstAnswer, int Published, int Failed, BestOfWeek? Best, int Planned)
{
    public static List<WeekOfWorkspace> Read(string json) => JsonSerializer.Deserialize<List<WeekOfWorkspace>>(json)!;

    public static string Write(IReadOnlyList<WeekOfWorkspace> weeks) => JsonSerializer.Serialize(weeks);
}

/// <param name="Account">Its name.</param>
/// <param name="Day">On which it went live, by the reader's clock.</param>
internal sealed record BestOfWeek(string Account, DateOnly Day, int Likes, int Comments);
