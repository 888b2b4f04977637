using SocialSelling.Audit;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What one account wants written in one transaction. The events are numbered without a gap from <see cref="FirstSequence"/>.</summary>
public sealed record AccountWrite(Guid AccountId, long FirstSequence)
{
    public List<NewContact> Contacts { get; } = [];
    public List<NewMessage> Messages { get; } = [];
    public List<NewAttachmentCopy> Copies { get; } = [];
    public List<ConversationDelta> Conversations { get; } = [];
    public List<NewEvent> Events { get; } = [];
    public List<PostStep> Posts { get; } = [];
    /// <summary>Entries of the audit log.</summary>
    public List<NewAuditEntry> Audit { get; } = [];
    /// <summary>Statements besides; a write that has some is not shared with other accounts.</summary>
    public List<Guarded> Also { get; } = [];

    public long NextSequence => FirstSequence + Events.Count;
}

/// <param name="Position">Place among the attachments of a message of the same write.</param>
public sealed record NewAttachmentCopy(Guid MessageId, int Position, string SourceUrl, DateTimeOffset DueAt);

public sealed record NewContact(Guid Id, string PlatformContactId);

public sealed record NewMessage(
    Guid Id, Guid ConversationId, long Sequence, string Platform, string? PlatformMessageId, Guid? MidKey, string? ClientMessageId, string SenderId, string RecipientId,
    string Direction, string Kind, string Content, string? AttachmentsJson, string Status, bool Automatic, string? ReplyTo, string? Tag, Guid? SentByUserId,
    DateTimeOffset SentAt, DateTimeOffset? NextAttemptAt, string? QuickRepliesJson = null, bool SentAtAssumed = false);

/// <summary>What a batch of messages does to their conversation.</summary>
public sealed record ConversationDelta(
    Guid Id, Guid ContactId, long LastSequence, DateTimeOffset LastMessageAt, string LastText, string LastKind, string LastDirection,
    DateTimeOffset? LastInboundAt, int Unread, DateTimeOffset? UnreadSince);

/// <param name="Payload">JSON as browsers get it.</param>
public sealed record NewEvent(long Sequence, DateTimeOffset OccurredAt, string Kind, Guid SubjectId, string Payload);

/// <summary>
/// Another activation of the account has written meanwhile: the sequence or a message's key is taken. Drop what memory holds, read again, and decide anew.
/// </summary>
public sealed class SequenceTakenException(Exception inner) : Exception("The account's next sequence is taken.", inner);
