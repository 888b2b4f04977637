namespace SocialSelling.Audit;

/// <summary>
/// Everything that leaves an entry. A word of this list is stored and shown for years: it is never renamed, and what is new is added here, to docs/audit.md and to the web client's sentences
/// (a test compares the three).
/// </summary>
public static class AuditAction
{
    public const string SignedUp = "user.signed-up", SignedIn = "session.started", SignInRefused = "session.refused", TokenReused = "session.token-reused", SignedOut = "session.ended",
        SessionsRevoked = "session.revoked";
    public const string PasswordChanged = "password.changed", PasswordReset = "password.reset", ProfileChanged = "user.changed", TierChanged = "user.tier-changed";
    public const string MfaEnabled = "mfa.enabled", MfaDisabled = "mfa.disabled", RecoveryCodesRenewed = "mfa.codes-renewed", RecoveryCodeUsed = "mfa.code-used";

    public const string EmailChangeAsked = "email.change-asked", EmailChangeCancelled = "email.change-cancelled", EmailChanged = "email.changed", EmailReverted = "email.reverted";
    public const string ConsentGiven = "consent.given", ConsentWithdrawn = "consent.withdrawn";

    public const string AccountConnected = "account.connected", AccountReconnected = "account.reconnected", AccountDisconnected = "account.disconnected", AccountLoginLost = "account.login-lost";

    public const string PostCreated = "post.created", PostChanged = "post.changed", PostScheduled = "post.scheduled", PostSubmitted = "post.submitted", PostApproved = "post.approved",
        PostRejected = "post.rejected", PostCancelled = "post.cancelled", PostDeleted = "post.deleted", PostPublished = "post.published", PostFailed = "post.failed", PostsBulk = "post.bulk";

    public const string PostPolicyChanged = "policy.changed", SlotsChanged = "slots.changed", AutoRepliesChanged = "auto-replies.changed";

    public const string WorkspaceCreated = "workspace.created", WorkspaceChanged = "workspace.changed", WorkspaceTransferred = "workspace.transferred", WorkspaceDeleted = "workspace.deleted";
    public const string MemberInvited = "member.invited", InvitationRevoked = "member.invitation-revoked", MemberJoined = "member.joined", MemberChanged = "member.changed", MemberLeft = "member.left", MemberRemoved = "member.removed";
    public const string KeyCreated = "key.created", KeyChanged = "key.changed", KeyRotated = "key.rotated", KeyRevoked = "key.revoked";
    public const string WebhookCreated = "webhook.created", WebhookChanged = "webhook.changed", WebhookDeleted = "webhook.deleted", WebhookDisabled = "webhook.disabled";
    public const string AuditExported = "audit.exported";
    public const string ErasureAsked = "erasure.asked", ErasureCancelled = "erasure.cancelled", ExportAsked = "export.asked";
    public const string OperatorActed = "operator.acted";

    public static IReadOnlyList<string> All { get; } =
        [.. typeof(AuditAction).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];
}
