using System.Text;
using System.Text.Json;
using SocialSelling.Sandbox.Comments;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Sending and reading direct messages, and the subscription to webhooks.</summary>
internal static class MessagingEndpoints
{
    private const int MaxTextBytes = 1_000;
    private static readonly TimeSpan Standard = TimeSpan.FromHours(24), HumanAgent = TimeSpan.FromDays(7);

    public static void MapMessaging(this IEndpointRouteBuilder graph, IServiceProvider services)
    {
        var (store, webhooks, check) = (services.GetRequiredService<Store>(), services.GetRequiredService<WebhookSender>(), services.GetRequiredService<WebhookCheck>());
        var appId = services.GetRequiredService<SandboxOptions>().AppId;
        graph.MapPost("/{id}/subscribed_apps", GraphPipeline.Own(call => Subscribe(call, store, check)));
        graph.MapGet("/{id}/subscribed_apps", GraphPipeline.Own(call => Results.Json(new { data = new[] { new { app_id = appId, subscribed_fields = call.Shop.Subscribed } } })));
        graph.MapDelete("/{id}/subscribed_apps", GraphPipeline.Own(call => Unsubscribe(call, store)));
        graph.MapPost("/{id}/messages", GraphPipeline.Own(call => Send(call, store, webhooks)));
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

    private static IResult Send(GraphCall call, Store store, WebhookSender webhooks)
    {
        var (to, comment) = (Field(call, "recipient", "id"), Field(call, "recipient", "comment_id"));
        if (to is null && comment is null) return GraphAnswers.Error(100, message: "(#100) The parameter recipient is required");
        if (Field(call, "message", "text") is not { ValueKind: JsonValueKind.String } text || text.GetString() is not { Length: > 0 } words) return GraphAnswers.Error(100, 2534015, "Invalid message data");
        if (Encoding.UTF8.GetByteCount(words) > MaxTextBytes) return GraphAnswers.Error(100, message: "Length of param message[text] must be less than or equal to 1000");
        return store.Change(world =>
        {
            if (comment is { } commentId) return PrivateReplies.Send(world, call, commentId, words, store.Now, webhooks);
            if (world.People.Find(p => p.Id == to.ToString() && p.ShopId == call.Shop.Id) is not { } person) return GraphAnswers.Error(100, 2534014, "The requested user cannot be found");
            var last = world.Messages.Where(m => m.PersonId == person.Id && m.From == "in").Select(m => (DateTimeOffset?)m.At).Max();
            var window = call["tag"] == "HUMAN_AGENT" ? HumanAgent : Standard;
            if (last is null || store.Now - last > window) return GraphAnswers.Error(10, 2534022, "This message is sent outside of allowed window");
            var dm = world.Write(call.Shop, person, "api", words, store.Now);
            webhooks.Echo(call.Shop, dm);
            return Results.Json(new { recipient_id = person.Id, message_id = dm.Mid });
        });
    }

    private static JsonElement? Field(GraphCall call, string outer, string inner) =>
        call.Body.TryGetValue(outer, out var parent) && parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(inner, out var child) ? child : null;

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
