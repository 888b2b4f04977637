namespace SocialSelling.Publishing;

/// <summary>What may be done with a post in each of its states, and what taking a time makes of it. Pure.</summary>
internal static class PlanRules
{
    /// <summary>Clocks differ, and people take their time over a form: a time that has passed by no more than this is now.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Nothing of it is live or may be: what was prepared can be thrown away.</summary>
    public static bool MayEdit(PostRow post) => post.Status is "draft" || HasFailed(post) || IsPlanned(post.Status);

    public static bool MaySchedule(PostRow post) => MayEdit(post) || post.Status is "cancelled";

    public static bool MayCancel(PostRow post) => MayEdit(post);

    public static bool MaySubmit(PostRow post) => post.Status is "draft" or "cancelled" or "scheduled" || HasFailed(post);

    /// <summary>For certain: one of which nobody could tell what became of it may be live, and is looked for.</summary>
    private static bool HasFailed(PostRow post) => post is { Status: "failed", NextAttemptAt: null };

    /// <summary>On the calendar, and not being published yet.</summary>
    public static bool IsPlanned(string status) => status is "awaiting_approval" or "scheduled" or "preparing" or "ready";

    /// <summary>Still to go live: what counts against the account's limit.</summary>
    public static bool IsPending(string status) => IsPlanned(status) || status is "publishing" or "unconfirmed";

    /// <returns>What keeps any post from going live at that time; empty when nothing does.</returns>
    public static List<Finding> TimeErrors(PostTime time, TimeSpan longestAhead, DateTimeOffset now)
    {
        List<Finding> errors = [];
        if (time.At < now - Tolerance) errors.Add(new("error", "time-passed", "scheduledAt", "This time has passed.", Facts.Of(("at", time.At)), "choose-another-time"));
        if (time.At > now + longestAhead)
            errors.Add(new("error", "time-too-far", "scheduledAt", $"A post is scheduled at most {longestAhead.TotalDays:F0} days ahead.", Facts.Of(("at", time.At), ("days", (int)longestAhead.TotalDays)), "choose-another-time"));
        return errors;
    }

    /// <summary>On its way live at another time. A container that is there and young serves the new time too.</summary>
    public static PostRow Scheduled(PostRow post, PostTime time, DateTimeOffset now)
    {
        var keep = post.ContainerId is not null && post.Status is "ready" or "preparing" && time.At - post.ContainerCreatedAt < PublishRules.ContainerLife;
        return keep
            ? post with
            {
                ScheduledAt = time.At,
                LocalTime = time.LocalTime,
                TimeZone = time.TimeZone,
                NextAttemptAt = post.Status == "ready" ? time.At : PublishRules.FirstStepAt(time.At, now),
                LeaseUntil = null,
                Version = post.Version + 1,
            }
            : PublishRules.Unprepared(post, "scheduled", time) with { NextAttemptAt = PublishRules.FirstStepAt(time.At, now) };
    }
}
