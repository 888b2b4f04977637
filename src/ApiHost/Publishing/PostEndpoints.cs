using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

internal static class PostEndpoints
{
    public static void MapPosts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/posts").WithTags("content").Needs(Permission.ContentRead, Permission.ContentWrite);
        group.MapPost("/", Create).WithSummary("A post: scheduled with a time, a draft without one").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapGet("/", List).WithSummary("Posts, newest first");
        group.MapGet("/{id:guid}", Get).WithSummary("One post").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Edit).WithSummary("Change what is not being published; 409 carries the post as it is now").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a draft, or cancel what is scheduled").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Created<PostView>, ProblemHttpResult, ValidationProblem>> Create(
        PostDraft draft, HttpContext http, CurrentUser user, AccountRepository accounts, MediaRepository media, PostTemplateRepository templates, IGrainFactory grains, TimeProvider clock,
        CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(draft.ScheduledAt, draft.LocalTime, draft.TimeZone);
        if ((problem ?? PostPlans.Problem(draft, time)) is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (await accounts.FindFor(user.Id, draft.AccountId, ct) is not { Account: var account }) return Problems.From(new AccountNotFound());
        if (await media.Find(account.WorkspaceId, draft.MediaIds, draft.Details, ct) is not (true, { } keys)) return Problems.From(new MediaNotFound());
        var template = draft.TemplateId is { } templateId ? await templates.FindFor(user.Id, templateId, ct) : null;
        if (draft.TemplateId is not null && template?.WorkspaceId != account.WorkspaceId) return Problems.From(new PostTemplateNotFound());
        var caption = draft.Caption ?? (template is null ? "" : CaptionTemplate.Render(template, account, draft.TemplateVariables).Text);

        var command = new CreatePost(Idempotency.NewId(http, clock), user.Id, draft.Type, caption, keys, time, draft.FirstComment, draft.Details, IsDraft: draft.Status == "draft");
        var created = await PostPlans.Create(draft, command, grains.GetGrain<IAccountGrain>(account.Id), ct);
        if (created.Error is { } error) return Problems.From(error);
        if (template is not null) await templates.CountUse(template.Id, clock.GetUtcNow(), ct);
        return TypedResults.Created($"/api/posts/{command.PostId}", created.Value);
    }

    private static async Task<Results<Ok<Page<PostView>>, ProblemHttpResult>> List(
        Guid? accountId, Guid? workspaceId, string? status, int? limit, string? cursor, CurrentUser user, AccountRepository accounts, PostRepository posts, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, workspaceId, accountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(limit);
        var rows = await posts.Page(ids, status, Cursor.Read(cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, p => p.ToView(urls), p => Cursor.Of(p.CreatedAt, p.Id)));
    }

    private static async Task<Results<Ok<PostView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, PostRepository posts, SignedMediaUrls urls, CancellationToken ct) =>
        await posts.FindFor(user.Id, id, ct) is { } post ? TypedResults.Ok(post.ToView(urls)) : Problems.From(new PostNotFound());

    private static async Task<Results<Ok<PostView>, ProblemHttpResult, ValidationProblem>> Edit(
        Guid id, PostChange change, CurrentUser user, AccountRepository accounts, PostRepository posts, MediaRepository media, IGrainFactory grains, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(change.ScheduledAt, change.LocalTime, change.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (change.ClearTime && time is not null) return Problems.Invalid("clearTime", "Give either a time or clearTime.");
        if (await posts.FindFor(user.Id, id, ct) is not { } post || await accounts.FindFor(user.Id, post.AccountId, ct) is not { Account: var account }) return Problems.From(new PostNotFound());
        if (await media.Find(account.WorkspaceId, change.MediaIds, change.Details, ct) is not (true, var keys)) return Problems.From(new MediaNotFound());
        var command = new EditPost(id, change.Version, change.Caption, keys, change.FirstComment, change.Details, user.Id, time, change.ClearTime);
        var edited = await grains.GetGrain<IAccountGrain>(post.AccountId).EditPost(command, ct);
        return edited.Error is { } error ? Problems.From(error) : TypedResults.Ok(edited.Value);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, int? version, CurrentUser user, PostRepository posts, IGrainFactory grains, CancellationToken ct)
    {
        if (await posts.FindFor(user.Id, id, ct) is not { } post) return Problems.From(new PostNotFound());
        var deleted = await grains.GetGrain<IAccountGrain>(post.AccountId).ActOnPost(new ActOnPost(id, PostAct.Delete, user.Id, version), ct);
        return deleted.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}
