using SocialSelling.Sandbox.Comments;
using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.Publishing;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary><c>GET /{id}</c>: the account itself, its containers, posts, comments, messages and customers. What belongs to another account does not exist.</summary>
internal static class GraphObjects
{
    public static void MapObjects(this IEndpointRouteBuilder graph, Store store, PublicAddress address) =>
        graph.MapGet("/{id}", GraphPipeline.Object((call, id) => store.Read(world => View(world, call, id, store.Now, address) is { } view ? Results.Json(view) : GraphAnswers.Unknown())));

    private static object? View(World world, GraphCall call, string id, DateTimeOffset now, PublicAddress address)
    {
        var shop = call.Shop;
        if (call.IsOwn(id)) return MessagingViews.Account(world, shop, address);
        if (world.Containers.Find(c => c.Id == id && c.ShopId == shop.Id) is { } container) return PublishingViews.Container(container, now);
        if (world.Media.Find(m => m.Id == id && m.ShopId == shop.Id) is { } medium) return PublishingViews.Medium(medium, world, address);
        if (CommentEndpoints.Find(world, call, id) is { } comment) return CommentViews.Comment(world, comment);
        if (MessageThread.Find(world, shop, id) is { } thread) return ConversationViews.Conversation(shop, thread, ConversationViews.Fields(call));
        if (world.Messages.Find(m => m.Mid == id && m.ShopId == shop.Id && !m.Deleted) is { } dm) return ConversationViews.Message(shop, MessageThread.Of(world, shop, dm)!, dm, call);
        return world.People.Find(p => p.Id == id && p.ShopId == shop.Id) is { } person ? MessagingViews.Person(person, address) : null;
    }
}
