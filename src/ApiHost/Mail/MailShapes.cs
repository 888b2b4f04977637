using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Mail;

/// <param name="Transport">smtp, sendgrid, catcher or none.</param>
/// <param name="OldestDueAt">When the oldest mail was made that is due, or waits for its provider; null when there is none.</param>
/// <param name="Sent">In the last 24 hours, and so are the others.</param>
internal sealed record MailQueueView(string Transport, long Waiting, DateTimeOffset? OldestDueAt, long Sent, long Bounced, long Complained, long Failed, long Suppressed);

/// <param name="Priority">critical, high, normal or low.</param>
/// <param name="Status">waiting, sent, delivered, opened, clicked, bounced, complained, suppressed or failed.</param>
/// <param name="Tries">Without those while the provider was away.</param>
/// <param name="Doubts">Tries of which nobody saw the end: it may have arrived once for each, beside the one that is known.</param>
/// <param name="Reason">Why it waits, or ended without being sent.</param>
/// <param name="Detail">What the provider said.</param>
internal sealed record MailView(
    Guid Id, string Template, string Recipient, string Language, MailPriority Priority, string Status, DateTimeOffset CreatedAt, DateTimeOffset NextTryAt, int Tries, int Doubts, string? Transport,
    string? ProviderMessageId, DateTimeOffset? SentAt, DateTimeOffset? EndedAt, string? Reason, string? Detail);

/// <param name="Stopped">Why nothing but what has to be sent goes to the address: bounce, complaint or unsubscribed; null when nothing speaks against it.</param>
/// <param name="Templates">By kind, as far as mail is kept (<c>MAIL_RETENTION</c>).</param>
internal sealed record PersonMailView(Guid UserId, string Address, bool Confirmed, string? Stopped, IReadOnlyList<MailSentView> Templates);

/// <summary>What a person was sent of one kind.</summary>
/// <param name="Sent">Those that a provider took, whatever became of them then; the others say what did.</param>
/// <param name="LastAt">When the last was made.</param>
internal sealed record MailSentView(
    string Template, long Made, long Waiting, long Sent, long Delivered, long Opened, long Bounced, long Complained, long Failed, long Suppressed, DateTimeOffset LastAt);

/// <param name="Reason">bounce, complaint or unsubscribed.</param>
internal sealed record MailSuppressionView(string Address, string Reason, string? Detail, DateTimeOffset CreatedAt);

internal sealed record MailSuppressionsView(IReadOnlyList<MailSuppressionView> Items);

/// <param name="Recipient">An address, whole.</param>
/// <param name="UserId">A person, under whatever address they were written to.</param>
internal sealed record MailQuery(
    [property: AllowedValues("waiting", "sent", "delivered", "opened", "clicked", "bounced", "complained", "suppressed", "failed", null)] string? Status, [property: StringLength(320)] string? Recipient, Guid? UserId, int? Limit, string? Cursor);

internal static class MailViews
{
    public static MailView ToView(this MailListRow m) => new(
        m.Id, m.Template, m.Recipient, m.Language, m.Priority, m.Status, m.CreatedAt, m.NextTryAt, m.Tries, m.Doubts, m.Transport, m.ProviderMessageId, m.SentAt, m.EndedAt, m.Reason, m.Detail);
}
