using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>Of which ends of a post people are told, and of which wait. Pure.</summary>
internal static class PublishNotices
{
    public static Notice? Of(PostRow before, PostRow after) => (before.Status, after.Status) switch
    {
        (not "published", "published") => Tell(NotificationKind.PostPublished, after, "published"),
        // Doubt that ends without the post being live was told when it failed.
        (not "failed", "failed") => Tell(after.ErrorCode == PostFailures.Missed ? NotificationKind.PostMissed : NotificationKind.PostFailed, after, "failed"),
        // Nothing checked before its time could know: other tools share the limit.
        (_, "preparing" or "ready") when after.ErrorCode == PostFailures.DailyLimit && before.ErrorCode != PostFailures.DailyLimit => Wait(after),
        _ => null,
    };

    /// <summary>However often it is put off: once for each version.</summary>
    private static Notice Wait(PostRow post) => new(NotificationKind.PostPostponed, post.Id, $"{NotificationKind.PostPostponed}:{post.Id}:{post.Version}", new
    {
        type = post.Type,
        caption = Excerpt.Of(post.Caption, Notice.ShownWords),
        scheduledAt = post.ScheduledAt,
        code = post.ErrorCode,
        until = post.NextAttemptAt,
    });

    /// <summary>The version grows with every retry by a person: each end is told once.</summary>
    private static Notice Tell(string kind, PostRow post, string end) => new(kind, post.Id, $"post.{end}:{post.Id}:{post.Version}", new
    {
        type = post.Type,
        caption = Excerpt.Of(post.Caption, Notice.ShownWords),
        scheduledAt = post.ScheduledAt,
        code = post.ErrorCode,
    });
}
