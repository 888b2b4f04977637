using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>Containers and posts in the Graph's shapes.</summary>
internal static class PublishingViews
{
    public static readonly TimeSpan ContainerLife = TimeSpan.FromHours(24);

    public static object Container(Container container, DateTimeOffset now)
    {
        var code = StatusOf(container, now);
        return new { id = container.Id, status_code = code, status = container.Error ?? code };
    }

    public static string StatusOf(Container c, DateTimeOffset now) => c switch
    {
        { Error: not null } => "ERROR",
        { Publishes: > 0 } => "PUBLISHED",
        _ when now - c.CreatedAt > ContainerLife => "EXPIRED",
        _ => now < c.ReadyAt ? "IN_PROGRESS" : "FINISHED",
    };

    public static object Medium(Medium m, World world, PublicAddress address) => new
    {
        id = m.Id,
        caption = m.Caption,
        media_type = m.Kind switch { "CAROUSEL" => "CAROUSEL_ALBUM", "IMAGE" => "IMAGE", "STORIES" when m.Picture is not null => "IMAGE", _ => "VIDEO" },
        media_product_type = ProductType(m),
        media_url = m.Picture is null ? null : address.Picture(m.Id),
        permalink = address.Post(m.Id),
        timestamp = MessagingViews.Iso(m.PublishedAt),
        like_count = m.Likes,
        comments_count = world.Comments.Count(c => c.MediaId == m.Id),
    };

    /// <returns>Null when the kind of medium does not have the metric.</returns>
    public static int? Number(World world, Medium m, string metric) => metric switch
    {
        "reach" => m.Reach,
        "likes" when m.Kind != "STORIES" => m.Likes,
        "comments" when m.Kind != "STORIES" => world.Comments.Count(c => c.MediaId == m.Id),
        _ => null,
    };

    public static string ProductType(Medium m) => m.Kind switch { "REELS" => "REELS", "STORIES" => "STORY", _ => "FEED" };
}
