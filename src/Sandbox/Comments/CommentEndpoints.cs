using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Comments;

/// <summary>Comments of a shop's posts in the Graph: two levels, newest first, and the account's own are told by webhook like everybody's.</summary>
/// <remarks>Source: Meta, "Comment moderation"; meta-platform reference, section 5.</remarks>
internal static class CommentEndpoints
{
    private const int PageSize = 25, MostPerPage = 50;

    public static void MapComments(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, webhooks) = (services.GetRequiredService<Store>(), services.GetRequiredService<WebhookSender>());
        graph.MapPost("/{id}/comments", GraphPipeline.Object((call, id) => Comment(call, id, store, webhooks)));
        graph.MapGet("/{id}/comments", GraphPipeline.Object((call, id) => List(call, store, w => Medium(w, call, id) is null ? null : w.Comments.Where(c => c.MediaId == id && c.ParentId is null))));
        graph.MapPost("/{id}/replies", GraphPipeline.Object((call, id) => Reply(call, id, store, webhooks)));
        graph.MapGet("/{id}/replies", GraphPipeline.Object((call, id) => List(call, store, w => Find(w, call, id) is null ? null : w.Comments.Where(c => c.ParentId == id))));
        graph.MapPost("/{id}", GraphPipeline.Object((call, id) => Moderate(call, id, store)));
        graph.MapDelete("/{id}", GraphPipeline.Object((call, id) => Delete(call, id, store)));
    }

    /// <summary>The comment, if it stands under a post of the token's account.</summary>
    public static Comment? Find(World world, GraphCall call, string id) => world.Comments.Find(c => c.Id == id && Medium(world, call, c.MediaId) is not null);

    private static Medium? Medium(World world, GraphCall call, string id) => world.Media.Find(m => m.Id == id && m.ShopId == call.Shop.Id);

    private static IResult Comment(GraphCall call, string mediaId, Store store, WebhookSender webhooks) =>
        store.Change(world => Medium(world, call, mediaId) is { } medium ? Write(world, call, medium, null, store.Now, webhooks) : GraphAnswers.Unknown());

    /// <summary>Under a top-level comment only: there is no third level.</summary>
    private static IResult Reply(GraphCall call, string commentId, Store store, WebhookSender webhooks) => store.Change(world =>
        Find(world, call, commentId) is not { } parent ? GraphAnswers.Unknown()
        : parent.ParentId is not null ? GraphAnswers.Error(100, message: "Replies can be added to top-level comments only")
        : Write(world, call, Medium(world, call, parent.MediaId)!, parent.Id, store.Now, webhooks));

    private static IResult Write(World world, GraphCall call, Medium medium, string? parentId, DateTimeOffset now, WebhookSender webhooks)
    {
        if (call["message"] is not { Length: > 0 } text) return GraphAnswers.Error(100, message: "(#100) The parameter message is required");
        if (CommentWords.Problem(text) is { } problem) return GraphAnswers.Error(100, message: problem);
        var comment = world.WriteComment(medium, call.Shop.Username, null, text, parentId, now);
        webhooks.Commented(call.Shop, comment);
        // As at Meta: the comment is written, and then the unwanted parameter is refused.
        return call["fields"] is null ? Results.Json(new { id = comment.Id }) : GraphAnswers.Error(20, 1772107, "Unsupported parameter");
    }

    private static IResult List(GraphCall call, Store store, Func<World, IEnumerable<Comment>?> choose) => store.Read(world =>
    {
        if (choose(world) is not { } chosen) return GraphAnswers.Unknown();
        var newestFirst = chosen.OrderByDescending(c => c.At).ThenByDescending(c => c.Id, StringComparer.Ordinal).SkipWhile(c => call["after"] is { } after && string.CompareOrdinal(c.Id, after) >= 0).ToList();
        var page = newestFirst.Take(int.TryParse(call["limit"], out var limit) ? Math.Clamp(limit, 1, MostPerPage) : PageSize).ToList();
        var data = page.ConvertAll(c => CommentViews.Comment(world, c));
        return page.Count == 0 || page.Count == newestFirst.Count ? Results.Json(new { data }) : Results.Json(new { data, paging = new { cursors = new { after = page[^1].Id } } });
    });

    /// <summary><c>hide</c> of a comment, <c>comment_enabled</c> of a post. An account's own comments take the order and stay visible.</summary>
    private static IResult Moderate(GraphCall call, string id, Store store) => store.Change(world =>
    {
        if (Find(world, call, id) is { } comment && bool.TryParse(call["hide"], out var hide))
        {
            comment.Hidden = hide && comment.AuthorId is not null;
            return GraphAnswers.Success();
        }
        if (Medium(world, call, id) is { } medium && bool.TryParse(call["comment_enabled"], out var enabled))
        {
            medium.CommentsOff = !enabled;
            return GraphAnswers.Success();
        }
        return GraphAnswers.Unknown();
    });

    private static IResult Delete(GraphCall call, string id, Store store) => store.Change(world =>
    {
        if (Find(world, call, id) is not { } comment) return GraphAnswers.Unknown();
        world.RemoveComment(comment);
        return GraphAnswers.Success();
    });
}
