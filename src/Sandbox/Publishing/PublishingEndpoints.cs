using System.Text.Json;
using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>Containers and what is made of them.</summary>
internal static class PublishingEndpoints
{
    private static readonly TimeSpan ContainerLife = TimeSpan.FromHours(24);
    private const int Quota = 100, MaxPicture = 8 * 1024 * 1024;

    public static void MapPublishing(this IEndpointRouteBuilder graph, Store store, IHttpClientFactory http, Behaviour behaviour)
    {
        graph.MapPost("/{id}/media", GraphPipeline.Handle((call, _) => Create(call, store, http, behaviour)));
        graph.MapGet("/{id}/media", GraphPipeline.Handle((call, _) => Task.FromResult(List(call, store))));
        graph.MapPost("/{id}/media_publish", GraphPipeline.Handle(async (call, _) =>
        {
            var answer = Publish(call, store);
            if (behaviour.PublishTakes > TimeSpan.Zero) await Task.Delay(behaviour.PublishTakes, TimeProvider.System);
            return answer;
        }));
        graph.MapGet("/{id}/content_publishing_limit", GraphPipeline.Handle((call, _) => Task.FromResult(Results.Json(new
        {
            data = new[] { new { quota_usage = Used(call.Shop, store), config = new { quota_total = Quota, quota_duration = 86_400 } } },
        }))));
        graph.MapPost("/{id}/comments", GraphPipeline.Handle((call, id) => Task.FromResult(Comment(call, id, store))));
        graph.MapGet("/{id}", GraphPipeline.Handle((call, id) => Task.FromResult(Status(call, id, store) ?? Medium(id, store) ?? MessagingEndpoints.Person(call, id, store) ?? Unknown())));
    }

    private static IResult Unknown() => GraphAnswers.Error(100, 33, "Unsupported get request. Object does not exist or cannot be loaded due to missing permissions");

    private static async Task<IResult> Create(GraphCall call, Store store, IHttpClientFactory http, Behaviour behaviour)
    {
        var kind = call["media_type"] ?? "IMAGE";
        var children = call.Body.TryGetValue("children", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(c => c.GetString()!)]
            : (call["children"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (kind == "CAROUSEL" && children.Length is < 2 or > 10) return GraphAnswers.Error(100, 2207028, "A carousel needs 2 to 10 children");
        if ((call["caption"] ?? "").Length > 2_200) return GraphAnswers.Error(36004, 2207010, "The caption was too long");
        var url = call["image_url"] ?? call["video_url"];
        byte[]? picture = null;
        if (kind != "CAROUSEL")
        {
            if (url is null) return GraphAnswers.Error(100, message: "Only photo or video can be accepted as media type");
            var (fetched, problem) = await Fetch(http, url, isImage: call["image_url"] is not null);
            if (problem is not null) return problem;
            picture = fetched;
        }
        return store.Change(world =>
        {
            picture ??= world.Containers.Find(c => c.Id == children.FirstOrDefault())?.Picture;
            var container = new Container(world.NextId("178900000"), call.Shop.Id, kind, url, call["caption"] ?? "", children, store.Now, store.Now + behaviour.ProcessingTakes) { Picture = picture };
            world.Containers.Add(container);
            return Results.Json(new { id = container.Id });
        });
    }

    private static async Task<(byte[]? Picture, IResult? Problem)> Fetch(IHttpClientFactory http, string url, bool isImage)
    {
        try
        {
            using var client = http.CreateClient("media");
            using var response = await client.GetAsync(new Uri(url));
            if (!response.IsSuccessStatusCode) return (null, GraphAnswers.Error(9004, 2207052, $"The media could not be fetched from this URI: HTTP {(int)response.StatusCode}"));
            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (!isImage) return (null, null);
            if (bytes.Length > MaxPicture) return (null, GraphAnswers.Error(36000, 2207004, "The image is too large to download"));
            return bytes is [0xFF, 0xD8, ..] ? (bytes, null) : (null, GraphAnswers.Error(36001, 2207005, "The image format is not supported"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return (null, GraphAnswers.Error(9004, 2207052, "The media could not be fetched from this URI"));
        }
    }

    private static IResult? Status(GraphCall call, string id, Store store) => store.Read(world =>
    {
        if (world.Containers.Find(c => c.Id == id && c.ShopId == call.Shop.Id) is not { } container) return null;
        var code = StatusOf(container, store.Now);
        return Results.Json(new { id, status_code = code, status = container.Error ?? code });
    });

    private static string StatusOf(Container c, DateTimeOffset now) => c switch
    {
        { Error: not null } => "ERROR",
        { Publishes: > 0 } => "PUBLISHED",
        _ when now - c.CreatedAt > ContainerLife => "EXPIRED",
        _ => now < c.ReadyAt ? "IN_PROGRESS" : "FINISHED",
    };

    private static IResult Publish(GraphCall call, Store store) => store.Change(world =>
    {
        if (world.Containers.Find(c => c.Id == call["creation_id"] && c.ShopId == call.Shop.Id) is not { } container) return GraphAnswers.Error(24, 2207006, "The requested resource does not exist");
        switch (StatusOf(container, store.Now))
        {
            case "IN_PROGRESS": return GraphAnswers.Error(9007, 2207027, "Media ID is not available");
            case "FINISHED": break;
            default: return GraphAnswers.Error(24, 2207008, "The container has expired or was published");
        }
        if (Used(call.Shop, store) >= Quota) return GraphAnswers.Error(9, 2207042, "The daily limit is reached");
        container.Publishes++;
        var medium = new Medium(world.NextId("179800000"), call.Shop.Id, container.Id, container.Kind, container.Caption, store.Now, container.Picture);
        world.Media.Add(medium);
        return Results.Json(new { id = medium.Id });
    });

    private static int Used(Shop shop, Store store) => store.Read(w => w.Media.Count(m => m.ShopId == shop.Id && m.PublishedAt > store.Now - TimeSpan.FromHours(24)));

    private static IResult? Medium(string id, Store store) => store.Read(w => w.Media.Find(m => m.Id == id)) is { } medium ? Results.Json(View(medium)) : null;

    private static IResult List(GraphCall call, Store store) => store.Read(world => Results.Json(new
    {
        data = world.Media.Where(m => m.ShopId == call.Shop.Id && m.Kind != "STORIES").OrderByDescending(m => m.PublishedAt).Take(int.TryParse(call["limit"], out var limit) ? limit : 25).Select(View).ToList(),
    }));

    private static IResult Comment(GraphCall call, string mediaId, Store store) => store.Change(world =>
    {
        if (world.Media.TrueForAll(m => m.Id != mediaId)) return Unknown();
        var comment = new Comment(world.NextId("178500000"), mediaId, call.Shop.Username, call["message"] ?? "", store.Now);
        world.Comments.Add(comment);
        // As at Meta: the comment is written, and then the unwanted parameter is refused.
        return call["fields"] is null ? Results.Json(new { id = comment.Id }) : GraphAnswers.Error(20, 1772107, "Unsupported parameter");
    });

    private static object View(Medium m) => new
    {
        id = m.Id,
        caption = m.Caption,
        media_type = m.Kind == "CAROUSEL" ? "CAROUSEL_ALBUM" : m.Kind == "IMAGE" ? "IMAGE" : "VIDEO",
        media_product_type = m.Kind == "REELS" ? "REELS" : m.Kind == "STORIES" ? "STORY" : "FEED",
        permalink = $"{SandboxApp.PublicUrl}/p/{m.Id}",
        timestamp = MessagingEndpoints.Iso(m.PublishedAt),
    };
}

/// <summary>How fast the pretended Meta is; changed by <c>POST /_control/behaviour</c>.</summary>
public sealed class Behaviour
{
    public TimeSpan ProcessingTakes { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan PublishTakes { get; set; }
}
