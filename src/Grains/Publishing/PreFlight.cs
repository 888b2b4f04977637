namespace SocialSelling.Publishing;

/// <summary>Everything about a post that can be known before Meta is asked. Pure.</summary>
/// <remarks>Source: Meta, "IG User Media" and "Publish content" (limits of captions, media and carousels).</remarks>
internal static class PreFlight
{
    public const int MaxCaption = 2_200, MaxHashtags = 30, MaxMentions = 20, MaxCarousel = 10;
    public const long MaxImageBytes = 8 * 1024 * 1024;
    public const double MinAspect = 0.8, MaxAspect = 1.91;

    public static IReadOnlyList<Finding> Check(PostRow post) => [.. Check(post.Type, post.Caption, post.Media, post.MediaKeys.Count), .. DetailRules.Check(post)];

    public static IReadOnlyList<Finding> Check(string type, string caption, IReadOnlyList<MediaRow> media, int mediaAskedFor)
    {
        var findings = new List<Finding>();
        void Error(string rule, string field, string message) => findings.Add(new Finding("error", rule, field, message));

        if (media.Count < mediaAskedFor) Error("media-not-found", "mediaIds", "One of the files does not exist any more.");
        var words = CaptionCount.Of(caption);
        if (words.CodePoints > MaxCaption) Error("caption-too-long", "caption", $"The caption has {words.CodePoints} characters; Instagram takes {MaxCaption}.");
        else if (words.Units > MaxCaption) findings.Add(new Finding("warning", "caption-maybe-too-long", "caption", "With its emojis the caption may be too long for Instagram, which does not say how it counts them."));
        if (words.Hashtags > MaxHashtags) Error("too-many-hashtags", "caption", $"Instagram takes at most {MaxHashtags} hashtags.");
        if (words.Mentions > MaxMentions) Error("too-many-mentions", "caption", $"Instagram takes at most {MaxMentions} mentions.");

        switch (type)
        {
            case "carousel" when media.Count is < 2 or > MaxCarousel: Error("carousel-size", "mediaIds", $"A carousel needs 2 to {MaxCarousel} files."); break;
            case "feed" or "reel" or "story" when media.Count != 1: Error("one-file", "mediaIds", "This kind of post needs exactly one file."); break;
            case "reel" when media[0].Kind != "video": Error("reel-needs-video", "mediaIds", "A reel needs a video."); break;
        }
        if (type == "story" && caption.Length > 0) findings.Add(new Finding("warning", "story-caption", "caption", "Stories have no caption; it will not be shown."));

        foreach (var recording in media.Where(m => m.Kind == "audio")) Error("audio-not-postable", "mediaIds", $"{recording.FileName} is a recording: Instagram posts pictures and videos.");
        foreach (var video in media.Where(m => m.Kind == "video" && m.Facts is null))
            findings.Add(new Finding("warning", "video-not-inspected", "mediaIds", $"{video.FileName} could not be looked into here: whether Instagram takes it shows when it is published."));
        foreach (var image in media.Where(m => m.Kind == "image"))
        {
            if (image.MimeType != "image/jpeg") Error("image-format", "mediaIds", $"{image.FileName}: Instagram takes JPEG only.");
            if (image.Size > MaxImageBytes) Error("image-too-large", "mediaIds", $"{image.FileName} is larger than 8 MB.");
            if (type != "story" && image is { Width: { } w, Height: { } h } && (double)w / h is < MinAspect or > MaxAspect)
                Error("image-aspect", "mediaIds", $"{image.FileName} must be between 4:5 (portrait) and 1.91:1 (landscape).");
        }
        return findings;
    }
}
