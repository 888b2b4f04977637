namespace SocialSelling.Inbox;

/// <summary>What people do with a conversation besides answering. Part of AccountGrain.</summary>
internal sealed class ConversationCare(AccountState account, EventStream stream, ConversationRepository conversations)
{
    public async Task<Result<bool>> MarkRead(Guid conversationId, CancellationToken ct)
    {
        if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
        if (conversation.UnreadCount == 0) return true;
        try
        {
            return await Change(ConversationRepository.MarkRead(account.Id, conversationId), conversation with { UnreadCount = 0 }, ct);
        }
        catch (GuardFailedException)
        {
            return true; // A colleague was faster.
        }
    }

    public async Task<Result<bool>> SetStatus(Guid conversationId, string status, CancellationToken ct)
    {
        if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
        return conversation.Status == status || await Change(ConversationRepository.SetStatus(account.Id, conversationId, status), conversation with { Status = status }, ct);
    }

    private Task<bool> Change(Guarded statement, ConversationRow after, CancellationToken ct) => stream.Append(write =>
    {
        write.Also.Add(statement);
        stream.Add(write, EventKind.ConversationChanged, after.Id, new ConversationPayload(after.Id, after.Status, after.UnreadCount));
        return Task.FromResult(true);
    }, ct);
}

/// <summary>What browsers get with conversation events.</summary>
internal sealed record ConversationPayload(Guid ConversationId, string Status, int UnreadCount);
