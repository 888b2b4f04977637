namespace SocialSelling.Inbox;

/// <summary>What became of a message after it was written: taken back, edited, reacted to.</summary>
/// <param name="EditNumber">Meta's number of the last edit; 0 when there was none, or Meta did not say.</param>
/// <param name="EditedText">The words since the last edit; null when there was none, and when the message was taken back.</param>
/// <param name="Reaction">The contact's: love, like, other, …; null when there is none.</param>
/// <param name="ReactedAt">When the contact last reacted or took a reaction back.</param>
public sealed record MessageChangesRow(bool Deleted, int EditNumber, string? EditedText, DateTimeOffset? EditedAt, string? Reaction, string? ReactionEmoji, DateTimeOffset? ReactedAt)
{
    public static MessageChangesRow None { get; } = new(false, 0, null, null, null, null, null);

    /// <summary>Nothing else is kept of what was taken back.</summary>
    public static MessageChangesRow TakenBack { get; } = None with { Deleted = true };
}
