using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;
using SocialSelling.Inbox;

namespace SocialSelling.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts").WithTags("accounts").Needs(Permission.AccountsRead, Permission.AccountsWrite);
        group.MapGet("/", List).WithSummary("The connected accounts of all workspaces, by name");
        group.MapGet("/{id:guid}", Get).WithSummary("One account").ProducesProblem(404);
        group.MapDelete("/{id:guid}", Disconnect).WithSummary("Disconnect an account; its data stays").ProducesProblem(404);
        group.MapGet("/{id:guid}/health", Health).WithSummary("Token, budget, webhooks and what is next").ProducesProblem(404);
        group.MapPost("/{id:guid}/webhooks/subscribe", Subscribe).WithSummary("Ask Meta anew to tell everything of the account; the answer says what it tells").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id:guid}/sync", Sync).WithSummary("Read all conversations back from Meta; asking again tells how far it is").ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/{id:guid}/events", Events).Needs(Permission.MessagesRead).WithSummary("What happened after a sequence number, in order").ProducesProblem(404).ProducesProblem(410);
    }

    private static async Task<Ok<Page<AccountView>>> List(Guid? workspaceId, CurrentUser user, AccountRepository accounts, CancellationToken ct) =>
        TypedResults.Ok(new Page<AccountView>([.. (await accounts.ListFor(user.Id, workspaceId, ct)).Select(a => a.ToView())], null));

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, AccountRepository accounts, CancellationToken ct) =>
        await accounts.FindFor(user.Id, id, ct) is { } account ? TypedResults.Ok(account.ToView()) : Problems.From(new AccountNotFound());

    private static async Task<Results<NoContent, ProblemHttpResult>> Disconnect(Guid id, CurrentUser user, UserRepository users, IGrainFactory grains, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, id, ct)) return Problems.From(new AccountNotFound());
        var disconnected = await grains.GetGrain<IAccountGrain>(id).Disconnect(ct);
        return disconnected.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AccountHealthView>, ProblemHttpResult>> Health(Guid id, CurrentUser user, UserRepository users, IGrainFactory grains, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, id, ct)) return Problems.From(new AccountNotFound());
        var health = await grains.GetGrain<IAccountGrain>(id).Health(ct);
        return health.Error is { } error ? Problems.From(error) : TypedResults.Ok(health.Value);
    }

    private static async Task<Results<Ok<WebhookHealthView>, ProblemHttpResult>> Subscribe(Guid id, CurrentUser user, UserRepository users, IGrainFactory grains, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, id, ct)) return Problems.From(new AccountNotFound());
        var subscribed = await grains.GetGrain<IAccountGrain>(id).SubscribeWebhooks(ct);
        return subscribed.Error is { } error ? Problems.From(error) : TypedResults.Ok(subscribed.Value);
    }

    private static async Task<Results<Accepted<HistoryView>, ProblemHttpResult>> Sync(Guid id, CurrentUser user, UserRepository users, IGrainFactory grains, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, id, ct)) return Problems.From(new AccountNotFound());
        var started = await grains.GetGrain<IAccountGrain>(id).Sync(ct);
        return started.Error is { } error ? Problems.From(error) : TypedResults.Accepted($"/api/accounts/{id}/health", started.Value);
    }

    private static async Task<Results<Ok<Page<AccountEventView>>, ProblemHttpResult>> Events(
        Guid id, long? after, int? limit, CurrentUser user, UserRepository users, EventRepository events, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, id, ct)) return Problems.From(new AccountNotFound());
        var (from, take) = (Math.Max(after ?? 0, 0), Paging.Limit(limit));
        var rows = await events.After(id, from, take + 1, ct);
        // The last event is always kept: a place before the first is past keeping, and one behind the last is none of this account's.
        if (rows is [var first, ..] ? first.Sequence > from + 1 : from > await events.LastSequence(id, ct)) return Problems.From(new EventsExpired());
        return TypedResults.Ok(Paging.Of(rows, take, e => e.ToView(id), e => e.Sequence.ToString(CultureInfo.InvariantCulture)));
    }
}
