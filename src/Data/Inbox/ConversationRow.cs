namespace SocialSelling.Inbox;

/// <summary>A conversation with its contact, as stored.</summary>
/// <param name="StageId">Of the contact, or of the one it is merged into.</param>
public sealed record ConversationRow(
    Guid Id, Guid AccountId, Guid ContactId, string PlatformContactId, string? ContactUsername, string? ContactName, string? ContactPictureUrl, string? ContactPictureKey, string Status,
    int UnreadCount, DateTimeOffset? UnreadSince, long LastSequence, DateTimeOffset LastMessageAt, string LastText, string LastKind, string LastDirection, DateTimeOffset? LastInboundAt,
    Guid? AssigneeId, string Priority, IReadOnlyList<Guid> LabelIds, Guid? StageId, Snooze? Snooze);

/// <summary>How long a conversation sleeps, and since when.</summary>
/// <param name="Sequence">The account's last event then: what the contact writes after it ends the sleep.</param>
public sealed record Snooze(DateTimeOffset Until, DateTimeOffset At, long Sequence);

/// <summary>Which conversations a list shows; null does not narrow it.</summary>
/// <param name="AccountIds">Those the asker may see, or fewer.</param>
public sealed record ConversationQuery(IReadOnlyCollection<Guid> AccountIds)
{
    public static readonly IReadOnlyList<string> Statuses = ["open", "snoozed", "closed", "archived", "spam"];

    public string? Status { get; init; }
    public bool UnreadOnly { get; init; }
    public bool UnassignedOnly { get; init; }
    public Guid? AssigneeId { get; init; }
    public Guid? LabelId { get; init; }
    public Guid? StageId { get; init; }
    public string? Priority { get; init; }
    /// <summary>Each word begins a word of the contact's name or username.</summary>
    public SearchQuery? Search { get; init; }
}

/// <summary>Where a conversation belongs.</summary>
public sealed record ConversationPlace(Guid Id, Guid AccountId, Guid WorkspaceId);

/// <summary>What is unread in an account; spam does not count.</summary>
public sealed record UnreadRow(Guid WorkspaceId, Guid AccountId, long Messages, int Conversations);
