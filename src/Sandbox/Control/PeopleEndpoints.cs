using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>What customers do: write, take back, edit, read, react.</summary>
internal static class PeopleEndpoints
{
    public sealed record NewCustomer(string Username, string? Name = null);
    /// <param name="Silent">No webhook tells of it: it is found only by reading the conversation.</param>
    public sealed record Say(string Customer, string Text, string Direction = "in", DateTimeOffset? At = null, bool Silent = false);
    /// <param name="Silent">No webhook tells of it.</param>
    public sealed record OnMessage(string Mid, string? Text = null, bool Silent = false);
    public sealed record OnCustomer(string Customer, bool Blocked = true);
    /// <param name="Silent">No webhook tells of it.</param>
    public sealed record OnReaction(string Mid, string? Emoji = null, bool Silent = false);

    public static void MapPeople(this IEndpointRouteBuilder control)
    {
        var shop = control.MapGroup("/shops/{shop}");
        shop.MapGet("/customers", (string shop, Store store) => ShopEndpoints.With(store, shop, (w, s) => w.People.Where(p => p.ShopId == s.Id).ToList()));
        shop.MapPost("/customers", (string shop, NewCustomer customer, Store store) => ShopEndpoints.With(store, shop, (w, s) =>
            customer.Username.Length == 0 ? ControlRules.Bad("username must not be empty") : w.Customer(s, customer.Username, customer.Name)));
        shop.MapGet("/messages", (string shop, string? customer, Store store) => ShopEndpoints.With(store, shop, (w, s) => Messages(w, s, customer)));
        shop.MapPost("/messages", Write);
        shop.MapPost("/unsend", (string shop, OnMessage on, Store store, WebhookSender hooks) => OnDm(store, shop, on.Mid, (s, dm) => { dm.Deleted = true; hooks.Deleted(s, dm); }));
        shop.MapPost("/edit", Edit);
        shop.MapPost("/read", (string shop, OnMessage on, Store store, WebhookSender hooks) => OnDm(store, shop, on.Mid, hooks.Read));
        shop.MapPost("/reaction", (string shop, OnReaction on, Store store, WebhookSender hooks) => OnDm(store, shop, on.Mid, (s, dm) =>
        {
            dm.Reaction = on.Emoji is { Length: > 0 } ? on.Emoji : null;
            if (!on.Silent) hooks.Reacted(s, dm, on.Emoji);
        }));
        shop.MapPost("/block", (string shop, OnCustomer on, Store store) => ShopEndpoints.With(store, shop, (w, s) => w.Customer(s, on.Customer).Blocked = on.Blocked));
        shop.MapCommentControl();
        shop.MapShapesOf();
    }

    private static IResult Messages(World world, Shop shop, string? customer) => Results.Json(world.Messages
        .Where(m => m.ShopId == shop.Id && (customer is null || world.People.Exists(p => p.Id == m.PersonId && p.Username == customer))).OrderBy(m => m.At)
        .Select(m => new { m.Mid, m.From, m.Text, m.At, m.Deleted, m.Shape, m.Edits, m.File, m.QuickReplies, m.ReplyTo, m.Seen, m.ShopReaction, m.Reaction, Customer = world.People.Find(p => p.Id == m.PersonId)!.Username }).ToList());

    private static IResult Write(string shop, Say say, Store store, WebhookSender hooks)
    {
        if (say.Direction is not ("in" or "app")) return ControlRules.Bad("direction must be in or app");
        if (say.Customer.Length == 0) return ControlRules.Bad("customer must not be empty");
        return ShopEndpoints.With(store, shop, (world, s) =>
        {
            var dm = world.Write(s, world.Customer(s, say.Customer), say.Direction, say.Text, say.At ?? store.Now);
            if (!say.Silent) hooks.Message(s, dm);
            return new { mid = dm.Mid };
        });
    }

    private static IResult Edit(string shop, OnMessage on, Store store, WebhookSender hooks) => on.Text is not { Length: > 0 } text ? ControlRules.Bad("text is missing") : OnDm(store, shop, on.Mid, (s, dm) =>
    {
        dm.Text = text;
        dm.Edits++;
        if (!on.Silent) hooks.Edited(s, dm);
    });

    private static IResult OnDm(Store store, string shop, string mid, Action<Shop, Dm> change) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (world.Messages.Find(m => m.Mid == mid && m.ShopId == s.Id) is not { } dm) return ControlRules.Missing($"message {mid}");
        change(s, dm);
        return new { mid = dm.Mid };
    });
}
