using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Webhooks;

namespace SocialSelling.Admin;

/// <summary>Handing over once more what the journal holds: a job in the background, with progress, that can be cancelled. Nothing doubles.</summary>
internal static class ReplayEndpoints
{
    private const int MostAtOnce = 5;
    /// <summary>Further back than anything is kept.</summary>
    private static readonly TimeSpan Always = TimeSpan.FromDays(3_650);

    public static void MapReplays(this IEndpointRouteBuilder api)
    {
        var group = api.MapAdmin("/webhooks");
        group.MapPost("/replay", Start).WithSummary("Hand over once more what came in a time range or for an account; nothing doubles").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/replays", List).WithSummary("Replays, newest first");
        group.MapGet("/replays/{id:guid}", Get).WithSummary("How far a replay is").ProducesProblem(404);
        group.MapPost("/replays/{id:guid}/cancel", Cancel).WithSummary("End a replay before its time; what it has handed over stays").ProducesProblem(404);
    }

    private static async Task<Results<Accepted<ReplayView>, ValidationProblem, ProblemHttpResult>> Start(
        ReplayRequest request, HttpContext http, CurrentUser user, ReplayRepository replays, AccountRepository accounts, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (from, to) = (request.From ?? now - Always, request.To is { } until && until < now ? until : now);
        if (from >= to) return Problems.Invalid("from", "The range ends before it begins.");
        if (request is { AccountId: not null, PlatformAccountId: not null }) return Problems.Invalid("platformAccountId", "Give either accountId or platformAccountId.");
        if (request is { From: null, To: null, AccountId: null, PlatformAccountId: null, Kind: ReplayRepository.Deliveries }) return Problems.Invalid("from", "Give a time range or an account.");
        if (request is { Reason: not null, Kind: ReplayRepository.Deliveries }) return Problems.Invalid("reason", "Only parts that were set aside have a reason.");
        var platformAccountId = request.PlatformAccountId;
        if (request.AccountId is { } accountId)
        {
            if (await accounts.Find(accountId, ct) is not { } account) return Problems.From(new AccountNotFound());
            platformAccountId = account.PlatformAccountId;
        }
        var job = new ReplayRow(
            Guid.CreateVersion7(now), request.Kind, "running", from, to, platformAccountId, request.Reason, null, null, 0, 0, 0, 0, 0, 0, Fence: 0, user.Id, now, null);
        return await replays.Add(job, MostAtOnce, http.Operated(user, job.Id), ct) is { } added ? TypedResults.Accepted($"/api/admin/webhooks/replays/{added.Id}", added.ToView()) : Problems.From(new ReplayBusy(MostAtOnce));
    }

    private static async Task<Ok<Page<ReplayView>>> List(int? limit, string? cursor, ReplayRepository replays, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Paging.Of(await replays.Page(Cursor.Read(cursor), take + 1, ct), take, r => r.ToView(), r => Cursor.Of(r.CreatedAt, r.Id)));
    }

    private static async Task<Results<Ok<ReplayView>, ProblemHttpResult>> Get(Guid id, ReplayRepository replays, CancellationToken ct) =>
        await replays.Find(id, ct) is { } job ? TypedResults.Ok(job.ToView()) : Problems.From(new ReplayNotFound());

    private static async Task<Results<Ok<ReplayView>, ProblemHttpResult>> Cancel(Guid id, HttpContext http, CurrentUser user, ReplayRepository replays, TimeProvider clock, CancellationToken ct)
    {
        await replays.Cancel(id, http.Operated(user, id), clock.GetUtcNow(), ct);
        return await Get(id, replays, ct);
    }

    private static ReplayView ToView(this ReplayRow r) => new(
        r.Id, r.Kind, r.State, r.From, r.To, r.PlatformAccountId, r.Reason, r.Total, r.Seen, r.HandedOver, r.SetAside, r.Resolved, r.Failed, r.RequestedBy, r.CreatedAt, r.FinishedAt,
        r.State == "running" ? r.HeldUntil : null);
}

/// <param name="Kind">deliveries, or parked: only what was set aside.</param>
/// <param name="From">As far back as the journal reaches when missing.</param>
/// <param name="To">Until now when missing.</param>
/// <param name="AccountId">Only what is for this account, by our id.</param>
/// <param name="PlatformAccountId">Only what is for this account, by Meta's id.</param>
/// <param name="Reason">With parked: only what was set aside for this reason.</param>
internal sealed record ReplayRequest(
    [property: AllowedValues(ReplayRepository.Deliveries, ReplayRepository.Parked)] string Kind = ReplayRepository.Deliveries, DateTimeOffset? From = null, DateTimeOffset? To = null,
    Guid? AccountId = null, [property: StringLength(100)] string? PlatformAccountId = null,
    [property: AllowedValues("unreadable", "unknown-account", "unknown-event", "failed", "dashboard-test", null)] string? Reason = null);

/// <param name="State">running, done, cancelled or failed.</param>
/// <param name="Seen">Deliveries or parts looked at so far, of <paramref name="Total"/>.</param>
/// <param name="HandedOver">Entries that accounts took; what they had already changed nothing.</param>
/// <param name="SetAside">Parts that were not understood this time either.</param>
/// <param name="Resolved">Parts that had been set aside and are understood now.</param>
/// <param name="Failed">Deliveries or parts that an account did not take in several tries.</param>
/// <param name="HeldUntil">While it runs: until then the silo that works on it has it for itself, and longer with every batch. One that dies is replaced after that; null when none works on it.</param>
internal sealed record ReplayView(
    Guid Id, string Kind, string State, DateTimeOffset From, DateTimeOffset To, string? PlatformAccountId, string? Reason, long Total, long Seen, long HandedOver, long SetAside, long Resolved,
    long Failed, Guid? RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? HeldUntil);

internal sealed record ReplayNotFound : DomainError
{
    public override string Code => "replay-not-found";
    public override string Detail => "There is no such replay.";
}

internal sealed record ReplayBusy(int Most) : DomainError
{
    public override string Code => "replay-busy";
    public override string Detail => $"{Most} replays are running already. Wait for one to end, or cancel it.";
}
