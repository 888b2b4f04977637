namespace SocialSelling.Meta;

/// <summary>One message to a contact: Meta takes a text or a file, never both.</summary>
/// <param name="ReplyToId">Meta's id of the message that is answered.</param>
public sealed record OutgoingMessage(string RecipientId, OutgoingContent Content, MessageTag Tag = MessageTag.None, string? ReplyToId = null);

public abstract record OutgoingContent
{
    /// <param name="Words">At most 1,000 bytes of UTF-8.</param>
    /// <param name="Buttons">At most 13; titles of at most 20 characters.</param>
    public sealed record Text(string Words, IReadOnlyList<QuickReplyButton> Buttons) : OutgoingContent;

    /// <param name="Type">image, video or audio.</param>
    /// <param name="Url">Fetched by Meta before it answers.</param>
    public sealed record File(string Type, Uri Url) : OutgoingContent;
}

public sealed record QuickReplyButton(string Title, string Payload);

/// <summary>What a contact sees besides messages; typing ends by itself after about 20 seconds.</summary>
public enum SenderAction { TypingOn, TypingOff, MarkSeen }
