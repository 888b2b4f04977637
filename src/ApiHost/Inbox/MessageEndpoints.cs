using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations/{conversationId:guid}/messages").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("The thread, newest first; with `around`, the part that has this message in its middle").ProducesProblem(404);
        group.MapPost("/", Send).WithSummary("Reply to a contact: files, each a message of its own, and then the text; the answer is the last of them")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id:guid}/retry", Retry).WithSummary("Send a message that failed once more").ProducesProblem(404).ProducesProblem(409);
        group.MapPut("/{id:guid}/reaction", React).WithSummary("React to a message; the one reaction of the account").ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        group.MapDelete("/{id:guid}/reaction", Unreact).WithSummary("Take the account's reaction back").ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        api.MapPost("/conversations/{conversationId:guid}/signals", Show).WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite).WithSummary("Show the contact that somebody types or has read")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static async Task<Results<Ok<ThreadPage<MessageView>>, ProblemHttpResult>> List(
        Guid conversationId, Guid? around, int? limit, string? cursor, CurrentUser user, ConversationRepository conversations, MessageRepository messages, SignedMediaUrls urls,
        CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var part = around is { } messageId
            ? await ThreadParts.Around(messages, conversation.AccountId, conversationId, messageId, Paging.Limit(limit), ct)
            : await ThreadParts.Page(messages, conversation.AccountId, conversationId, Cursor.ReadSequence(cursor), Paging.Limit(limit), ct);
        return part is null ? Problems.From(new ConversationNotFound()) : TypedResults.Ok(part.Map(m => m.ToView(urls)));
    }

    private static async Task<Results<Created<MessageView>, ProblemHttpResult, ValidationProblem>> Send(
        Guid conversationId, MessageDraft draft, CurrentUser user, ConversationRepository conversations, DraftReader drafts, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        if (draft.IsEmpty) return Problems.Invalid("text", MessageDraft.EmptyMessage);
        var command = await drafts.Read(draft, conversation, user.Id, ct);
        if (command.Error is { } unreadable) return Problems.From(unreadable);
        var sent = await grains.GetGrain<IAccountGrain>(conversation.AccountId).Send(command.Get(), ct);
        return sent.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/conversations/{conversationId}/messages", sent.Value);
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Retry(
        Guid conversationId, Guid id, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var again = await grains.GetGrain<IAccountGrain>(conversation.AccountId).RetryMessage(conversationId, id, ct);
        return again.Error is { } error ? Problems.From(error) : TypedResults.Ok(again.Value);
    }

    private static Task<Results<Ok<MessageView>, ProblemHttpResult>> React(
        Guid conversationId, Guid id, ReactionDraft draft, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct) =>
        SetReaction(conversationId, id, draft.Emoji, user, conversations, grains, ct);

    private static Task<Results<Ok<MessageView>, ProblemHttpResult>> Unreact(
        Guid conversationId, Guid id, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct) =>
        SetReaction(conversationId, id, null, user, conversations, grains, ct);

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> SetReaction(
        Guid conversationId, Guid id, string? emoji, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var set = await grains.GetGrain<IAccountGrain>(conversation.AccountId).React(conversationId, id, emoji, ct);
        return set.Error is { } error ? Problems.From(error) : TypedResults.Ok(set.Value);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Show(
        Guid conversationId, SignalDraft draft, CurrentUser user, ConversationRepository conversations, IGrainFactory grains, CancellationToken ct)
    {
        if (await conversations.FindFor(user.Id, conversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        var shown = await grains.GetGrain<IAccountGrain>(conversation.AccountId).ShowContact(conversationId, draft.Signal, ct);
        return shown.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}

/// <param name="ClientMessageId">Chosen by the sender: the same one twice is the same message.</param>
/// <param name="Text">At most 1,000 bytes of UTF-8. Goes last, after the files.</param>
/// <param name="ReplyTo">Meta's id of the message that is answered.</param>
/// <param name="MediaIds">Files of the media library of the account's workspace.</param>
/// <param name="QuickReplies">Buttons under the text: at most 13, titles of at most 20 characters.</param>
/// <param name="TemplateId">A reply template: its text is sent, unless <paramref name="Text"/> is given too, and its use counted.</param>
/// <param name="TemplateVariables">Values for the template's variables, beside those that follow from the conversation.</param>
/// <param name="AfterSequence">The greatest sequence of a message that the sender has seen: when another answer has gone out since, the send is refused.</param>
/// <param name="Override">Send although somebody has answered since.</param>
internal record MessageDraft(
    [property: Required, StringLength(64)] string ClientMessageId,
    [property: StringLength(4_000)] string? Text = null,
    [property: StringLength(500)] string? ReplyTo = null,
    [property: MaxLength(10)] Guid[]? MediaIds = null,
    [property: MaxLength(50)] QuickReply[]? QuickReplies = null,
    Guid? TemplateId = null,
    [property: MaxLength(50)] Dictionary<string, string>? TemplateVariables = null,
    long? AfterSequence = null,
    bool Override = false)
{
    public const string EmptyMessage = "Give a text, mediaIds or a templateId.";

    internal bool IsEmpty => string.IsNullOrWhiteSpace(Text) && MediaIds is not { Length: > 0 } && TemplateId is null;
}

/// <summary>A message for later.</summary>
/// <param name="SendAt">In the future, and before the contact's window closes.</param>
internal sealed record ScheduledMessageDraft(
    string ClientMessageId, DateTimeOffset SendAt, string? Text = null, string? ReplyTo = null, Guid[]? MediaIds = null, QuickReply[]? QuickReplies = null, Guid? TemplateId = null,
    Dictionary<string, string>? TemplateVariables = null, long? AfterSequence = null, bool Override = false)
    : MessageDraft(ClientMessageId, Text, ReplyTo, MediaIds, QuickReplies, TemplateId, TemplateVariables, AfterSequence, Override);

/// <param name="Emoji">One emoji, or one of Meta's names such as love.</param>
internal sealed record ReactionDraft([property: Required, StringLength(32)] string Emoji);

/// <param name="Signal">typing_on, typing_off or seen. Typing ends by itself after about 20 seconds.</param>
internal sealed record SignalDraft(ContactSignal Signal);
