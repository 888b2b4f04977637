using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>What a person can tell a post to do.</summary>
internal static class PostActionEndpoints
{
    public static void MapPostActions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/posts/{id:guid}").WithTags("content").RequireAuthorization();
        group.MapPost("/schedule", Schedule).WithSummary("Give a draft its time").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/reschedule", Schedule).WithSummary("Give a post another time").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/publish-now", PublishNow).WithSummary("Publish at once").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/retry", PublishNow).WithSummary("Try a failed post again").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/cancel", Cancel).WithSummary("Take a post off the calendar").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Schedule(
        Guid id, PostTiming timing, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(timing.ScheduledAt, timing.LocalTime, timing.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (time is null) return Problems.Invalid("scheduledAt", "Give scheduledAt, or localTime and timeZone.");
        return await Tell(id, user, posts, grains, account => account.SchedulePost(new SchedulePost(id, time), ct), ct);
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> PublishNow(
        Guid id, CurrentUser user, PostRepository posts, IGrainFactory grains, TimeProvider clock, CancellationToken ct) =>
        await Tell(id, user, posts, grains, account => account.SchedulePost(new SchedulePost(id, new PostTime(clock.GetUtcNow(), null, null)), ct), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Cancel(
        Guid id, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct) =>
        await Tell(id, user, posts, grains, account => account.CancelPost(id, ct), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Tell(
        Guid id, CurrentUser user, PostRepository posts, IGrainFactory grains, Func<IAccountGrain, Task<Result<PostView>>> what, CancellationToken ct)
    {
        if (await posts.FindFor(user.Id, id, ct) is not { } post) return Problems.From(new PostNotFound());
        var told = await what(grains.GetGrain<IAccountGrain>(post.AccountId));
        return told.Error is { } error ? Problems.From(error) : TypedResults.Ok(told.Value);
    }
}
