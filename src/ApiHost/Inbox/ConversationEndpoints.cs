using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations").WithTags("inbox").RequireAuthorization();
        group.MapGet("/", List).WithSummary("Conversations, newest first");
        group.MapGet("/{id:guid}", Get).WithSummary("One conversation").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Open, close, archive or mark as spam").ProducesProblem(404);
        group.MapPost("/{id:guid}/read", MarkRead).WithSummary("Mark everything in it read").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<ConversationView>>, ProblemHttpResult>> List(
        [AsParameters] ConversationFilter filter, CurrentUser user, AccountRepository accounts, ConversationRepository conversations, TimeProvider clock, CancellationToken ct)
    {
        var mine = await accounts.IdsFor(user.Id, ct);
        if (filter.AccountId is { } one && !mine.Contains(one)) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(filter.Limit);
        var search = string.IsNullOrWhiteSpace(filter.Q) ? null : filter.Q.Trim();
        var rows = await conversations.Page(
            filter.AccountId is { } id ? [id] : mine, filter.Status, filter.Unread ?? false, search, Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, c => c.ToView(clock.GetUtcNow()), c => Cursor.Of(c.LastMessageAt, c.Id)));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Get(
        Guid id, CurrentUser user, ConversationRepository conversations, TimeProvider clock, CancellationToken ct) =>
        await conversations.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(clock.GetUtcNow())) : Problems.From(new ConversationNotFound());

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Change(
        Guid id, ConversationChange change, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, TimeProvider clock, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new ConversationNotFound());
        var changed = await grains.GetGrain<IAccountGrain>(row.AccountId).SetConversationStatus(id, change.Status, ct);
        return changed.Error is { } error ? Problems.From(error) : await Get(id, user, conversations, clock, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkRead(Guid id, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new ConversationNotFound());
        var read = await grains.GetGrain<IAccountGrain>(row.AccountId).MarkRead(id, ct);
        return read.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}

/// <param name="Q">Part of the contact's name or username.</param>
internal sealed record ConversationFilter(
    Guid? AccountId, [property: AllowedValues("open", "closed", "archived", "spam", null)] string? Status, bool? Unread, [property: StringLength(100)] string? Q, int? Limit, string? Cursor);

internal sealed record ConversationChange([property: Required, AllowedValues("open", "closed", "archived", "spam")] string Status);
