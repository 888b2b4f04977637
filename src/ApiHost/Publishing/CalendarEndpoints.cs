using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SocialSelling.Accounts;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>The posts of many accounts by the days of a time zone.</summary>
internal static class CalendarEndpoints
{
    private const int CaptionLength = 80, MostPosts = 10_000;
    private const string Planned = "planned";

    private sealed record PlannedPost(PostSeriesRow Series, DateTimeOffset At);

    public static void MapCalendar(this IEndpointRouteBuilder api) => api.MapGet("/calendar", Show).WithTags("content").Needs(Permission.ContentRead)
        .WithSummary("Posts whose time lies in [from, to), by day, and those that their series will make; 304 when nothing has changed since the answer that If-None-Match names").Produces(304).ProducesProblem(400).ProducesProblem(404);

    private static async Task<Results<Ok<CalendarView>, StatusCodeHttpResult, ProblemHttpResult, ValidationProblem>> Show(
        [AsParameters] CalendarFilter filter, HttpContext http, CurrentUser user, UserRepository users, AccountRepository accounts, CalendarRepository calendar, PostSeriesRepository series, SignedMediaUrls urls,
        TimeProvider clock, CancellationToken ct)
    {
        if (!InvalidRange.IsValid(filter.From, filter.To)) return Problems.From(new InvalidRange());
        if (!TimeZones.IsKnown(filter.TimeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        var mine = await accounts.IdsFor(user.Id, filter.WorkspaceId, accountId: null, ct) ?? [];
        if (filter.AccountIds is { } asked && asked.Except(mine).Any()) return Problems.From(new AccountNotFound());
        var range = new CalendarRange(filter.AccountIds is { Length: > 0 } some ? some : mine, filter.From.ToUniversalTime(), filter.To.ToUniversalTime(), filter.Status is { Length: > 0 } statuses ? statuses : null);
        var zone = filter.TimeZone ?? (await users.Find(user.Id, ct))?.TimeZone ?? "UTC";

        var coming = range.Statuses?.Contains(Planned) is false ? [] : Coming(await series.ListActive(range.AccountIds, ct), range, clock.GetUtcNow());
        // Of a version of a series, how many days are still to come says which. Media URLs are part of the answer, and change by the hour.
        var plan = string.Join(',', coming.CountBy(p => (p.Series.Id, p.Series.Version)).OrderBy(s => s.Key.Id));
        string TagOf(CalendarMark mark) => Tag($"{http.Request.QueryString}\n{user.Id}\n{zone}\n{urls.ForBrowser("")}\n{mark}\n{plan}\n{string.Join(',', range.AccountIds.Order())}");
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && Knows(known, TagOf(await calendar.Mark(range, ct)))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var rows = await calendar.List(range, CaptionLength, MostPosts + 1, ct);
        var shown = rows.Count > MostPosts ? rows[..MostPosts] : rows;
        var planned = coming.Take(MostPosts - shown.Count).ToList();
        var isTruncated = shown.Count + planned.Count < rows.Count + coming.Count;
        if (!isTruncated)
            http.Response.Headers.ETag = TagOf(new(rows.Count, rows.Count == 0 ? null : rows.Max(p => p.UpdatedAt), rows.Sum(p => (long)p.Version + p.Fence)));
        http.Response.Headers.CacheControl = "private, no-cache";
        var pictures = planned.Count == 0 ? [] : await calendar.Thumbnails([.. planned.SelectMany(p => p.Series.Content.MediaKeys.Take(1)).Distinct()], ct);
        return TypedResults.Ok(new CalendarView(filter.View ?? "month", zone, [.. Days(shown, planned, pictures, filter, zone, urls)], Totals(shown, planned.Count), isTruncated));
    }

    /// <returns>What series will make in the range, in order of time. Posts that are there come first: these get the room that is left.</returns>
    private static List<PlannedPost> Coming(IEnumerable<PostSeriesRow> series, CalendarRange range, DateTimeOffset now) =>
        [.. series.SelectMany(s => SeriesRules.Coming(s, range.From, range.To, now).Select(next => new PlannedPost(s, next.Time.At))).OrderBy(p => p.At).ThenBy(p => p.Series.Id)];

    /// <summary>A grid shows every day of its range; a list those on which there is something.</summary>
    /// <param name="pictures">Small pictures, by the storage keys of the files.</param>
    private static IEnumerable<CalendarDayView> Days(
        IReadOnlyList<CalendarRow> posts, IReadOnlyList<PlannedPost> planned, IReadOnlyDictionary<string, string> pictures, CalendarFilter filter, string zone, SignedMediaUrls urls)
    {
        // Posts share files, and a signature is the dearest part of an item.
        var signed = new Dictionary<string, string>();
        string? Thumbnail(string? key) => key is null ? null : signed.TryGetValue(key, out var url) ? url : signed[key] = urls.ForBrowser(key);
        var byDay = posts.Select(p => View(p, zone, Thumbnail(p.ThumbnailKey))).GroupBy(p => DateOnly.FromDateTime(p.LocalTime)).ToDictionary(day => day.Key, day => day.ToList());
        var comingByDay = planned.Select(p => View(p, zone, Thumbnail(p.Series.Content.MediaKeys is [var first, ..] ? pictures.GetValueOrDefault(first) : null)))
            .GroupBy(p => DateOnly.FromDateTime(p.LocalTime)).ToDictionary(day => day.Key, day => day.ToList());
        CalendarDayView Day(DateOnly day) => new(day, byDay.GetValueOrDefault(day, []), comingByDay.GetValueOrDefault(day, []));
        if (filter.View == "list") return byDay.Keys.Union(comingByDay.Keys).Order().Select(Day);
        var first = DateOnly.FromDateTime(TimeZones.Local(filter.From, zone));
        var last = DateOnly.FromDateTime(TimeZones.Local(filter.To.AddTicks(-1), zone));
        return Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(n => Day(first.AddDays(n)));
    }

    private static CalendarPlanView View(PlannedPost p, string zone, string? thumbnail) => new(
        p.Series.Id, p.Series.AccountId, p.Series.Content.Type, Planned, p.At, TimeZones.Local(p.At, zone),
        p.Series.Content.Caption.Length > CaptionLength ? p.Series.Content.Caption[..CaptionLength] : p.Series.Content.Caption, p.Series.Content.MediaKeys.Count, thumbnail);

    private static CalendarItemView View(CalendarRow p, string zone, string? thumbnail) => new(
        p.Id, p.AccountId, p.Type, p.Status, p.ScheduledAt, TimeZones.Local(p.ScheduledAt, zone), p.PublishedAt, p.Caption, p.Files, thumbnail, p.FailureCode, p.Version, p.CreatedAt, p.TimeZone);

    private static Dictionary<string, int> Totals(IReadOnlyList<CalendarRow> posts, int planned)
    {
        var totals = posts.CountBy(p => p.Status).ToDictionary();
        if (planned > 0) totals[Planned] = planned;
        return totals;
    }

    private static string Tag(string of) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16))}\"";

    private static bool Knows(StringValues ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags) && tags.Any(known => known.Tag == tag);
}

/// <param name="AccountIds">All of the user's when missing, or all of theirs in the workspace.</param>
/// <param name="Status">Of posts; planned for those that are not there yet. All when missing.</param>
/// <param name="View">month, week and day: every day of the range; list: only those with posts.</param>
/// <param name="TimeZone">IANA name of the zone whose days are meant; the user's own when missing.</param>
internal sealed record CalendarFilter(
    DateTimeOffset From, DateTimeOffset To, Guid[]? AccountIds, [property: AllowedValues("month", "week", "day", "list", null)] string? View, [property: StringLength(50)] string? TimeZone,
    string[]? Status, Guid? WorkspaceId);

/// <param name="Totals">How many posts there are in each status, and how many are planned by their series.</param>
/// <param name="IsTruncated">There are more posts than fit; ask for a shorter range.</param>
internal sealed record CalendarView(string View, string TimeZone, IReadOnlyList<CalendarDayView> Days, IReadOnlyDictionary<string, int> Totals, bool IsTruncated);

/// <param name="Planned">Posts that are not there yet: their series make them when the ones before are through.</param>
internal sealed record CalendarDayView(DateOnly Date, IReadOnlyList<CalendarItemView> Items, IReadOnlyList<CalendarPlanView> Planned);

/// <param name="LocalTime">What clocks in the calendar's zone show at <paramref name="ScheduledAt"/>.</param>
/// <param name="Caption">Its beginning.</param>
/// <param name="Files">How many there are; the thumbnail is the first one's.</param>
/// <param name="TimeZone">In which its time was chosen.</param>
internal sealed record CalendarItemView(
    Guid Id, Guid AccountId, string Type, string Status, DateTimeOffset ScheduledAt, DateTime LocalTime, DateTimeOffset? PublishedAt, string Caption, int Files, string? ThumbnailUrl,
    string? FailureCode, int Version, DateTimeOffset CreatedAt, string? TimeZone);

/// <param name="Status">planned.</param>
/// <param name="LocalTime">What clocks in the calendar's zone show at <paramref name="ScheduledAt"/>.</param>
/// <param name="Caption">Its beginning.</param>
internal sealed record CalendarPlanView(
    Guid SeriesId, Guid AccountId, string Type, string Status, DateTimeOffset ScheduledAt, DateTime LocalTime, string Caption, int Files, string? ThumbnailUrl);

internal sealed record InvalidRange : DomainError
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100);
    public override string Code => "invalid-range";
    public override string Detail => "The range must end after it starts, span at most 100 days, and lie in the years 2000 to 2200.";

    public static bool IsValid(DateTimeOffset from, DateTimeOffset to) => to > from && to - from <= Longest && PostTimes.IsMeant(from.UtcDateTime) && PostTimes.IsMeant(to.UtcDateTime);
}
