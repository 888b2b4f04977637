namespace SocialSelling.Publishing;

/// <summary>
/// A media file of a workspace. <see cref="StorageKey"/> names in the store what is given to Meta; sizes are bytes and pixels, as the file is shown: after turning it upright.
/// </summary>
/// <param name="Facts">Null for pictures, and for videos and recordings that nobody could look into.</param>
/// <param name="SourceKey">A larger picture, from which variants are cut; null when <see cref="StorageKey"/> is all there is.</param>
/// <param name="VariantOf">The picture that this one was cut from.</param>
/// <param name="StoredBytes">All its files in the store, as it came.</param>
/// <param name="OriginalRemovedAt">Since when only <see cref="ThumbnailKey"/> and <see cref="PreviewKey"/> can be used: its posts were published long ago.</param>
public sealed record MediaRow(
    Guid Id, Guid WorkspaceId, Guid? UserId, string FileName, string Kind, string MimeType, long Size, int? Width, int? Height, double? DurationSeconds, string StorageKey,
    string? ThumbnailKey, DateTimeOffset CreatedAt, MediaFacts? Facts = null, string? PreviewKey = null, string? SourceKey = null, Guid? VariantOf = null,
    IReadOnlyList<string>? Tags = null, long StoredBytes = 0, DateTimeOffset? OriginalRemovedAt = null)
{
    /// <summary>Every file that goes with the row.</summary>
    public IEnumerable<string> Keys => new[] { StorageKey, ThumbnailKey, PreviewKey, SourceKey }.OfType<string>().Distinct();
}

/// <summary>What is inside a video or a recording.</summary>
/// <param name="VideoCodec">As ffmpeg names it: h264, hevc, …; null without a picture.</param>
/// <param name="AudioCodec">aac, mp3, opus, …; null without sound.</param>
/// <param name="Rotation">Degrees by which players turn the picture: 0, 90, 180 or 270. Width and height are those after turning.</param>
/// <param name="SampleRate">Of the sound, per second.</param>
public sealed record MediaFacts(string? VideoCodec, string? AudioCodec, double? FrameRate, long? BitsPerSecond, int Rotation, string? PixelFormat, int? SampleRate);
