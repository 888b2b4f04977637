using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

internal static class PreFlightEndpoints
{
    public static void MapPreFlight(this IEndpointRouteBuilder api) => api.MapPost("/posts/check", Check).WithTags("content").Needs(Permission.ContentRead)
        .WithSummary("Everything that is known to be wrong with a post, without saving it").ProducesProblem(404);

    private static async Task<Results<Ok<PostCheckView>, ValidationProblem, ProblemHttpResult>> Check(
        PostCheck post, CurrentUser user, AccountRepository accounts, MediaRepository media, IGrainFactory grains, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(post.ScheduledAt, post.LocalTime, post.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (await accounts.FindFor(user.Id, post.AccountId, ct) is not { Account: var account }) return Problems.From(new AccountNotFound());
        if (await media.Find(account.WorkspaceId, post.MediaIds, post.Details, ct) is not (true, { } keys)) return Problems.From(new MediaNotFound());

        var command = new CreatePost(post.PostId ?? Guid.Empty, user.Id, post.Type, post.Caption ?? "", keys, time, post.FirstComment, post.Details);
        var checkedPost = await grains.GetGrain<IAccountGrain>(account.Id).CheckPost(command, ct);
        return checkedPost.Error is { } error ? Problems.From(error) : TypedResults.Ok(checkedPost.Value);
    }
}

/// <summary>A post as it would be saved.</summary>
/// <param name="PostId">The post that this would become a new version of: it is not in its own way.</param>
internal sealed record PostCheck(
    [property: Required] Guid AccountId,
    [property: Required, AllowedValues("feed", "carousel", "reel", "story")] string Type,
    [property: Required, MaxLength(10)] Guid[] MediaIds,
    [property: StringLength(10_000)] string? Caption = null,
    DateTimeOffset? ScheduledAt = null,
    DateTime? LocalTime = null,
    [property: StringLength(50)] string? TimeZone = null,
    [property: StringLength(10_000)] string? FirstComment = null,
    PostDetails? Details = null,
    Guid? PostId = null);
