using SocialSelling.Meta;

namespace SocialSelling.Publishing;

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
    /// <summary>Longer than a call to Meta can be given (<see cref="MetaOptions.CallTimeout"/>, 25 s at most): after it, no call of ours is in flight.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    /// <summary>
    /// Counted from the start of a publish call without an answer: FINISHED before that proves nothing, after it the call did nothing. That we have hung up does not stop Meta,
    /// which names no limit for how long it works on a call, and whose status and list lag by seconds: no shorter wait can be proved safe by our own time-out. A minute is more than
    /// twice the longest one, and a post that is a minute late is better than one that is there twice.
    /// </summary>
    public static readonly TimeSpan ConclusiveAfter = TimeSpan.FromSeconds(60);
    /// <summary>A post that is live and cannot be told from others on the page is called published after this, without its id.</summary>
    public static readonly TimeSpan RecogniseFor = TimeSpan.FromMinutes(3);
    /// <summary>Nothing tells any more what became of a call after this: Meta forgets containers after a day.</summary>
    public static readonly TimeSpan DoubtEndsAfter = TimeSpan.FromHours(24);
    /// <summary>How often a post whose account has lost its login looks whether it has one again.</summary>
    public static readonly TimeSpan LookForLoginEvery = TimeSpan.FromMinutes(1);
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

    /// <summary>A container is there: of a carousel's child, or of the post itself.</summary>
    public static PostRow ContainerMade(PostRow post, string containerId, bool isChild, DateTimeOffset now) => isChild
        ? post with { ChildContainerIds = [.. post.ChildContainerIds, containerId], NextAttemptAt = now, LeaseUntil = null }
        : post with { ContainerId = containerId, ContainerCreatedAt = now, NextAttemptAt = now + TimeSpan.FromSeconds(1), LeaseUntil = null };

    /// <param name="mediaId">Null when the post is live and which medium it is cannot be told.</param>
    public static PostRow Published(PostRow post, string? mediaId, DateTimeOffset now)
    {
        var comment = post.FirstComment is { Length: > 0 } && mediaId is not null ? "pending" : null;
        return post with
        {
            Status = "published",
            PublishedAt = now,
            PlatformPostId = mediaId,
            CommentStatus = comment,
            NextAttemptAt = comment is null ? null : now,
            LeaseUntil = null,
            ErrorCode = null,
            ErrorMessage = null,
        };
    }

    /// <summary>What a failed call does to the post; a call that may have published leaves it in doubt. Waiting for a limit of Meta's to pass is no attempt.</summary>
    public static PostRow AfterFailure(PostRow post, InstagramFailure failure, bool wasPublishCall, DateTimeOffset now) => failure switch
    {
        OutcomeUnknown when wasPublishCall => StillInDoubt(post, now),
        RetryLater { IsThrottle: true } or RetryLater { Code: DailyLimit } => Again(post, failure, wasPublishCall, now),
        OutcomeUnknown or RetryLater when post.Attempts + 1 < MaxAttempts => Again(post with { Attempts = post.Attempts + 1 }, failure, wasPublishCall, now),
        OutcomeUnknown or RetryLater => Fail(post, "temporarily-unavailable", "Instagram did not take the post after several tries."),
        ReconnectAccount when wasPublishCall => LoginLost(post),
        ReconnectAccount => WithoutLogin(post, isDisconnected: false, now),
        Refused refused => Fail(post, refused.Reason, refused.UserMessage),
        _ => Fail(post, "unknown", "The post could not be published."),
    };

    /// <summary>
    /// What becomes of a post whose account may not speak to Meta: one that still has time waits for the account to be connected again, one whose time has come fails, and one in doubt
    /// stays so, since nobody can ask. The posts of an account that was disconnected do not go live.
    /// </summary>
    public static PostRow WithoutLogin(PostRow post, bool isDisconnected, DateTimeOffset now) => post.Status switch
    {
        "publishing" or "unconfirmed" => StillInDoubt(post, now),
        "published" => post with { CommentStatus = "failed", NextAttemptAt = null },
        _ when isDisconnected => Cancelled(post),
        _ when post.ScheduledAt > now => post with { NextAttemptAt = Earlier(post.ScheduledAt.Value, now + LookForLoginEvery), LeaseUntil = null },
        _ => LoginLost(post),
    };

    /// <summary>Whether a publish call took effect is not known yet: asked often at first, when the answer matters most.</summary>
    public static PostRow StillInDoubt(PostRow post, DateTimeOffset now)
    {
        var since = now - post.PublishStartedAt;
        return since > DoubtEndsAfter
            ? Fail(post, "outcome-unknown", "Nobody could tell whether the post went live. Look at the account on Instagram before you try again.")
            : post with { Status = "unconfirmed", NextAttemptAt = now + (since < RecogniseFor ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1)), LeaseUntil = null };
    }

    /// <summary>At a time, and as if nothing had been prepared yet.</summary>
    public static PostRow Unprepared(PostRow post, string status, PostTime time) => post with
    {
        Status = status,
        ScheduledAt = time.At,
        LocalTime = time.LocalTime,
        TimeZone = time.TimeZone,
        ContainerId = null,
        ChildContainerIds = [],
        ContainerCreatedAt = null,
        PublishStartedAt = null,
        ErrorCode = null,
        ErrorMessage = null,
        Attempts = 0,
        LeaseUntil = null,
        Version = post.Version + 1,
    };

    public static PostRow Cancelled(PostRow post) => post with { Status = "cancelled", NextAttemptAt = null, LeaseUntil = null, Version = post.Version + 1 };

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

    /// <summary>Meta: as many posts as an account may have in 24 hours.</summary>
    private const int DailyLimit = 9;

    private static PostRow LoginLost(PostRow post) => Fail(post, "token-expired", "The account has to be connected again.");

    private static PostRow Again(PostRow post, InstagramFailure failure, bool wasPublishCall, DateTimeOffset now) => post with
    {
        Status = wasPublishCall ? "ready" : "preparing",
        NextAttemptAt = now + ((failure as RetryLater)?.After ?? Backoff(post.Attempts)),
        LeaseUntil = null,
    };

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
