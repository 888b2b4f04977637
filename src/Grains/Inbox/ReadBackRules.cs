using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>
/// What a conversation that is read back tells of its messages beyond webhooks that were missed: reactions and changed words. Pure. Meta lists how a message stands and not when it came to be
/// so: what is read counts as said at the time of reading, and only what differs from what is known.
/// </summary>
/// <remarks>
/// A reaction that is not listed says nothing: Meta leaves the field out at will. Of a message taken back nothing is listed, as of one out of reach. Words are compared for contacts' messages
/// only: ours are known as we sent them.
/// </remarks>
internal static class ReadBackRules
{
    /// <param name="stored">Null when the message is not here yet: then it comes with these words.</param>
    /// <param name="known">What was said of it so far.</param>
    public static IEnumerable<MessageChange> Changes(ListedMessage listed, MessageRow? stored, MessageChangesRow known, DateTimeOffset readAt)
    {
        if (known.Deleted) yield break;
        if (listed.ContactReaction is { } reaction && !IsSame(reaction, known.Reaction, known.ReactionEmoji))
            yield return new ReactionChanged(listed.Mid, reaction.Name, reaction.Emoji, readAt);
        if (stored is { Direction: "inbound", Kind: MessageKind.Text } && listed.Event is MessageArrived { Text: { Length: > 0 } text } && text.Trim() != stored.Content.Trim())
            yield return new MessageEdited(listed.Mid, text, known.EditNumber, readAt);
    }

    /// <returns>The account's own reaction if it is another than the one that is known; null when nothing is to be done.</returns>
    public static string? OwnReaction(ListedMessage listed, MessageRow stored) =>
        listed.OwnReaction is { } own && (own.Emoji ?? Sign(own.Name)) is { } emoji && Plain(emoji) != Plain(stored.OwnReaction) ? emoji : null;

    /// <summary>Webhooks tell a name, a sign or both; a conversation one of them.</summary>
    private static bool IsSame(ListedReaction read, string? name, string? emoji) => name is not null && ((read.Emoji ?? Sign(read.Name)) is { } sign && Plain(sign) == Plain(emoji ?? Sign(name)) || read.Name == name && read.Name != ListedReaction.Other);

    private static string? Sign(string name) => name switch
    {
        "love" => "❤",
        "like" => "👍",
        "smile" or "laugh" => "😂",
        "wow" => "😮",
        "sad" => "😢",
        "angry" => "😠",
        _ => null,
    };

    private static string? Plain(string? emoji) => emoji?.TrimEnd('\uFE0F');
}
