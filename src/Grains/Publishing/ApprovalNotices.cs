using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>Whom a step of a post's approval concerns. Pure.</summary>
internal static class ApprovalNotices
{
    private const int CaptionLength = 80;

    /// <returns>Null when the change is no step of an approval.</returns>
    public static Notice? Of(PostRow? before, PostRow after) => (before?.Status, after) switch
    {
        (_, { Status: "awaiting_approval", Approval: { } asked }) when asked.SubmittedAt != before?.Approval?.SubmittedAt =>
            About(NotificationKind.PostNeedsApproval, after, null) with { By = asked.SubmittedBy },
        ("awaiting_approval", { Approval: { Hash: not null } given }) when before!.Approval?.Hash is null =>
            About(NotificationKind.PostApproved, after, null) with { By = given.DecidedBy, To = Writers(before) },
        ("awaiting_approval", { Status: "draft", Approval: { Reason: { } reason } refused }) =>
            About(NotificationKind.PostRejected, after, reason) with { By = refused.DecidedBy, To = Writers(before!) },
        _ => null,
    };

    private static Notice About(string kind, PostRow post, string? reason) => new(kind, post.Id, $"{kind}:{post.Id}:{post.Version}",
        new { caption = post.Caption.Length > CaptionLength ? post.Caption[..CaptionLength] : post.Caption, scheduledAt = post.ScheduledAt, reason });

    private static Guid[] Writers(PostRow post) => [.. ApprovalRules.Authors(post).Distinct()];
}
