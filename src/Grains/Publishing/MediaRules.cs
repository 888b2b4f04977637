namespace SocialSelling.Publishing;

/// <summary>Which files Instagram takes in which kind of post. Pure.</summary>
/// <remarks>Source: Meta, "IG User Media" (image, reel and story specifications), 2026. What could not be looked into here is told, and not refused: Meta looks itself when the container is made.</remarks>
internal static class MediaRules
{
    public const int MaxCarousel = 10, MaxVideoWidth = 1_920;
    public const long MaxImageBytes = 8 * Mega, MaxReelBytes = 300 * Mega, MaxStoryBytes = 100 * Mega;
    public const double MinAspect = 0.8, MaxAspect = 1.91;
    public static readonly TimeSpan MinVideo = TimeSpan.FromSeconds(3), MaxReel = TimeSpan.FromMinutes(15), MaxStory = TimeSpan.FromSeconds(60);
    private const long Mega = 1024 * 1024;
    private static readonly string[] VideoFormats = ["video/mp4", "video/quicktime"], VideoCodecs = ["h264", "hevc"];

    public static IEnumerable<Finding> Check(PostRow post)
    {
        var missing = post.MediaKeys.Count - post.Media.Count;
        if (missing > 0) yield return new("error", "media-not-found", "mediaIds", "One of the files does not exist any more.", Facts.Of(("missing", missing)), "replace-media");
        if (Count(post) is { } count) yield return count;
        foreach (var file in post.Media)
            foreach (var finding in file switch { { OriginalRemovedAt: { } at } => Removed(post, file, at), { Kind: "video" } => Video(post.Type, file), { Kind: "audio" } => [Audio(file)], _ => Image(post.Type, file) }) yield return finding;
    }

    private static Finding? Count(PostRow post) => (post.Type, post.Media.Count) switch
    {
        ("carousel", < 2 or > MaxCarousel) => new("error", "carousel-size", "mediaIds", $"A carousel needs 2 to {MaxCarousel} files.", Facts.Of(("count", post.Media.Count), ("min", 2), ("max", MaxCarousel)), "change-files"),
        ("carousel", _) => null,
        (_, not 1) => new("error", "one-file", "mediaIds", "This kind of post needs exactly one file.", Facts.Of(("count", post.Media.Count)), "change-files"),
        ("reel", _) when post.Media[0].Kind != "video" => Of("reel-needs-video", post.Media[0], "A reel needs a video.", "replace-media"),
        _ => null,
    };

    /// <summary>A post that is live needs it no more.</summary>
    private static IEnumerable<Finding> Removed(PostRow post, MediaRow file, DateTimeOffset at) => post.Status == "published" ? []
        : [Of("media-original-removed", file, $"{file.FileName}: the original was removed, long after it was published. Upload it again to post it.", "replace-media", ("removedAt", at))];

    private static IEnumerable<Finding> Image(string type, MediaRow file)
    {
        if (file.MimeType != "image/jpeg") yield return Of("image-format", file, $"{file.FileName}: Instagram takes JPEG only.", "convert-image", ("mimeType", file.MimeType));
        if (file.Size > MaxImageBytes) yield return Of("image-too-large", file, $"{file.FileName} is larger than 8 MB.", "shrink-image", ("size", file.Size), ("limit", MaxImageBytes));
        if (type != "story" && file is { Width: { } width, Height: { } height } && (double)width / height is var aspect and (< MinAspect or > MaxAspect))
            yield return Of("image-aspect", file, $"{file.FileName} must be between 4:5 (portrait) and 1.91:1 (landscape).", "pad-or-crop", ("width", width), ("height", height), ("aspect", Math.Round(aspect, 3)));
    }

    private static IEnumerable<Finding> Video(string type, MediaRow file)
    {
        var (bytes, longest) = type == "story" ? (MaxStoryBytes, MaxStory) : (MaxReelBytes, MaxReel);
        if (!VideoFormats.Contains(file.MimeType)) yield return Of("video-format", file, $"{file.FileName}: Instagram takes MP4 and MOV only.", "replace-media", ("mimeType", file.MimeType));
        if (file.Size > bytes) yield return Of("video-too-large", file, $"{file.FileName} is larger than {bytes / Mega} MB.", "replace-media", ("size", file.Size), ("limit", bytes));
        if (file.Facts is null)
            yield return Of("video-not-inspected", file, $"{file.FileName} could not be looked into here. Instagram will say whether it takes it when it is being prepared.", null) with { Severity = "warning" };
        else if (file.Facts.VideoCodec is { } codec && !VideoCodecs.Contains(codec))
            yield return Of("video-codec", file, $"{file.FileName}: Instagram takes H.264 and HEVC, and not {codec}.", "convert-video", ("codec", codec));
        else if (file.Facts.AudioCodec is { } sound and not "aac")
            yield return Of("audio-codec", file, $"{file.FileName}: Instagram asks for AAC sound, and this is {sound}.", "convert-video", ("codec", sound)) with { Severity = "warning" };
        if (file.DurationSeconds is { } seconds && (seconds < MinVideo.TotalSeconds || seconds > longest.TotalSeconds))
            yield return Of("video-length", file, $"{file.FileName} has {seconds:0.#} seconds; Instagram takes {MinVideo.TotalSeconds:0} to {longest.TotalSeconds:0}.", "cut-video",
                ("seconds", Math.Round(seconds, 1)), ("min", MinVideo.TotalSeconds), ("max", longest.TotalSeconds));
        if (file.Width > MaxVideoWidth) yield return Of("video-too-wide", file, $"{file.FileName} is wider than {MaxVideoWidth} pixels.", "replace-media", ("width", file.Width), ("limit", MaxVideoWidth));
    }

    private static Finding Audio(MediaRow file) => Of("audio-not-postable", file, $"{file.FileName} is a recording: Instagram posts pictures and videos.", "replace-media");

    private static Finding Of(string rule, MediaRow file, string detail, string? fix, params (string Name, object? Value)[] facts) =>
        new("error", rule, "mediaIds", detail, Facts.Of([("mediaId", file.Id), ("fileName", file.FileName), .. facts]), fix);
}
