using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>A comment under a post of the account, from a person or from the account itself.</summary>
/// <param name="ParentId">The top-level comment that it answers; null when it is one. There are two levels.</param>
/// <param name="MediaProductType">FEED, REELS, STORY or AD.</param>
/// <param name="AuthorId">Scoped to the account; null where Meta withholds it.</param>
/// <param name="IsOwn">The account wrote it, here or in any other app.</param>
/// <param name="At">When Meta sent it: the event carries no time of its own.</param>
public sealed record CommentWritten(
    string Id, string? ParentId, string MediaId, string? MediaProductType, string? AuthorId, string? AuthorUsername, bool IsOwn, bool IsLive, string Text, DateTimeOffset At) : InstagramEvent;

/// <summary>Somebody named the account under or in a post that need not be its own. Who and in what words, the event does not say.</summary>
/// <param name="CommentId">Null when the caption names it.</param>
public sealed record AccountMentioned(string MediaId, string? CommentId, DateTimeOffset At) : InstagramEvent;

/// <summary>Reads the fields <c>comments</c>, <c>live_comments</c> and <c>mentions</c>.</summary>
/// <remarks>Source: Meta, "Instagram webhook examples"; meta-platform reference, section 2.6.</remarks>
internal static class CommentEvents
{
    public static InstagramEvent ReadComment(JsonElement change, JsonElement value, bool isLive, in EntrySource source)
    {
        // The key is "id"; one table of the documentation says "comment_id".
        var id = WebhookText.Id(value, "id") ?? WebhookText.Id(value, "comment_id");
        var media = value.TryGetProperty("media", out var m) ? m : default;
        if (id is null || WebhookText.Id(media, "id") is not { } mediaId) return InstagramEvents.Unknown(change, "The comment's id or post is missing");
        // A parent equal to the post has been seen, and means none.
        var parent = WebhookText.Id(value, "parent_id") is { } p && p != mediaId && p != id ? p : null;
        var from = value.TryGetProperty("from", out var f) ? f : default;
        var author = WebhookText.Id(from, "id");
        var isOwn = author == source.AccountId || from.Text("self_ig_scoped_id") is not null;
        return new CommentWritten(
            id, parent, mediaId, ProductType(media), author, WebhookText.Id(from, "username"), isOwn, isLive, WebhookText.Words(value, "text") ?? "", source.SentAt);
    }

    public static InstagramEvent ReadMention(JsonElement change, JsonElement value, in EntrySource source) => WebhookText.Id(value, "media_id") is { } media
        ? new AccountMentioned(media, WebhookText.Id(value, "comment_id"), source.SentAt)
        : InstagramEvents.Unknown(change, "The mention's post is missing");

    private static string? ProductType(JsonElement media) => media.Text("media_product_type") is { Length: <= 20 } type && !type.Contains('\0') ? type : null;
}
