using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Privacy;

namespace SocialSelling.Identity;

/// <summary>A workspace itself: opening one, its name, leaving it, giving it away, and its end.</summary>
internal static class WorkspaceEndpoints
{
    public static void MapWorkspaces(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workspaces", Open).WithTags("workspaces").OwnAffairs().WithSummary("Open another workspace; the caller is its owner").ProducesProblem(409);
        var group = api.MapGroup("/workspaces/{workspaceId:guid}").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        group.MapGet("/", Get).WithSummary("One workspace, and what the caller may do in it").ProducesProblem(404);
        group.MapPatch("/", Rename).WithSummary("Give it another name").ProducesProblem(404);
        group.MapPost("/leave", Leave).Needs(Permission.WorkspaceRead).PeopleOnly().WithSummary("Be a member no more").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/transfer", Transfer).Needs(Permission.WorkspaceOwn).RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Make another member its owner, with the password; the caller is an admin then").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/", Delete).Needs(Permission.WorkspaceOwn).RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Delete it, with the password: nobody is in it at once, its accounts are disconnected, and all that is kept in it is erased").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Results<Ok<WorkspaceDetailView>, ProblemHttpResult>> Get(Guid workspaceId, CurrentUser user, WorkspaceRepository workspaces, CancellationToken ct) =>
        await workspaces.FindFor(user.Id, workspaceId, ct) is { } row ? TypedResults.Ok(View(row, user)) : Problems.From(new WorkspaceNotFound());

    private static async Task<Results<Created<WorkspaceDetailView>, ProblemHttpResult>> Open(
        WorkspaceChange draft, HttpContext http, CurrentUser user, WorkspaceRepository workspaces, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        var (id, name) = (Idempotency.NewId(http, clock), draft.Name.Trim());
        if (!await workspaces.Add(id, user.Id, name, user.Did(AuditAction.WorkspaceCreated).In(id).To("workspace", id, name), clock.GetUtcNow(), ct)) return Problems.From(new TooManyWorkspaces(WorkspaceRepository.MostOwned));
        memberships.Forget(user.Id);
        return TypedResults.Created($"/api/workspaces/{id}", View((await workspaces.FindFor(user.Id, id, ct))!, user));
    }

    private static async Task<Results<Ok<WorkspaceDetailView>, ProblemHttpResult>> Rename(
        Guid workspaceId, WorkspaceChange change, CurrentUser user, WorkspaceRepository workspaces, TimeProvider clock, CancellationToken ct)
    {
        if (await workspaces.FindFor(user.Id, workspaceId, ct) is not { } row) return Problems.From(new WorkspaceNotFound());
        var name = change.Name.Trim();
        await workspaces.Rename(workspaceId, name, user.Did(AuditAction.WorkspaceChanged).In(workspaceId).To("workspace", workspaceId, name).Was(("name", row.Name)).Is(("name", name)), clock.GetUtcNow(), ct);
        return TypedResults.Ok(View(row with { Name = name }, user));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Leave(
        Guid workspaceId, CurrentUser user, MemberRepository members, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } me) return Problems.From(new WorkspaceNotFound());
        var (now, entry) = (clock.GetUtcNow(), user.Did(AuditAction.MemberLeft).In(workspaceId).To("workspace", workspaceId));
        if (me.Role == Permissions.Owner || !await members.Remove(workspaceId, user.Id, Guid.CreateVersion7(now), entry, now, ct)) return Problems.From(new LastOwner());
        memberships.Forget(user.Id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Transfer(
        Guid workspaceId, WorkspaceTransfer transfer, CurrentUser user, MemberRepository members, WorkspaceRepository workspaces, Memberships memberships, IOptions<TierOptions> tiers,
        PasswordCheck check, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is null) return Problems.From(new WorkspaceNotFound());
        if ((await check.Again(user, transfer.Password, http, ct)).Error is { } unproven) return Problems.From(unproven);
        var entry = user.Did(AuditAction.WorkspaceTransferred).In(workspaceId).To("user", transfer.UserId);
        if (await members.Find(workspaceId, transfer.UserId, ct) is null) return Problems.From(new MemberNotFound());
        var (done, excess) = await workspaces.HandOver(workspaceId, user.Id, transfer.UserId, tiers.Value, entry, clock.GetUtcNow(), ct);
        if (!done) return Problems.From(excess is null ? new MemberNotFound() : TierEndpoints.Limit(excess));
        memberships.Forget(user.Id);
        memberships.Forget(transfer.UserId);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted<ErasureStatusView>, ProblemHttpResult>> Delete(
        Guid workspaceId, [FromBody] WorkspaceFarewell farewell, CurrentUser user, WorkspaceRepository workspaces, Memberships memberships, ErasureDesk desk, PasswordCheck check,
        HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (await workspaces.FindFor(user.Id, workspaceId, ct) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var owner = await check.Again(user, farewell.Password, http, ct);
        if (owner.Error is { } unproven) return Problems.From(unproven);
        // In nobody's log but the owner's: of the workspace's there will be no reader.
        if (await desk.Begin(workspace, owner.Get(), user.Did(AuditAction.WorkspaceDeleted).To("workspace", workspaceId, workspace.Name), ct) is not { } begun) return Problems.From(new WorkspaceNotFound());
        foreach (var member in begun.Members) memberships.Forget(member);
        return TypedResults.Accepted(desk.PageOf(begun.Erasure), begun.Erasure.ToView(clock.GetUtcNow()));
    }

    private static WorkspaceDetailView View(WorkspaceDetailRow row, CurrentUser user) => new(row.Id, row.Name, row.Role, row.CreatedAt, row.Members, Permissions.NamesOf(row.Role, row.IsRestricted, user.Scopes));
}

/// <param name="Role">What the caller is in it; key of an API key.</param>
/// <param name="Members">How many there are.</param>
/// <param name="Permissions">What the caller may do in it: content:write and the like.</param>
internal sealed record WorkspaceDetailView(Guid Id, string Name, string Role, DateTimeOffset CreatedAt, int Members, IReadOnlyList<string> Permissions);

internal sealed record WorkspaceChange([property: Required, StringLength(255, MinimumLength = 1), RegularExpression(@".*\S.*")] string Name);

/// <param name="UserId">A member, who will be the owner.</param>
/// <param name="Password">The caller's.</param>
internal sealed record WorkspaceTransfer([property: Required] Guid UserId, [property: Required, StringLength(100)] string Password);

/// <param name="Password">The caller's.</param>
internal sealed record WorkspaceFarewell([property: Required, StringLength(100)] string Password);

internal sealed record TooManyWorkspaces(int Limit) : DomainError
{
    public override string Code => "too-many-workspaces";
    public override string Detail => $"You own {Limit} workspaces, and nobody may own more.";
}
