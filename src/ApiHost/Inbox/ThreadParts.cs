namespace SocialSelling.Inbox;

/// <summary>Parts of a thread: its newest messages, and from there older ones; or the ones around a message, and from there both ways.</summary>
internal static class ThreadParts
{
    public static async Task<ThreadPage<MessageRow>> Page(
        MessageRepository messages, Guid accountId, Guid conversationId, (DateTimeOffset At, long Sequence, bool After)? place, int limit, CancellationToken ct)
    {
        if (place is { After: true } after)
        {
            var newer = await messages.PageAfter(accountId, conversationId, after.At, after.Sequence, limit + 1, ct);
            return Part(newer.TakeLast(limit), hasOlder: true, hasNewer: newer.Count > limit);
        }
        var rows = await messages.Page(accountId, conversationId, place is { } before ? (before.At, before.Sequence) : null, limit + 1, ct);
        return Part(rows.Take(limit), hasOlder: rows.Count > limit, hasNewer: place is not null);
    }

    /// <returns>Null when the message is not in the conversation.</returns>
    public static async Task<ThreadPage<MessageRow>?> Around(MessageRepository messages, Guid accountId, Guid conversationId, Guid messageId, int limit, CancellationToken ct)
    {
        if (await messages.Find(accountId, messageId, ct) is not { } middle || middle.ConversationId != conversationId) return null;
        var half = (limit + 1) / 2;
        var newer = await messages.PageAfter(accountId, conversationId, middle.SentAt, middle.Sequence, half + 1, ct);
        var older = await messages.Page(accountId, conversationId, (middle.SentAt, middle.Sequence), half + 1, ct);
        return Part([.. newer.TakeLast(half), middle, .. older.Take(half)], hasOlder: older.Count > half, hasNewer: newer.Count > half);
    }

    private static ThreadPage<MessageRow> Part(IEnumerable<MessageRow> rows, bool hasOlder, bool hasNewer)
    {
        var items = rows.ToList();
        return new(items,
            hasOlder && items.Count > 0 ? Cursor.Of(items[^1].SentAt, items[^1].Sequence) : null, hasNewer && items.Count > 0 ? Cursor.After(items[0].SentAt, items[0].Sequence) : null);
    }
}
