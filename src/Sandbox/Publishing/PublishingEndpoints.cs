using System.Text.Json;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>Containers and what is made of them.</summary>
internal static class PublishingEndpoints
{
    private const int Quota = 100, MaxCaption = 2_200, PageSize = 25;

    public static void MapPublishing(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, http, behaviour) = (services.GetRequiredService<Store>(), services.GetRequiredService<IHttpClientFactory>(), services.GetRequiredService<Behaviour>());
        var address = services.GetRequiredService<PublicAddress>();
        graph.MapPost("/{id}/media", GraphPipeline.Own(call => Create(call, store, http, behaviour)));
        graph.MapGet("/{id}/media", GraphPipeline.Own(call => List(call, store, address)));
        graph.MapPost("/{id}/media_publish", GraphPipeline.Own(call => Publish(call, store, behaviour)));
        graph.MapGet("/{id}/content_publishing_limit", GraphPipeline.Own(call => Limit(call, store)));
    }

    private static async Task<IResult> Create(GraphCall call, Store store, IHttpClientFactory http, Behaviour behaviour)
    {
        var kind = call["media_type"] ?? "IMAGE";
        var children = Children(call);
        if (kind == "CAROUSEL" && children.Length is < 2 or > 10) return GraphAnswers.Error(100, 2207028, "A carousel needs 2 to 10 children");
        if ((call["caption"] ?? "").Length > MaxCaption) return GraphAnswers.Error(36004, 2207010, "The caption was too long");
        var url = call["image_url"] ?? call["video_url"];
        byte[]? picture = null;
        if (kind != "CAROUSEL")
        {
            if (url is null) return GraphAnswers.Error(100, message: "Only photo or video can be accepted as media type");
            var (fetched, problem) = await MediaDownload.Fetch(http, url, isImage: call["image_url"] is not null);
            if (problem is not null) return problem;
            picture = fetched;
        }
        return store.Change(world =>
        {
            var parts = children.Select(child => world.Containers.Find(c => c.Id == child && c.ShopId == call.Shop.Id)).ToList();
            if (kind == "CAROUSEL" && parts.Contains(null)) return GraphAnswers.Unknown();
            var container = new Container(world.NextId("178900000"), call.Shop.Id, kind, url, call["caption"] ?? "", children, store.Now, store.Now + behaviour.ProcessingTakes)
            {
                Picture = picture ?? parts.FirstOrDefault()?.Picture,
            };
            world.Containers.Add(container);
            return Results.Json(new { id = container.Id });
        });
    }

    private static string[] Children(GraphCall call) => call.Body.TryGetValue("children", out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(c => c.ToString())]
        : (call["children"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<IResult> Publish(GraphCall call, Store store, Behaviour behaviour)
    {
        var answer = store.Change(world => Publish(world, call, store.Now));
        if (behaviour.PublishTakes > TimeSpan.Zero) await Task.Delay(behaviour.PublishTakes, TimeProvider.System);
        return answer;
    }

    private static IResult Publish(World world, GraphCall call, DateTimeOffset now)
    {
        if (world.Containers.Find(c => c.Id == call["creation_id"] && c.ShopId == call.Shop.Id) is not { } container) return GraphAnswers.Error(24, 2207006, "The requested resource does not exist");
        switch (PublishingViews.StatusOf(container, now))
        {
            case "IN_PROGRESS": return GraphAnswers.Error(9007, 2207027, "Media ID is not available");
            case "FINISHED": break;
            default: return GraphAnswers.Error(24, 2207008, "The container has expired or was published");
        }
        if (Used(world, call.Shop, now) >= Quota) return GraphAnswers.Error(9, 2207042, "The daily limit is reached");
        container.Publishes++;
        var medium = new Medium(world.NextId("179800000"), call.Shop.Id, container.Id, container.Kind, container.Caption, now, container.Picture);
        world.Media.Add(medium);
        return Results.Json(new { id = medium.Id });
    }

    private static IResult Limit(GraphCall call, Store store) => store.Read(world => Results.Json(new
    {
        data = new[] { new { quota_usage = Used(world, call.Shop, store.Now), config = new { quota_total = Quota, quota_duration = 86_400 } } },
    }));

    private static int Used(World world, Shop shop, DateTimeOffset now) => world.Media.Count(m => m.ShopId == shop.Id && m.PublishedAt > now - TimeSpan.FromHours(24));

    private static IResult List(GraphCall call, Store store, PublicAddress address) => store.Read(world => Results.Json(new
    {
        data = world.Media.Where(m => m.ShopId == call.Shop.Id && m.Kind != "STORIES").OrderByDescending(m => m.PublishedAt)
            .Take(int.TryParse(call["limit"], out var limit) ? limit : PageSize).Select(m => PublishingViews.Medium(m, address)).ToList(),
    }));
}
