using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SocialSelling.Admin;
using SocialSelling.Identity;

namespace SocialSelling.Audit;

/// <summary>Reading the audit log: a workspace's for those who lead it, one's own for everybody, the rest for operators.</summary>
internal static class AuditEndpoints
{
    private const int MostExported = 100_000;

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var workspace = api.MapGroup("/workspaces/{workspaceId:guid}/audit-log").WithTags("workspaces").Needs(Permission.AuditRead);
        workspace.MapGet("/", List).WithSummary("Who did what in the workspace, newest first").ProducesProblem(403).ProducesProblem(404);
        workspace.MapGet("/actors", Actors).WithSummary("Who has left something in the log, by name").ProducesProblem(403).ProducesProblem(404);
        workspace.MapGet("/export", Export).WithSummary("The same as a CSV file, of at most 100,000 entries: narrow the time to get the others").ProducesProblem(403).ProducesProblem(404)
            .Produces(200, contentType: "text/csv");
        api.MapGet("/users/me/audit-log", Own).WithTags("users").OwnAffairs().WithSummary("What was done to the user's own account, newest first");
        api.MapAdmin("/audit-log").MapGet("/", Rest).WithSummary("What belongs to no workspace: sign-ins, operators' work, newest first");
    }

    private static async Task<Results<Ok<Page<AuditView>>, ProblemHttpResult>> List(Guid workspaceId, [AsParameters] AuditQuery query, CurrentUser user, MemberRepository members, AuditLog log, CancellationToken ct) =>
        await members.IsMember(user.Id, workspaceId, ct) ? TypedResults.Ok(await Page(query.In(workspaceId), query, log, ct)) : Problems.From(new WorkspaceNotFound());

    private static async Task<Results<Ok<Page<AuditActorView>>, ProblemHttpResult>> Actors(Guid workspaceId, CurrentUser user, MemberRepository members, AuditLog log, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(new Page<AuditActorView>([.. (await log.Actors(workspaceId, ct)).Select(a => new AuditActorView(a.Id, a.Label))], null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        Guid workspaceId, [AsParameters] AuditQuery query, CurrentUser user, MemberRepository members, AuditLog log, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        await log.Write(user.Did(AuditAction.AuditExported).In(workspaceId).To("workspace", workspaceId).Is(("from", query.From), ("to", query.To)), ct);
        return TypedResults.Stream(stream => Csv.Write(stream, log.Stream(query.In(workspaceId), MostExported, ct), ct), "text/csv; charset=utf-8",
            $"audit-log-{clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");
    }

    private static async Task<Ok<Page<AuditView>>> Own(int? limit, string? cursor, CurrentUser user, AuditLog log, CancellationToken ct) =>
        TypedResults.Ok(await Page(new AuditFilter(null, About: user.Id), new AuditQuery { Limit = limit, Cursor = cursor }, log, ct));

    private static async Task<Ok<Page<AuditView>>> Rest([AsParameters] AuditQuery query, AuditLog log, CancellationToken ct) => TypedResults.Ok(await Page(query.In(null), query, log, ct));

    private static async Task<Page<AuditView>> Page(AuditFilter filter, AuditQuery query, AuditLog log, CancellationToken ct)
    {
        var take = Paging.Limit(query.Limit);
        return Paging.Of(await log.Page(filter, Cursor.Read(query.Cursor), take + 1, ct), take, r => r.ToView(), r => Cursor.Of(r.At, r.Id));
    }
}

/// <summary>Which entries; what is missing does not matter.</summary>
internal sealed class AuditQuery
{
    /// <summary>Whose.</summary>
    [FromQuery(Name = "actorId")] public Guid? ActorId { get; init; }
    /// <summary>An action, such as post.published; or all of a kind: post.</summary>
    [FromQuery(Name = "action"), StringLength(60)] public string? Action { get; init; }
    [FromQuery(Name = "subjectKind"), StringLength(30)] public string? SubjectKind { get; init; }
    [FromQuery(Name = "subjectId")] public Guid? SubjectId { get; init; }
    [FromQuery(Name = "from")] public DateTimeOffset? From { get; init; }
    [FromQuery(Name = "to")] public DateTimeOffset? To { get; init; }
    [FromQuery(Name = "limit")] public int? Limit { get; init; }
    [FromQuery(Name = "cursor")] public string? Cursor { get; init; }

    public AuditFilter In(Guid? workspaceId) => new(workspaceId, ActorId, Action, SubjectKind, SubjectId, From?.ToUniversalTime(), To?.ToUniversalTime());
}
