using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/comments").WithTags("comments").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("Comments and mentions, newest first").ProducesProblem(404);
        group.MapGet("/counts", Counts).WithSummary("What waits for an answer, by account");
        group.MapGet("/{id:guid}", Get).WithSummary("One comment").ProducesProblem(404);
        group.MapPost("/{id:guid}/replies", Reply).WithSummary("Answer under the comment, for all to see").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id:guid}/private-reply", ReplyPrivately).WithSummary("Answer by direct message: once per comment, within 7 days").ProducesProblem(404).ProducesProblem(409);
        group.MapPatch("/{id:guid}", Change).WithSummary("Hide or show it, close or open it").ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete it at Instagram, or take away a reply that failed").ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static async Task<Results<Ok<Page<CommentView>>, ProblemHttpResult>> List(
        [AsParameters] CommentFilter filter, CurrentUser user, AccountRepository accounts, CommentRepository comments, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, filter.WorkspaceId, filter.AccountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(filter.Limit);
        var rows = await comments.Page(ids, filter.ToQuery(), Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, c => c.ToView(clock.GetUtcNow(), urls), c => Cursor.Of(c.CommentedAt, c.Id)));
    }

    private static async Task<Ok<Page<CommentCountsView>>> Counts(CurrentUser user, AccountRepository accounts, CommentRepository comments, CancellationToken ct) =>
        TypedResults.Ok(new Page<CommentCountsView>([.. (await comments.Counts(await accounts.IdsFor(user.Id, ct), ct)).Select(c => new CommentCountsView(c.AccountId, c.Open, c.Unread))], null));

    private static async Task<Results<Ok<CommentView>, ProblemHttpResult>> Get(
        Guid id, CurrentUser user, CommentRepository comments, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct) =>
        await comments.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(clock.GetUtcNow(), urls)) : Problems.From(new CommentNotFound());

    private static Task<Results<Created<CommentView>, ProblemHttpResult>> Reply(
        Guid id, CommentReply reply, CurrentUser user, CommentRepository comments, IGrainFactory grains, CancellationToken ct) => Answer(id, reply, isPrivate: false, user, comments, grains, ct);

    private static Task<Results<Created<CommentView>, ProblemHttpResult>> ReplyPrivately(
        Guid id, CommentReply reply, CurrentUser user, CommentRepository comments, IGrainFactory grains, CancellationToken ct) => Answer(id, reply, isPrivate: true, user, comments, grains, ct);

    private static async Task<Results<Created<CommentView>, ProblemHttpResult>> Answer(
        Guid id, CommentReply reply, bool isPrivate, CurrentUser user, CommentRepository comments, IGrainFactory grains, CancellationToken ct)
    {
        if (await comments.FindFor(user.Id, id, ct) is not { } comment) return Problems.From(new CommentNotFound());
        var command = new AnswerComment(id, reply.ClientId, reply.Text, isPrivate, Author.Person, user.Id);
        var answered = await grains.GetGrain<IAccountGrain>(comment.AccountId).AnswerComment(command, ct);
        return answered.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/comments/{answered.Value!.Id}", answered.Value);
    }

    private static async Task<Results<Ok<CommentView>, ProblemHttpResult>> Change(
        Guid id, CommentChange change, CurrentUser user, CommentRepository comments, IGrainFactory grains, CancellationToken ct)
    {
        if (await comments.FindFor(user.Id, id, ct) is not { } comment) return Problems.From(new CommentNotFound());
        var changed = await grains.GetGrain<IAccountGrain>(comment.AccountId).ChangeComment(new ChangeComment(id, change.Hidden, change.Status), ct);
        return changed.Error is { } error ? Problems.From(error) : TypedResults.Ok(changed.Value);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, CurrentUser user, CommentRepository comments, IGrainFactory grains, CancellationToken ct)
    {
        if (await comments.FindFor(user.Id, id, ct) is not { } comment) return Problems.From(new CommentNotFound());
        var deleted = await grains.GetGrain<IAccountGrain>(comment.AccountId).DeleteComment(id, ct);
        return deleted.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}

/// <param name="PostId">Comments under one post.</param>
/// <param name="MediaId">The same by Meta's id of the post; needs <c>AccountId</c>.</param>
/// <param name="Q">Part of the words or of the author's name.</param>
internal sealed record CommentFilter(
    Guid? AccountId, Guid? PostId, [property: StringLength(255)] string? MediaId, [property: AllowedValues("open", "closed", null)] string? Status, bool? Unread,
    [property: AllowedValues("comment", "live_comment", "mention", "caption_mention", "private_reply", null)] string? Kind, [property: StringLength(100)] string? Q, int? Limit, string? Cursor,
    Guid? WorkspaceId) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MediaId is not null && AccountId is null) yield return new ValidationResult("Meta's id of a post needs its account.", [nameof(AccountId)]);
    }

    public CommentQuery ToQuery() => new(
        PostId ?? (MediaId is null || AccountId is not { } account ? null : CommentId.Post(account, MediaId)), Status, Unread ?? false, Kind, string.IsNullOrWhiteSpace(Q) ? null : Q.Trim());
}

/// <param name="ClientId">Chosen by the sender, unique per account: the same one twice is the same answer.</param>
/// <param name="Text">Under the comment at most 300 characters, 4 hashtags and one link; privately at most 1,000 bytes of UTF-8.</param>
internal sealed record CommentReply([property: Required, StringLength(64)] string ClientId, [property: Required, StringLength(4_000)] string Text);

/// <param name="Hidden">Whether Instagram hides it from everybody but its author.</param>
/// <param name="Status">closed: it needs no answer any more.</param>
internal sealed record CommentChange(bool? Hidden = null, [property: AllowedValues("open", "closed", null)] string? Status = null);
