using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>What a post wants done next.</summary>
internal abstract record PublishStep
{
    /// <summary>Too late to be of use: the whole system was down over its time.</summary>
    public sealed record GiveUpMissed : PublishStep;
    public sealed record CreateContainer : PublishStep;
    public sealed record PollContainer : PublishStep;
    public sealed record Publish : PublishStep;
    /// <summary>A publish call was made and its answer is not known: ask, never guess.</summary>
    public sealed record FindOut : PublishStep;
    public sealed record WriteFirstComment : PublishStep;
    public sealed record Nothing : PublishStep;

    public static PublishStep Of(PostRow post, DateTimeOffset now) => post.Status switch
    {
        "scheduled" or "preparing" when now - post.ScheduledAt > PublishRules.MissedAfter && post.Attempts == 0 => new GiveUpMissed(),
        "scheduled" => new CreateContainer(),
        "preparing" => post.ContainerId is null ? new CreateContainer() : new PollContainer(),
        "ready" => post.ScheduledAt <= now ? new Publish() : new Nothing(),
        "publishing" or "unconfirmed" => new FindOut(),
        "published" => post.CommentStatus == "pending" ? new WriteFirstComment() : new Nothing(),
        _ => new Nothing(),
    };
}

/// <summary>Times and outcomes of publishing. Pure.</summary>
/// <remarks>Source: Meta, "Publish content" and "Error codes"; retries as WORKER-001.</remarks>
internal static class PublishRules
{
    /// <summary>Containers are made this long before the due time: a post that cannot be prepared is known before it is late.</summary>
    public static readonly TimeSpan PrepareAhead = TimeSpan.FromMinutes(15);
    /// <summary>A post this much over its time when first looked at is not published any more.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(60);
    /// <summary>A container lives 24 hours; an hour is left for publishing it.</summary>
    public static readonly TimeSpan ContainerLife = TimeSpan.FromHours(23);
    /// <summary>Longer than the longest call to Meta (10 s): after it, the old call is no longer in flight.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    /// <summary>FINISHED right after a publish call proves nothing; after this it does.</summary>
    public static readonly TimeSpan ConclusiveAfter = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan FindOutEvery = TimeSpan.FromSeconds(5);
    public const int MaxAttempts = 5;

    /// <summary>When the first step of a scheduled post is due.</summary>
    public static DateTimeOffset FirstStepAt(DateTimeOffset scheduledAt, DateTimeOffset now) => scheduledAt - PrepareAhead < now ? now : scheduledAt - PrepareAhead;

    /// <summary>Images are ready in a moment, videos take minutes; near its time a post is asked about more often.</summary>
    public static TimeSpan PollAfter(DateTimeOffset containerCreatedAt, DateTimeOffset scheduledAt, DateTimeOffset now)
    {
        var age = now - containerCreatedAt;
        if (age < TimeSpan.FromSeconds(4)) return TimeSpan.FromSeconds(1);
        if (scheduledAt - now < TimeSpan.FromMinutes(1) && age < TimeSpan.FromMinutes(2)) return TimeSpan.FromSeconds(2);
        return age < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(6) : TimeSpan.FromSeconds(30);
    }

    /// <summary>30 s × 2ⁿ, at most 15 minutes.</summary>
    public static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Min(900, 30 << Math.Min(Math.Max(attempts - 1, 0), 5)));

    /// <summary>What a failed call does to the post; a call that may have published leaves it in doubt.</summary>
    public static PostRow AfterFailure(PostRow post, InstagramFailure failure, bool wasPublishCall, DateTimeOffset now) => failure switch
    {
        OutcomeUnknown when wasPublishCall => post with { Status = "unconfirmed", NextAttemptAt = now + FindOutEvery, LeaseUntil = null },
        OutcomeUnknown or RetryLater when post.Attempts + 1 < MaxAttempts => post with
        {
            Attempts = post.Attempts + 1,
            NextAttemptAt = now + ((failure as RetryLater)?.After ?? Backoff(post.Attempts + 1)),
            LeaseUntil = null,
            Status = wasPublishCall ? "ready" : "preparing",
        },
        OutcomeUnknown or RetryLater => Fail(post, "temporarily-unavailable", "Instagram did not take the post after several tries."),
        ReconnectAccount => Fail(post, "token-expired", "The account has to be connected again."),
        Refused refused => Fail(post, refused.Reason, refused.UserMessage),
        _ => Fail(post, "unknown", "The post could not be published."),
    };

    /// <summary>The publish call is known to have done nothing: the same container may be published, as one more attempt.</summary>
    public static PostRow NeverTookEffect(PostRow post, DateTimeOffset now) => post.Attempts + 1 >= MaxAttempts
        ? Fail(post, "temporarily-unavailable", "Instagram did not take the post after several tries.")
        : post with { Status = "ready", Attempts = post.Attempts + 1, NextAttemptAt = now, LeaseUntil = null };

    public static PostRow Fail(PostRow post, string code, string message) =>
        post with { Status = "failed", ErrorCode = code, ErrorMessage = message, NextAttemptAt = null, LeaseUntil = null };

    /// <summary>The container has ended: a new one is needed, which is one more attempt.</summary>
    public static PostRow ContainerLost(PostRow post, string? detail, DateTimeOffset now) => post.Attempts + 1 >= MaxAttempts
        ? Fail(post, "media-refused", detail ?? "Instagram could not process the media.")
        : post with
        {
            Status = "preparing",
            ContainerId = null,
            ChildContainerIds = [],
            ContainerCreatedAt = null,
            Attempts = post.Attempts + 1,
            NextAttemptAt = now + Backoff(post.Attempts + 1),
            LeaseUntil = null,
        };
}
