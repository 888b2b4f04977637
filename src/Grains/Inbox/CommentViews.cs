using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Rows as people see them: one way for the grain's events and for the API's answers.</summary>
public static class CommentViews
{
    /// <param name="urls">For answers to people; events go out without the picture, which does not change with the comment.</param>
    public static CommentView ToView(this CommentRow c, DateTimeOffset now, SignedMediaUrls? urls = null) => new(
        c.Id, c.AccountId, c.PostId, c.MediaId, c.ThreadId, c.ParentId is not null || c.Kind == "private_reply", c.Kind, c.Direction,
        new CommentAuthorView(c.AuthorId, c.AuthorUsername, c.AuthorName, c.AuthorPictureKey is { } key ? urls?.ForBrowser(key) : c.AuthorPictureUrl), c.Content, c.Hidden, c.Deleted, c.Status, c.Unread, c.Delivery,
        c.ErrorCode is null ? null : new FailureView(c.ErrorCode, c.ErrorMessage ?? c.ErrorCode), c.ClientId, c.PlatformCommentId, c.InReplyTo, c.ConversationId,
        CommentRules.PrivateReplyUntil(c, now), c.CommentedAt, c.Sequence, c.Automatic);

    public static CommentPostView ToView(this CommentPostRow p) => new(
        p.Id, p.AccountId, p.MediaId, p.ProductType, p.Caption, p.Permalink, p.ThumbnailUrl, p.PublishedAt, p.OpenCount, p.UnreadCount, p.LastCommentAt, p.LastText, p.LastAuthor);
}

internal static class NewComments
{
    /// <summary>As it will be read, save for what others add: unread, the author's conversation, a private reply.</summary>
    public static CommentRow ToRow(this NewComment c, Guid accountId, string mediaId) => new(
        c.Id, accountId, c.PostId, mediaId, c.ThreadId, c.Sequence, c.Kind, c.Direction, c.PlatformCommentId, c.ParentId, c.InReplyTo, c.AuthorId, c.AuthorUsername, AuthorName: null,
        AuthorPictureUrl: null, AuthorPictureKey: null, ConversationId: null, c.Content, Hidden: false, Deleted: false, c.Status, Unread: false, c.Delivery, ErrorCode: null, ErrorMessage: null, c.ClientId, c.Automatic,
        HasPrivateReply: false, c.CommentedAt);
}

/// <summary>What browsers get with comment events: one of the two.</summary>
/// <param name="Historic">Written before the account was connected, and read back: no news.</param>
internal sealed record CommentPayload(CommentView? Comment, CommentPostView? Post = null, bool Historic = false);
