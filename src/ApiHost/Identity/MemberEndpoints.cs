using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>Who is in a workspace, as what, and with which accounts.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/members").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        group.MapGet("/", List).WithSummary("The colleagues in the workspace, by name").ProducesProblem(404);
        group.MapPatch("/{userId:guid}", Change).WithSummary("Give a member another role, or other accounts to see").ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{userId:guid}", Remove).WithSummary("Take a member out of the workspace").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<Page<MemberView>>, ProblemHttpResult>> List(Guid workspaceId, CurrentUser user, MemberRepository members, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(new Page<MemberView>([.. (await members.List(workspaceId, ct)).Select(View)], null));
    }

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult, ValidationProblem>> Change(
        Guid workspaceId, Guid userId, MemberChange change, CurrentUser user, MemberRepository members, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (await Refusal(workspaceId, userId, user, members, change.Role, ct) is { } refusal) return Problems.From(refusal);
        if (await members.Find(workspaceId, userId, ct) is not { } member) return Problems.From(new MemberNotFound());
        var role = change.Role ?? member.Role;
        var accounts = change.Restricted switch { true => change.Accounts ?? member.Accounts ?? [], false => null, null => change.Accounts ?? member.Accounts };
        if (!MemberRules.MayBeRestricted(role))
        {
            if (change is { Restricted: true } or { Accounts: not null }) return Problems.Invalid("accounts", "Owners and admins see every account.");
            accounts = null;
        }
        var entry = user.Did(AuditAction.MemberChanged).In(workspaceId).To("user", userId).Was(("role", member.Role), ("accounts", member.Accounts?.Count)).Is(("role", role), ("accounts", accounts?.Count));
        if (!await members.Change(workspaceId, userId, role, accounts, entry, clock.GetUtcNow(), ct)) return Problems.From(new AccountNotFound());
        memberships.Forget(userId);
        return TypedResults.Ok(View(member with { Role = role, Accounts = accounts is null ? null : [.. accounts.Distinct().Order()] }));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid workspaceId, Guid userId, CurrentUser user, MemberRepository members, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (await Refusal(workspaceId, userId, user, members, null, ct) is { } refusal) return Problems.From(refusal);
        var now = clock.GetUtcNow();
        if (!await members.Remove(workspaceId, userId, Guid.CreateVersion7(now), user.Did(AuditAction.MemberRemoved).In(workspaceId).To("user", userId), now, ct)) return Problems.From(new MemberNotFound());
        memberships.Forget(userId);
        return TypedResults.NoContent();
    }

    /// <param name="role">The one to be given, if any.</param>
    private static async Task<DomainError?> Refusal(Guid workspaceId, Guid userId, CurrentUser user, MemberRepository members, string? role, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } me) return new WorkspaceNotFound();
        if (await members.Find(workspaceId, userId, ct) is not { } member) return new MemberNotFound();
        if (!MemberRules.MayGive(me.Role, member.Role) || role is not null && !MemberRules.MayGive(me.Role, role)) return new RoleAboveYours();
        return member.Role == Permissions.Owner ? new LastOwner() : null;
    }

    private static MemberView View(MemberRow m) => new(m.UserId, m.Name, m.Role, m.Email, m.JoinedAt, m.Accounts);
}

/// <param name="Role">owner, admin, publisher, agent, analyst or viewer.</param>
/// <param name="Accounts">The only accounts that they see; null for all of the workspace.</param>
internal sealed record MemberView(Guid UserId, string Name, string Role, string Email, DateTimeOffset JoinedAt, IReadOnlyList<Guid>? Accounts);

/// <summary>Null keeps what is there.</summary>
/// <param name="Restricted">Whether the member sees <paramref name="Accounts"/> alone; false for all of the workspace.</param>
internal sealed record MemberChange(
    [property: AllowedValues("admin", "publisher", "agent", "analyst", "viewer", null)] string? Role = null, bool? Restricted = null, [property: MaxLength(200)] IReadOnlyList<Guid>? Accounts = null);
