using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>
/// What becomes of a message when something is said of it. Pure, and the same whatever the order and however often: taking back is for good, of edits the highest number counts,
/// of reactions the latest.
/// </summary>
internal static class ChangeRules
{
    public static MessageChangesRow Apply(MessageChangesRow was, MessageChange change) => (was, change) switch
    {
        (_, MessageDeleted) => MessageChangesRow.TakenBack,
        ({ Deleted: true }, _) => was,
        (_, MessageEdited edit) when IsLater(edit, was) => was with { EditNumber = edit.Number, EditedText = edit.Text, EditedAt = edit.At },
        (_, ReactionChanged reaction) when IsLater(reaction, was) => was with { Reaction = reaction.Reaction, ReactionEmoji = reaction.Emoji, ReactedAt = reaction.At },
        _ => was,
    };

    /// <summary>The message as it stands after what was said of it.</summary>
    public static NewMessage Apply(NewMessage message, MessageChangesRow? changes) => changes switch
    {
        { Deleted: true } => message with { Kind = MessageKind.Deleted, Content = "", AttachmentsJson = null },
        { EditedText: { } text } => message with { Content = text },
        _ => message,
    };

    /// <inheritdoc cref="Apply(NewMessage, MessageChangesRow?)"/>
    public static MessageRow Apply(MessageRow message, MessageChangesRow changes) => changes.Deleted
        ? message with { Changes = changes, Kind = MessageKind.Deleted, Content = "", AttachmentsJson = null }
        : message with { Changes = changes, Content = changes.EditedText ?? message.Content };

    private static bool IsLater(MessageEdited edit, MessageChangesRow was)
    {
        if (was.EditedAt is not { } at) return true;
        var order = (edit.Number, edit.At).CompareTo((was.EditNumber, at));
        return order > 0 || (order == 0 && string.CompareOrdinal(edit.Text, was.EditedText) > 0);
    }

    private static bool IsLater(ReactionChanged reaction, MessageChangesRow was) =>
        was.ReactedAt is not { } at || reaction.At > at || (reaction.At == at && Compare(reaction.Reaction, reaction.Emoji, was.Reaction, was.ReactionEmoji) > 0);

    /// <summary>Of two in the same millisecond it does not matter which counts, as long as it is the same one every time.</summary>
    private static int Compare(string? reaction, string? emoji, string? wasReaction, string? wasEmoji) =>
        string.CompareOrdinal(reaction, wasReaction) is not 0 and var order ? order : string.CompareOrdinal(emoji, wasEmoji);
}
