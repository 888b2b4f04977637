namespace SocialSelling.Meta;

/// <summary>What an entry tells, one item at a time. A closed set. Every text in it can be stored: without NUL, and of a bounded length.</summary>
public abstract record InstagramEvent
{
    /// <summary>Meta gave no time that can be right, and the time of arrival stands for it.</summary>
    public bool IsTimeAssumed { get; init; }
}

/// <summary>A message from either side, also one that another app or the native app sent, and one in a conversation that another app holds (standby).</summary>
/// <param name="ContactId">The customer's id, scoped to the account.</param>
/// <param name="Inbound">Whether the contact wrote it.</param>
/// <param name="AppId">The app that sent it; null for the native app, and for inbound messages.</param>
/// <param name="Context">Null for most: what the message came out of.</param>
public sealed record MessageArrived(
    string Mid, string ContactId, bool Inbound, DateTimeOffset At, string? Text, IReadOnlyList<InstagramAttachment> Attachments, string? ReplyToMid, string? AppId, MessageContext? Context,
    bool IsUnsupported) : InstagramEvent;

/// <param name="Type">As Meta names it, in lower case: image, ig_reel, story_mention, template, … It grows without notice.</param>
/// <param name="Url">Of the media; it expires, and is missing for what may not be passed on (view-once, private content).</param>
/// <param name="Title">The caption of what was shared, or a template's first words.</param>
/// <param name="PlatformId">Meta's id of the post, reel or story that was shared.</param>
public sealed record InstagramAttachment(string Type, string? Url, string? Title = null, string? PlatformId = null);

/// <param name="Story">The account's story that is answered.</param>
/// <param name="QuickReply">The payload of the quick reply that was tapped.</param>
public sealed record MessageContext(StoryReply? Story, string? QuickReply, Referral? Referral);

/// <param name="Url">The story's media; gone with the story.</param>
/// <param name="LinkUrl">Where the story's link sticker leads.</param>
public sealed record StoryReply(string? PlatformId, string? Url, string? LinkUrl);

/// <summary>What led the contact here: an ad, an ig.me link, a product.</summary>
/// <param name="Source">ADS, SHORTLINK, … Meta's word, free text.</param>
/// <param name="Ref">What the business put into its link.</param>
public sealed record Referral(string? Source, string? Ref, string? AdId, string? Title, string? PictureUrl, string? VideoUrl, string? ProductId);

/// <summary>The contact tapped a button or an ice breaker.</summary>
/// <param name="Mid">Null in old apps' events; <paramref name="Key"/> tells one from another either way.</param>
public sealed record PostbackTapped(string? Mid, string Key, string ContactId, bool Inbound, DateTimeOffset At, string? Title, string? Payload, Referral? Referral) : InstagramEvent;

/// <summary>The contact came back into the conversation through a link or an ad, and wrote nothing yet. It has no id at Meta.</summary>
/// <param name="Key">Made of what the event holds.</param>
public sealed record ReferralOpened(string Key, string ContactId, DateTimeOffset At, Referral Referral) : InstagramEvent;

/// <summary>Says something of a message that may or may not have come yet.</summary>
public abstract record MessageChange(string Mid, DateTimeOffset At) : InstagramEvent;

/// <summary>Taken back by its author; what was written has to go.</summary>
public sealed record MessageDeleted(string Mid, DateTimeOffset At) : MessageChange(Mid, At);

/// <param name="Number">Which edit this is, from 1; a higher one replaces a lower one. 0 when Meta does not say.</param>
public sealed record MessageEdited(string Mid, string Text, int Number, DateTimeOffset At) : MessageChange(Mid, At);

/// <summary>The contact's reaction to a message. The business's own are not told.</summary>
/// <param name="Reaction">love, like, other, …; null when it was taken back.</param>
/// <param name="Emoji">The sign itself, where Meta gives it.</param>
public sealed record ReactionChanged(string Mid, string? Reaction, string? Emoji, DateTimeOffset At) : MessageChange(Mid, At);

/// <summary>The contact has read everything up to <paramref name="At"/>.</summary>
public sealed record ContactRead(string ContactId, DateTimeOffset At) : InstagramEvent;

/// <summary>What became of a story, told once when it expires.</summary>
/// <param name="Numbers">By Meta's name: impressions, reach, taps_forward, … A number that Meta hides for being small is missing.</param>
public sealed record StoryInsights(string MediaId, IReadOnlyDictionary<string, long> Numbers, DateTimeOffset At) : InstagramEvent;

/// <summary>Known, and of no consequence here: dashboard tests, handover notes.</summary>
public sealed record Ignored(string Reason) : InstagramEvent;

/// <summary>Not understood; kept as it came, without its neighbours.</summary>
public sealed record Unknown(string Reason, ReadOnlyMemory<byte> Json) : InstagramEvent;
