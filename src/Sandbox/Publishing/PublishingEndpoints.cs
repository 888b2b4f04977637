using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>Containers and what is made of them.</summary>
internal static class PublishingEndpoints
{
    private const int PageSize = 25, MaxContainersADay = 400, FewestViewers = 5;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static void MapPublishing(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, http, behaviour) = (services.GetRequiredService<Store>(), services.GetRequiredService<IHttpClientFactory>(), services.GetRequiredService<Behaviour>());
        var address = services.GetRequiredService<PublicAddress>();
        graph.MapPost("/{id}/media", GraphPipeline.Own(call => Create(call, store, http, behaviour)));
        graph.MapGet("/{id}/media", GraphPipeline.Own(call => List(call, store, address, store.Now - behaviour.ListingLags, m => m.Kind != "STORIES")));
        graph.MapGet("/{id}/stories", GraphPipeline.Own(call => List(call, store, address, store.Now - behaviour.ListingLags, m => m.Kind == "STORIES" && m.PublishedAt > store.Now - Day)));
        graph.MapPost("/{id}/media_publish", GraphPipeline.Own(call => Publish(call, store, behaviour)));
        graph.MapGet("/{id}/insights", GraphPipeline.Object((call, id) => Insights(call, id, store)));
        graph.MapGet("/{id}/content_publishing_limit", GraphPipeline.Own(call => Limit(call, store)));
    }

    private static async Task<IResult> Create(GraphCall call, Store store, IHttpClientFactory http, Behaviour behaviour)
    {
        var kind = call["media_type"] ?? "IMAGE";
        var children = ContainerChecks.List(call, "children");
        if (ContainerChecks.Problem(call, kind, children) is { } problem) return problem;
        var parameters = ContainerChecks.Read(call);
        var url = call["image_url"] ?? call["video_url"];
        byte[]? picture = null;
        if (kind != "CAROUSEL")
        {
            if (url is null) return GraphAnswers.Error(100, message: "Only photo or video can be accepted as media type");
            var (media, notFetched) = await MediaDownload.Fetch(http, url, isImage: call["image_url"] is not null);
            if (notFetched is not null) return notFetched;
            if (parameters.ThumbOffset is { } offset && (offset < 0 || (media!.Duration is { } length && offset >= length.TotalMilliseconds)))
                return GraphAnswers.Error(1, 2207057, "The thumb_offset is outside the video");
            picture = media!.Picture;
        }
        if (parameters.CoverUrl is { } coverUrl)
        {
            var (cover, notFetched) = await MediaDownload.Fetch(http, coverUrl, isImage: true);
            if (notFetched is not null) return notFetched;
            picture = cover!.Picture;
        }
        return store.Change(world =>
        {
            var parts = children.Select(child => world.Containers.Find(c => c.Id == child && c.ShopId == call.Shop.Id)).ToList();
            if (kind == "CAROUSEL" && parts.Exists(p => p is not { Parameters.IsCarouselItem: true })) return GraphAnswers.Unknown();
            if (world.Containers.Count(c => c.ShopId == call.Shop.Id && c.CreatedAt > store.Now - Day) >= MaxContainersADay) return GraphAnswers.Error(9, 2207042, "Too many containers");
            var container = new Container(world.NextId("178900000"), call.Shop.Id, kind, url, call["caption"] ?? "", children, store.Now, store.Now + behaviour.ProcessingTakes)
            {
                Picture = picture ?? parts.FirstOrDefault()?.Picture,
                Parameters = parameters,
                Error = call.Fault is { Kind: "processing_error" } fault ? $"Error: Media upload has failed with error code {fault.Subcode}" : null,
            };
            world.Containers.Add(container);
            return Results.Json(new { id = container.Id });
        });
    }

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
        if (Used(world, call.Shop, now - Day) >= call.Shop.PublishLimit) return GraphAnswers.Error(9, 2207042, "The daily limit is reached");
        container.Publishes++;
        var medium = new Medium(world.NextId("179800000"), call.Shop.Id, container.Id, container.Kind, container.Caption, now, container.Picture);
        world.Media.Add(medium);
        return Results.Json(new { id = medium.Id });
    }

    private static IResult Limit(GraphCall call, Store store) => store.Read(world => Results.Json(new
    {
        data = new[] { new { quota_usage = Used(world, call.Shop, Since(call, store.Now)), config = new { quota_total = call.Shop.PublishLimit, quota_duration = 86_400 } } },
    }));

    /// <summary>One metric that the kind of medium does not have fails the whole call, and so do too few viewers.</summary>
    /// <remarks>Source: Meta, "Media insights"; meta-platform reference, section 6.2.</remarks>
    private static IResult Insights(GraphCall call, string id, Store store) => store.Read(world =>
    {
        if (world.Media.Find(m => m.Id == id && m.ShopId == call.Shop.Id) is not { } medium) return GraphAnswers.Unknown();
        var metrics = (call["metric"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (metrics.Length == 0) return GraphAnswers.Error(100, message: "(#100) The parameter metric is required");
        if (Array.Find(metrics, m => PublishingViews.Number(world, medium, m) is null) is { } unknown) return GraphAnswers.Error(100, message: $"(#100) The media does not support the metric {unknown}");
        if (medium.Reach < FewestViewers) return GraphAnswers.Error(10, message: "(#10) Not enough viewers for the media to show insights");
        return Results.Json(new { data = metrics.Select(m => new { name = m, period = "lifetime", values = new[] { new { value = PublishingViews.Number(world, medium, m) } }, id = $"{id}/insights/{m}/lifetime" }) });
    });

    /// <summary>What another tool has published counts as what we have.</summary>
    private static int Used(World world, Shop shop, DateTimeOffset since) => shop.PublishedElsewhere + world.Media.Count(m => m.ShopId == shop.Id && m.PublishedAt > since);

    /// <summary>At most a day ago.</summary>
    private static DateTimeOffset Since(GraphCall call, DateTimeOffset now) =>
        long.TryParse(call["since"], out var asked) && DateTimeOffset.FromUnixTimeSeconds(asked) is var since && since > now - Day ? since : now - Day;

    private static IResult List(GraphCall call, Store store, PublicAddress address, DateTimeOffset until, Func<Medium, bool> belongs) => store.Read(world =>
    {
        var newestFirst = world.Media.Where(m => m.ShopId == call.Shop.Id && m.PublishedAt <= until && belongs(m)).OrderByDescending(m => m.PublishedAt).ThenByDescending(m => m.Id, StringComparer.Ordinal).ToList();
        var from = call["after"] is { } after ? newestFirst.FindIndex(m => m.Id == after) + 1 : 0;
        var page = newestFirst.Skip(from).Take(int.TryParse(call["limit"], out var limit) ? limit : PageSize).ToList();
        var data = page.ConvertAll(m => PublishingViews.Medium(m, world, address));
        return from + page.Count >= newestFirst.Count ? Results.Json(new { data })
            : Results.Json(new { data, paging = new { cursors = new { after = page[^1].Id }, next = "https://graph.instagram.com/next?after=" + page[^1].Id } });
    });
}
