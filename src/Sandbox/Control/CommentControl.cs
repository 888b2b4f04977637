using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>What people do under posts: comment, answer, name the shop elsewhere, take back. Of taking back and of other words Meta tells nobody.</summary>
internal static class CommentControl
{
    /// <param name="Customer">Who comments; the shop's own name is its owner, in the Instagram app.</param>
    /// <param name="ParentId">Any comment of the thread; there are two levels.</param>
    /// <param name="Anonymous">The webhook does not tell who.</param>
    /// <param name="At">When it was written; now when missing.</param>
    public sealed record OnPost(string MediaId, string Customer, string Text, string? ParentId = null, bool Live = false, bool Anonymous = false, DateTimeOffset? At = null);
    /// <param name="InCaption">In the caption of a post, else in a comment; under a post of somebody else's either way.</param>
    public sealed record Mention(string Customer, string Text, bool InCaption = false);
    public sealed record OnComment(string Id);
    public sealed record NewWords(string Id, string Text);

    public static void MapCommentControl(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("/comments", (string shop, Store store) => ShopEndpoints.With(store, shop, (w, s) => w.Comments.Where(c => w.Media.Exists(m => m.Id == c.MediaId && m.ShopId == s.Id)).OrderBy(c => c.At).ToList()));
        shop.MapPost("/comment", Comment);
        shop.MapPost("/mention", MentionShop);
        shop.MapPost("/uncomment", TakeBack);
        shop.MapPost("/recomment", Reword);
    }

    private static IResult Comment(string shop, OnPost on, Store store, WebhookSender hooks) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (on.Customer.Length == 0 || on.Text.Length == 0) return ControlRules.Bad("customer and text must not be empty");
        if (world.Media.Find(m => m.Id == on.MediaId && m.ShopId == s.Id) is not { } medium) return ControlRules.Missing($"post {on.MediaId}");
        if (medium.CommentsOff) return ControlRules.Bad("comments are switched off under this post");
        var parent = world.Comments.Find(c => c.Id == on.ParentId && c.MediaId == medium.Id);
        if (on.ParentId is not null && parent is null) return ControlRules.Missing($"comment {on.ParentId}");
        var author = on.Customer == s.Username ? null : world.Customer(s, on.Customer);
        var comment = world.WriteComment(medium, author?.Username ?? s.Username, author?.Id, on.Text, parent?.ParentId ?? parent?.Id, on.At ?? store.Now);
        hooks.Commented(s, comment, on.Live, on.Anonymous);
        return new { id = comment.Id };
    });

    private static IResult MentionShop(string shop, Mention mention, Store store, WebhookSender hooks) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (mention.Customer.Length == 0) return ControlRules.Bad("customer must not be empty");
        var comment = new Comment(world.NextId("178500000"), world.NextId("179900000"), mention.Customer, $"@{s.Username} {mention.Text}", store.Now) { AuthorId = world.Customer(s, mention.Customer).Id };
        hooks.Mentioned(s, comment, mention.InCaption);
        return new { id = comment.Id, mediaId = comment.MediaId };
    });

    private static IResult Reword(string shop, NewWords words, Store store) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (words.Text.Length == 0) return ControlRules.Bad("text must not be empty");
        if (world.Comments.Find(c => c.Id == words.Id && world.Media.Exists(m => m.Id == c.MediaId && m.ShopId == s.Id)) is not { } comment) return ControlRules.Missing($"comment {words.Id}");
        comment.Text = words.Text;
        return new { id = comment.Id };
    });

    private static IResult TakeBack(string shop, OnComment on, Store store) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (world.Comments.Find(c => c.Id == on.Id && world.Media.Exists(m => m.Id == c.MediaId && m.ShopId == s.Id)) is not { } comment) return ControlRules.Missing($"comment {on.Id}");
        world.RemoveComment(comment);
        return new { id = comment.Id };
    });
}
