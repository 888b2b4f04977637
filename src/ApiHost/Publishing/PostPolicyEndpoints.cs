using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>How a workspace publishes.</summary>
internal static class PostPolicyEndpoints
{
    public static void MapPostPolicy(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/publishing").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        group.MapGet("/", Get).WithSummary("Whether posts need approval").ProducesProblem(404);
        group.MapPut("/", Set).WithSummary("Say whether posts need approval").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<PostPolicyView>, ProblemHttpResult>> Get(Guid workspaceId, CurrentUser user, UserRepository users, PostPolicyRepository policies, CancellationToken ct)
    {
        if (await Role(workspaceId, user, users, ct) is not { } role) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(new PostPolicyView((await policies.Get(workspaceId, ct)).NeedsApproval, Permissions.Grants(role, Permission.WorkspaceWrite), await policies.Members(workspaceId, ct)));
    }

    private static async Task<Results<Ok<PostPolicyView>, ProblemHttpResult>> Set(
        Guid workspaceId, PostPolicy policy, CurrentUser user, UserRepository users, PostPolicyRepository policies, TimeProvider clock, CancellationToken ct)
    {
        if (await Role(workspaceId, user, users, ct) is null) return Problems.From(new WorkspaceNotFound());
        if (!await policies.Set(workspaceId, policy.PostsNeedApproval, user.Source, clock.GetUtcNow(), ct)) return Problems.From(new NeedsColleague());
        return TypedResults.Ok(new PostPolicyView(policy.PostsNeedApproval, true, await policies.Members(workspaceId, ct)));
    }

    private static async Task<string?> Role(Guid workspaceId, CurrentUser user, UserRepository users, CancellationToken ct) =>
        (await users.ListWorkspaces(user.Id, ct)).FirstOrDefault(w => w.Id == workspaceId)?.Role;
}

/// <summary>What is planned already goes out as it was planned.</summary>
internal sealed record PostPolicy([property: Required] bool PostsNeedApproval);

/// <param name="MayChange">Whether the caller is the one who decides.</param>
/// <param name="Members">Of the workspace: each may judge the posts of the others. Posts can only need approval where there are two.</param>
internal sealed record PostPolicyView(bool PostsNeedApproval, bool MayChange, int Members);

internal sealed record NeedsColleague : DomainError
{
    public override string Code => "needs-colleague";
    public override string Detail => "Nobody approves their own posts, and you are the only member of the workspace.";
}
