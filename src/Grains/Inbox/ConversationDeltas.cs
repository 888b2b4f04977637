namespace SocialSelling.Inbox;

/// <summary>What a batch of new messages does to their conversations: one row each. Pure.</summary>
internal static class ConversationDeltas
{
    private const int PreviewLength = 200;

    public static IEnumerable<ConversationDelta> Of(IReadOnlyList<NewMessage> messages, Guid accountId) => messages.GroupBy(m => m.ConversationId).Select(group =>
    {
        var last = group.MaxBy(m => (m.SentAt, m.Sequence))!;
        // Who only followed a link has written nothing: there is nothing to read, and no time to answer begins.
        var inbound = group.Where(m => m.Direction == "inbound" && m.Kind != MessageKind.Referral).ToList();
        var contact = Accounts.AccountId.Contact(accountId, last.Direction == "inbound" ? last.SenderId : last.RecipientId);
        return new ConversationDelta(
            group.Key, contact, group.Max(m => m.Sequence), last.SentAt, Preview(last.Content), last.Kind, last.Direction,
            inbound.Count == 0 ? null : inbound.Max(m => m.SentAt), inbound.Count, inbound.Count == 0 ? null : inbound.Min(m => m.SentAt));
    });

    /// <summary>A message of the account that moves to the end of its conversation.</summary>
    public static ConversationDelta Of(ConversationRow conversation, MessageRow message) =>
        new(conversation.Id, conversation.ContactId, message.Sequence, message.SentAt, Preview(message.Content), message.Kind, "outbound", LastInboundAt: null, Unread: 0, UnreadSince: null);

    /// <summary>What the list of conversations shows of a message.</summary>
    public static string Preview(string text) => Excerpt.Cut(text, PreviewLength);
}
