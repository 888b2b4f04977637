namespace SocialSelling.Notifications;

/// <summary>What people are told of. Each can be switched off by each person.</summary>
public static class NotificationKind
{
    public const string MessageReceived = "message.received";
    public const string CommentReceived = "comment.received";
    /// <summary>Somebody named the account in a comment or a caption.</summary>
    public const string MentionReceived = "mention.received";
    /// <summary>A colleague named somebody in a note.</summary>
    public const string NoteMention = "note.mention";
    public const string ConversationAssigned = "conversation.assigned";
    public const string PostPublished = "post.published";
    public const string PostFailed = "post.failed";
    /// <summary>The time of a post went by while nothing could publish it, and it is too late now.</summary>
    public const string PostMissed = "post.missed";
    public const string PostNeedsApproval = "post.needs-approval";
    public const string PostApproved = "post.approved";
    public const string PostRejected = "post.rejected";
    /// <summary>Something was found that will stop a scheduled post.</summary>
    public const string PostPreflight = "post.preflight";
    public const string AccountTokenExpired = "account.token-expired";
    public const string AccountDisconnected = "account.disconnected";

    /// <summary>All of them, in the order in which people see them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MessageReceived, CommentReceived, MentionReceived, NoteMention, ConversationAssigned, PostPublished, PostFailed, PostMissed, PostNeedsApproval, PostApproved, PostRejected, PostPreflight,
        AccountTokenExpired, AccountDisconnected,
    ];
}
