namespace SocialSelling.Mail;

/// <summary>A mail that a dispatcher has claimed.</summary>
/// <param name="AskedAt">When it was made, or sent again by hand.</param>
/// <param name="Doubts">Tries of which nobody saw the end.</param>
/// <param name="Fence">Of this claim.</param>
/// <param name="Suppression">Why nothing is to go to this address; null when nothing speaks against it.</param>
/// <param name="Seen">Of the accounts it tells of those that its reader still sees, none when they have left its workspace; null when it tells of none.</param>
public sealed record MailRow(
    Guid Id, string Template, string Recipient, string Language, IReadOnlyDictionary<string, string> Values, MailPriority Priority, DateTimeOffset AskedAt, int Doubts, int Fence, string? Suppression,
    IReadOnlyCollection<Guid>? Seen = null)
{
    /// <summary>Values are secrets: nobody prints them.</summary>
    public override string ToString() => $"{Template} {Id}";
}

/// <summary>A mail as operators see it: without what stood in it.</summary>
public sealed record MailListRow(
    Guid Id, string Template, string Recipient, string Language, MailPriority Priority, string Status, DateTimeOffset CreatedAt, DateTimeOffset NextTryAt, int Tries, int Doubts, string? Transport,
    string? ProviderMessageId, DateTimeOffset? SentAt, DateTimeOffset? EndedAt, string? Reason, string? Detail);

/// <param name="OldestDueAt">When the oldest mail was asked for that is due, or waits for its provider.</param>
/// <param name="Sent">Of the last day, and so are the others.</param>
public sealed record MailStatsRow(long Waiting, DateTimeOffset? OldestDueAt, long Sent, long Bounced, long Complained, long Failed, long Suppressed);

/// <summary>What a person was sent of one kind, as far as it is kept.</summary>
/// <param name="Sent">Those that a provider took, whatever became of them then; the others say what did.</param>
public sealed record MailSentRow(
    string Template, long Made, long Waiting, long Sent, long Delivered, long Opened, long Bounced, long Complained, long Failed, long Suppressed, DateTimeOffset LastAt);

/// <summary>Something the provider told of a mail.</summary>
/// <param name="Id">The provider's.</param>
/// <param name="Kind">deferred, delivered, opened, clicked, bounced, complained, unsubscribed or failed.</param>
/// <param name="DeadAddress">The address will never take mail.</param>
public sealed record MailEventRow(string Id, Guid MailId, string Kind, DateTimeOffset OccurredAt, string? Detail, bool DeadAddress);

/// <param name="Reason">bounce, complaint or unsubscribed.</param>
public sealed record MailSuppressionRow(string Address, string Reason, string? Detail, DateTimeOffset CreatedAt);

/// <summary>A mail that went nowhere but here.</summary>
/// <param name="HeadersJson">An object.</param>
public sealed record CaughtMailRow(Guid Id, string Template, string Language, string Recipient, string Subject, string HeadersJson, string Html, string Plain, DateTimeOffset CaughtAt);
