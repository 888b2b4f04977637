using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Hooks;

/// <summary>A workspace's outgoing webhooks, and what was sent to them.</summary>
internal static class HookEndpoints
{
    public static void MapHooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/webhooks").WithTags("webhooks").Needs(Permission.WebhooksWrite);
        group.MapGet("/", List).WithSummary("The workspace's outgoing webhooks").ProducesProblem(404);
        group.MapPost("/", Add).WithSummary("A new outgoing webhook; the answer holds its secret, once").ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/{webhookId:guid}", Get).WithSummary("An outgoing webhook").ProducesProblem(404);
        group.MapPatch("/{webhookId:guid}", Change).WithSummary("Change an outgoing webhook, switch it off, or on again").ProducesProblem(404);
        group.MapDelete("/{webhookId:guid}", Delete).WithSummary("Delete an outgoing webhook and the log of what was sent to it").ProducesProblem(404);
        group.MapPost("/{webhookId:guid}/secret", Rotate).WithSummary("A new secret; the one before holds for another 24 hours").ProducesProblem(404);
        group.MapPost("/{webhookId:guid}/test", Test).WithSummary("Send an event that says nothing, once").ProducesProblem(404);
        group.MapGet("/{webhookId:guid}/deliveries", Deliveries).WithSummary("What was sent, and is to be sent, newest first").ProducesValidationProblem().ProducesProblem(404);
        group.MapGet("/{webhookId:guid}/deliveries/{deliveryId:guid}", Delivery).WithSummary("A delivery").ProducesProblem(404);
        group.MapPost("/{webhookId:guid}/deliveries/{deliveryId:guid}/redeliver", Redeliver).WithSummary("Send once more what has arrived or failed").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<HookListView>, ProblemHttpResult>> List(
        Guid workspaceId, CurrentUser user, UserRepository users, HookRepository hooks, IOptions<HookOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (!await IsMember(workspaceId, user, users, ct)) return Problems.From(new WorkspaceNotFound());
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new HookListView((await hooks.List(workspaceId, ct)).ConvertAll(h => HookView.Of(h, now)), HookKind.All, options.Value.PerWorkspace));
    }

    /// <remarks>Not 201: answers of that kind are remembered for who asks again, and no secret is to lie there.</remarks>
    private static async Task<Results<Ok<HookWithSecretView>, ValidationProblem, ProblemHttpResult>> Add(
        Guid workspaceId, HookDraft draft, HttpContext http, CurrentUser user, UserRepository users, HookRepository hooks, TokenCipher cipher, IOptions<HookOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (!await IsMember(workspaceId, user, users, ct)) return Problems.From(new WorkspaceNotFound());
        var (now, id, secret) = (clock.GetUtcNow(), Idempotency.NewId(http, clock), HookSignature.NewSecret());
        var hook = new HookRow(id, workspaceId, draft.Url.Trim(), draft.Description?.Trim() ?? "", [.. draft.Kinds.Distinct()], draft.AccountIds?.Distinct().ToList(), true, null, null, null, null, null, now);
        if (await Wrong(hook, hooks, options.Value, ct) is { } wrong) return wrong;
        return await hooks.Add(hook, Seal(cipher, secret), options.Value.PerWorkspace, Did(user, AuditAction.WebhookCreated, hook), ct)
            ? TypedResults.Ok(new HookWithSecretView(HookView.Of(hook, now), secret)) : Problems.From(new TooManyHooks(options.Value.PerWorkspace));
    }

    private static async Task<Results<Ok<HookView>, ProblemHttpResult>> Get(
        Guid workspaceId, Guid webhookId, CurrentUser user, UserRepository users, HookRepository hooks, TimeProvider clock, CancellationToken ct) =>
        await Find(workspaceId, webhookId, user, users, hooks, ct) is { } hook ? TypedResults.Ok(HookView.Of(hook, clock.GetUtcNow())) : Problems.From(new HookNotFound());

    private static async Task<Results<Ok<HookView>, ValidationProblem, ProblemHttpResult>> Change(
        Guid workspaceId, Guid webhookId, HookChange change, CurrentUser user, UserRepository users, HookRepository hooks, IOptions<HookOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is not { } hook) return Problems.From(new HookNotFound());
        var changed = hook with
        {
            Url = change.Url?.Trim() ?? hook.Url,
            Description = change.Description?.Trim() ?? hook.Description,
            Kinds = change.Kinds is { } kinds ? [.. kinds.Distinct()] : hook.Kinds,
            AccountIds = change.AllAccounts is true ? null : change.AccountIds?.Distinct().ToList() ?? hook.AccountIds,
            Enabled = change.Enabled ?? hook.Enabled,
        };
        if (change.AllAccounts is false && changed.AccountIds is null) return Problems.Invalid("accountIds", "Say which accounts.");
        // What was right when it was stored stays, whatever accounts have gone since.
        if (await Wrong(changed, hooks, options.Value, ct, accountsToo: change.AccountIds is not null) is { } wrong) return wrong;
        await hooks.Change(changed, Did(user, AuditAction.WebhookChanged, changed).Was(("enabled", hook.Enabled)).Is(("enabled", changed.Enabled)), clock.GetUtcNow(), ct);
        return await hooks.Find(workspaceId, webhookId, ct) is { } now ? TypedResults.Ok(HookView.Of(now, clock.GetUtcNow())) : Problems.From(new HookNotFound());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid workspaceId, Guid webhookId, CurrentUser user, UserRepository users, HookRepository hooks, TimeProvider clock, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is not { } hook) return Problems.From(new HookNotFound());
        await hooks.Delete(webhookId, Did(user, AuditAction.WebhookDeleted, hook), clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<HookWithSecretView>, ProblemHttpResult>> Rotate(
        Guid workspaceId, Guid webhookId, CurrentUser user, UserRepository users, HookRepository hooks, TokenCipher cipher, TimeProvider clock, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is not { } hook) return Problems.From(new HookNotFound());
        var (now, secret) = (clock.GetUtcNow(), HookSignature.NewSecret());
        var until = now + HookRules.PreviousSecretHolds;
        await hooks.Rotate(webhookId, Seal(cipher, secret), until, Did(user, AuditAction.WebhookChanged, hook), now, ct);
        return TypedResults.Ok(new HookWithSecretView(HookView.Of(hook with { PreviousSecretUntil = until }, now), secret));
    }

    private static async Task<Results<Accepted<HookDeliveryView>, ProblemHttpResult>> Test(
        Guid workspaceId, Guid webhookId, HttpContext http, CurrentUser user, UserRepository users, HookRepository hooks, HookDeliveryRepository deliveries, TimeProvider clock, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is null) return Problems.From(new HookNotFound());
        var id = Idempotency.NewId(http, clock);
        await deliveries.AddTest(webhookId, id, HookKind.Test, clock.GetUtcNow(), ct);
        return await deliveries.Find(webhookId, id, ct) is { } delivery ? TypedResults.Accepted(Place(workspaceId, webhookId, id), HookDeliveryView.Of(delivery)) : Problems.From(new HookNotFound());
    }

    private static async Task<Results<Ok<Page<HookDeliveryView>>, ValidationProblem, ProblemHttpResult>> Deliveries(
        Guid workspaceId, Guid webhookId, string? state, int? limit, string? cursor, CurrentUser user, UserRepository users, HookRepository hooks, HookDeliveryRepository deliveries, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is null) return Problems.From(new HookNotFound());
        if (state is not (null or "waiting" or "delivered" or "failed")) return Problems.Invalid("state", "The state is waiting, delivered or failed.");
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Paging.Of(await deliveries.Page(webhookId, state, Cursor.Read(cursor), take + 1, ct), take, HookDeliveryView.Of, d => Cursor.Of(d.CreatedAt, d.Id)));
    }

    private static async Task<Results<Ok<HookDeliveryView>, ProblemHttpResult>> Delivery(
        Guid workspaceId, Guid webhookId, Guid deliveryId, CurrentUser user, UserRepository users, HookRepository hooks, HookDeliveryRepository deliveries, CancellationToken ct) =>
        await Find(workspaceId, webhookId, user, users, hooks, ct) is not null && await deliveries.Find(webhookId, deliveryId, ct) is { } delivery
            ? TypedResults.Ok(HookDeliveryView.Of(delivery)) : Problems.From(new HookDeliveryNotFound());

    private static async Task<Results<Accepted<HookDeliveryView>, ProblemHttpResult>> Redeliver(
        Guid workspaceId, Guid webhookId, Guid deliveryId, CurrentUser user, UserRepository users, HookRepository hooks, HookDeliveryRepository deliveries, TimeProvider clock, CancellationToken ct)
    {
        if (await Find(workspaceId, webhookId, user, users, hooks, ct) is not { } hook || await deliveries.Find(webhookId, deliveryId, ct) is null) return Problems.From(new HookDeliveryNotFound());
        if (!hook.Enabled) return Problems.From(new HookIsOff());
        if (!await deliveries.Redeliver(webhookId, deliveryId, clock.GetUtcNow(), ct)) return Problems.From(new HookDeliveryNotRepeatable());
        return await deliveries.Find(webhookId, deliveryId, ct) is { } delivery
            ? TypedResults.Accepted(Place(workspaceId, webhookId, deliveryId), HookDeliveryView.Of(delivery)) : Problems.From(new HookDeliveryNotFound());
    }

    private static AuditEntry Did(CurrentUser user, string action, HookRow hook) => user.Did(action).In(hook.WorkspaceId).To("webhook", hook.Id);

    private static string Place(Guid workspaceId, Guid webhookId, Guid deliveryId) => $"/api/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries/{deliveryId}";

    private static SealedSecret Seal(TokenCipher cipher, string secret)
    {
        var id = Guid.NewGuid();
        var (encrypted, keyId) = cipher.Seal(id, secret);
        return new SealedSecret(id, encrypted, keyId);
    }

    private static async Task<ValidationProblem?> Wrong(HookRow hook, HookRepository hooks, HookOptions options, CancellationToken ct, bool accountsToo = true)
    {
        if (HookRules.Refuses(hook.Url, options) is { } refusal) return Problems.Invalid("url", refusal);
        if (hook.Kinds.FirstOrDefault(kind => !HookKind.All.Contains(kind)) is { } unknown) return Problems.Invalid("kinds", $"There is no kind '{unknown}'.");
        return accountsToo && hook.AccountIds is { } accounts && await hooks.CountForeign(hook.WorkspaceId, accounts, ct) > 0 ? Problems.Invalid("accountIds", "These are not all accounts of the workspace.") : null;
    }

    private static async Task<HookRow?> Find(Guid workspaceId, Guid webhookId, CurrentUser user, UserRepository users, HookRepository hooks, CancellationToken ct) =>
        await IsMember(workspaceId, user, users, ct) ? await hooks.Find(workspaceId, webhookId, ct) : null;

    private static async Task<bool> IsMember(Guid workspaceId, CurrentUser user, UserRepository users, CancellationToken ct) => (await users.ListWorkspaces(user.Id, ct)).Exists(w => w.Id == workspaceId);
}
