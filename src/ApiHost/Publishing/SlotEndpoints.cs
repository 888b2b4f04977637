using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>The times of the week at which an account likes to publish. <c>POST posts {slot: "next"}</c> takes the next free one.</summary>
internal static class SlotEndpoints
{
    private const int MaxSlots = 200;

    public static void MapSlots(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts/{accountId:guid}/slots").WithTags("content").Needs(Permission.ContentRead, Permission.ContentWrite);
        group.MapGet("/", List).WithSummary("The account's posting slots, from Monday on").ProducesProblem(404);
        group.MapPost("/", Add).WithSummary("A new posting slot").ProducesProblem(404).ProducesProblem(409);
        group.MapPatch("/{id:guid}", Change).WithSummary("Move a posting slot; posts that have it stay where they are").ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a posting slot; posts that have it stay where they are").ProducesProblem(404);
        group.MapGet("/next", Next).WithSummary("The next free slots, soonest first").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<SlotView>>, ProblemHttpResult>> List(Guid accountId, CurrentUser user, UserRepository users, PostingSlotRepository slots, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        return TypedResults.Ok(new Page<SlotView>((await slots.List(accountId, ct)).ConvertAll(SlotView.Of), null));
    }

    private static async Task<Results<Created<SlotView>, ValidationProblem, ProblemHttpResult>> Add(
        Guid accountId, SlotDraft draft, HttpContext http, CurrentUser user, UserRepository users, PostingSlotRepository slots, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        if (!TimeZones.IsKnown(draft.TimeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        var row = new PostingSlotRow(Idempotency.NewId(http, clock), accountId, draft.Weekday, draft.Time, draft.TimeZone, clock.GetUtcNow());
        // Not added although the id is there: the same request once more, whose first answer was lost.
        return await slots.Add(row, MaxSlots, Did(user, row).Is(Facts(row)), ct) || await slots.Find(accountId, row.Id, ct) is not null
            ? TypedResults.Created($"/api/accounts/{accountId}/slots/{row.Id}", SlotView.Of(row)) : Problems.From(new SlotNotAdded(MaxSlots));
    }

    private static async Task<Results<Ok<SlotView>, ValidationProblem, ProblemHttpResult>> Change(
        Guid accountId, Guid id, SlotChange change, CurrentUser user, UserRepository users, PostingSlotRepository slots, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct) || await slots.Find(accountId, id, ct) is not { } slot) return Problems.From(new SlotNotFound());
        if (!TimeZones.IsKnown(change.TimeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        var changed = slot with { Weekday = change.Weekday ?? slot.Weekday, Time = change.Time ?? slot.Time, TimeZone = change.TimeZone ?? slot.TimeZone };
        return await slots.Replace(changed, Did(user, slot).Was(Facts(slot)).Is(Facts(changed)), clock.GetUtcNow(), ct) ? TypedResults.Ok(SlotView.Of(changed)) : Problems.From(new SlotNotAdded(MaxSlots));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid accountId, Guid id, CurrentUser user, UserRepository users, PostingSlotRepository slots, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct) || await slots.Find(accountId, id, ct) is not { } slot) return Problems.From(new SlotNotFound());
        await slots.Delete(id, Did(user, slot).Was(Facts(slot)), clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }

    private static AuditEntry Did(CurrentUser user, PostingSlotRow slot) => user.Did(AuditAction.SlotsChanged).To("slot", slot.Id) with { AccountId = slot.AccountId };

    private static (string, object?)[] Facts(PostingSlotRow slot) => [("weekday", slot.Weekday.ToString()), ("time", slot.Time.ToString("HH:mm", CultureInfo.InvariantCulture)), ("timeZone", slot.TimeZone)];

    private static async Task<Results<Ok<Page<NextSlotView>>, ProblemHttpResult>> Next(
        Guid accountId, int? limit, CurrentUser user, UserRepository users, PostingSlotRepository slots, IOptions<PublishingOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        var now = clock.GetUtcNow();
        var free = SlotRules.Free(await slots.List(accountId, ct), await slots.Taken(accountId, now, ct), now, options.Value.LongestAhead).Take(Math.Clamp(limit ?? 1, 1, 50));
        return TypedResults.Ok(new Page<NextSlotView>([.. free.Select(t => new NextSlotView(t.Slot.Id, t.At, t.LocalTime, t.Slot.TimeZone))], null));
    }
}

/// <param name="Time">On the wall clock of <paramref name="TimeZone"/>.</param>
internal sealed record SlotView(Guid Id, Guid AccountId, DayOfWeek Weekday, TimeOnly Time, string TimeZone)
{
    public static SlotView Of(PostingSlotRow slot) => new(slot.Id, slot.AccountId, slot.Weekday, slot.Time, slot.TimeZone);
}

internal sealed record NextSlotView(Guid SlotId, DateTimeOffset At, DateTime LocalTime, string TimeZone);

/// <param name="TimeZone">IANA name.</param>
internal sealed record SlotDraft(
    [property: Required, EnumDataType(typeof(DayOfWeek))] DayOfWeek Weekday, [property: Required] TimeOnly Time, [property: Required, StringLength(50)] string TimeZone);

/// <summary>Null keeps what is there.</summary>
internal sealed record SlotChange(
    [property: EnumDataType(typeof(DayOfWeek))] DayOfWeek? Weekday = null, TimeOnly? Time = null, [property: StringLength(50)] string? TimeZone = null);

internal sealed record SlotNotFound : DomainError
{
    public override string Code => "slot-not-found";
    public override string Detail => "There is no such posting slot.";
}

internal sealed record SlotNotAdded(int Limit) : DomainError
{
    public override string Code => "slot-exists";
    public override string Detail => $"The account has a slot at that time already, or {Limit} slots.";
}
