using System.Text.RegularExpressions;

namespace SocialSelling.Sandbox.Comments;

/// <summary>What Meta takes in a comment of an app.</summary>
/// <remarks>Source: Meta's older reference of comment replies: 300 characters, 4 hashtags, 1 link, not all capitals.</remarks>
internal static partial class CommentWords
{
    public static string? Problem(string text) =>
        text.EnumerateRunes().Count() > 300 ? "The total length of the comment cannot exceed 300 characters"
        : Hashtag().Count(text) > 4 ? "The comment cannot contain more than 4 hashtags"
        : Link().Count(text) > 1 ? "The comment cannot contain more than 1 URL"
        : text.Count(char.IsLetter) > 3 && !text.Any(char.IsLower) && text.Any(char.IsUpper) ? "The comment cannot consist of all capital letters"
        : null;

    [GeneratedRegex(@"(?<!\w)#\w")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
