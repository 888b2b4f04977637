using System.Text;
using System.Text.Json;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Sending and reading direct messages, profiles, and the subscription to webhooks.</summary>
internal static class MessagingEndpoints
{
    private const int MaxTextBytes = 1_000;
    private static readonly TimeSpan Standard = TimeSpan.FromHours(24), HumanAgent = TimeSpan.FromDays(7);

    public static void MapMessaging(this IEndpointRouteBuilder graph, Store store, WebhookSender webhooks, SandboxOptions options)
    {
        graph.MapGet("/me", GraphPipeline.Handle((call, _) => Task.FromResult(Profile(call.Shop, store))));
        graph.MapPost("/{id}/subscribed_apps", GraphPipeline.Handle((call, _) =>
        {
            var fields = (call["subscribed_fields"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToList();
            store.Change(_ => call.Shop.Subscribed = fields);
            return Task.FromResult(GraphAnswers.Success());
        }));
        graph.MapGet("/{id}/subscribed_apps", GraphPipeline.Handle((call, _) => Task.FromResult(Results.Json(new { data = new[] { new { app_id = options.AppId, subscribed_fields = call.Shop.Subscribed } } }))));
        graph.MapDelete("/{id}/subscribed_apps", GraphPipeline.Handle((call, _) =>
        {
            store.Change(_ => call.Shop.Subscribed = []);
            return Task.FromResult(GraphAnswers.Success());
        }));
        graph.MapPost("/{id}/messages", GraphPipeline.Handle((call, _) => Task.FromResult(Send(call, store, webhooks))));
        graph.MapGet("/me/conversations", GraphPipeline.Handle((call, _) => Task.FromResult(Conversations(call, store))));
    }

    /// <summary>A customer as the account may see it; null when the id is not one of its customers.</summary>
    public static IResult? Person(GraphCall call, string id, Store store) => store.Read(w => w.People.Find(p => p.Id == id && p.ShopId == call.Shop.Id)) is { } person
        ? Results.Json(new { id = person.Id, username = person.Username, name = person.Name, profile_pic = AvatarUrl(person.Username) }) : null;

    public static string AvatarUrl(string username) => SandboxApp.PublicUrl + "/avatars/" + username + ".svg";

    private static IResult Profile(Shop shop, Store store) => Results.Json(new
    {
        id = shop.AppScopedId,
        user_id = shop.Id,
        username = shop.Username,
        name = shop.Name,
        account_type = shop.AccountType,
        profile_picture_url = AvatarUrl(shop.Username),
        followers_count = shop.Followers,
        follows_count = 180,
        media_count = store.Read(w => w.Media.Count(m => m.ShopId == shop.Id)),
        biography = shop.Biography,
    });

    private static IResult Send(GraphCall call, Store store, WebhookSender webhooks)
    {
        if (!call.Body.TryGetValue("recipient", out var recipient) || recipient.ValueKind != JsonValueKind.Object || !recipient.TryGetProperty("id", out var to))
            return GraphAnswers.Error(100, message: "(#100) The parameter recipient is required");
        if (!call.Body.TryGetValue("message", out var message) || !message.TryGetProperty("text", out var text) || text.GetString() is not { Length: > 0 } words)
            return GraphAnswers.Error(100, 2534015, "Invalid message data");
        if (Encoding.UTF8.GetByteCount(words) > MaxTextBytes) return GraphAnswers.Error(100, message: "Length of param message[text] must be less than or equal to 1000");
        return store.Change(world =>
        {
            if (world.People.Find(p => p.Id == to.GetString() && p.ShopId == call.Shop.Id) is not { } person) return GraphAnswers.Error(100, 2534014, "The requested user cannot be found");
            var last = world.Messages.Where(m => m.PersonId == person.Id && m.From == "in").Select(m => (DateTimeOffset?)m.At).Max();
            var window = call["tag"] == "HUMAN_AGENT" ? HumanAgent : Standard;
            if (last is null || store.Now - last > window) return GraphAnswers.Error(10, 2534022, "This message is sent outside of allowed window");
            var dm = new Dm(world.NextId("aWdfZAG1faXRlbToxOk1lc3NhZA"), call.Shop.Id, person.Id, "api", store.Now) { Text = words };
            world.Messages.Add(dm);
            webhooks.Echo(call.Shop, dm);
            return Results.Json(new { recipient_id = person.Id, message_id = dm.Mid });
        });
    }

    private static IResult Conversations(GraphCall call, Store store) => store.Read(world => Results.Json(new
    {
        data = world.Messages.Where(m => m.ShopId == call.Shop.Id && (call["user_id"] is null || m.PersonId == call["user_id"])).GroupBy(m => m.PersonId).Select(thread => new
        {
            id = "aWd_" + thread.Key,
            updated_time = Iso(thread.Max(m => m.At)),
            messages = new
            {
                data = thread.OrderByDescending(m => m.At).Take(20).Select(m => new
                {
                    id = m.Mid,
                    created_time = Iso(m.At),
                    from = new { id = m.From == "in" ? m.PersonId : call.Shop.Id },
                    message = m.Deleted ? "" : m.Text,
                }).ToList(),
            },
        }).ToList(),
    }));

    /// <summary>Meta writes the offset without a colon.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + "+0000";
}
