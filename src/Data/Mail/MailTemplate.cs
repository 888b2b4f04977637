namespace SocialSelling.Mail;

/// <summary>The kinds of mail there are, and what each has to be told. <c>timeZone</c> may be given to all of them.</summary>
public static class MailTemplate
{
    public const string Welcome = "welcome";
    public const string VerifyEmail = "verify-email";
    public const string ResetPassword = "reset-password";
    public const string PasswordChanged = "password-changed";
    /// <summary>To a new address; <c>link</c> makes it the person's.</summary>
    public const string ChangeEmail = "change-email";
    /// <summary>To the present address: <c>newEmail</c> shall replace it.</summary>
    public const string EmailChangeAsked = "email-change-asked";
    /// <summary>To the former address: <c>newEmail</c> has replaced it.</summary>
    public const string EmailChanged = "email-changed";
    /// <summary>The same, where the former address was the person's for sure; <c>link</c> puts it back, for <c>days</c>.</summary>
    public const string EmailChangedRevertible = "email-changed-revertible";
    /// <summary>To the address that was taken away again by the link to the one before.</summary>
    public const string EmailReverted = "email-reverted";
    public const string NewDevice = "new-device";
    /// <summary><c>change</c> is enabled, disabled or codes-renewed.</summary>
    public const string MfaChanged = "mfa-changed";
    public const string AccountLocked = "account-locked";
    /// <summary><c>role</c> is one of a workspace's: admin, publisher, agent, analyst or viewer.</summary>
    public const string Invitation = "invitation";
    /// <summary>Erasure was asked for; <c>link</c> leads to where it can be called off until <c>erasedAt</c>.</summary>
    public const string AccountDeleted = "account-deleted";

    /// <summary>An outgoing webhook was switched off; <c>host</c> is where it led.</summary>
    public const string WebhookDisabled = "webhook-disabled";

    /// <summary>A workspace is being erased, by its <c>owner</c>.</summary>
    public const string WorkspaceDeleted = "workspace-deleted";

    /// <summary>What is kept of somebody can be fetched until <c>expiresAt</c>; <c>about</c> is user (the reader) or contact.</summary>
    public const string ExportReady = "export-ready";

    /// <summary>What somebody is told of, at once; <c>lines</c> say how much of what, as JSON: <c>[{ Kind, Account, Count }]</c>.</summary>
    public const string Notifications = "notifications";

    /// <summary>The same, once a day.</summary>
    public const string Digest = "digest";

    /// <summary>What a week was like, on its Monday after; <c>week</c> is its first day and <c>weeks</c> are the figures of each workspace, as JSON.</summary>
    public const string WeeklySummary = "weekly-summary";

    /// <summary>Somebody (<c>by</c>) has let an Instagram account in; to them, and to the owner of the workspace.</summary>
    public const string AccountConnected = "account-connected";

    /// <summary>Somebody wanted to see whether mail arrives.</summary>
    public const string NotificationTest = "notification-test";

    /// <summary>Of news: by which its mail is ended; see <see cref="UnsubscribeTokens"/>.</summary>
    public const string Unsubscribe = "unsubscribe";

    public const string Lines = "lines";

    /// <summary>The first day of a week, as <c>yyyy-MM-dd</c>.</summary>
    public const string Week = "week";

    public const string Weeks = "weeks";

    /// <summary>The value every template has: where its button leads. An absolute http(s) address.</summary>
    public const string Link = "link";

    private static readonly Dictionary<string, MailForm> Forms = new()
    {
        [Welcome] = new(MailDuty.Asked, "name", Link),
        [VerifyEmail] = new(MailDuty.Asked, "name", Link, "hours"),
        [ResetPassword] = new(MailDuty.Security, "name", Link, "minutes"),
        [PasswordChanged] = new(MailDuty.Security, "name", Link, "changedAt"),
        [ChangeEmail] = new(MailDuty.Asked, Link, "hours"),
        [EmailChangeAsked] = new(MailDuty.Security, "name", Link, "newEmail", "askedAt"),
        [EmailChanged] = new(MailDuty.Security, "name", Link, "newEmail", "changedAt"),
        [EmailChangedRevertible] = new(MailDuty.Security, "name", Link, "newEmail", "changedAt", "days"),
        [EmailReverted] = new(MailDuty.Security, "name", Link, "changedAt"),
        [NewDevice] = new(MailDuty.Security, "name", Link, "device", "ip", "signedInAt"),
        [MfaChanged] = new(MailDuty.Security, "name", Link, "change", "changedAt"),
        [AccountLocked] = new(MailDuty.Security, "name", Link, "endsAt"),
        [Invitation] = new(MailDuty.Asked, "inviter", "workspace", "role", Link, "days"),
        [AccountDeleted] = new(MailDuty.Law, "name", Link, "erasedAt"),
        [ExportReady] = new(MailDuty.Asked, "name", "about", Link, "expiresAt"),
        [WebhookDisabled] = new(MailDuty.Asked, "name", "workspace", "host", Link),
        [WorkspaceDeleted] = new(MailDuty.Security, "name", "workspace", "owner", Link),
        [Notifications] = new(MailDuty.News, "name", Lines, Link, Unsubscribe),
        [Digest] = new(MailDuty.News, "name", Lines, Link, Unsubscribe),
        [WeeklySummary] = new(MailDuty.News, "name", Week, Weeks, Link, Unsubscribe),
        [AccountConnected] = new(MailDuty.Security, "name", "account", "workspace", "by", "connectedAt", Link),
        [NotificationTest] = new(MailDuty.Asked, "name", Link),
    };

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, MailForm> All => Forms;
}

/// <param name="Duty">What may stop it.</param>
/// <param name="Values">All of them have to be there.</param>
public sealed record MailForm(MailDuty Duty, params string[] Values);

/// <summary>What a mail is owed to, and so what may stop it.</summary>
public enum MailDuty
{
    /// <summary>News that people asked to have mailed: stops when they unsubscribe, complain or their address bounces.</summary>
    News,
    /// <summary>Follows from what somebody has just done: stops at a complaint and at a dead address.</summary>
    Asked,
    /// <summary>Keeps somebody's account safe: stops only at a dead address.</summary>
    Security,
    /// <summary>The law wants it sent: nothing stops it.</summary>
    Law,
}
