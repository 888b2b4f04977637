using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Notifications;

/// <param name="UnreadCount">Of all, not of this page.</param>
internal sealed record NotificationPage(IReadOnlyList<NotificationView> Items, string? NextCursor, int UnreadCount);

internal sealed record UnreadNotificationsView(int UnreadCount);

/// <param name="Items">Every kind, in the order in which it is shown.</param>
/// <param name="DigestAt">When the daily summary goes out, by the clock in <paramref name="TimeZone"/>.</param>
/// <param name="TimeZone">The person's own (IANA); changed with <c>PATCH /api/users/me</c>.</param>
/// <param name="WeeklySummary">Whether a mail tells on Monday morning what the week was like.</param>
internal sealed record NotificationPreferencesView(IReadOnlyList<NotificationPreferenceView> Items, MailboxView Mailbox, TimeOnly DigestAt, QuietHoursView QuietHours, string TimeZone, bool WeeklySummary);

/// <param name="InApp">In the list and at the bell. What is not there is not mailed either.</param>
/// <param name="Mail">now, digest or never; always for kinds that have a mail of their own, which is not chosen.</param>
internal sealed record NotificationPreferenceView(string Kind, bool InApp, string Mail);

/// <summary>Where mail of notifications goes.</summary>
/// <param name="Confirmed">The person has shown that it is theirs; until then nothing goes there.</param>
/// <param name="Stopped">bounce, complaint or unsubscribed; null when nothing speaks against it. The person may take back the last.</param>
internal sealed record MailboxView(string Address, bool Confirmed, string? Stopped);

/// <summary>When no mail of notifications goes out; what would have gone goes when it is over.</summary>
/// <param name="From">When it is later than <paramref name="Until"/>, the quiet lasts over midnight.</param>
/// <param name="Days">On which it begins.</param>
internal sealed record QuietHoursView(bool On, TimeOnly From, TimeOnly Until, IReadOnlyList<DayOfWeek> Days);

/// <summary>Null keeps what is there.</summary>
/// <param name="Subscribed">False ends all mail of notifications, true takes that back.</param>
internal sealed record NotificationPreferencesChange(
    [property: Length(1, 50)] IReadOnlyList<NotificationPreferenceChange>? Items = null, TimeOnly? DigestAt = null, QuietHoursView? QuietHours = null, bool? Subscribed = null, bool? WeeklySummary = null);

/// <summary>Null keeps what is there.</summary>
/// <param name="Mail">now, digest or never.</param>
internal sealed record NotificationPreferenceChange([property: Required, StringLength(40)] string Kind, bool? InApp = null, string? Mail = null);

/// <summary>A mail is on its way to the person's address.</summary>
internal sealed record TestMailView(string Address);
