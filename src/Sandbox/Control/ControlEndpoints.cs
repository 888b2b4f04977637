using System.Web;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.Publishing;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>What tests, the demo and the page play with: <c>/_control</c>. See the README beside the project.</summary>
internal static class ControlEndpoints
{
    public sealed record Say(string Customer, string Text, string Direction = "in", DateTimeOffset? At = null);
    public sealed record OnMessage(string Mid, string? Text = null);
    public sealed record Approval(string Shop, string AuthorizationUrl);
    public sealed record NewShop(string Username, string? Name = null);
    public sealed record Clock(TimeSpan Advance);
    public sealed record Speed(int? ProcessingMs = null, int? PublishMs = null);

    public static void MapControl(this IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/_control");
        control.MapPost("/clock", (Clock clock, Store store) => store.Change(w => w.ClockOffset += clock.Advance));
        control.MapPost("/reset", (Store store, CallLog log, Faults faults) => { store.Reset(); log.Clear(); faults.Clear(); });
        control.MapPost("/faults", (Fault fault, Faults faults) => faults.Add(fault));
        control.MapDelete("/faults", (Faults faults) => faults.Clear());
        control.MapPost("/webhooks", (WebhookBehaviour behaviour, WebhookSender webhooks) => { webhooks.Behaviour = behaviour; });
        control.MapGet("/webhooks", (WebhookSender webhooks) => webhooks.Records);
        control.MapPost("/behaviour", (Speed speed, Behaviour behaviour) =>
        {
            if (speed.ProcessingMs is { } processing) behaviour.ProcessingTakes = TimeSpan.FromMilliseconds(processing);
            if (speed.PublishMs is { } publish) behaviour.PublishTakes = TimeSpan.FromMilliseconds(publish);
        });
        control.MapGet("/calls", (string? path, string? account, CallLog log) => log.Find(path, account));
        control.MapDelete("/calls", (CallLog log) => log.Clear());
        control.MapPost("/approve", Approve);
        control.MapGet("/shops", (Store store) => store.Read(w => w.Shops.Select(s => new { s.Id, s.Username, s.Name, s.Followers, s.AccountType, Subscribed = s.Subscribed.Count > 0 }).ToList()));
        control.MapPost("/shops", (NewShop shop, Store store) => store.Change(w =>
        {
            var made = new Shop(w.NextId("178414111"), w.NextId("730000111"), shop.Username, shop.Name ?? shop.Username, "BUSINESS", 100, "");
            w.Shops.Add(made);
            return made;
        }));
        control.MapGet("/shops/{shop}/customers", (string shop, Store store) => With(store, shop, (w, s) => w.People.Where(p => p.ShopId == s.Id).ToList()));
        control.MapGet("/shops/{shop}/posts", (string shop, Store store) => With(store, shop, (w, s) => w.Media.Where(m => m.ShopId == s.Id).OrderByDescending(m => m.PublishedAt)
            .Select(m => new
            {
                m.Id,
                m.ContainerId,
                m.Kind,
                m.Caption,
                m.PublishedAt,
                Picture = m.Picture is null ? null : $"/pictures/{m.Id}.jpg",
                w.Containers.Find(c => c.Id == m.ContainerId)!.Publishes,
                Comments = w.Comments.Where(c => c.MediaId == m.Id).Select(c => new { c.Author, c.Text }).ToList()
            }).ToList()));
        control.MapGet("/shops/{shop}/messages", (string shop, string? customer, Store store) => With(store, shop, (w, s) => w.Messages
            .Where(m => m.ShopId == s.Id && (customer is null || w.People.Exists(p => p.Id == m.PersonId && p.Username == customer))).OrderBy(m => m.At)
            .Select(m => new { m.Mid, m.From, m.Text, m.At, m.Deleted, Customer = w.People.Find(p => p.Id == m.PersonId)!.Username }).ToList()));
        control.MapPost("/shops/{shop}/messages", Write);
        control.MapPost("/shops/{shop}/unsend", (string shop, OnMessage on, Store store, WebhookSender hooks) => OnDm(store, shop, on, (s, dm) => { dm.Deleted = true; hooks.Deleted(s, dm); }));
        control.MapPost("/shops/{shop}/edit", (string shop, OnMessage on, Store store, WebhookSender hooks) => OnDm(store, shop, on, (s, dm) => { dm.Text = on.Text ?? ""; hooks.Edited(s, dm); }));
        control.MapPost("/shops/{shop}/read", (string shop, OnMessage on, Store store, WebhookSender hooks) => OnDm(store, shop, on, hooks.Read));
        control.MapPost("/shops/{shop}/revoke", (string shop, Store store) => With(store, shop, (w, s) => { foreach (var t in w.Tokens.Where(t => t.ShopId == s.Id)) t.Revoked = true; return true; }));
    }

    private static IResult Approve(Approval approval, Store store)
    {
        var query = HttpUtility.ParseQueryString(new Uri(approval.AuthorizationUrl).Query);
        return OAuthEndpoints.Approve(store, approval.Shop, query["redirect_uri"]!, query["scope"] ?? "", query["state"] ?? "") is { } target
            ? Results.Json(new { redirectUrl = target }) : Results.BadRequest(new { error = $"There is no shop {approval.Shop} that can connect" });
    }

    private static IResult Write(string shop, Say say, Store store, WebhookSender webhooks) => With(store, shop, (world, s) =>
    {
        var person = world.People.Find(p => p.ShopId == s.Id && (p.Username == say.Customer || p.Id == say.Customer));
        if (person is null) world.People.Add(person = new Person(Beginning.PersonId(s, say.Customer), s.Id, say.Customer, say.Customer));
        var dm = new Dm(world.NextId("aWdfZAG1faXRlbToxOk1lc3NhZA"), s.Id, person.Id, say.Direction == "in" ? "in" : "app", say.At ?? store.Now) { Text = say.Text };
        world.Messages.Add(dm);
        webhooks.Message(s, dm);
        return new { mid = dm.Mid };
    });

    private static IResult OnDm(Store store, string shop, OnMessage on, Action<Shop, Dm> change) => With(store, shop, (world, s) =>
    {
        if (world.Messages.Find(m => m.Mid == on.Mid) is not { } dm) return (object)new { error = "There is no such message" };
        change(s, dm);
        return new { mid = dm.Mid };
    });

    private static IResult With<T>(Store store, string shop, Func<World, Shop, T> work) => store.Change(world =>
        world.Shops.Find(s => s.Username == shop || s.Id == shop) is { } found ? Results.Json(work(world, found)) : Results.NotFound(new { error = $"There is no shop {shop}" }));
}
