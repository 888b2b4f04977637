using System.Web;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>The shops: what they have, and what their owners do.</summary>
internal static class ShopEndpoints
{
    /// <param name="Scopes">What the owner leaves ticked, joined by commas; all that was asked for when missing.</param>
    /// <param name="Pages">In Facebook's dialog, the shops whose Pages are ticked; the shop's alone when missing.</param>
    public sealed record Approval(string Shop, string AuthorizationUrl, string? Scopes = null, IReadOnlyList<string>? Pages = null);
    public sealed record Kind(string AccountType);
    /// <param name="At">Now when missing.</param>
    public sealed record NewPost(string Caption, DateTimeOffset? At = null, int Likes = 0);
    /// <summary>What people make of a post; what is missing stays.</summary>
    public sealed record Numbers(int? Likes = null, int? Reach = null);
    /// <param name="Id">Which of its two numbers the app is told: app or account, or person: who has signed in at Facebook.</param>
    /// <param name="Secret">Whose secret signs it: instagram or meta.</param>
    public sealed record OwnersWish(string Id = "app", string Secret = "instagram");
    public sealed record Quota(int? Limit = null, int? UsedElsewhere = null);
    public sealed record NewShop(string Username, string? Name = null);

    public static void MapShops(this IEndpointRouteBuilder control)
    {
        control.MapPost("/approve", Approve);
        control.MapGet("/shops", (Store store) => store.Read(w => w.Shops.Select(s => new { s.Id, s.Username, s.Name, s.Followers, s.AccountType, Subscribed = s.Subscribed.Count > 0, SubscribedByPage = s.PageSubscribed.Count > 0 }).ToList()));
        control.MapPost("/shops", Add);
        control.MapPost("/shops/{shop}/revoke", (string shop, Store store) => With(store, shop, (w, s) =>
        {
            foreach (var token in w.Tokens.Where(t => t.ShopId == s.Id)) token.Revoked = true;
            return true;
        }));
        control.MapPost("/shops/{shop}/deauthorize", (string shop, OwnersWish wish, Store store, CallbackSender callbacks, CancellationToken ct) => Leave(shop, "deauthorize", wish, store, callbacks, ct));
        control.MapPost("/shops/{shop}/data-deletion", (string shop, OwnersWish wish, Store store, CallbackSender callbacks, CancellationToken ct) => Leave(shop, "data-deletion", wish, store, callbacks, ct));
        control.MapPost("/shops/{shop}/quota", ChangeQuota);
        control.MapPost("/shops/{shop}/account-type", (string shop, Kind kind, Store store) => With(store, shop, (_, s) => s.AccountType = kind.AccountType));
        control.MapGet("/shops/{shop}/posts", (string shop, Store store) => With(store, shop, Posts));
        control.MapPost("/shops/{shop}/posts", Post);
        control.MapPost("/shops/{shop}/posts/{id}/numbers", ChangeNumbers);
        control.MapDelete("/shops/{shop}/posts/{id}", (string shop, string id, Store store) => With(store, shop, (w, s) => w.Media.RemoveAll(m => m.ShopId == s.Id && m.Id == id)));
    }

    /// <summary>Does the work for a shop, by name or id, in one step; its answer goes out as it is, or as JSON.</summary>
    public static IResult With(Store store, string shop, Func<World, Shop, object> work) => store.Change(world =>
        world.Shops.Find(s => s.Username == shop || s.Id == shop) is not { } found ? ControlRules.Missing($"shop {shop}") : work(world, found) is var answer && answer is IResult result ? result : Results.Json(answer));

    private static IResult Approve(Approval approval, Store store)
    {
        if (!Uri.TryCreate(approval.AuthorizationUrl, UriKind.Absolute, out var url)) return ControlRules.Bad("authorizationUrl must be an absolute address");
        var query = HttpUtility.ParseQueryString(url.Query);
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out _)) return ControlRules.Bad("authorizationUrl has no redirect_uri that is an absolute address");
        if (url.AbsolutePath.EndsWith("/dialog/oauth", StringComparison.Ordinal))
            return FacebookEndpoints.Approve(store, approval.Pages ?? [approval.Shop], query["redirect_uri"]!, approval.Scopes ?? query["scope"] ?? "", query["state"] ?? "") is { } back
                ? Results.Json(new { redirectUrl = back }) : ControlRules.Bad("There is no such shop");
        return OAuthEndpoints.Approve(store, approval.Shop, query["redirect_uri"]!, approval.Scopes ?? query["scope"] ?? "", query["state"] ?? "") is { } target
            ? Results.Json(new { redirectUrl = target }) : ControlRules.Bad($"There is no shop {approval.Shop} that can connect");
    }

    private static IResult Add(NewShop shop, Store store) => store.Change(world =>
    {
        if (shop.Username.Length == 0) return ControlRules.Bad("username must not be empty");
        var made = new Shop(world.NextId("178414111"), world.NextId("730000111"), shop.Username, shop.Name ?? shop.Username, "BUSINESS", 100, "");
        world.Shops.Add(made);
        return Results.Json(made);
    });

    /// <summary>The owner removes the app in Instagram's settings, or has it delete what it holds. Either way its tokens are dead, and nothing is told of the account any more.</summary>
    private static async Task<IResult> Leave(string shop, string callback, OwnersWish wish, Store store, CallbackSender callbacks, CancellationToken ct)
    {
        if (wish.Id is not ("app" or "account" or "person")) return ControlRules.Bad("id must be app, account or person");
        if (wish.Secret is not ("instagram" or "meta")) return ControlRules.Bad("secret must be instagram or meta");
        var left = store.Change(world =>
        {
            if (world.Shops.Find(s => s.Username == shop || s.Id == shop) is not { } found) return null;
            foreach (var token in world.Tokens.Where(t => t.ShopId == found.Id)) token.Revoked = true;
            (found.Subscribed, found.PageSubscribed) = ([], []);
            return found;
        });
        return left is null ? ControlRules.Missing($"shop {shop}") : Results.Json(await callbacks.Send(wish.Id switch { "account" => left.Id, "person" => left.OwnerId, _ => left.AppScopedId }, callback, wish.Secret, ct));
    }

    /// <summary>Another tool publishes too.</summary>
    private static IResult ChangeQuota(string shop, Quota quota, Store store) => quota is { Limit: < 0 } or { UsedElsewhere: < 0 }
        ? ControlRules.Bad("limit and usedElsewhere must not be negative")
        : With(store, shop, (_, s) =>
        {
            (s.PublishLimit, s.PublishedElsewhere) = (quota.Limit ?? s.PublishLimit, quota.UsedElsewhere ?? s.PublishedElsewhere);
            return new { s.PublishLimit, s.PublishedElsewhere };
        });

    /// <summary>The owner posts in the Instagram app.</summary>
    private static IResult Post(string shop, NewPost post, Store store) => With(store, shop, (world, s) =>
    {
        var container = new Container(world.NextId("178900000"), s.Id, "IMAGE", MediaUrl: null, post.Caption, [], store.Now, store.Now) { Publishes = 1 };
        world.Containers.Add(container);
        var medium = new Medium(world.NextId("179800000"), s.Id, container.Id, container.Kind, post.Caption, post.At ?? store.Now, Picture: null) { Likes = post.Likes };
        world.Media.Add(medium);
        return new { id = medium.Id };
    });

    private static IResult ChangeNumbers(string shop, string id, Numbers numbers, Store store) => numbers is { Likes: < 0 } or { Reach: < 0 }
        ? ControlRules.Bad("likes and reach must not be negative")
        : With(store, shop, (world, s) =>
        {
            if (world.Media.Find(m => m.ShopId == s.Id && m.Id == id) is not { } medium) return ControlRules.Missing($"post {id}");
            (medium.Likes, medium.Reach) = (numbers.Likes ?? medium.Likes, numbers.Reach ?? medium.Reach);
            return new { medium.Likes, medium.Reach };
        });

    private static IResult Posts(World world, Shop shop) => Results.Json(world.Media.Where(m => m.ShopId == shop.Id).OrderByDescending(m => m.PublishedAt).Select(m => View(world, m)).ToList());

    private static object View(World world, Medium m)
    {
        var container = world.Containers.Find(c => c.Id == m.ContainerId)!;
        return new
        {
            m.Id,
            m.ContainerId,
            m.Kind,
            m.Caption,
            m.PublishedAt,
            Picture = m.Picture is null ? null : $"/pictures/{m.Id}.jpg",
            container.Publishes,
            container.Parameters,
            Children = container.Children.Select(id => world.Containers.Find(c => c.Id == id)).OfType<Container>().Select(c => new { c.Kind, c.Parameters }).ToList(),
            Comments = world.Comments.Where(c => c.MediaId == m.Id).Select(c => new { c.Id, c.ParentId, c.Author, c.Text, c.Hidden }).ToList(),
        };
    }
}
