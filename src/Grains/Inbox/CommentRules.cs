using System.Text;
using System.Text.RegularExpressions;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>What may be answered, in which words and until when. Pure.</summary>
/// <remarks>Source: Meta, "Comment moderation" and "Private replies"; the limits of words from Meta's older reference of comment replies.</remarks>
public static partial class CommentRules
{
    /// <summary>Counted from the comment.</summary>
    public static readonly TimeSpan PrivateReplyWindow = TimeSpan.FromDays(7);
    /// <summary>Characters of Unicode, hashtags and links in one public reply.</summary>
    public const int MaxCharacters = 300, MaxHashtags = 4, MaxLinks = 1;

    /// <returns>Why Meta would refuse the words as a public reply; null when it would not.</returns>
    public static CommentTextRefused? CheckPublic(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => new("empty"),
        _ when text.EnumerateRunes().Count() > MaxCharacters => new("too-long"),
        _ when Hashtag().Count(text) > MaxHashtags => new("too-many-hashtags"),
        _ when Link().Count(text) > MaxLinks => new("too-many-links"),
        _ when IsShouting(text) => new("all-capitals"),
        _ => null,
    };

    /// <returns>Why the words cannot be a direct message; null when they can.</returns>
    public static DomainError? CheckPrivate(string text) =>
        string.IsNullOrWhiteSpace(text) ? new CommentTextRefused("empty")
        : Encoding.UTF8.GetByteCount(text) is var bytes and > SendLimits.TextBytes ? new TextTooLong(bytes, SendLimits.TextBytes) : null;

    /// <returns>Why the comment cannot be answered so now; null when it can.</returns>
    public static DomainError? CheckTarget(CommentRow comment, bool isPrivate, DateTimeOffset now) => comment switch
    {
        { Deleted: true } => new CommentNotActionable("gone"),
        { Kind: "mention" or "caption_mention" } => new CommentNotActionable("elsewhere"),
        { PlatformCommentId: null } or { Kind: "private_reply" } => new CommentNotActionable("not-sent"),
        { Direction: "outbound" } when isPrivate => new CommentNotActionable("own"),
        { HasPrivateReply: true } when isPrivate => new PrivateReplyClosed(null),
        _ when isPrivate && now >= comment.CommentedAt + PrivateReplyWindow => new PrivateReplyClosed(comment.CommentedAt + PrivateReplyWindow),
        _ => null,
    };

    /// <returns>Until when the comment may be answered by direct message; null when it may not, or has been.</returns>
    public static DateTimeOffset? PrivateReplyUntil(CommentRow comment, DateTimeOffset now) =>
        CheckTarget(comment, isPrivate: true, now) is null ? comment.CommentedAt + PrivateReplyWindow : null;

    /// <summary>Whether a comment that has come waits for somebody. What is older than its private reply could be is history: it is shown, and nobody is asked to answer it.</summary>
    /// <param name="ownLastAt">When the account last wrote in the thread; the beginning of time when it did not.</param>
    public static bool WaitsForAnswer(bool isOwn, DateTimeOffset commentedAt, DateTimeOffset ownLastAt, DateTimeOffset now) =>
        !isOwn && ownLastAt <= commentedAt && now - commentedAt < PrivateReplyWindow;

    /// <summary>What becomes of an answer that did not get its answer.</summary>
    internal static SendRules.Step AfterFailure(InstagramFailure failure, bool isPrivate, int attempts, DateTimeOffset now, Guid who) => failure switch
    {
        // The call before this one may have arrived after all: of a private reply Meta keeps the count.
        Refused { Reason: AlreadyReplied } when isPrivate && attempts > 1 => new("sent", null, null),
        Refused refused when IsGone(failure) => new("failed", null, new(Gone, refused.UserMessage)),
        _ => SendRules.AfterFailure(failure, attempts, now, who),
    };

    /// <summary>The object does not exist any more, or never did for this account.</summary>
    internal static bool IsGone(InstagramFailure failure) => failure is Refused { Code: 100, Subcode: 33 };

    internal const string AlreadyReplied = "already-replied", Gone = "comment-gone";

    /// <summary>Words, and none of them with a small letter. A few capitals, as in "OK", are no shouting.</summary>
    private static bool IsShouting(string text)
    {
        var letters = text.Where(c => char.IsUpper(c) || char.IsLower(c)).ToList();
        return letters.Count > 3 && letters.TrueForAll(char.IsUpper);
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])#(?=[\p{L}\p{N}_])")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"(?:https?://|(?<![\p{L}\p{N}@.])www\.)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
