using SocialSelling.Audit;

namespace SocialSelling.Publishing;

/// <summary>What the audit log tells of a post: its states and times, never what it says. Pure.</summary>
internal static class PostAudit
{
    /// <param name="before">Null when there was none.</param>
    /// <param name="after">Null when there is none any more.</param>
    /// <returns>Null when it is nothing that anybody would ask about: a step on the way.</returns>
    public static AuditEntry? Of(PostRow? before, PostRow? after, AuditSource by, Guid accountId)
    {
        if (Action(before, after) is not { } action) return null;
        var post = after ?? before!;
        var entry = new AuditEntry(action, by) { AccountId = accountId }.To("post", post.Id);
        if (before is not null) entry = entry.Was(Facts(before));
        return after is null ? entry : entry.Is(Facts(after));
    }

    private static string? Action(PostRow? before, PostRow? after) => (before, after) switch
    {
        (null, _) => AuditAction.PostCreated,
        (_, null) => AuditAction.PostDeleted,
        ({ Status: not "published" }, { Status: "published" }) => AuditAction.PostPublished,
        ({ Status: not "failed" }, { Status: "failed" }) => AuditAction.PostFailed,
        ({ Status: not "cancelled" }, { Status: "cancelled" }) => AuditAction.PostCancelled,
        ({ Status: "awaiting_approval" }, { Status: "draft" }) when after.Approval?.Reason is not null => AuditAction.PostRejected,
        ({ Status: "awaiting_approval" }, { Status: "scheduled" }) when after.Approval is { Hash: not null } => AuditAction.PostApproved,
        ({ Status: not "awaiting_approval" }, { Status: "awaiting_approval" }) => AuditAction.PostSubmitted,
        // The version is what people change; what the publisher prepares leaves it.
        _ when before.Version == after.Version && before.ScheduledAt == after.ScheduledAt && !PlanRules.IsPlanned(before.Status) == !PlanRules.IsPlanned(after.Status) => null,
        (_, { Status: "scheduled" or "ready" or "preparing" }) when !PlanRules.IsPlanned(before.Status) || before.ScheduledAt != after.ScheduledAt => AuditAction.PostScheduled,
        _ when before.Version == after.Version => null,
        _ => AuditAction.PostChanged,
    };

    private static (string, object?)[] Facts(PostRow post) => post.Status == "failed"
        ? [("status", post.Status), ("type", post.Type), ("scheduledAt", post.ScheduledAt), ("code", post.ErrorCode)]
        : [("status", post.Status), ("type", post.Type), ("scheduledAt", post.ScheduledAt)];
}
