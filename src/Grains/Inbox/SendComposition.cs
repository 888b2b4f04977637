using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What was found right to send, and under which tag.</summary>
internal sealed record Sendable(SendMessage Command, ConversationRow Conversation, IReadOnlyList<MediaRow> Files, string Tag);

/// <summary>
/// Turns one send into the messages that Meta will know: one for each file, in order, and the text last, so that its quick replies stay in sight. The last carries the client's id. Pure.
/// </summary>
internal static class SendComposition
{
    public static IEnumerable<NewMessage> Compose(Sendable sendable, string ownId, long firstSequence, DateTimeOffset now)
    {
        var (command, conversation, files, tag) = sendable;
        var count = files.Count + (command.Text.Length > 0 ? 1 : 0);
        for (var i = 0; i < count; i++)
        {
            var file = i < files.Count ? files[i] : null;
            yield return new NewMessage(
                Guid.CreateVersion7(now), conversation.Id, firstSequence + i, "instagram", PlatformMessageId: null, MidKey: null, i == count - 1 ? command.ClientMessageId : null, ownId,
                conversation.PlatformContactId, "outbound", file?.Kind ?? "text", file is null ? command.Text : "", file is null ? null : StoredAttachments.Write(StoredAttachments.Of(file)),
                "queued", command.Author is Author.Automation, i == 0 ? command.ReplyTo : null, tag, command.UserId, now, NextAttemptAt: now,
                file is null ? QuickReplyJson.Write(command.QuickReplies) : null);
        }
    }

    /// <summary>What a message for later asks for when its time has come.</summary>
    public static SendMessage ToCommand(this ScheduledMessageRow row) => new(
        row.ConversationId, row.ClientMessageId, row.Content, row.ReplyTo, Author.Person, row.UserId, row.MediaKeys, QuickReplyJson.Read(row.QuickRepliesJson));

    public static UnsettledRow ToUnsettled(this NewMessage m, Guid accountId) => new(
        new MessageRow(
            m.Id, accountId, m.ConversationId, m.Sequence, m.PlatformMessageId, m.ClientMessageId, m.Direction, m.Kind, m.Content, m.AttachmentsJson, m.Status, m.Automatic, m.ReplyTo,
            ErrorCode: null, ErrorMessage: null, m.SentAt, QuickRepliesJson: m.QuickRepliesJson),
        m.RecipientId, m.Tag, Attempts: 0, m.NextAttemptAt, LeaseUntil: null, Fence: 0, CalledAt: null);
}
