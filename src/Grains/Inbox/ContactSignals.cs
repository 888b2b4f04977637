using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What a contact sees besides messages. At once or not at all: nothing here is worth keeping for later. Part of AccountGrain.</summary>
internal sealed class ContactSignals(
    AccountState account, EventStream stream, ConversationRepository conversations, MessageRepository messages, AccountToken token, RateBudget budget, InstagramClient instagram, SignedMediaUrls urls,
    TimeProvider clock)
{
    /// <summary>Shows that somebody types, or has read.</summary>
    public async Task<Result<bool>> Show(Guid conversationId, ContactSignal signal, CancellationToken ct)
    {
        if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
        var window = ReplyWindow.Decide(conversation.LastInboundAt, Author.Person, clock.GetUtcNow());
        if (window.Error is { } closed) return closed;
        var action = signal switch { ContactSignal.TypingOn => SenderAction.TypingOn, ContactSignal.TypingOff => SenderAction.TypingOff, _ => SenderAction.MarkSeen };
        return await Ask(session => instagram.Signal(session, conversation.PlatformContactId, action, ct), ct);
    }

    /// <summary>The account's own reaction to a message, in the place of the one before.</summary>
    /// <param name="emoji">Null takes it back.</param>
    public async Task<Result<MessageView>> React(Guid conversationId, Guid messageId, string? emoji, CancellationToken ct)
    {
        if (await messages.Find(account.Id, messageId, ct) is not { } message || message.ConversationId != conversationId) return new MessageNotFound();
        if (message.PlatformMessageId is not { } mid || message.Kind == MessageKind.Deleted) return new MessageWrongState(message.PlatformMessageId is null ? message.Status : message.Kind);
        if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
        var window = ReplyWindow.Decide(conversation.LastInboundAt, Author.Person, clock.GetUtcNow());
        if (window.Error is { } closed) return closed;
        var asked = await Ask(session => instagram.React(session, conversation.PlatformContactId, mid, emoji, ct), ct);
        if (asked.Error is { } error) return error;

        // It happened: recording it is not cancelled.
        var view = (message with { OwnReaction = emoji }).ToView(urls);
        return await stream.Append(write =>
        {
            write.Also.Add(MessageRepository.SetOwnReaction(account.Id, messageId, emoji));
            stream.Add(write, EventKind.ReactionChanged, messageId, new MessagePayload(view));
            return Task.FromResult(view);
        }, CancellationToken.None);
    }

    /// <summary>One call that a person waits for.</summary>
    private async Task<Result<bool>> Ask(Func<InstagramSession, Task> call, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        if (budget.TryTake(CallClass.Reply) is { } later) return new InstagramUnavailable(later);
        try
        {
            await call(session);
            return true;
        }
        catch (InstagramException e)
        {
            await token.Note(e.Failure, CancellationToken.None);
            return e.Failure switch
            {
                Refused refused => new InstagramRefused(refused.Reason, refused.UserMessage),
                ReconnectAccount => new AccountNotActive(AccountStatus.TokenExpired),
                RetryLater { After: { } wait } => new InstagramUnavailable(clock.GetUtcNow() + wait),
                _ => new InstagramUnavailable(null),
            };
        }
    }
}
