namespace SocialSelling.Publishing;

/// <summary>A post as stored, with its media in order.</summary>
/// <param name="Cover">The picture that stands for a reel until it is played.</param>
public sealed record PostRow(
    Guid Id, Guid AccountId, Guid? UserId, string Type, string Caption, IReadOnlyList<string> MediaKeys, string? FirstComment, DateTimeOffset? ScheduledAt, DateTime? LocalTime,
    string? TimeZone, string Status, string? ContainerId, IReadOnlyList<string> ChildContainerIds, DateTimeOffset? ContainerCreatedAt, DateTimeOffset? PublishStartedAt,
    DateTimeOffset? PublishedAt, string? PlatformPostId, string? Permalink, string? CommentStatus, string? ErrorCode, string? ErrorMessage, int Attempts, DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LeaseUntil, int Fence, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<MediaRow> Media,
    PostDetailsRow Details, Guid? CoverMediaId, MediaRow? Cover, PostApprovalRow? Approval)
{
    /// <summary>Of the last look; null when nobody has looked.</summary>
    public IReadOnlyList<FindingRow>? Findings { get; init; }
    public DateTimeOffset? PreflightAt { get; init; }

    /// <summary>The series that it belongs to, and its day there.</summary>
    public Guid? SeriesId { get; init; }
    public DateOnly? SeriesDate { get; init; }

    /// <summary>Of its first hour; null while they are not known.</summary>
    public PostNumbersRow? Numbers { get; init; }
    /// <summary>When <see cref="Numbers"/> are to be read; null when they need not be.</summary>
    public DateTimeOffset? NumbersDueAt { get; init; }
}

/// <summary>Who submitted a post, and what became of it.</summary>
/// <param name="Hash">Of the content that was approved; null when none was.</param>
/// <param name="Reason">Why it was rejected; null when it was not.</param>
public sealed record PostApprovalRow(Guid? SubmittedBy, DateTimeOffset SubmittedAt, Guid? DecidedBy = null, DateTimeOffset? DecidedAt = null, string? Hash = null, string? Reason = null);

/// <summary>A post that was sent to Meta and of which no medium is known, as far as it can be seen on the account's page.</summary>
public sealed record SentPost(string Type, string Caption, bool IsLive);
