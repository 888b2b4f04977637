namespace SocialSelling.Publishing;

/// <summary>Why a post waits or has failed, where that is decided here; what Meta refuses for good has the reason of its refusal. Clients know them by these names.</summary>
internal static class PostFailures
{
    public const string
        Missed = "missed",
        NotApproved = "not-approved",
        ApprovalVoid = "approval-void",
        MediaRefused = "media-refused",
        MediaUnreachable = "media-unreachable",
        TokenExpired = "token-expired",
        DailyLimit = "daily-limit",
        RateLimited = "rate-limited",
        TemporarilyUnavailable = "temporarily-unavailable",
        Restricted = "restricted",
        OutcomeUnknown = "outcome-unknown",
        OutcomeNeverKnown = "outcome-never-known",
        NotPublished = "not-published",
        Unknown = "unknown";
}
