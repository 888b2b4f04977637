using UUIDNext;

namespace SocialSelling.Inbox;

/// <summary>Ids of posts and threads that follow from what Meta calls them: UUIDv5.</summary>
public static class CommentId
{
    /// <summary>The post with Meta's id <paramref name="platformMediaId"/>, as far as its comments go.</summary>
    public static Guid Post(Guid accountId, string platformMediaId) => Uuid.NewNameBased(accountId, "media:" + platformMediaId);

    /// <summary>The thread under a top-level comment: known to a reply that comes before the comment itself.</summary>
    public static Guid Thread(Guid accountId, string platformTopLevelId) => Uuid.NewNameBased(accountId, "comment:" + platformTopLevelId);
}

/// <summary>An answer to a comment: under it for all to see, or as a direct message to its author.</summary>
/// <param name="ClientId">Chosen by the sender, unique per account, at most 64 characters: the same one twice is the same answer.</param>
/// <param name="IsPrivate">As a direct message: once per comment, within 7 days.</param>
[GenerateSerializer, Immutable, Alias("ss.AnswerComment")]
public sealed record AnswerComment(
    [property: Id(0)] Guid CommentId, [property: Id(1)] string ClientId, [property: Id(2)] string Text, [property: Id(3)] bool IsPrivate, [property: Id(4)] Author Author,
    [property: Id(5)] Guid? UserId);

/// <summary>What a person does to a comment; what is null stays.</summary>
/// <param name="Status">open, or closed when it needs no answer any more.</param>
[GenerateSerializer, Immutable, Alias("ss.ChangeComment")]
public sealed record ChangeComment([property: Id(0)] Guid CommentId, [property: Id(1)] bool? Hidden, [property: Id(2)] string? Status);

/// <param name="Kind">comment, live_comment, mention, caption_mention or private_reply.</param>
/// <param name="Direction">inbound or outbound.</param>
/// <param name="ThreadId">The same for a top-level comment and its replies.</param>
/// <param name="IsReply">Stands below another comment: there are two levels.</param>
/// <param name="Status">open or closed.</param>
/// <param name="Unread">Of an open inbound comment that nobody has looked at.</param>
/// <param name="Delivery">queued, sending, sent, failed or unconfirmed, of what was written here; null for what Instagram brought.</param>
/// <param name="ConversationId">The direct messages with the author, if there are any.</param>
/// <param name="PrivateReplyUntil">Until when it may be answered by direct message; null when it may not, or has been.</param>
[GenerateSerializer, Immutable, Alias("ss.CommentView")]
public sealed record CommentView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid AccountId, [property: Id(2)] Guid PostId, [property: Id(3)] string MediaId, [property: Id(4)] Guid ThreadId,
    [property: Id(5)] bool IsReply, [property: Id(6)] string Kind, [property: Id(7)] string Direction, [property: Id(8)] CommentAuthorView Author, [property: Id(9)] string Text,
    [property: Id(10)] bool Hidden, [property: Id(11)] bool Deleted, [property: Id(12)] string Status, [property: Id(13)] bool Unread, [property: Id(14)] string? Delivery,
    [property: Id(15)] FailureView? Failure, [property: Id(16)] string? ClientId, [property: Id(17)] string? PlatformCommentId, [property: Id(18)] Guid? InReplyTo,
    [property: Id(19)] Guid? ConversationId, [property: Id(20)] DateTimeOffset? PrivateReplyUntil, [property: Id(21)] DateTimeOffset CommentedAt, [property: Id(22)] long Sequence,
    [property: Id(23)] bool Automatic);

/// <summary>Who commented, as far as Meta tells: either may be null. Name and picture are known of persons who have written direct messages.</summary>
[GenerateSerializer, Immutable, Alias("ss.CommentAuthorView")]
public sealed record CommentAuthorView([property: Id(0)] string? PlatformId, [property: Id(1)] string? Username, [property: Id(2)] string? Name, [property: Id(3)] string? PictureUrl);

/// <summary>A post with comments.</summary>
/// <param name="ProductType">FEED, REELS, STORY or AD; null when Meta did not say.</param>
/// <param name="OpenCount">Comments that wait for an answer.</param>
[GenerateSerializer, Immutable, Alias("ss.CommentPostView")]
public sealed record CommentPostView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid AccountId, [property: Id(2)] string MediaId, [property: Id(3)] string? ProductType, [property: Id(4)] string? Caption,
    [property: Id(5)] string? Permalink, [property: Id(6)] string? ThumbnailUrl, [property: Id(7)] DateTimeOffset? PublishedAt, [property: Id(8)] int OpenCount,
    [property: Id(9)] int UnreadCount, [property: Id(10)] DateTimeOffset LastCommentAt, [property: Id(11)] string? LastText, [property: Id(12)] string? LastAuthor);

[GenerateSerializer, Immutable, Alias("ss.CommentCountsView")]
public sealed record CommentCountsView([property: Id(0)] Guid AccountId, [property: Id(1)] int OpenCount, [property: Id(2)] int UnreadCount);

/// <summary>The kinds of account event that tell of comments.</summary>
public static class CommentEventKind
{
    /// <summary>Instagram brought one, from a person or from the account itself. Payload <c>{ comment }</c>.</summary>
    public const string Received = "comment.received";
    /// <summary>One was written or changed here, or a post was read or learned about. Payload <c>{ comment }</c> or <c>{ post }</c>.</summary>
    public const string Changed = "comment.changed";
}

[GenerateSerializer, Immutable, Alias("ss.CommentNotFound")]
public sealed record CommentNotFound : DomainError
{
    public override string Code => "comment-not-found";
    public override string Detail => "There is no such comment.";
}

/// <summary>Instagram would refuse the words of a public reply.</summary>
/// <param name="Rule">empty, too-long, too-many-hashtags, too-many-links or all-capitals.</param>
[GenerateSerializer, Immutable, Alias("ss.CommentTextRefused")]
public sealed record CommentTextRefused([property: Id(0)] string Rule) : DomainError
{
    public override string Code => "comment-text-refused";
    public override string Detail => Rule switch
    {
        "empty" => "The reply has no words.",
        "too-long" => "A reply to a comment may have 300 characters.",
        "too-many-hashtags" => "A reply to a comment may have 4 hashtags.",
        "too-many-links" => "A reply to a comment may have one link.",
        _ => "Instagram refuses replies in capitals only.",
    };
}

/// <summary>What cannot be done to this comment: it was deleted, is the account's own, was not sent yet, or is a mention under somebody else's post.</summary>
[GenerateSerializer, Immutable, Alias("ss.CommentNotActionable")]
public sealed record CommentNotActionable([property: Id(0)] string Reason) : DomainError
{
    public override string Code => "comment-" + Reason;
    public override string Detail => Reason switch
    {
        "gone" => "The comment was deleted.",
        "own" => "This can be done to comments of other people only.",
        "not-sent" => "The reply is not on Instagram.",
        _ => "Instagram lets apps answer comments under the account's own posts only. Answer in the Instagram app.",
    };
}

/// <summary>Meta takes one private reply per comment, within 7 days of it.</summary>
/// <param name="ClosedAt">When the 7 days were over; null when the comment has had its private reply.</param>
[GenerateSerializer, Immutable, Alias("ss.PrivateReplyClosed")]
public sealed record PrivateReplyClosed([property: Id(0)] DateTimeOffset? ClosedAt) : DomainError
{
    public override string Code => ClosedAt is null ? "private-reply-used" : "private-reply-expired";
    public override string Detail => ClosedAt is null ? "This comment has had its private reply." : "A comment can be answered privately within 7 days.";
}

/// <summary>Meta did not do it: it does not answer, or the account's calls are used up for now. The same may be asked again.</summary>
[GenerateSerializer, Immutable, Alias("ss.InstagramUnavailable")]
public sealed record InstagramUnavailable([property: Id(0)] DateTimeOffset? RetryAt) : DomainError
{
    public override string Code => "instagram-unavailable";
    public override string Detail => "Instagram did not take it. Try again in a moment.";
}

/// <summary>Meta refused it for good.</summary>
[GenerateSerializer, Immutable, Alias("ss.InstagramRefused")]
public sealed record InstagramRefused([property: Id(0)] string Reason, [property: Id(1)] string Message) : DomainError
{
    public override string Code => "instagram-refused";
    public override string Detail => Message;
}
