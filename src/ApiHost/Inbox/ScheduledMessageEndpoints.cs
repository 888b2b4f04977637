using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class ScheduledMessageEndpoints
{
    /// <summary>A window is open for a week at most: more than this waits in no conversation.</summary>
    private const int Shown = 100;

    public static void MapScheduledMessages(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations/{conversationId:guid}/scheduled-messages").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("What waits to be sent later, the next first").ProducesProblem(404);
        group.MapPost("/", Add).WithSummary("Send later; refused when the contact's window will have closed by then").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id:guid}/send", Send).WithSummary("Send it now, also when it is held").ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id:guid}", Cancel).WithSummary("Do not send it after all").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<ScheduledMessageView>>, ProblemHttpResult>> List(
        Guid conversationId, CurrentUser user, ConversationRepository conversations, AccountRepository accounts, ScheduledMessageRepository scheduled, MediaRepository media, SignedMediaUrls urls,
        CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation || await accounts.FindFor(user.Id, conversation.AccountId, ct) is not { Account: var account })
            return Problems.From(new ConversationNotFound());
        var rows = await scheduled.ListIn(account.Id, conversationId, Shown, ct);
        var files = (await media.ByKeys(account.WorkspaceId, [.. rows.SelectMany(r => r.MediaKeys).Distinct()], ct)).ToDictionary(f => f.StorageKey);
        return TypedResults.Ok(new Page<ScheduledMessageView>([.. rows.Select(r => r.ToView(r.MediaKeys.Where(files.ContainsKey).Select(k => files[k]), urls))], null));
    }

    private static async Task<Results<Created<ScheduledMessageView>, ProblemHttpResult, ValidationProblem>> Add(
        Guid conversationId, ScheduledMessageDraft draft, CurrentUser user, ConversationRepository conversations, DraftReader drafts, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        if (draft.IsEmpty) return Problems.Invalid("text", MessageDraft.EmptyMessage);
        var command = await drafts.Read(draft, conversation, user.Id, ct);
        if (command.Error is { } unreadable) return Problems.From(unreadable);
        var kept = await grains.GetGrain<IAccountGrain>(conversation.AccountId).ScheduleMessage(command.Get(), draft.SendAt.ToUniversalTime(), ct);
        return kept.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/conversations/{conversationId}/scheduled-messages", kept.Value);
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Send(
        Guid conversationId, Guid id, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var sent = await grains.GetGrain<IAccountGrain>(conversation.AccountId).SendScheduled(conversationId, id, ct);
        return sent.Error is { } error ? Problems.From(error) : TypedResults.Ok(sent.Value);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Cancel(
        Guid conversationId, Guid id, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var cancelled = await grains.GetGrain<IAccountGrain>(conversation.AccountId).CancelScheduled(conversationId, id, ct);
        return cancelled.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}
