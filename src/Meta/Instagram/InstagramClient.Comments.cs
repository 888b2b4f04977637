using System.Text.Json;

namespace SocialSelling.Meta;

/// <param name="PictureUrl">Of a video its cover; expires within days, and is missing where copyright is disputed.</param>
public sealed record CommentedMedia(string? Caption, string? Permalink, string? PictureUrl, DateTimeOffset? PublishedAt);

/// <param name="RecipientId">Under which id the comment's author writes messages; null when Meta left it out.</param>
public sealed record PrivateReply(string MessageId, string? RecipientId);

/// <summary>A comment as the Graph lists it.</summary>
/// <param name="ParentId">The top-level comment above it; null when it is one.</param>
/// <param name="AuthorId">Null where Meta withholds it.</param>
public sealed record ListedComment(string Id, string? ParentId, string? AuthorId, string? Username, string Text, DateTimeOffset At);

/// <summary>A post of the account as the list of its media has it.</summary>
/// <param name="ProductType">FEED, REELS, …; null when Meta did not say.</param>
/// <param name="CommentCount">Null when Meta did not say.</param>
public sealed record ListedMedium(string Id, DateTimeOffset PublishedAt, string? ProductType, int? CommentCount);

// Comments and what stands around them.
// Source: Meta, "Comment moderation" and "Private replies"; meta-platform reference, sections 3.2 and 5. None of the writes carries a `fields` parameter: with one Meta writes the
// comment and then answers an error (20/1772107).
public sealed partial class InstagramClient
{
    private const string CommentFields = "id,text,username,timestamp";
    /// <summary>Meta lists no more at once, of comments under a post as of replies under a comment.</summary>
    public const int MostListed = 50;
    private const int MediaPerPage = 25;

    /// <param name="commentId">A top-level comment: Meta takes answers to nothing else.</param>
    /// <returns>The new comment's id.</returns>
    public async Task<string> ReplyToComment(InstagramSession session, string commentId, string text, CancellationToken ct) =>
        (await Post(CallKind.Effect, session, $"{Uri.EscapeDataString(commentId)}/replies", new { message = text }, ct)).Must("id", CallKind.Effect);

    /// <summary>A direct message to the comment's author: once per comment, within 7 days of it.</summary>
    /// <param name="text">At most 1,000 bytes of UTF-8.</param>
    public async Task<PrivateReply> ReplyPrivately(InstagramSession session, string commentId, string text, CancellationToken ct)
    {
        var json = await Post(CallKind.Effect, session, $"{session.Gateway}/messages", new { recipient = new { comment_id = commentId }, message = new { text } }, ct);
        return new PrivateReply(json.Must("message_id", CallKind.Effect), json.Text("recipient_id"));
    }

    /// <summary>May be repeated: it says how the comment shall be.</summary>
    public Task HideComment(InstagramSession session, string commentId, bool hidden, CancellationToken ct) =>
        Post(CallKind.Repeatable, session, $"{Uri.EscapeDataString(commentId)}?hide={(hidden ? "true" : "false")}", new { }, ct);

    /// <summary>May be repeated: of a comment that is gone Meta says 100/33.</summary>
    public Task DeleteComment(InstagramSession session, string commentId, CancellationToken ct) =>
        graph.Call(CallKind.Repeatable, HttpMethod.Delete, endpoints.Of(session, Uri.EscapeDataString(commentId)), content: null, session, ct);

    /// <summary>The newest top-level comments under a medium, at most 50.</summary>
    public Task<IReadOnlyList<ListedComment>> ListComments(InstagramSession session, string mediaId, CancellationToken ct) => CommentsAt(session, mediaId, "comments", ct);

    /// <summary>The newest replies under a top-level comment, at most 50.</summary>
    public Task<IReadOnlyList<ListedComment>> ListReplies(InstagramSession session, string commentId, CancellationToken ct) => CommentsAt(session, commentId, "replies", ct);

    /// <summary>The newest top-level comments under a medium, at most 50, each with its replies, and with the ids of who wrote them where Meta tells.</summary>
    public async Task<IReadOnlyList<ListedComment>> ListThreads(InstagramSession session, string mediaId, CancellationToken ct)
    {
        JsonElement list;
        try
        {
            list = await Threads(session, mediaId, CommentFields + ",from", ct);
        }
        catch (InstagramException e) when (e.Failure is Refused and not { Code: 100, Subcode: 33 })
        {
            // A field that the account may not read fails the whole call; names are worth more than ids.
            list = await Threads(session, mediaId, CommentFields, ct);
        }
        return [.. list.Items("data").SelectMany(top =>
            top.TryGetProperty("replies", out var replies) ? replies.Items("data").Select(reply => ReadComment(reply, top.Text("id"))).Prepend(ReadComment(top, null)) : [ReadComment(top, null)])];
    }

    /// <summary>The account's posts, the newest first; stories are not among them.</summary>
    public async Task<GraphPage<ListedMedium>> ListMedia(InstagramSession session, string? after, CancellationToken ct)
    {
        var json = await Get(session, $"{session.PlatformAccountId}/media?fields=id,timestamp,media_product_type,comments_count&limit={MediaPerPage}{After(after)}", ct);
        return Page(json, m => WebhookText.Id(m, "id") is { } id && m.Time("timestamp") is { Year: >= 2010 } at
            ? new ListedMedium(id, at, WebhookText.Short(m, "media_product_type") is { Length: <= 20 } type ? type : null, m.Number("comments_count")) : null);
    }

    /// <summary>Whether a comment is still there: a list may leave out one that is.</summary>
    public async Task<bool> HasComment(InstagramSession session, string commentId, CancellationToken ct)
    {
        try
        {
            await Get(session, $"{Uri.EscapeDataString(commentId)}?fields=id", ct);
            return true;
        }
        catch (InstagramException e) when (e.Failure is Refused)
        {
            // Only this says that there is none; what may not be shown is there.
            return e.Failure is not { Code: 100, Subcode: 33 };
        }
    }

    public async Task<CommentedMedia> GetCommentedMedia(InstagramSession session, string mediaId, CancellationToken ct)
    {
        var json = await Get(session, $"{Uri.EscapeDataString(mediaId)}?fields=id,caption,media_type,media_url,thumbnail_url,permalink,timestamp", ct);
        // Of a video the media itself is no picture.
        var picture = json.Text("thumbnail_url") ?? (json.Text("media_type") == "VIDEO" ? null : json.Text("media_url"));
        return new CommentedMedia(json.Text("caption"), json.Text("permalink"), picture, json.Time("timestamp"));
    }

    private async Task<IReadOnlyList<ListedComment>> CommentsAt(InstagramSession session, string id, string edge, CancellationToken ct) =>
        [.. (await Get(session, $"{Uri.EscapeDataString(id)}/{edge}?fields={CommentFields}&limit={MostListed}", ct)).Items("data").Select(c => ReadComment(c, edge == "replies" ? id : null))];

    private Task<JsonElement> Threads(InstagramSession session, string mediaId, string fields, CancellationToken ct) =>
        Get(session, $"{Uri.EscapeDataString(mediaId)}/comments?fields={fields},replies.limit({MostListed}){{{fields}}}&limit={MostListed}", ct);

    private static ListedComment ReadComment(JsonElement c, string? parentId) => new(
        c.Must("id", CallKind.Repeatable), parentId, c.TryGetProperty("from", out var author) ? author.Text("id") : null, c.Text("username"), WebhookText.Words(c, "text") ?? "",
        c.Time("timestamp") ?? throw new InstagramException(new RetryLater(null)));
}
