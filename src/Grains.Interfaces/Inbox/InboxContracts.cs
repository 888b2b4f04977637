using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialSelling.Inbox;

/// <summary>Who wrote a message: the long reply window is for persons only.</summary>
[GenerateSerializer, Alias("ss.Author")]
public enum Author { Person, Automation }

/// <param name="Direction">inbound or outbound.</param>
/// <param name="Kind">
/// text, image, video, audio, file, share, reel, story (one that was shared), story_reply, story_mention, sticker, template, ephemeral (to be seen once, in the Instagram app),
/// postback (a button), referral (came through a link or an ad, and wrote nothing), unsupported or deleted.
/// </param>
/// <param name="Status">queued, sending, sent, delivered, read, failed or unconfirmed.</param>
/// <param name="Sequence">The account event that brought it.</param>
/// <param name="QuickReplies">Buttons under it; null when there are none.</param>
/// <param name="EditedAt">When its author last changed the words; null when they are the first ones.</param>
/// <param name="Reactions">Null when there are none.</param>
/// <param name="SentAtAssumed">Instagram gave no time that can be right: <paramref name="SentAt"/> is when the message arrived.</param>
[GenerateSerializer, Immutable, Alias("ss.MessageView")]
public sealed record MessageView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid ConversationId, [property: Id(2)] Guid AccountId, [property: Id(3)] string Direction, [property: Id(4)] string Kind,
    [property: Id(5)] string Text, [property: Id(6)] IReadOnlyList<AttachmentView> Attachments, [property: Id(7)] string Status, [property: Id(8)] FailureView? Failure,
    [property: Id(9)] string? ClientMessageId, [property: Id(10)] string? PlatformMessageId, [property: Id(11)] string? ReplyTo, [property: Id(12)] DateTimeOffset SentAt,
    [property: Id(13)] long Sequence, [property: Id(14)] bool Automatic, [property: Id(15)] IReadOnlyList<QuickReply>? QuickReplies = null,
    [property: Id(16)] DateTimeOffset? EditedAt = null, [property: Id(17)] IReadOnlyList<ReactionView>? Reactions = null,
    [property: Id(18)] bool SentAtAssumed = false);

/// <param name="By">contact, or account for the account's own; Meta tells of no others.</param>
/// <param name="Reaction">Meta's word: love, like, smile, wow, sad, angry, other.</param>
/// <param name="Emoji">The sign itself; null where Meta does not give it.</param>
[GenerateSerializer, Immutable, Alias("ss.ReactionView")]
public sealed record ReactionView([property: Id(0)] string By, [property: Id(1)] string Reaction, [property: Id(2)] string? Emoji);

/// <summary>What hangs on a message: media, what was shared, and what it came out of.</summary>
/// <param name="Type">
/// Meta's word for media and shares (image, ig_reel, template, …; it grows), or what the message came out of: story_reply, story_link, quick_reply, postback, referral_ad,
/// referral_product, referral_link.
/// </param>
/// <param name="Url">Of our own copy; until there is one, Meta's, which expires within hours or days. Null for what may not be passed on, and for what is gone.</param>
/// <param name="Title">A caption, an ad's title, a button's words.</param>
/// <param name="Reference">Meta's id of what is meant, a button's payload, or the business's own mark in a link.</param>
/// <param name="MimeType">Of our own copy, as its first bytes tell; null while there is none.</param>
/// <param name="State">
/// kept (the URL is of our own copy), gone (Meta's link leads nowhere any more), or why no copy is made: too_large, unsupported (no format that browsers show), unreachable. Null
/// while a copy is still to be made, and for what is not copied: shared posts, links, buttons.
/// </param>
[GenerateSerializer, Immutable, Alias("ss.AttachmentView")]
public sealed record AttachmentView(
    [property: Id(0)] string Type, [property: Id(1)] string? Url, [property: Id(2)] string? PreviewUrl, [property: Id(3)] string? Title = null, [property: Id(4)] string? Reference = null,
    [property: Id(5)] string? MimeType = null, [property: Id(6)] string? State = null);

/// <summary>The states of <see cref="AttachmentView.State"/>.</summary>
public static class AttachmentState
{
    public const string Kept = "kept", Gone = "gone", TooLarge = "too_large", Unsupported = "unsupported", Unreachable = "unreachable";
}

/// <summary>Why something failed, in plain words; the code is stable.</summary>
[GenerateSerializer, Immutable, Alias("ss.FailureView")]
public sealed record FailureView([property: Id(0)] string Code, [property: Id(1)] string Message);

/// <param name="PictureUrl">Of our own copy; until there is one, Meta's link, which expires.</param>
/// <param name="StageId">In the workspace's pipeline; null for none.</param>
[GenerateSerializer, Immutable, Alias("ss.ContactView")]
public sealed record ContactView(
    [property: Id(0)] Guid Id, [property: Id(1)] string? Username, [property: Id(2)] string? Name, [property: Id(3)] string? PictureUrl, [property: Id(4)] string PlatformContactId,
    [property: Id(5)] Guid? StageId);

[GenerateSerializer, Immutable, Alias("ss.LastMessageView")]
public sealed record LastMessageView([property: Id(0)] string Text, [property: Id(1)] string Direction, [property: Id(2)] string Kind, [property: Id(3)] DateTimeOffset SentAt);

/// <param name="ClosesAt">When a person's last chance to answer ends; null when the contact never wrote.</param>
/// <param name="Tag">none (may answer), human_agent (a person may still answer) or closed.</param>
/// <param name="StandardClosesAt">When the first 24 hours end, and with them automatic answers; null when the contact never wrote.</param>
[GenerateSerializer, Immutable, Alias("ss.ReplyWindowView")]
public sealed record ReplyWindowView([property: Id(0)] DateTimeOffset? ClosesAt, [property: Id(1)] string Tag, [property: Id(2)] DateTimeOffset? StandardClosesAt = null);

/// <param name="Status">open, snoozed, closed, archived or spam.</param>
/// <param name="AssigneeId">The colleague who takes care of it; null for nobody.</param>
/// <param name="Priority">low, normal, high or urgent.</param>
/// <param name="LabelIds">Ids of labels that are gone mean nothing.</param>
/// <param name="SnoozedUntil">When a snoozed one wakes by itself.</param>
[GenerateSerializer, Immutable, Alias("ss.ConversationView")]
public sealed record ConversationView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid AccountId, [property: Id(2)] ContactView Contact, [property: Id(3)] string Status, [property: Id(4)] int UnreadCount,
    [property: Id(5)] LastMessageView? LastMessage, [property: Id(6)] ReplyWindowView ReplyWindow, [property: Id(7)] DateTimeOffset LastMessageAt, [property: Id(8)] long LastSequence,
    [property: Id(9)] Guid? AssigneeId, [property: Id(10)] string Priority, [property: Id(11)] IReadOnlyList<Guid> LabelIds, [property: Id(12)] DateTimeOffset? SnoozedUntil);

/// <summary>What a browser has to learn, numbered per account from 1 without gaps. The same JSON over HTTP and over SignalR.</summary>
public sealed record AccountEventView(long Sequence, DateTimeOffset OccurredAt, Guid AccountId, string Kind, Guid SubjectId, JsonElement Payload);

/// <summary>The kinds of account event.</summary>
public static class EventKind
{
    public const string MessageReceived = "message.received";
    public const string MessageSent = "message.sent";
    public const string MessageStatus = "message.status";
    public const string MessageEdited = "message.edited";
    public const string MessageDeleted = "message.deleted";
    /// <summary>A row turned out to be the same message as another, and is gone.</summary>
    public const string MessageRemoved = "message.removed";
    /// <summary>A message for later was planned, or waits no more: it was sent or cancelled.</summary>
    public const string MessageScheduled = "message.scheduled";
    /// <summary>A file of a message has been copied to our own store, or will not be.</summary>
    public const string MessageAttachments = "message.attachments";
    public const string ReactionChanged = "reaction.changed";
    /// <summary>Something was said of messages that have not come yet: nothing to show.</summary>
    public const string MessagePending = "message.pending";
    public const string ConversationChanged = "conversation.changed";
    public const string ContactChanged = "contact.changed";
    /// <summary>Everything of a contact is gone; an event of before that told of it has become one of these, without a payload.</summary>
    public const string ContactErased = "contact.erased";
    public const string PostChanged = "post.changed";
    public const string AccountChanged = "account.changed";
    public const string InsightsRefreshed = "insights.refreshed";
    /// <summary>Something that people ought to hear of. It reaches them as a notification; there is nothing to show in the account.</summary>
    public const string NoticeRaised = "notice.raised";
}

/// <summary>How events, views and payloads look as JSON, everywhere.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

[GenerateSerializer, Immutable, Alias("ss.ConversationNotFound")]
public sealed record ConversationNotFound : DomainError
{
    public override string Code => "conversation-not-found";
    public override string Detail => "There is no such conversation.";
}
