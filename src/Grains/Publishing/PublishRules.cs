using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Times and outcomes of publishing. Pure.</summary>
/// <remarks>Source: Meta, "Publish content" and "Error codes"; retries as WORKER-001.</remarks>
internal static class PublishRules
{
    /// <summary>Containers are made this long before the due time: a post that cannot be prepared is known before it is late.</summary>
    public static readonly TimeSpan PrepareAhead = TimeSpan.FromMinutes(15);
    /// <summary>A post this much over its time when first looked at again is not published any more.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(60);
    /// <summary>A container lives 24 hours; an hour is left for publishing it.</summary>
    public static readonly TimeSpan ContainerLife = TimeSpan.FromHours(23);
    /// <summary>Media that are not ready by then will not become so.</summary>
    public static readonly TimeSpan ProcessingTakesAtMost = TimeSpan.FromMinutes(15);
    /// <summary>The longest time-out that a call to Meta can be given (<see cref="MetaOptions.CallTimeout"/>).</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(25);
    /// <summary>After it, no call of ours is in flight.</summary>
    public static readonly TimeSpan Lease = LongestCall + TimeSpan.FromSeconds(5);
    /// <summary>How long a post waits for a limit of Meta's to pass before it is given up.</summary>
    public static readonly TimeSpan LimitsLastAtMost = TimeSpan.FromHours(24);
    /// <summary>How often a post whose account has lost its login looks whether it has one again.</summary>
    public static readonly TimeSpan LookForLoginEvery = TimeSpan.FromMinutes(1);
    public const int MaxAttempts = 5;

    /// <summary>When the first step of a scheduled post is due.</summary>
    public static DateTimeOffset FirstStepAt(DateTimeOffset scheduledAt, DateTimeOffset now) => scheduledAt - PrepareAhead < now ? now : scheduledAt - PrepareAhead;

    /// <summary>Nobody looked at the post for an hour after its time, nor after the time that it was to be looked at again.</summary>
    public static bool IsMissed(PostRow post, DateTimeOffset now) => now - post.ScheduledAt > MissedAfter && now - post.NextAttemptAt > MissedAfter;

    /// <summary>A machine that hung between its claim and its call must not make the call when somebody else may have gone on.</summary>
    public static bool MayStillCall(PostRow claimed, DateTimeOffset now) => now + LongestCall <= claimed.LeaseUntil;

    /// <summary>Images are ready in a moment, videos take minutes; near its time a post is asked about more often.</summary>
    public static TimeSpan PollAfter(DateTimeOffset containerCreatedAt, DateTimeOffset scheduledAt, DateTimeOffset now)
    {
        var age = now - containerCreatedAt;
        if (age < TimeSpan.FromSeconds(4)) return TimeSpan.FromSeconds(1);
        if (scheduledAt - now < TimeSpan.FromMinutes(1) && age < TimeSpan.FromMinutes(2)) return TimeSpan.FromSeconds(2);
        return age < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(6) : TimeSpan.FromSeconds(30);
    }

    /// <summary>30 s × 2ⁿ, at most 15 minutes.</summary>
    public static TimeSpan RetryAfter(PostRow post) => Backoff.Of(post.Attempts, TimeSpan.FromSeconds(30), 2, TimeSpan.FromMinutes(15), post.Id);

    /// <summary>A container is there: of a carousel's child, or of the post itself. The oldest one expires first.</summary>
    public static PostRow ContainerMade(PostRow post, string containerId, bool isChild, DateTimeOffset now)
    {
        var made = post with { ContainerCreatedAt = post.ContainerCreatedAt ?? now, LeaseUntil = null };
        return isChild
            ? made with { ChildContainerIds = [.. post.ChildContainerIds, containerId], NextAttemptAt = now }
            : made with { ContainerId = containerId, NextAttemptAt = now + TimeSpan.FromSeconds(1) };
    }

    /// <summary>What a look at the container makes of a post that is being prepared.</summary>
    public static PostRow Polled(PostRow post, ContainerStatus status, DateTimeOffset now) => status.State switch
    {
        ContainerState.Finished => post with { Status = "ready", NextAttemptAt = Later(post.ScheduledAt ?? now, now) },
        // Somebody else has published it: no call of ours can have.
        ContainerState.Published => DoubtRules.StillInDoubt(post with { PublishStartedAt = post.PublishStartedAt ?? now }, now),
        ContainerState.Error when status.Failure is Refused refused => Fail(post, refused.Reason, refused.UserMessage),
        ContainerState.Error or ContainerState.Expired => ContainerLost(post, now),
        _ when now - post.ContainerCreatedAt > ProcessingTakesAtMost => ContainerLost(post, now),
        _ => post with { NextAttemptAt = now + PollAfter(post.ContainerCreatedAt ?? now, post.ScheduledAt ?? now, now) },
    };

    /// <param name="mediaId">Null when the post is live and which medium it is cannot be told.</param>
    public static PostRow Published(PostRow post, string? mediaId, string? permalink, DateTimeOffset now) => FollowUp.Plan(post with
    {
        Status = "published",
        PublishedAt = now,
        PlatformPostId = mediaId,
        Permalink = permalink,
        CommentStatus = post.FirstComment is { Length: > 0 } && post.Type != "story" ? "pending" : null,
        NumbersDueAt = now + NumbersRules.FirstAfter,
        LeaseUntil = null,
        ErrorCode = null,
        ErrorMessage = null,
    }, now);

    /// <summary>What a failed call does to the post; a call that may have published leaves it in doubt. Waiting for a limit of Meta's to pass is no attempt.</summary>
    public static PostRow AfterFailure(PostRow post, InstagramFailure failure, bool wasPublishCall, DateTimeOffset now) => failure switch
    {
        OutcomeUnknown unknown when wasPublishCall => DoubtRules.StillInDoubt(DoubtRules.Because(post, unknown), now),
        RetryLater { IsThrottle: true } or RetryLater { Code: DailyLimit } => Postpone(post, (RetryLater)failure, wasPublishCall, now),
        RetryLater { Code: NotReady } => NotYet(post, now),
        _ when !wasPublishCall && (post.ContainerId is not null || post.ChildContainerIds.Count > 0) && IsGone(failure) => ContainerLost(post, now),
        OutcomeUnknown or RetryLater when post.Attempts + 1 < MaxAttempts => Again(post with { Attempts = post.Attempts + 1 }, failure, wasPublishCall, now),
        OutcomeUnknown or RetryLater => GaveUp(post, failure),
        ReconnectAccount when wasPublishCall => LoginLost(post),
        ReconnectAccount => WithoutLogin(post, isDisconnected: false, now),
        Refused refused => Fail(post, refused.Reason, refused.UserMessage),
        _ => Fail(post, PostFailures.Unknown, "The post could not be published."),
    };

    /// <summary>The container does not exist, as far as Meta knows.</summary>
    public static bool IsGone(InstagramFailure failure) => (failure.Code, failure.Subcode) is (24, 2207006 or 2207008) or (100, 33);

    /// <summary>
    /// What becomes of a post whose account may not speak to Meta: one that still has time waits for the account to be connected again, one whose time has come fails, and one in doubt
    /// stays so, since nobody can ask. The posts of an account that was disconnected do not go live.
    /// </summary>
    public static PostRow WithoutLogin(PostRow post, bool isDisconnected, DateTimeOffset now) => post.Status switch
    {
        "publishing" or "unconfirmed" or "failed" => DoubtRules.StillInDoubt(post, now),
        "published" => post with { CommentStatus = post.CommentStatus is null or "done" ? post.CommentStatus : "failed", NextAttemptAt = null },
        _ when isDisconnected => Cancelled(post),
        _ when post.ScheduledAt > now => post with { NextAttemptAt = Earlier(post.ScheduledAt.Value, now + LookForLoginEvery), LeaseUntil = null },
        _ => LoginLost(post),
    };

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

    public static PostRow Fail(PostRow post, string code, string message) =>
        post with { Status = "failed", ErrorCode = code, ErrorMessage = message, NextAttemptAt = null, LeaseUntil = null };

    public static PostRow Miss(PostRow post) => Fail(post, PostFailures.Missed, "The system was down at the time of the post, for more than an hour.");

    /// <summary>The container has ended without being published: a new one is needed, which is one more attempt.</summary>
    public static PostRow ContainerLost(PostRow post, DateTimeOffset now)
    {
        if (post.Attempts + 1 >= MaxAttempts) return Fail(post, PostFailures.MediaRefused, "Instagram could not process the media, after several tries.");
        var tried = post with { Attempts = post.Attempts + 1 };
        return Renewed(tried, now + RetryAfter(tried));
    }

    /// <summary>A prepared container has waited too long for its time; nobody has tried to publish it without being told that it did not work.</summary>
    public static PostRow Renewed(PostRow post, DateTimeOffset at) => post with
    {
        Status = "preparing",
        ContainerId = null,
        ChildContainerIds = [],
        ContainerCreatedAt = null,
        NextAttemptAt = at,
        LeaseUntil = null,
    };

    /// <summary>Meta: as many posts as an account may have in 24 hours.</summary>
    private const int DailyLimit = 9;
    /// <summary>Meta: the container, or a carousel's child, is still being processed.</summary>
    private const int NotReady = 9007;
    private const int NotFetched = 9004;

    private static PostRow LoginLost(PostRow post) => Fail(post, PostFailures.TokenExpired, "The account has to be connected again.");

    private static PostRow Again(PostRow post, InstagramFailure failure, bool wasPublishCall, DateTimeOffset now) => post with
    {
        Status = wasPublishCall ? "ready" : "preparing",
        NextAttemptAt = now + Longer((failure as RetryLater)?.After ?? TimeSpan.Zero, RetryAfter(post)),
        LeaseUntil = null,
    };

    /// <summary>The owner sees why the post waits.</summary>
    private static PostRow Postpone(PostRow post, RetryLater limit, bool wasPublishCall, DateTimeOffset now)
    {
        var (code, message) = limit.Code == DailyLimit
            ? (PostFailures.DailyLimit, "The account has published as many posts as Instagram allows in 24 hours, here and with other tools.")
            : (PostFailures.RateLimited, "Instagram lets the account make no more calls for a while.");
        if (now - post.ScheduledAt > LimitsLastAtMost) return Fail(post, code, message);
        return post with
        {
            Status = wasPublishCall ? "ready" : "preparing",
            ErrorCode = code,
            ErrorMessage = message,
            NextAttemptAt = now + (limit.After ?? TimeSpan.FromSeconds(30)),
            LeaseUntil = null,
        };
    }

    private static PostRow NotYet(PostRow post, DateTimeOffset now) => now - post.ContainerCreatedAt > ProcessingTakesAtMost
        ? ContainerLost(post, now)
        : post with { Status = "preparing", ContainerCreatedAt = post.ContainerCreatedAt ?? now, NextAttemptAt = now + TimeSpan.FromSeconds(3), LeaseUntil = null };

    private static PostRow GaveUp(PostRow post, InstagramFailure last) => last.Code == NotFetched
        ? Fail(post, PostFailures.MediaUnreachable, "Instagram could not fetch the file, after several tries. The address of this installation must be open to the internet.")
        : Fail(post, PostFailures.TemporarilyUnavailable, "Instagram did not take the post after several tries.");

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
