using System.Text.Json;

namespace SocialSelling.Inbox;

/// <summary>Rows as people see them: one way for the grain's events and for the API's answers.</summary>
public static class InboxViews
{
    public static MessageView ToView(this MessageRow m) => new(
        m.Id, m.ConversationId, m.AccountId, m.Direction, m.Kind, m.Content, Attachments(m.AttachmentsJson),
        m.Status, m.ErrorCode is null ? null : new FailureView(m.ErrorCode, m.ErrorMessage ?? m.ErrorCode),
        m.ClientMessageId, m.PlatformMessageId, m.ReplyTo, m.SentAt, m.Sequence, m.Automatic, m.Changes?.EditedAt, Reactions(m.Changes));

    internal static MessageView ToView(this NewMessage m, Guid accountId, MessageChangesRow? changes = null) => new(
        m.Id, m.ConversationId, accountId, m.Direction, m.Kind, m.Content, Attachments(m.AttachmentsJson), m.Status, null, m.ClientMessageId, m.PlatformMessageId, m.ReplyTo, m.SentAt, m.Sequence,
        m.Automatic, changes?.EditedAt, Reactions(changes));

    private static AttachmentView[] Attachments(string? json) => json is null ? [] : JsonSerializer.Deserialize<AttachmentView[]>(json, WireJson.Options) ?? [];

    private static ReactionView[]? Reactions(MessageChangesRow? changes) => changes is { Reaction: { } reaction } ? [new("contact", reaction, changes.ReactionEmoji)] : null;

    public static ConversationView ToView(this ConversationRow c, DateTimeOffset now) => new(
        c.Id, c.AccountId, new ContactView(c.ContactId, c.ContactUsername, c.ContactName, c.ContactPictureUrl), c.Status, c.UnreadCount,
        new LastMessageView(c.LastText, c.LastDirection, c.LastKind, c.LastMessageAt), ReplyWindow.View(c.LastInboundAt, now), c.LastMessageAt, c.LastSequence);

    public static AccountEventView ToView(this EventRow e, Guid accountId) =>
        new(e.Sequence, e.OccurredAt, accountId, e.Kind, e.SubjectId, JsonSerializer.Deserialize<JsonElement>(e.Payload));
}
