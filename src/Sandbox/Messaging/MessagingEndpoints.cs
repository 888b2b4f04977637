using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Reading direct messages, and the subscription to webhooks; sending is <see cref="SendEndpoint"/>'s.</summary>
internal static class MessagingEndpoints
{
    public static void MapMessaging(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, webhooks, check) = (services.GetRequiredService<Store>(), services.GetRequiredService<WebhookSender>(), services.GetRequiredService<WebhookCheck>());
        var http = services.GetRequiredService<IHttpClientFactory>();
        var appId = services.GetRequiredService<SandboxOptions>().AppId;
        graph.MapPost("/{id}/subscribed_apps", GraphPipeline.Own(call => Subscribe(call, store, check)));
        graph.MapGet("/{id}/subscribed_apps", GraphPipeline.Own(call => Results.Json(new { data = new[] { new { app_id = appId, subscribed_fields = call.Shop.Subscribed } } })));
        graph.MapDelete("/{id}/subscribed_apps", GraphPipeline.Own(call => Unsubscribe(call, store)));
        graph.MapPost("/{id}/messages", GraphPipeline.Own(call => SendEndpoint.Post(call, store, webhooks, http)));
        graph.MapGet("/{id}/conversations", GraphPipeline.Own(call => Conversations(call, store)));
        graph.MapGet("/{id}/messages", GraphPipeline.Object((call, id) => Messages(call, id, store)));
    }

    /// <summary>Replaces the fields, as Meta does, and lets the callback prove itself without waiting for it.</summary>
    private static IResult Subscribe(GraphCall call, Store store, WebhookCheck check)
    {
        var fields = (call["subscribed_fields"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        store.Change(_ => call.Shop.Subscribed = fields);
        check.Start();
        return GraphAnswers.Success();
    }

    private static IResult Unsubscribe(GraphCall call, Store store)
    {
        store.Change(_ => call.Shop.Subscribed = []);
        return GraphAnswers.Success();
    }

    private static IResult Conversations(GraphCall call, Store store)
    {
        if (call["platform"] is { } platform && platform != "instagram") return GraphAnswers.Error(100, message: "(#100) Param platform must be one of {INSTAGRAM}");
        return store.Read(world =>
        {
            var threads = MessageThread.Listed(world, call.Shop, store.Now);
            return Results.Json(ConversationViews.List(call.Shop, call["user_id"] is { } person ? threads.FindAll(t => t.Person.Id == person) : threads, call));
        });
    }

    private static IResult Messages(GraphCall call, string id, Store store) => store.Read(world =>
        MessageThread.Find(world, call.Shop, id) is { } thread ? Results.Json(ConversationViews.Messages(call.Shop, thread, call)) : GraphAnswers.Unknown());
}
