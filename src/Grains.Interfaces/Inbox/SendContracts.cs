namespace SocialSelling.Inbox;

/// <summary>What a person or a rule wants a contact to get: files, each a message of its own, and then the text.</summary>
/// <param name="ClientMessageId">Chosen by the sender, unique per account, at most 64 characters: the same one twice is the same message.</param>
/// <param name="Text">At most 1,000 bytes of UTF-8 (Meta, Send API); empty when only files are sent.</param>
/// <param name="ReplyTo">Meta's id of the message that is answered.</param>
/// <param name="MediaKeys">Storage keys of the workspace's media library, in the order of sending.</param>
/// <param name="QuickReplies">Buttons under the text.</param>
/// <param name="AfterSequence">The last message the sender has seen: when another answer has gone out since, the send is refused with <see cref="AnsweredMeanwhile"/>.</param>
/// <param name="Override">Send although somebody has answered since.</param>
/// <param name="TemplateId">Whose use is counted.</param>
[GenerateSerializer, Immutable, Alias("ss.SendMessage")]
public sealed record SendMessage(
    [property: Id(0)] Guid ConversationId, [property: Id(1)] string ClientMessageId, [property: Id(2)] string Text, [property: Id(3)] string? ReplyTo,
    [property: Id(4)] Author Author, [property: Id(5)] Guid? UserId, [property: Id(6)] IReadOnlyList<string>? MediaKeys = null,
    [property: Id(7)] IReadOnlyList<QuickReply>? QuickReplies = null, [property: Id(8)] long? AfterSequence = null, [property: Id(9)] bool Override = false,
    [property: Id(10)] Guid? TemplateId = null);

/// <summary>A button under a message; tapping it sends its title, and brings the payload back.</summary>
/// <param name="Title">At most 20 characters; Meta cuts what is longer.</param>
/// <param name="Payload">At most 1,000 characters; the title when missing.</param>
[GenerateSerializer, Immutable, Alias("ss.QuickReply")]
public sealed record QuickReply([property: Id(0)] string Title, [property: Id(1)] string? Payload = null);

/// <summary>What waits to be sent later.</summary>
/// <param name="HeldAt">When it was due and was not sent; null while its time has not come.</param>
/// <param name="HeldBecause">
/// answered (somebody else has answered since it was planned) or spam (the conversation has been marked so): it waits until a person sends it after all, or cancels it.
/// </param>
[GenerateSerializer, Immutable, Alias("ss.ScheduledMessageView")]
public sealed record ScheduledMessageView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid ConversationId, [property: Id(2)] Guid AccountId, [property: Id(3)] string ClientMessageId, [property: Id(4)] string Text,
    [property: Id(5)] IReadOnlyList<AttachmentView> Attachments, [property: Id(6)] IReadOnlyList<QuickReply>? QuickReplies, [property: Id(7)] string? ReplyTo,
    [property: Id(8)] DateTimeOffset SendAt, [property: Id(9)] Guid? UserId, [property: Id(10)] DateTimeOffset CreatedAt, [property: Id(11)] DateTimeOffset? HeldAt = null,
    [property: Id(12)] string? HeldBecause = null);

/// <summary>What the contact sees besides messages.</summary>
[GenerateSerializer, Alias("ss.ContactSignal")]
public enum ContactSignal { TypingOn, TypingOff, Seen }

/// <summary>Meta allows an answer within 24 hours of the contact's last message, and a person's within 7 days.</summary>
[GenerateSerializer, Immutable, Alias("ss.ReplyWindowClosed")]
public sealed record ReplyWindowClosed([property: Id(0)] DateTimeOffset? ClosedAt) : DomainError
{
    public override string Code => "reply-window-closed";
    public override string Detail => "Instagram's time to answer is over. The customer has to write first.";
}

/// <summary>Meta counts bytes of UTF-8, not characters.</summary>
[GenerateSerializer, Immutable, Alias("ss.TextTooLong")]
public sealed record TextTooLong([property: Id(0)] int Bytes, [property: Id(1)] int Limit) : DomainError
{
    public override string Code => "text-too-long";
    public override string Detail => $"The text has {Bytes} bytes; Instagram takes {Limit}.";
}

[GenerateSerializer, Immutable, Alias("ss.MessageEmpty")]
public sealed record MessageEmpty : DomainError
{
    public override string Code => "message-empty";
    public override string Detail => "There is nothing to send: neither a text nor a file.";
}

/// <summary>Meta, "Quick replies": at most 13, each title of at most 20 characters, and only under a text.</summary>
[GenerateSerializer, Immutable, Alias("ss.QuickRepliesInvalid")]
public sealed record QuickRepliesInvalid([property: Id(0)] string Why) : DomainError
{
    public override string Code => "quick-replies-invalid";
    public override string Detail => Why;
}

/// <summary>Meta's limits for what is sent in a message are not those for posts.</summary>
/// <param name="Rule">media-missing, media-original-removed, media-format or media-too-large.</param>
[GenerateSerializer, Immutable, Alias("ss.AttachmentNotSendable")]
public sealed record AttachmentNotSendable([property: Id(0)] string Rule, [property: Id(1)] string Why) : DomainError
{
    public override string Code => "attachment-not-sendable";
    public override string Detail => Why;
}

/// <summary>Somebody has answered since the sender last looked.</summary>
/// <param name="Missed">What came since, in the order of the thread; the newest 50.</param>
[GenerateSerializer, Immutable, Alias("ss.AnsweredMeanwhile")]
public sealed record AnsweredMeanwhile([property: Id(0)] IReadOnlyList<MessageView> Missed) : DomainError
{
    public override string Code => "answered-meanwhile";
    public override string Detail => "Somebody has answered this customer meanwhile. Look at it, and send again with override if it still fits.";
}

[GenerateSerializer, Immutable, Alias("ss.MessageNotFound")]
public sealed record MessageNotFound : DomainError
{
    public override string Code => "message-not-found";
    public override string Detail => "There is no such message.";
}

[GenerateSerializer, Immutable, Alias("ss.MessageWrongState")]
public sealed record MessageWrongState([property: Id(0)] string Status) : DomainError
{
    public override string Code => "message-wrong-state";
    public override string Detail => $"The message is {Status} and cannot do that.";
}

/// <summary>A time for later must be in the future, and not a year away.</summary>
[GenerateSerializer, Immutable, Alias("ss.SendTimeInvalid")]
public sealed record SendTimeInvalid([property: Id(0)] string Why) : DomainError
{
    public override string Code => "send-time-invalid";
    public override string Detail => Why;
}
