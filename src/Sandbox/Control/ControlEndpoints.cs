using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Control;

/// <summary>How the pretended Meta behaves: <c>/_control</c>. See the README beside the project.</summary>
internal static class ControlEndpoints
{
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(3_650);

    public sealed record Clock(TimeSpan Advance);
    public sealed record BehaviourChange(int? ProcessingMs = null, int? PublishMs = null, int? ListingLagMs = null, string? TokenShape = null, string? CommentShape = null, string? CommenterIds = null);

    public static void MapControl(this IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/_control");
        control.MapPost("/clock", Advance);
        control.MapPost("/reset", Reset);
        control.MapPost("/faults", AddFault);
        control.MapGet("/faults", (Faults faults) => faults.Left());
        control.MapDelete("/faults", (Faults faults) => faults.Clear());
        control.MapPost("/webhooks", ChangeWebhooks);
        control.MapGet("/webhooks", (WebhookSender webhooks) => webhooks.Records);
        control.MapPost("/behaviour", ChangeBehaviour);
        control.MapGet("/calls", (string? path, string? account, CallLog log) => log.Find(path, account));
        control.MapDelete("/calls", (CallLog log) => log.Clear());
        control.MapShops();
        control.MapPeople();
        control.MapShapes();
    }

    private static IResult Advance(Clock clock, Store store) => store.Change(world =>
    {
        if (clock.Advance < TimeSpan.Zero || clock.Advance > FurthestAhead - world.ClockOffset) return ControlRules.Bad("advance must not be negative, nor lead more than ten years ahead");
        world.ClockOffset += clock.Advance;
        return Results.Json(world.ClockOffset);
    });

    private static void Reset(Store store, CallLog log, Faults faults, WebhookSender webhooks)
    {
        store.Reset();
        log.Clear();
        faults.Clear();
        webhooks.Behaviour = new();
    }

    private static IResult AddFault(Fault fault, Faults faults)
    {
        if (fault.Problem is { } problem) return ControlRules.Bad(problem);
        faults.Add(fault);
        return Results.Ok();
    }

    private static IResult ChangeWebhooks(WebhookChange change, WebhookSender webhooks)
    {
        var behaviour = change.ApplyTo(webhooks.Behaviour);
        if (behaviour.Problem is { } problem) return ControlRules.Bad(problem);
        webhooks.Behaviour = behaviour;
        return Results.Json(behaviour);
    }

    private static IResult ChangeBehaviour(BehaviourChange change, Behaviour behaviour)
    {
        if (change is { ProcessingMs: < 0 } or { PublishMs: < 0 } or { ListingLagMs: < 0 }) return ControlRules.Bad("processingMs, publishMs and listingLagMs must not be negative");
        if (change.TokenShape is not (null or "flat" or "wrapped")) return ControlRules.Bad("tokenShape must be flat or wrapped");
        if (change.CommentShape is not (null or "changes" or "flat")) return ControlRules.Bad("commentShape must be changes or flat");
        if (change.CommenterIds is not (null or "same" or "other")) return ControlRules.Bad("commenterIds must be same or other");
        if (change.ProcessingMs is { } processing) behaviour.ProcessingTakes = TimeSpan.FromMilliseconds(processing);
        if (change.PublishMs is { } publish) behaviour.PublishTakes = TimeSpan.FromMilliseconds(publish);
        if (change.ListingLagMs is { } lag) behaviour.ListingLags = TimeSpan.FromMilliseconds(lag);
        if (change.TokenShape is { } token) behaviour.WrappedToken = token == "wrapped";
        if (change.CommentShape is { } comment) behaviour.FlatComments = comment == "flat";
        if (change.CommenterIds is { } ids) behaviour.OtherCommenterIds = ids == "other";
        return Results.Ok();
    }
}
