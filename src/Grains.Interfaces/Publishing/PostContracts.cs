namespace SocialSelling.Publishing;

/// <summary>When a post shall go live: the instant, and the wall clock and zone that the user chose.</summary>
/// <param name="LocalTime">Wall-clock time without an offset, when the user chose one.</param>
/// <param name="TimeZone">IANA name, given with <paramref name="LocalTime"/>.</param>
[GenerateSerializer, Immutable, Alias("ss.PostTime")]
public sealed record PostTime([property: Id(0)] DateTimeOffset At, [property: Id(1)] DateTime? LocalTime, [property: Id(2)] string? TimeZone);

/// <param name="PostId">Chosen by the API host, so that a repeated request makes one post.</param>
/// <param name="Type">feed, carousel, reel or story.</param>
/// <param name="MediaKeys">In the order of the post; already known to be the caller's.</param>
/// <param name="IsDraft">The time is planned only: a draft never fires.</param>
[GenerateSerializer, Immutable, Alias("ss.CreatePost")]
public sealed record CreatePost(
    [property: Id(0)] Guid PostId, [property: Id(1)] Guid UserId, [property: Id(2)] string Type, [property: Id(3)] string Caption, [property: Id(4)] IReadOnlyList<string> MediaKeys,
    [property: Id(5)] PostTime? Time, [property: Id(6)] string? FirstComment, [property: Id(7)] PostDetails? Details = null,
    [property: Id(8)] bool IsDraft = false);

/// <summary>Null keeps what is there. <paramref name="Version"/> must be the one that was read.</summary>
/// <param name="ClearTime">A draft is to have no time any more.</param>
[GenerateSerializer, Immutable, Alias("ss.EditPost")]
public sealed record EditPost(
    [property: Id(0)] Guid PostId, [property: Id(1)] int Version, [property: Id(2)] string? Caption, [property: Id(3)] IReadOnlyList<string>? MediaKeys, [property: Id(4)] string? FirstComment,
    [property: Id(5)] PostDetails? Details = null, [property: Id(6)] Guid UserId = default, [property: Id(7)] PostTime? Time = null,
    [property: Id(8)] bool ClearTime = false);

/// <param name="Version">The one that was read; null for whichever it is now.</param>
/// <param name="AtOnce">Publish now, or not at all: a post that lacks its approval is not submitted for it.</param>
[GenerateSerializer, Immutable, Alias("ss.SchedulePost")]
public sealed record SchedulePost(
    [property: Id(0)] Guid PostId, [property: Id(1)] PostTime Time, [property: Id(2)] Guid UserId = default, [property: Id(3)] int? Version = null, [property: Id(4)] bool AtOnce = false);

/// <param name="Url">What Meta gets: of a picture the JPEG that Instagram takes. Once the original was removed, the preview.</param>
/// <param name="PreviewUrl">A picture of at most 800 pixels; null when there is none.</param>
/// <param name="Facts">Null for pictures, and where <paramref name="Inspected"/> is false.</param>
/// <param name="Inspected">False when nobody could look into a video or a recording here: then its size, length and codecs are not known.</param>
/// <param name="VariantOf">The picture that this one was cut from.</param>
/// <param name="DuplicateOf">Told once, of a new file: an earlier one with the same bytes.</param>
/// <param name="WorkspaceId">Whose library it is in.</param>
/// <param name="OriginalRemovedAt">Since when it cannot be posted or sent again, all its posts having been published long before; null while it can.</param>
[GenerateSerializer, Immutable, Alias("ss.MediaView")]
public sealed record MediaView(
    [property: Id(0)] Guid Id, [property: Id(1)] string Kind, [property: Id(2)] string MimeType, [property: Id(3)] int? Width, [property: Id(4)] int? Height,
    [property: Id(5)] double? DurationSeconds, [property: Id(6)] long Size, [property: Id(7)] string Url, [property: Id(8)] string? ThumbnailUrl, [property: Id(9)] string FileName,
    [property: Id(10)] DateTimeOffset CreatedAt, [property: Id(11)] string? PreviewUrl, [property: Id(12)] MediaFactsView? Facts, [property: Id(13)] bool Inspected,
    [property: Id(14)] Guid? VariantOf, [property: Id(15)] IReadOnlyList<string> Tags, [property: Id(16)] Guid? DuplicateOf,
    [property: Id(17)] Guid WorkspaceId, [property: Id(18)] DateTimeOffset? OriginalRemovedAt);

/// <summary>What is inside a video or a recording.</summary>
/// <param name="VideoCodec">h264, hevc, …; null without a picture.</param>
/// <param name="AudioCodec">aac, mp3, opus, …; null without sound.</param>
/// <param name="Rotation">Degrees by which players turn the picture; width and height are those after turning.</param>
/// <param name="SampleRate">Of the sound, per second.</param>
[GenerateSerializer, Immutable, Alias("ss.MediaFactsView")]
public sealed record MediaFactsView(
    [property: Id(0)] string? VideoCodec, [property: Id(1)] string? AudioCodec, [property: Id(2)] double? FrameRate, [property: Id(3)] long? BitsPerSecond, [property: Id(4)] int Rotation,
    [property: Id(5)] string? PixelFormat, [property: Id(6)] int? SampleRate);

/// <param name="Severity">error: it would fail, and is not scheduled. warning: it would look or go otherwise than meant, or cannot be told from here. info: good to know.</param>
/// <param name="Rule">Stable, kebab-case.</param>
/// <param name="Field">The request's field that has to change.</param>
/// <param name="Detail">The same in English; clients make their own words of the rule and its facts.</param>
/// <param name="Facts">What the words are made of, by name: numbers, names, instants as ISO 8601.</param>
/// <param name="Fix">What puts it right, kebab-case; null when nothing has to be done, or the rule says it all.</param>
[GenerateSerializer, Immutable, Alias("ss.Finding")]
public sealed record Finding(
    [property: Id(0)] string Severity, [property: Id(1)] string Rule, [property: Id(2)] string Field, [property: Id(3)] string Detail,
    [property: Id(4)] IReadOnlyDictionary<string, string>? Facts = null, [property: Id(5)] string? Fix = null);

/// <param name="SeriesId">Of a post that comes again.</param>
/// <param name="CheckedAt">When <paramref name="Findings"/> were found: as it was saved, or 30 or 2 minutes before its time.</param>
/// <param name="Status">draft, awaiting_approval, scheduled, preparing, ready, publishing, unconfirmed, published, failed or cancelled.</param>
[GenerateSerializer, Immutable, Alias("ss.PostView")]
public sealed record PostView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid AccountId, [property: Id(2)] string Type, [property: Id(3)] string Caption, [property: Id(4)] IReadOnlyList<MediaView> Media,
    [property: Id(5)] string Status, [property: Id(6)] DateTimeOffset? ScheduledAt, [property: Id(7)] DateTime? LocalTime, [property: Id(8)] string? TimeZone,
    [property: Id(9)] DateTimeOffset? PublishedAt, [property: Id(10)] string? PlatformPostId, [property: Id(11)] string? Permalink, [property: Id(12)] string? FirstComment,
    [property: Id(13)] IReadOnlyList<Finding> Findings, [property: Id(14)] Inbox.FailureView? Failure, [property: Id(15)] int Attempts, [property: Id(16)] int Version,
    [property: Id(17)] DateTimeOffset CreatedAt, [property: Id(18)] DateTimeOffset UpdatedAt, [property: Id(19)] PostDetails Details, [property: Id(20)] MediaView? Cover,
    [property: Id(21)] PostApprovalView? Approval, [property: Id(22)] Guid? AuthorId,
    [property: Id(23)] Guid? SeriesId, [property: Id(24)] DateTimeOffset? CheckedAt, [property: Id(25)] PostNumbersView? Numbers);

/// <summary>What people had made of a post after its first hour. What Meta does not tell is null: likes of an account that hides them, likes and comments of stories, reach of fewer than five people.</summary>
/// <param name="Reach">How many different people saw it.</param>
[GenerateSerializer, Immutable, Alias("ss.PostNumbersView")]
public sealed record PostNumbersView([property: Id(0)] int? Likes, [property: Id(1)] int? Comments, [property: Id(2)] int? Reach, [property: Id(3)] DateTimeOffset ReadAt);

[GenerateSerializer, Immutable, Alias("ss.PostNotFound")]
public sealed record PostNotFound : DomainError
{
    public override string Code => "post-not-found";
    public override string Detail => "There is no such post.";
}

[GenerateSerializer, Immutable, Alias("ss.PostWrongState")]
public sealed record PostWrongState([property: Id(0)] string Status) : DomainError
{
    public override string Code => "post-wrong-state";
    public override string Detail => $"The post is {Status.Replace('_', ' ')}, and this cannot be done with it then.";
}

/// <param name="Post">As it is now.</param>
[GenerateSerializer, Immutable, Alias("ss.PostVersionConflict")]
public sealed record PostVersionConflict([property: Id(0)] int Version, [property: Id(1)] PostView? Post = null) : DomainError
{
    public override string Code => "version-conflict";
    public override string Detail => $"Somebody else has changed the post; it is at version {Version} now.";
}

[GenerateSerializer, Immutable, Alias("ss.PostNotPublishable")]
public sealed record PostNotPublishable([property: Id(0)] IReadOnlyList<Finding> Findings) : DomainError
{
    public override string Code => "post-not-publishable";
    public override string Detail => string.Join(' ', Findings.Where(f => f.Severity == "error").Select(f => f.Detail));
}
