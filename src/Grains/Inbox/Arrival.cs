using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>A message as a webhook brought it, from either side.</summary>
/// <param name="EchoAppId">The app that sent an echoed message; null for the native app, and for inbound messages.</param>
internal sealed record Arrival(
    string Mid, Guid Key, string ContactId, bool Inbound, DateTimeOffset At, string Kind, string Text, IReadOnlyList<AttachmentView> Attachments, string? ReplyToMid, string? EchoAppId)
{
    public bool IsOwnEcho => !Inbound && EchoAppId is not null;

    public static Arrival? From(InstagramEvent item) => item switch
    {
        MessageReceived m => new(m.Mid, MidKey.Of(m.Mid), m.ContactId, Inbound: true, m.At, KindOf(m.Text, m.Attachments, m.StoryReply is not null, m.IsUnsupported), Storable(m.Text),
            Views(m.Attachments), m.ReplyToMid, EchoAppId: null),
        MessageEcho m => new(m.Mid, MidKey.Of(m.Mid), m.ContactId, Inbound: false, m.At, KindOf(m.Text, m.Attachments, storyReply: false, m.IsUnsupported), Storable(m.Text),
            Views(m.Attachments), m.ReplyToMid, m.AppId),
        _ => null,
    };

    /// <summary>PostgreSQL's text holds every character but one.</summary>
    public static string Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal) ?? "";

    /// <summary>Meta's attachment types come and go; the ones it no longer or not yet explains are shown as shares.</summary>
    private static string KindOf(string? text, IReadOnlyList<InstagramAttachment> attachments, bool storyReply, bool unsupported) => attachments switch
    {
        _ when unsupported => "unsupported",
        _ when storyReply => "story_reply",
        [] => string.IsNullOrEmpty(text) ? "unsupported" : "text",
        [{ Type: "image" or "video" or "audio" or "file" } only, ..] => only.Type,
        [{ Type: "story_mention" }, ..] => "story_mention",
        [{ Type: "like_heart" }, ..] => "sticker",
        [{ Type: "unsupported_type" }, ..] => "unsupported",
        _ => "share",
    };

    private static IReadOnlyList<AttachmentView> Views(IReadOnlyList<InstagramAttachment> attachments) =>
        attachments.Count == 0 ? [] : [.. attachments.Select(a => new AttachmentView(a.Type, a.Url, null))];
}

/// <summary>What browsers get with message events.</summary>
internal sealed record MessagePayload(MessageView Message);

/// <summary>What a batch of new messages does to their conversations: one row each. Pure.</summary>
internal static class ConversationDeltas
{
    private const int PreviewLength = 200;

    public static IEnumerable<ConversationDelta> Of(IReadOnlyList<NewMessage> messages, Guid accountId) => messages.GroupBy(m => m.ConversationId).Select(group =>
    {
        var last = group.MaxBy(m => (m.SentAt, m.Sequence))!;
        var inbound = group.Where(m => m.Direction == "inbound").ToList();
        var contact = Accounts.AccountId.Contact(accountId, last.Direction == "inbound" ? last.SenderId : last.RecipientId);
        return new ConversationDelta(
            group.Key, contact, group.Max(m => m.Sequence), last.SentAt, Preview(last.Content), last.Kind, last.Direction,
            inbound.Count == 0 ? null : inbound.Max(m => m.SentAt), inbound.Count, inbound.Count == 0 ? null : inbound.Min(m => m.SentAt));
    });

    /// <summary>The first characters, never half of a surrogate pair.</summary>
    private static string Preview(string text) =>
        text.Length <= PreviewLength ? text : text[..(char.IsHighSurrogate(text[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength)];

    public static MessageView ToView(this NewMessage m, Guid accountId, IReadOnlyList<AttachmentView> attachments) => new(
        m.Id, m.ConversationId, accountId, m.Direction, m.Kind, m.Content, attachments, m.Status, null, m.ClientMessageId, m.PlatformMessageId, m.ReplyTo, m.SentAt, m.Sequence, m.Automatic);
}
