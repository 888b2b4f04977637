namespace SocialSelling.Inbox;

/// <summary>What people's changes make of a conversation. Pure.</summary>
/// <remarks>Unread counts change in two places, each the only one of its kind: messages add to them in <see cref="InboxWriter"/>, people clear or set them here.</remarks>
internal static class ConversationRules
{
    /// <param name="sequence">The account's last event: what the contact writes after it wakes a conversation that is put to sleep.</param>
    public static ConversationRow Apply(ConversationRow c, ChangeConversation change, long sequence, DateTimeOffset now)
    {
        c = change switch
        {
            { SnoozedUntil: { } until } => c with { Status = "snoozed", Snooze = new Snooze(until, now, sequence) },
            { Status: { } status } => c with { Status = status, Snooze = null },
            _ => c,
        };
        if (change.Assignee is { } assignee) c = c with { AssigneeId = assignee.Id };
        if (change.Priority is { } priority) c = c with { Priority = priority };
        if (Labels(c.LabelIds, change) is { } labels) c = c with { LabelIds = labels };
        return change.Read is { } read ? Mark(c, read) : c;
    }

    /// <returns>Null when they stay as they are.</returns>
    private static List<Guid>? Labels(IReadOnlyList<Guid> before, ChangeConversation change)
    {
        List<Guid> after = [.. (change.LabelIds ?? before).Concat(change.AddLabelIds ?? []).Except(change.RemoveLabelIds ?? [])];
        return after.SequenceEqual(before) ? null : after;
    }

    /// <summary>A conversation in which the contact never wrote cannot be unread.</summary>
    private static ConversationRow Mark(ConversationRow c, bool read) =>
        read ? c.UnreadCount == 0 ? c : c with { UnreadCount = 0, UnreadSince = null }
        : c.UnreadCount > 0 || c.LastInboundAt is null ? c : c with { UnreadCount = 1, UnreadSince = c.LastInboundAt };
}
