using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>Customers who send more than words.</summary>
internal static class ShapeControl
{
    /// <param name="Shape">One of <see cref="DmShapes.Names"/>.</param>
    /// <param name="Text">The words beside it; left out, the shape's own or none.</param>
    /// <param name="ReplyTo">For <c>reply</c>: the mid that is answered.</param>
    /// <param name="Url">Of the file; left out, a picture of the customer stands for every kind.</param>
    public sealed record Send(string Customer, string Shape, string? Text = null, string? ReplyTo = null, string? Url = null);

    public static void MapShapes(this IEndpointRouteBuilder control)
    {
        control.MapGet("/shapes", () => DmShapes.Names);
        control.MapPost("/test", (WebhookSender hooks) => hooks.Test());
    }

    public static void MapShapesOf(this IEndpointRouteBuilder shop) => shop.MapPost("/shape", Shape);

    private static IResult Shape(string shop, Send send, Store store, WebhookSender hooks, PublicAddress address) => ShopEndpoints.With(store, shop, (world, s) =>
    {
        if (send.Customer.Length == 0) return ControlRules.Bad("customer must not be empty");
        if (send.Shape == "reply" && !world.Messages.Exists(m => m.Mid == send.ReplyTo && m.ShopId == s.Id)) return ControlRules.Missing($"message {send.ReplyTo}");
        if (!DmShapes.Names.Contains(send.Shape)) return ControlRules.Bad($"shape must be one of {string.Join(", ", DmShapes.Names)}");
        var person = world.Customer(s, send.Customer);
        var fromPerson = send.Shape is not ("tool" or "template");
        var dm = world.Write(s, person, fromPerson ? "in" : "app", send.Text ?? "", store.Now);
        (dm.Shape, dm.ShapeUrl) = (send.Shape, send.Url ?? address.Avatar(person.Username));
        hooks.Shaped(s, dm, DmShapes.Of(send.Shape, dm.Mid, send.Text, dm.ShapeUrl, send.ReplyTo)!);
        return new { mid = dm.Mid };
    });
}
