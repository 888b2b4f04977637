namespace SocialSelling.Meta;

/// <summary>What an entry tells, one item at a time. A closed set.</summary>
public abstract record InstagramEvent;

public sealed record InstagramAttachment(string Type, string? Url);

/// <param name="ContactId">The customer's id, scoped to the account.</param>
/// <param name="StoryReply">The story's id when the message answers one.</param>
public sealed record MessageReceived(
    string Mid, string ContactId, DateTimeOffset At, string? Text, IReadOnlyList<InstagramAttachment> Attachments, string? ReplyToMid, string? StoryReply, bool IsUnsupported) : InstagramEvent;

/// <summary>A message that the account itself sent.</summary>
/// <param name="AppId">The app that sent it; null for the native app.</param>
public sealed record MessageEcho(
    string Mid, string ContactId, DateTimeOffset At, string? Text, IReadOnlyList<InstagramAttachment> Attachments, string? ReplyToMid, string? AppId, bool IsUnsupported) : InstagramEvent;

/// <summary>Taken back by its author; what was written has to go.</summary>
public sealed record MessageDeleted(string Mid, string ContactId, DateTimeOffset At) : InstagramEvent;

public sealed record MessageEdited(string Mid, string ContactId, string Text, DateTimeOffset At) : InstagramEvent;

/// <summary>Everything up to the message has been read.</summary>
public sealed record MessageRead(string Mid, string ContactId, DateTimeOffset At) : InstagramEvent;

/// <summary>Known, and of no consequence here: dashboard tests, standby copies, handover notes.</summary>
public sealed record Ignored(string Reason) : InstagramEvent;

/// <summary>Not understood; kept as it came.</summary>
public sealed record Unknown(string Reason, ReadOnlyMemory<byte> Json) : InstagramEvent;
