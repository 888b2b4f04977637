using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>A workspace itself: its name, leaving it, and giving it away.</summary>
internal static class WorkspaceEndpoints
{
    public static void MapWorkspaces(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        group.MapGet("/", Get).WithSummary("One workspace, and what the caller may do in it").ProducesProblem(404);
        group.MapPatch("/", Rename).Audited(AuditAction.WorkspaceChanged, "workspace", "workspaceId").WithSummary("Give it another name").ProducesProblem(404);
        group.MapPost("/leave", Leave).Needs(Permission.WorkspaceRead).WithSummary("Be a member no more").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/transfer", Transfer).Needs(Permission.WorkspaceOwn).WithSummary("Make another member its owner; the caller is an admin then").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<WorkspaceDetailView>, ProblemHttpResult>> Get(Guid workspaceId, CurrentUser user, WorkspaceRepository workspaces, CancellationToken ct) =>
        await workspaces.FindFor(user.Id, workspaceId, ct) is { } row ? TypedResults.Ok(View(row)) : Problems.From(new WorkspaceNotFound());

    private static async Task<Results<Ok<WorkspaceDetailView>, ProblemHttpResult>> Rename(
        Guid workspaceId, WorkspaceChange change, CurrentUser user, WorkspaceRepository workspaces, CancellationToken ct)
    {
        if (await workspaces.FindFor(user.Id, workspaceId, ct) is not { } row) return Problems.From(new WorkspaceNotFound());
        var name = change.Name.Trim();
        await workspaces.Rename(workspaceId, name, ct);
        return TypedResults.Ok(View(row with { Name = name }));
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
        Guid workspaceId, WorkspaceTransfer transfer, CurrentUser user, MemberRepository members, WorkspaceRepository workspaces, Memberships memberships, IOptions<TierOptions> tiers, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is null) return Problems.From(new WorkspaceNotFound());
        var entry = user.Did(AuditAction.WorkspaceTransferred).In(workspaceId).To("user", transfer.UserId);
        if (await members.Find(workspaceId, transfer.UserId, ct) is null) return Problems.From(new MemberNotFound());
        var (done, excess) = await workspaces.HandOver(workspaceId, user.Id, transfer.UserId, tiers.Value, entry, clock.GetUtcNow(), ct);
        if (!done) return Problems.From(excess is null ? new MemberNotFound() : TierEndpoints.Limit(excess));
        memberships.Forget(user.Id);
        memberships.Forget(transfer.UserId);
        return TypedResults.NoContent();
    }

    private static WorkspaceDetailView View(WorkspaceDetailRow row) => new(row.Id, row.Name, row.Role, row.CreatedAt, row.Members, [.. Permissions.AllOf(row.Role).Select(Permissions.NameOf).Order()]);
}

/// <param name="Role">What the caller is in it.</param>
/// <param name="Members">How many there are.</param>
/// <param name="Permissions">What the caller may do in it: content:write and the like.</param>
internal sealed record WorkspaceDetailView(Guid Id, string Name, string Role, DateTimeOffset CreatedAt, int Members, IReadOnlyList<string> Permissions);

internal sealed record WorkspaceChange([property: Required, StringLength(255, MinimumLength = 1), RegularExpression(@".*\S.*")] string Name);

/// <param name="UserId">A member, who will be the owner.</param>
internal sealed record WorkspaceTransfer([property: Required] Guid UserId);
