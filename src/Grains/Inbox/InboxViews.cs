using System.Text.Json;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Rows as people see them: one way for the grain's events and for the API's answers.</summary>
public static class InboxViews
{
    public static MessageView ToView(this MessageRow m, SignedMediaUrls urls) => new(
        m.Id, m.ConversationId, m.AccountId, m.Direction, m.Kind, m.Content, StoredAttachments.View(m.AttachmentsJson, urls),
        m.Status, m.ErrorCode is null ? null : new FailureView(m.ErrorCode, m.ErrorMessage ?? m.ErrorCode),
        m.ClientMessageId, m.PlatformMessageId, m.ReplyTo, m.SentAt, m.Sequence, m.Automatic, QuickReplyJson.Read(m.QuickRepliesJson), m.Changes?.EditedAt, Reactions(m.Changes, m.OwnReaction),
        m.SentAtAssumed);

    internal static MessageView ToView(this NewMessage m, Guid accountId, SignedMediaUrls urls, MessageChangesRow? changes = null) => new(
        m.Id, m.ConversationId, accountId, m.Direction, m.Kind, m.Content, StoredAttachments.View(m.AttachmentsJson, urls), m.Status, null, m.ClientMessageId, m.PlatformMessageId, m.ReplyTo,
        m.SentAt, m.Sequence, m.Automatic, QuickReplyJson.Read(m.QuickRepliesJson), changes?.EditedAt, Reactions(changes, own: null), m.SentAtAssumed);

    public static ScheduledMessageView ToView(this ScheduledMessageRow s, IEnumerable<MediaRow> media, SignedMediaUrls urls) => new(
        s.Id, s.ConversationId, s.AccountId, s.ClientMessageId, s.Content, [.. media.Select(m => StoredAttachments.Of(m).Shown(urls))], QuickReplyJson.Read(s.QuickRepliesJson), s.ReplyTo,
        s.SendAt, s.UserId, s.CreatedAt, s.HeldAt, s.HeldBecause);

    private static List<ReactionView>? Reactions(MessageChangesRow? changes, string? own)
    {
        List<ReactionView> reactions = [];
        if (changes is { Reaction: { } reaction }) reactions.Add(new("contact", reaction, changes.ReactionEmoji));
        if (own is not null) reactions.Add(new("account", "other", own));
        return reactions.Count == 0 ? null : reactions;
    }

    public static ConversationView ToView(this ConversationRow c, SignedMediaUrls urls, DateTimeOffset now) => new(
        c.Id, c.AccountId, c.ContactView(urls), c.Status, c.UnreadCount,
        new LastMessageView(c.LastText, c.LastDirection, c.LastKind, c.LastMessageAt), ReplyWindow.View(c.LastInboundAt, now), c.LastMessageAt, c.LastSequence, c.AssigneeId,
        c.Priority, c.LabelIds, c.Snooze?.Until);

    public static ContactView ContactView(this ConversationRow c, SignedMediaUrls urls) =>
        Contact(c.ContactId, c.ContactUsername, c.ContactName, c.ContactPictureKey, c.ContactPictureUrl, c.PlatformContactId, c.StageId, urls);

    /// <param name="stageId">Of the contact, or of the one it is merged into.</param>
    public static ContactView ToView(this ContactRow k, SignedMediaUrls urls, Guid? stageId) =>
        Contact(k.Id, k.Username, k.Name, k.PictureKey, k.ProfilePictureUrl, k.PlatformContactId, stageId, urls);

    /// <summary>A contact, however it was read: with our copy of the picture when there is one.</summary>
    public static ContactView Contact(Guid id, string? username, string? name, string? pictureKey, string? platformPictureUrl, string platformContactId, Guid? stageId, SignedMediaUrls urls) =>
        new(id, username, name, pictureKey is null ? platformPictureUrl : urls.ForBrowser(pictureKey), platformContactId, stageId);

    /// <param name="person">The contacts that are one person, the one that others are merged into first.</param>
    public static ContactDetailView ToView(this ContactRow k, IReadOnlyList<ContactRow> person, SignedMediaUrls urls)
    {
        var root = person[0];
        return new(
            k.ToView(urls, root.StageId), k.AccountId, k.ConversationId, k.Facts.FollowerCount, k.Facts.IsVerified, k.Facts.FollowsAccount, k.Facts.AccountFollows, k.ProfileFetchedAt,
            root is { DealAmount: { } amount, DealCurrency: { } currency } ? new DealView(amount, currency) : null, root.TagIds, ContactNotes.Attributes(root),
            [.. person.Select(p => new PersonContactView(p.ToView(urls, root.StageId), p.AccountId, p.ConversationId, p.Id == root.Id ? null : p.MergedInto))]);
    }

    public static NoteView ToView(this NoteRow n) => new(n.Id, n.ContactId, n.ConversationId, n.AuthorId, n.AuthorName, n.Body, n.Mentions, n.CreatedAt);

    public static AccountEventView ToView(this EventRow e, Guid accountId) =>
        new(e.Sequence, e.OccurredAt, accountId, e.Kind, e.SubjectId, JsonSerializer.Deserialize<JsonElement>(e.Payload));
}
