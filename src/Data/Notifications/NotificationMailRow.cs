using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>When somebody wants no mail, by the clock in their zone.</summary>
/// <param name="From">Never the same as <paramref name="Until"/>; when it is later, the quiet lasts over midnight.</param>
/// <param name="Days">On which it begins: 1 is Monday, 7 is Sunday.</param>
public sealed record QuietTime(bool On, TimeOnly From, TimeOnly Until, IReadOnlyList<short> Days)
{
    public static short NumberOf(DayOfWeek day) => (short)(day is DayOfWeek.Sunday ? 7 : (int)day);

    public static DayOfWeek DayOf(short number) => (DayOfWeek)(number % 7);
}

/// <summary>What a person has settled about mail of their notifications, whatever the kind.</summary>
/// <param name="Stopped">Why nothing goes to the address: bounce, complaint or unsubscribed; null when nothing speaks against it.</param>
/// <param name="Weekly">Whether they want the weekly summary.</param>
public sealed record NotificationMailingRow(string Address, bool Confirmed, string? Stopped, string TimeZone, TimeOnly DigestAt, QuietTime Quiet, bool Weekly);

/// <summary>Somebody who may have to be mailed.</summary>
/// <param name="MailedAt">When the last mail of notifications was made.</param>
public sealed record NotificationReader(Guid UserId, string Name, string Language, NotificationMailingRow Mailing, DateTimeOffset? MailedAt);

/// <summary>A notification that waits to be mailed.</summary>
/// <param name="Count">How often it has come since it was last read.</param>
/// <param name="MailBy">As the person chose for the kind; null when they did not.</param>
/// <param name="Told">It is still news, of an account that the person may see.</param>
public sealed record QueuedNotification(Guid Id, string Kind, int Count, Guid AccountId, string Account, DateTimeOffset QueuedAt, string? MailBy, bool Told);

/// <summary>What follows for somebody's queue.</summary>
/// <param name="Mail">To go out now.</param>
/// <param name="Settled">What waits no longer: it is in the mail, or nobody is to be mailed of it.</param>
/// <param name="LookAt">When to look again; null when nothing waits.</param>
public sealed record NotificationMailStep(MailMessage? Mail, IReadOnlyCollection<Guid> Settled, DateTimeOffset? LookAt);
