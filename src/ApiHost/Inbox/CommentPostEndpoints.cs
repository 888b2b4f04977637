using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Comments by the post they stand under.</summary>
internal static class CommentPostEndpoints
{
    public static void MapCommentPosts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/comments/posts").WithTags("comments").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("Posts with comments, the one with the newest first").ProducesProblem(404);
        group.MapGet("/{id:guid}", Get).WithSummary("One post").ProducesProblem(404);
        group.MapPost("/{id:guid}/read", MarkRead).WithSummary("Mark everything under it read").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<CommentPostView>>, ProblemHttpResult>> List(
        [AsParameters] CommentPostFilter filter, CurrentUser user, AccountRepository accounts, CommentPostRepository posts, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, filter.WorkspaceId, filter.AccountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(filter.Limit);
        var rows = await posts.Page(ids, filter.ToQuery(), Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, p => p.ToView(), p => Cursor.Of(p.LastCommentAt, p.Id)));
    }

    private static async Task<Results<Ok<CommentPostView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, CommentPostRepository posts, CancellationToken ct) =>
        await posts.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView()) : Problems.From(new PostNotFound());

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkRead(Guid id, CurrentUser user, CommentPostRepository posts, IGrainFactory grains, CancellationToken ct)
    {
        if (await posts.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new PostNotFound());
        var read = await grains.GetGrain<IAccountGrain>(row.AccountId).MarkCommentsRead(id, ct);
        return read.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}

/// <summary>Posts that have a comment as asked for.</summary>
/// <param name="Status">Of comments by others.</param>
/// <param name="Q">Part of a comment's words or of its author's name.</param>
internal sealed record CommentPostFilter(
    Guid? AccountId, [property: AllowedValues("open", "closed", null)] string? Status, bool? Unread,
    [property: AllowedValues("comment", "live_comment", "mention", "caption_mention", "private_reply", null)] string? Kind, [property: StringLength(100)] string? Q, int? Limit, string? Cursor, Guid? WorkspaceId)
{
    public CommentQuery ToQuery() => new(PostId: null, Status, Unread ?? false, Kind, string.IsNullOrWhiteSpace(Q) ? null : Q.Trim());
}
