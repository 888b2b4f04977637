using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Reading direct messages, and the subscription to webhooks; sending is <see cref="SendEndpoint"/>'s.</summary>
internal static class MessagingEndpoints
{
    /// <summary>As far as they concern messages: a Page knows none of Instagram's names.</summary>
    private static readonly string[] PageFields =
        ["feed", "mention", "messages", "message_deliveries", "message_echoes", "message_edits", "message_reactions", "message_reads", "messaging_handovers", "messaging_postbacks", "messaging_referrals", "standby"];

    public static void MapMessaging(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, webhooks, check) = (services.GetRequiredService<Store>(), services.GetRequiredService<WebhookSender>(), services.GetRequiredService<WebhookCheck>());
        var http = services.GetRequiredService<IHttpClientFactory>();
        var options = services.GetRequiredService<SandboxOptions>();
        graph.MapPost("/{id}/subscribed_apps", GraphPipeline.Gateway(call => Subscribe(call, store, check)));
        graph.MapGet("/{id}/subscribed_apps", GraphPipeline.Gateway(call => Subscriptions(call, options)));
        graph.MapDelete("/{id}/subscribed_apps", GraphPipeline.Gateway(call => Unsubscribe(call, store)));
        graph.MapPost("/{id}/messages", GraphPipeline.Gateway(call => SendEndpoint.Post(call, store, webhooks, http)));
        graph.MapGet("/{id}/conversations", GraphPipeline.Gateway(call => Conversations(call, store)));
        graph.MapGet("/{id}/messages", GraphPipeline.Object((call, id) => Messages(call, id, store)));
    }

    /// <summary>Replaces the fields, as Meta does, and lets the callback prove itself without waiting for it.</summary>
    private static IResult Subscribe(GraphCall call, Store store, WebhookCheck check)
    {
        var fields = (call["subscribed_fields"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (call.ByPage && fields.Except(PageFields).ToList() is { Count: > 0 } unknown)
            return GraphAnswers.Error(100, message: $"(#100) Param subscribed_fields[0] must be one of {{{string.Join(", ", PageFields)}}} - got \"{unknown[0]}\".");
        store.Change(_ => Hears(call, fields));
        check.Start();
        return GraphAnswers.Success();
    }

    /// <summary>A Page lists everybody's apps.</summary>
    private static IResult Subscriptions(GraphCall call, SandboxOptions options) => call.ByPage
        ? Results.Json(new { data = new[] { new { id = "424242", name = "Another tool", subscribed_fields = new List<string> { "feed" } }, new { id = options.MetaAppId, name = "Social Selling", subscribed_fields = call.Shop.PageSubscribed } } })
        : Results.Json(new { data = new[] { new { app_id = options.AppId, subscribed_fields = call.Shop.Subscribed } } });

    private static IResult Unsubscribe(GraphCall call, Store store)
    {
        store.Change(_ => Hears(call, []));
        return GraphAnswers.Success();
    }

    private static List<string> Hears(GraphCall call, List<string> fields) => call.ByPage ? (call.Shop.PageSubscribed = fields) : (call.Shop.Subscribed = fields);

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
