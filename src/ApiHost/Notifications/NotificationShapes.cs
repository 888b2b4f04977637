using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Notifications;

/// <param name="UnreadCount">Of all, not of this page.</param>
internal sealed record NotificationPage(IReadOnlyList<NotificationView> Items, string? NextCursor, int UnreadCount);

internal sealed record UnreadNotificationsView(int UnreadCount);

/// <summary>Every kind, in the order in which it is shown.</summary>
internal sealed record NotificationPreferencesView(IReadOnlyList<NotificationPreferenceView> Items);

/// <param name="InApp">In the list and at the bell.</param>
/// <param name="Mail">By e-mail, once mail is sent.</param>
internal sealed record NotificationPreferenceView(string Kind, bool InApp, bool Mail);

internal sealed record NotificationPreferencesChange([property: Required, Length(1, 50)] IReadOnlyList<NotificationPreferenceChange> Items);

/// <summary>Null keeps what is there.</summary>
internal sealed record NotificationPreferenceChange([property: Required, StringLength(40)] string Kind, bool? InApp = null, bool? Mail = null);
