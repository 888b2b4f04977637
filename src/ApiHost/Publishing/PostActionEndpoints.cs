using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>What a person can tell a post to do.</summary>
internal static class PostActionEndpoints
{
    public static void MapPostActions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/posts/{id:guid}").WithTags("content").Needs(Permission.ContentPublish);
        group.MapPost("/schedule", Schedule).WithSummary("Give a draft its time").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/reschedule", Schedule).WithSummary("Give a post another time").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/publish-now", PublishNow).WithSummary("Publish at once").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/retry", Retry).WithSummary("Try a failed post again").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/cancel", Cancel).WithSummary("Take a post off the calendar").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/submit", Submit).Needs(Permission.ContentWrite).WithSummary("Ask for the approval of a post, at its time or at another").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/approve", Approve).PeopleOnly().WithSummary("Let a colleague's post go live at its time").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/reject", Reject).PeopleOnly().WithSummary("Send a colleague's post back, with a reason").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/duplicate", Duplicate).Needs(Permission.ContentWrite).WithSummary("A draft with the same content, for this or another account").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Schedule(
        Guid id, PostTiming timing, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(timing.ScheduledAt, timing.LocalTime, timing.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (timing.Slot is not null && time is null) return await Tell(id, user, posts, grains, (account, _) => account.TakeSlot(new TakeSlot(id, user.Id, timing.Version), ct), ct);
        if (time is null || timing.Slot is not null) return Problems.Invalid("scheduledAt", "Give scheduledAt, or localTime and timeZone, or slot.");
        return await Tell(id, user, posts, grains, (account, _) => account.SchedulePost(new SchedulePost(id, time, user.Id, timing.Version), ct), ct);
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> PublishNow(
        Guid id, PostVersion? read, CurrentUser user, PostRepository posts, IGrainFactory grains, TimeProvider clock, CancellationToken ct) =>
        await Tell(id, user, posts, grains, (account, _) => account.SchedulePost(AtOnce(id, user, read?.Version, clock), ct), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Retry(
        Guid id, PostVersion? read, CurrentUser user, PostRepository posts, IGrainFactory grains, TimeProvider clock, CancellationToken ct) =>
        await Tell(id, user, posts, grains, (account, post) => post.Status == "failed"
            // A failed post stays one until somebody changes it, and then its version is another.
            ? account.SchedulePost(AtOnce(id, user, read?.Version ?? post.Version, clock), ct)
            : Task.FromResult<Result<PostView>>(new PostWrongState(post.Status)), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Cancel(
        Guid id, PostVersion? read, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct) =>
        await Tell(id, user, posts, grains, (account, _) => account.ActOnPost(new ActOnPost(id, PostAct.Cancel, user.Id, read?.Version), ct), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Submit(
        Guid id, PostTiming? timing, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(timing?.ScheduledAt, timing?.LocalTime, timing?.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        return await Tell(id, user, posts, grains, (account, _) => account.ActOnPost(new ActOnPost(id, PostAct.Submit, user.Id, timing?.Version, time), ct), ct);
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Approve(
        Guid id, PostApproval approval, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct) =>
        await Tell(id, user, posts, grains, (account, _) => account.ActOnPost(new ActOnPost(id, PostAct.Approve, user.Id, approval.Version), ct), ct);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Reject(
        Guid id, PostRejection rejection, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct) =>
        await Tell(id, user, posts, grains, (account, _) => account.ActOnPost(new ActOnPost(id, PostAct.Reject, user.Id, rejection.Version, Reason: rejection.Reason.Trim()), ct), ct);

    private static async Task<Results<Created<PostView>, ProblemHttpResult>> Duplicate(
        Guid id, PostCopy? copy, HttpContext http, CurrentUser user, AccountRepository accounts, PostRepository posts, IGrainFactory grains, TimeProvider clock, CancellationToken ct)
    {
        if (await posts.FindFor(user.Id, id, ct) is not { } post) return Problems.From(new PostNotFound());
        if (await accounts.FindFor(user.Id, copy?.AccountId ?? post.AccountId, ct) is not { Account: var target }) return Problems.From(new AccountNotFound());
        if (target.Id != post.AccountId && (await accounts.FindFor(user.Id, post.AccountId, ct))?.Account.WorkspaceId != target.WorkspaceId) return Problems.From(new AccountNotFound());
        var created = await grains.GetGrain<IAccountGrain>(target.Id).CreatePost(Copies.Of(post, Idempotency.NewId(http, clock), user.Id), ct);
        return created.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/posts/{created.Get().Id}", created.Value);
    }

    private static SchedulePost AtOnce(Guid id, CurrentUser user, int? version, TimeProvider clock) => new(id, new PostTime(clock.GetUtcNow(), null, null), user.Id, version, AtOnce: true);

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Tell(
        Guid id, CurrentUser user, PostRepository posts, IGrainFactory grains, Func<IAccountGrain, PostRow, Task<Result<PostView>>> what, CancellationToken ct)
    {
        if (await posts.FindFor(user.Id, id, ct) is not { } post) return Problems.From(new PostNotFound());
        var told = await what(grains.GetGrain<IAccountGrain>(post.AccountId), post);
        return told.Error is { } error ? Problems.From(error) : TypedResults.Ok(told.Value);
    }
}

/// <summary>A draft with the content of a post.</summary>
internal static class Copies
{
    public static CreatePost Of(PostRow post, Guid id, Guid userId) =>
        new(id, userId, post.Type, post.Caption, post.MediaKeys, Time: null, post.FirstComment, post.Details.ToView(post.CoverMediaId));
}
