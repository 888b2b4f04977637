using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Publishing;

namespace SocialSelling.Identity;

/// <summary>What a workspace may hold, by its owner's tier.</summary>
internal static class TierEndpoints
{
    /// <summary>For whoever may invite: how many there are in the owner's other workspaces is nobody else's business.</summary>
    public static void MapTiers(this IEndpointRouteBuilder api) => api.MapGet("/workspaces/{workspaceId:guid}/tier", Get).WithTags("workspaces").Needs(Permission.WorkspaceWrite)
        .WithSummary("The tier of its owner, and what is used of it in all the workspaces that they own").ProducesProblem(404);

    private static async Task<Results<Ok<TierView>, ProblemHttpResult>> Get(
        Guid workspaceId, CurrentUser user, MemberRepository members, TierRepository tiers, IOptions<TierOptions> limits, IOptions<PublishingOptions> publishing, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        var use = await tiers.Use(workspaceId, clock.GetUtcNow(), ct);
        var allowed = limits.Value.Of(use.Tier);
        return TypedResults.Ok(new TierView(use.Tier, new(use.Accounts, allowed.Accounts), new(use.Members, allowed.Members), new(use.PendingPosts, publishing.Value.PendingPosts(use.Tier))));
    }

    public static TierLimit Limit(TierExcess e) => new(e.What, e.Tier, e.Limit, e.Used, e.Wanted);
}

/// <param name="Tier">FREE, STARTER, PROFESSIONAL or ENTERPRISE.</param>
/// <param name="Accounts">Connected ones.</param>
/// <param name="Members">People, each once, those with an open invitation among them.</param>
/// <param name="PendingPosts">Posts that are still to go live: the limit is each account's, and used what the account with most of them has.</param>
internal sealed record TierView(string Tier, TierUseView Accounts, TierUseView Members, TierUseView PendingPosts);

/// <param name="Limit">Null: none.</param>
internal sealed record TierUseView(long Used, int? Limit);
