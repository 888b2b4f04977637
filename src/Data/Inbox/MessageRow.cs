namespace SocialSelling.Inbox;

/// <summary>A message as stored. <see cref="AttachmentsJson"/> is an array of <c>{type, url, previewUrl, title, reference}</c>.</summary>
/// <param name="Changes">What became of it; null when nothing did.</param>
/// <param name="QuickRepliesJson">Buttons under it: an array of <c>{title, payload}</c>.</param>
/// <param name="SentAtAssumed">Meta gave no time that can be right: it is when the message arrived.</param>
/// <param name="OwnReaction">The account's own: an emoji.</param>
public sealed record MessageRow(
    Guid Id, Guid AccountId, Guid ConversationId, long Sequence, string? PlatformMessageId, string? ClientMessageId, string Direction, string Kind, string Content,
    string? AttachmentsJson, string Status, bool Automatic, string? ReplyTo, string? ErrorCode, string? ErrorMessage, DateTimeOffset SentAt,
    MessageChangesRow? Changes = null, string? QuickRepliesJson = null, string? OwnReaction = null, bool SentAtAssumed = false);

/// <summary>An outbound message on its way, with what the next step needs.</summary>
/// <param name="CalledAt">When Meta was last called for it; null before the first time.</param>
public sealed record UnsettledRow(
    MessageRow Message, string RecipientId, string? Tag, int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? LeaseUntil, int Fence, DateTimeOffset? CalledAt);

/// <summary>An account event as stored.</summary>
public sealed record EventRow(long Sequence, DateTimeOffset OccurredAt, string Kind, Guid SubjectId, string Payload);
