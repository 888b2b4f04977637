namespace SocialSelling.Notifications;

/// <summary>What a person is told of, with the names it is shown with.</summary>
/// <param name="SubjectId">The conversation, post of comments, comment, scheduled post or account it is about.</param>
/// <param name="Count">How often it has come since it was last read.</param>
/// <param name="FactsJson">An object.</param>
/// <param name="Contact">Of <paramref name="ConversationId"/>; null without one.</param>
/// <param name="ActorName">Who brought it about, if it was a colleague who is still there.</param>
/// <param name="PostCaption">Of the post that was commented on, as far as it is known.</param>
public sealed record NotificationRow(
    Guid Id, Guid UserId, Guid WorkspaceId, Guid AccountId, string Kind, Guid SubjectId, int Count, string FactsJson, Guid? ConversationId, NotifiedContact? Contact, Guid? ActorId, string? ActorName,
    string? PostCaption, DateTimeOffset OccurredAt, DateTimeOffset? ReadAt);

/// <param name="PictureKey">Our copy in the media store; before there is one, Meta's link.</param>
public sealed record NotifiedContact(Guid Id, string? Username, string? Name, string? PictureKey, string? PlatformPictureUrl);

/// <summary>What a person wants to be told of one kind.</summary>
/// <param name="MailBy">now, digest or never; null as the kind has it by default.</param>
public sealed record NotificationPreferenceRow(string Kind, bool InApp, string? MailBy);
