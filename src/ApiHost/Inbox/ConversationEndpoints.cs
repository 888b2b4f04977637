using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("Conversations, newest first");
        group.MapGet("/unread", Unread).WithSummary("How much is unread, by account and workspace; spam does not count");
        group.MapPost("/bulk", ChangeMany).WithSummary("Change up to 100 at once, each for itself");
        group.MapGet("/{id:guid}", Get).WithSummary("One conversation").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Status, snooze, assignee, priority, labels, read").ProducesProblem(404);
        group.MapPost("/{id:guid}/read", MarkRead).WithSummary("Mark everything in it read").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<ConversationView>>, ProblemHttpResult>> List(
        [AsParameters] ConversationFilter filter, CurrentUser user, AccountRepository accounts, ConversationRepository conversations, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, filter.WorkspaceId, filter.AccountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var query = new ConversationQuery(ids)
        {
            Status = filter.Status,
            UnreadOnly = filter.Unread ?? false,
            UnassignedOnly = filter.AssigneeId == "none",
            AssigneeId = filter.AssigneeId switch { "me" => user.Id, null or "none" => null, var other => Guid.Parse(other) },
            LabelId = filter.Label,
            StageId = filter.Stage,
            Priority = filter.Priority,
            Search = string.IsNullOrWhiteSpace(filter.Q) ? null : SearchQuery.Parse(filter.Q),
        };
        var take = Paging.Limit(filter.Limit);
        var rows = await conversations.Page(query, Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, c => c.ToView(urls, clock.GetUtcNow()), c => Cursor.Of(c.LastMessageAt, c.Id)));
    }

    private static async Task<Ok<UnreadView>> Unread(CurrentUser user, ConversationRepository conversations, CancellationToken ct)
    {
        var rows = await conversations.UnreadFor(user.Id, ct);
        return TypedResults.Ok(new UnreadView(
            rows.Sum(r => r.Messages), rows.Sum(r => r.Conversations),
            [.. rows.GroupBy(r => r.WorkspaceId).Select(w => new UnreadCountView(w.Key, w.Sum(r => r.Messages), w.Sum(r => r.Conversations)))],
            [.. rows.Select(r => new UnreadCountView(r.AccountId, r.Messages, r.Conversations))]));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Get(
        Guid id, CurrentUser user, ConversationRepository conversations, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct) =>
        await conversations.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(urls, clock.GetUtcNow())) : Problems.From(new ConversationNotFound());

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult, ValidationProblem>> Change(
        Guid id, ConversationChange change, CurrentUser user, ConversationChanges changes, ConversationRepository conversations, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        var places = await conversations.PlacesFor(user.Id, [id], ct);
        if (places.Count == 0) return Problems.From(new ConversationNotFound());
        if (await changes.Judge(places, change, ct) is { } invalid) return invalid;
        var results = await changes.Apply([id], places, change, user.Id, ct);
        if (results[0].Error is { } error) return Problems.From(error);
        return await conversations.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(urls, clock.GetUtcNow())) : Problems.From(new ConversationNotFound());
    }

    private static async Task<Results<Ok<Page<BulkResultView>>, ValidationProblem>> ChangeMany(
        BulkChange bulk, CurrentUser user, ConversationChanges changes, ConversationRepository conversations, CancellationToken ct)
    {
        Guid[] ids = [.. bulk.Ids.Distinct()];
        var places = await conversations.PlacesFor(user.Id, ids, ct);
        if (await changes.Judge(places, bulk.Change, ct) is { } invalid) return invalid;
        var results = await changes.Apply(ids, places, bulk.Change, user.Id, ct);
        return TypedResults.Ok(new Page<BulkResultView>([.. results.Select(r => new BulkResultView(r.Id, r.Error?.Code, r.Error?.Detail))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkRead(Guid id, CurrentUser user, ConversationChanges changes, ConversationRepository conversations, CancellationToken ct)
    {
        var places = await conversations.PlacesFor(user.Id, [id], ct);
        var results = await changes.Apply([id], places, new ConversationChange(Read: true), user.Id, ct);
        return results[0].Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}

/// <param name="AssigneeId">A colleague's id, me, or none.</param>
/// <param name="Label">A label's id.</param>
/// <param name="Stage">The id of the contact's stage.</param>
/// <param name="Q">How words of the contact's name or username begin; accents and capitals do not matter.</param>
internal sealed record ConversationFilter(
    Guid? AccountId, [property: AllowedValues("open", "snoozed", "closed", "archived", "spam", null)] string? Status,
    [property: RegularExpression("^(me|none|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$")] string? AssigneeId, Guid? Label, bool? Unread, [property: StringLength(100)] string? Q, Guid? Stage,
    [property: AllowedValues("low", "normal", "high", "urgent", null)] string? Priority, int? Limit, string? Cursor, Guid? WorkspaceId);

/// <summary>What is not given stays as it is.</summary>
/// <param name="SnoozedUntil">Puts it to sleep until then, or until the contact writes; at most a year ahead.</param>
/// <param name="Assignee">A colleague; with a null id, nobody.</param>
/// <param name="LabelIds">All its labels; addLabelIds and removeLabelIds change some. At most 20.</param>
/// <param name="Read">False marks it unread.</param>
internal sealed record ConversationChange(
    [property: AllowedValues("open", "closed", "archived", "spam", null)] string? Status = null, DateTimeOffset? SnoozedUntil = null, PersonChoice? Assignee = null,
    [property: AllowedValues("low", "normal", "high", "urgent", null)] string? Priority = null, [property: MaxLength(20)] IReadOnlyList<Guid>? LabelIds = null,
    [property: MaxLength(20)] IReadOnlyList<Guid>? AddLabelIds = null, [property: MaxLength(20)] IReadOnlyList<Guid>? RemoveLabelIds = null, bool? Read = null);

internal sealed record BulkChange([property: MinLength(1), MaxLength(100)] IReadOnlyList<Guid> Ids, ConversationChange Change) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var findings = new List<ValidationResult>();
        Validator.TryValidateObject(Change, new ValidationContext(Change), findings, validateAllProperties: true);
        return findings.Select(f => new ValidationResult(f.ErrorMessage, f.MemberNames.Select(member => $"{nameof(Change)}.{member}")));
    }
}

/// <param name="Code">Why it was not done; null when it was.</param>
internal sealed record BulkResultView(Guid Id, string? Code, string? Detail);

internal sealed record UnreadView(long Messages, int Conversations, IReadOnlyList<UnreadCountView> Workspaces, IReadOnlyList<UnreadCountView> Accounts);

/// <param name="Id">Of the workspace or the account.</param>
internal sealed record UnreadCountView(Guid Id, long Messages, int Conversations);
