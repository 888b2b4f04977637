namespace SocialSelling.Inbox;

/// <summary>A comment as stored, with what its post, its author's conversation and its private reply add.</summary>
/// <param name="ConversationId">The direct messages with the author; null unless there are any.</param>
/// <param name="ParentId">Meta's id of the top-level comment above it.</param>
/// <param name="AuthorPictureKey">Our copy of the picture; <paramref name="AuthorPictureUrl"/> is Meta's, which expires.</param>
/// <param name="HasPrivateReply">One is on its way, was sent, or was refused because there is one.</param>
public sealed record CommentRow(
    Guid Id, Guid AccountId, Guid PostId, string MediaId, Guid ThreadId, long Sequence, string Kind, string Direction, string? PlatformCommentId, string? ParentId, Guid? InReplyTo,
    string? AuthorId, string? AuthorUsername, string? AuthorName, string? AuthorPictureUrl, string? AuthorPictureKey, Guid? ConversationId, string Content, bool Hidden, bool Deleted, string Status, bool Unread,
    string? Delivery, string? ErrorCode, string? ErrorMessage, string? ClientId, bool Automatic, bool HasPrivateReply, DateTimeOffset CommentedAt);

/// <summary>What is written once, when a comment comes to be.</summary>
/// <param name="Key">Of what Instagram brought; null until it is known.</param>
/// <param name="ConversationId">Where the direct messages with the author would be.</param>
public sealed record NewComment(
    Guid Id, Guid PostId, Guid ThreadId, long Sequence, string Kind, string Direction, string? PlatformCommentId, Guid? Key, string? ParentId, Guid? InReplyTo, string? AuthorId,
    string? AuthorUsername, Guid? ConversationId, string Content, string Status, string? Delivery, string? ClientId, Guid? SentByUserId, bool Automatic, DateTimeOffset CommentedAt,
    DateTimeOffset? NextAttemptAt);

/// <summary>An answer on its way, with what the next step needs.</summary>
/// <param name="TargetId">Meta's id of the comment that is answered: for a public reply the top of the thread.</param>
/// <param name="TargetAuthorId">Who gets a private reply, as far as Meta told.</param>
public sealed record UnsettledComment(
    CommentRow Comment, string TargetId, string? TargetAuthorId, string? TargetUsername, int Attempts, DateTimeOffset? NextAttemptAt, int Fence);

/// <summary>A post as far as its comments need it.</summary>
public sealed record CommentPostRow(
    Guid Id, Guid AccountId, string MediaId, string? ProductType, string? Caption, string? Permalink, string? ThumbnailUrl, DateTimeOffset? PublishedAt, DateTimeOffset? FetchedAt,
    DateTimeOffset LastCommentAt, int OpenCount, int UnreadCount, string? LastText, string? LastAuthor);

/// <summary>Which comments are asked for; null and false mean all.</summary>
/// <param name="Search">Part of the words or of the author's name.</param>
public sealed record CommentQuery(Guid? PostId, string? Status, bool UnreadOnly, string? Kind, string? Search);
