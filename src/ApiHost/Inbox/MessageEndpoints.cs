using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations/{conversationId:guid}/messages").WithTags("inbox").RequireAuthorization();
        group.MapGet("/", List).WithSummary("The thread, newest first; with `around`, the part that has this message in its middle").ProducesProblem(404);
        group.MapPost("/", Send).WithSummary("Reply to a contact").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<ThreadPage<MessageView>>, ProblemHttpResult>> List(
        Guid conversationId, Guid? around, int? limit, string? cursor, CurrentUser user, ConversationRepository conversations, MessageRepository messages, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var part = around is { } messageId
            ? await ThreadParts.Around(messages, conversation.AccountId, conversationId, messageId, Paging.Limit(limit), ct)
            : await ThreadParts.Page(messages, conversation.AccountId, conversationId, Cursor.ReadSequence(cursor), Paging.Limit(limit), ct);
        return part is null ? Problems.From(new ConversationNotFound()) : TypedResults.Ok(part.Map(m => m.ToView()));
    }

    private static async Task<Results<Created<MessageView>, ProblemHttpResult>> Send(
        Guid conversationId, MessageDraft draft, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var command = new SendMessage(conversationId, draft.ClientMessageId, draft.Text, draft.ReplyTo, Author.Person, user.Id);
        var sent = await grains.GetGrain<IAccountGrain>(conversation.AccountId).Send(command, ct);
        return sent.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/conversations/{conversationId}/messages", sent.Value);
    }
}

/// <param name="ClientMessageId">Chosen by the sender: the same one twice is the same message.</param>
/// <param name="Text">At most 1,000 bytes of UTF-8.</param>
/// <param name="ReplyTo">Meta's id of the message that is answered.</param>
internal sealed record MessageDraft(
    [property: Required, StringLength(64)] string ClientMessageId, [property: Required, StringLength(4_000)] string Text, [property: StringLength(500)] string? ReplyTo = null);
