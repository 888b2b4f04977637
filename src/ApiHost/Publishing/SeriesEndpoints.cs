using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>Posts that come again. A series begins with <c>POST posts {recurrence}</c>; one post of it is changed as any other, and all that follow here.</summary>
internal static class SeriesEndpoints
{
    private const int MostPlanned = 1_000, CaptionLength = 120;

    public static void MapSeries(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/post-series").WithTags("content").Needs(Permission.ContentRead, Permission.ContentPublish);
        group.MapGet("/", List).WithSummary("Recurring posts, newest first").ProducesProblem(404);
        group.MapGet("/{id:guid}", Get).WithSummary("One series of posts").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Change the next post and all that follow").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapDelete("/{id:guid}", Stop).WithSummary("Stop a series; its next post is cancelled unless keepNext is true").ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/planned", Planned).WithSummary("Posts that will be made by their series, with a time in [from, to)").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<SeriesView>>, ProblemHttpResult>> List(
        Guid? accountId, Guid? workspaceId, int? limit, string? cursor, CurrentUser user, AccountRepository accounts, PostSeriesRepository series, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, workspaceId, accountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(limit);
        var rows = await series.Page(ids, Cursor.Read(cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, s => s.ToView(), s => Cursor.Of(s.CreatedAt, s.Id)));
    }

    private static async Task<Results<Ok<SeriesView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, PostSeriesRepository series, CancellationToken ct) =>
        await series.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView()) : Problems.From(new SeriesNotFound());

    private static async Task<Results<Ok<SeriesView>, ValidationProblem, ProblemHttpResult>> Change(
        Guid id, SeriesChange change, CurrentUser user, AccountRepository accounts, PostSeriesRepository series, MediaRepository media, IGrainFactory grains, CancellationToken ct)
    {
        if (await series.FindFor(user.Id, id, ct) is not { } row || await accounts.FindFor(user.Id, row.AccountId, ct) is not { Account: var account }) return Problems.From(new SeriesNotFound());
        if (!TimeZones.IsKnown(change.TimeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        if (change.Recurrence is { } rule && RecurrenceRules.Problem(rule, null) is { } wrong) return Problems.Invalid("recurrence", wrong);
        if (await media.Find(account.WorkspaceId, change.MediaIds, change.Details, ct) is not (true, var keys)) return Problems.From(new MediaNotFound());
        var command = new ChangeSeries(id, change.Version, change.Caption, keys, change.FirstComment, change.Details, change.Recurrence, change.Time, change.TimeZone, user.Id);
        var changed = await grains.GetGrain<IAccountGrain>(row.AccountId).ChangeSeries(command, ct);
        return changed.Error is { } error ? Problems.From(error) : TypedResults.Ok(changed.Value);
    }

    private static async Task<Results<Ok<SeriesView>, ProblemHttpResult>> Stop(Guid id, bool? keepNext, CurrentUser user, PostSeriesRepository series, IGrainFactory grains, CancellationToken ct)
    {
        if (await series.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new SeriesNotFound());
        var stopped = await grains.GetGrain<IAccountGrain>(row.AccountId).StopSeries(new StopSeries(id, keepNext ?? false, user.Id), ct);
        return stopped.Error is { } error ? Problems.From(error) : TypedResults.Ok(stopped.Value);
    }

    private static async Task<Results<Ok<Page<PlannedPostView>>, ProblemHttpResult>> Planned(
        DateTimeOffset from, DateTimeOffset to, Guid? accountId, Guid? workspaceId, CurrentUser user, AccountRepository accounts, PostSeriesRepository series, TimeProvider clock, CancellationToken ct)
    {
        if (!InvalidRange.IsValid(from, to)) return Problems.From(new InvalidRange());
        if (await accounts.IdsFor(user.Id, workspaceId, accountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var now = clock.GetUtcNow();
        var rows = await series.ListActive(ids, ct);
        var planned = rows.SelectMany(s => SeriesRules.Coming(s, from, to, now).Take(MostPlanned).Select(next => View(s, next.Time))).OrderBy(p => p.ScheduledAt).Take(MostPlanned);
        return TypedResults.Ok(new Page<PlannedPostView>([.. planned], null));
    }

    private static PlannedPostView View(PostSeriesRow s, PostTime time) => new(
        s.Id, s.AccountId, s.Content.Type, s.Content.Caption.Length > CaptionLength ? s.Content.Caption[..CaptionLength] : s.Content.Caption, time.At, time.LocalTime!.Value, s.TimeZone);
}

/// <summary>A post that is not there yet: its series makes it when the one before it is through.</summary>
/// <param name="Caption">Its beginning.</param>
internal sealed record PlannedPostView(Guid SeriesId, Guid AccountId, string Type, string Caption, DateTimeOffset ScheduledAt, DateTime LocalTime, string TimeZone);

/// <summary>Null keeps what is there.</summary>
/// <param name="Version">The one that was read.</param>
/// <param name="Recurrence">Counted anew from the next post. Without it the days stay, whatever the time and the zone.</param>
internal sealed record SeriesChange(
    [property: Required] int Version,
    [property: StringLength(10_000)] string? Caption = null,
    [property: MaxLength(10)] Guid[]? MediaIds = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null,
    Recurrence? Recurrence = null,
    TimeOnly? Time = null,
    [property: StringLength(50)] string? TimeZone = null);
