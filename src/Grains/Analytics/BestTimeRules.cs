using System.Globalization;

namespace SocialSelling.Analytics;

/// <summary>Which hours of the week have served an account best. Pure.</summary>
/// <remarks>IG-006.5: engagement = likes + 2 × comments, averaged by weekday and hour over the newest 100 posts of the last 90 days.</remarks>
internal static class BestTimeRules
{
    public const int MaxPosts = 100, PeriodDays = 90, Top = 5, MinSample = 3;

    /// <param name="read">Its posts in any order; those before the period are left out.</param>
    public static BestTimesView Rank(EngagementRow read, string zone)
    {
        var posts = read.Samples.Where(p => p.At > read.ReadAt.AddDays(-PeriodDays)).OrderByDescending(p => p.At).Take(MaxPosts).ToList();
        var best = posts.GroupBy(p => HourOf(p.At, zone)).Select(hour => (hour.Key.Day, hour.Key.Hour, Score: hour.Average(p => p.Likes + 2.0 * p.Comments), Size: hour.Count()))
            .OrderByDescending(h => h.Score).ThenByDescending(h => h.Size).ThenBy(h => ((int)h.Day + 6) % 7).ThenBy(h => h.Hour).Take(Top);
        return new([.. best.Select(h => new BestTimeView(h.Day, h.Hour, Math.Round(h.Score, 2), h.Size, h.Size < MinSample ? "low" : "normal", Reason(h.Score, h.Size)))], zone, posts.Count, PeriodDays, read.ReadAt);
    }

    private static (DayOfWeek Day, int Hour) HourOf(DateTimeOffset at, string zone)
    {
        var local = TimeZones.Local(at, zone);
        return (local.DayOfWeek, local.Hour);
    }

    private static string Reason(double score, int size) => string.Create(CultureInfo.InvariantCulture,
        $"{size} {(size == 1 ? "post" : "posts")} of this hour had an engagement of {score:0.##} on average (likes and twice the comments){(size < MinSample ? "; too few to rely on" : "")}.");
}
