namespace SocialSelling.Publishing;

/// <summary>Everything about a post's content that can be known before Meta is asked. Pure.</summary>
/// <remarks>Source: Meta, "IG User Media" and "Publish content".</remarks>
internal static class PreFlight
{
    public const int MaxCaption = 2_200, MaxHashtags = 30, MaxMentions = 20;
    public const long MaxImageBytes = MediaRules.MaxImageBytes;

    public static IReadOnlyList<Finding> Check(PostRow post) => [.. MediaRules.Check(post), .. Caption(post), .. DetailRules.Check(post)];

    private static IEnumerable<Finding> Caption(PostRow post)
    {
        var words = CaptionCount.Of(post.Caption);
        if (words.CodePoints > MaxCaption)
            yield return new("error", "caption-too-long", "caption", $"The caption has {words.CodePoints} characters; Instagram takes {MaxCaption}.", Facts.Of(("count", words.CodePoints), ("limit", MaxCaption)), "shorten");
        else if (words.Units > MaxCaption)
            yield return new("warning", "caption-maybe-too-long", "caption", "With its emojis the caption may be too long for Instagram, which does not say how it counts them.",
                Facts.Of(("count", words.Units), ("limit", MaxCaption)), "shorten");
        if (words.Hashtags > MaxHashtags)
            yield return new("error", "too-many-hashtags", "caption", $"Instagram takes at most {MaxHashtags} hashtags.", Facts.Of(("count", words.Hashtags), ("limit", MaxHashtags)), "remove-hashtags");
        if (words.Mentions > MaxMentions)
            yield return new("error", "too-many-mentions", "caption", $"Instagram takes at most {MaxMentions} mentions.", Facts.Of(("count", words.Mentions), ("limit", MaxMentions)), "remove-mentions");
        if (post.Type == "story" && post.Caption.Length > 0) yield return new("warning", "story-caption", "caption", "Stories have no caption; it will not be shown.");
    }
}
