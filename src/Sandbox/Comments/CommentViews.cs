using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Comments;

/// <summary>Comments in the Graph's shape.</summary>
internal static class CommentViews
{
    public static object Comment(World world, Comment c) => new
    {
        id = c.Id,
        text = c.Text,
        username = c.Author,
        from = new { id = c.AuthorId ?? world.Shops.Find(s => s.Username == c.Author)?.Id, username = c.Author },
        timestamp = MessagingViews.Iso(c.At),
        hidden = c.Hidden,
        parent_id = c.ParentId,
        media = new { id = c.MediaId },
        replies = c.ParentId is not null ? null : new { data = world.Comments.Where(r => r.ParentId == c.Id).Select(r => Comment(world, r)).ToList() },
    };
}
