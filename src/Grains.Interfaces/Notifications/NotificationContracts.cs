using System.Text.Json;

namespace SocialSelling.Notifications;

/// <summary>What a person is told of. The client makes the sentence, of the kind and these facts.</summary>
/// <param name="Kind">One of <see cref="NotificationKind"/>; new ones come without notice.</param>
/// <param name="SubjectId">The conversation, post under which people commented, scheduled post or account it is about; of a note beside a contact the contact.</param>
/// <param name="Count">How often it has come since it was last read: messages of a conversation, comments under a post.</param>
/// <param name="Facts">An object with flat members, by kind.</param>
/// <param name="Contact">Who the conversation is with.</param>
/// <param name="Actor">The colleague who brought it about.</param>
/// <param name="PostCaption">How the caption of a post with comments begins, as far as it is known.</param>
public sealed record NotificationView(
    Guid Id, string Kind, Guid WorkspaceId, Guid AccountId, Guid SubjectId, int Count, JsonElement Facts, Guid? ConversationId, NotificationContactView? Contact, NotificationActorView? Actor,
    string? PostCaption, DateTimeOffset OccurredAt, DateTimeOffset? ReadAt);

public sealed record NotificationContactView(Guid Id, string? Username, string? Name, string? PictureUrl);

public sealed record NotificationActorView(Guid Id, string Name);

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
    /// <summary>A message for later was due and not sent: somebody has to look.</summary>
    public const string MessageHeld = "message.held";
    public const string PostPublished = "post.published";
    public const string PostFailed = "post.failed";
    /// <summary>The time of a post went by while nothing could publish it, and it is too late now.</summary>
    public const string PostMissed = "post.missed";
    /// <summary>Instagram takes no more posts of the account for now: the post waits and goes live by itself.</summary>
    public const string PostPostponed = "post.postponed";
    public const string PostNeedsApproval = "post.needs-approval";
    public const string PostApproved = "post.approved";
    public const string PostRejected = "post.rejected";
    /// <summary>Something was found that will stop a scheduled post.</summary>
    public const string PostPreflight = "post.preflight";
    /// <summary>The login of an account ends within days, and could not be renewed.</summary>
    public const string AccountTokenExpiring = "account.token-expiring";
    public const string AccountTokenExpired = "account.token-expired";
    public const string AccountDisconnected = "account.disconnected";
    /// <summary>An outgoing webhook has failed for a day and was switched off; for who looks after the workspace.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>What is kept of the person, or of a contact, can be fetched; for whoever asked for it.</summary>
    public const string ExportReady = "export.ready";

    /// <summary>All of them, in the order in which people see them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MessageReceived, CommentReceived, MentionReceived, NoteMention, ConversationAssigned, MessageHeld, PostPublished, PostFailed, PostMissed, PostPostponed, PostNeedsApproval, PostApproved, PostRejected, PostPreflight,
        AccountTokenExpiring, AccountTokenExpired, AccountDisconnected, WebhookDisabled, ExportReady,
    ];
}

/// <summary>How people are mailed of a kind.</summary>
public static class NotificationMail
{
    /// <summary>Within a minute or so, together with what comes in it.</summary>
    public const string Now = "now";
    /// <summary>Once a day, at an hour that the person chooses.</summary>
    public const string Digest = "digest";
    public const string Never = "never";
    /// <summary>Of kinds that have a mail of their own, which nobody chooses.</summary>
    public const string Always = "always";

    /// <summary>Those of which nobody else would tell them in time.</summary>
    public static string ByDefault(string kind) => kind is NotificationKind.PostFailed or NotificationKind.PostMissed or NotificationKind.AccountTokenExpiring or NotificationKind.AccountTokenExpired or NotificationKind.AccountDisconnected ? Now : Never;

    public static bool IsOwn(string kind) => kind is NotificationKind.WebhookDisabled or NotificationKind.ExportReady;
}

/// <summary>Nobody has shown that the mailbox is theirs.</summary>
public sealed record AddressUnconfirmed : DomainError
{
    public override string Code => "address-unconfirmed";
    public override string Detail => "Confirm your e-mail address first: notifications are mailed only to an address that is yours.";
}

/// <param name="Reason">bounce or complaint.</param>
public sealed record AddressStopped(string Reason) : DomainError
{
    public override string Code => "address-stopped";
    public override string Detail => $"No mail goes to your address ({Reason}). An operator can let it go there again.";
}

public sealed record NotificationNotFound : DomainError
{
    public override string Code => "notification-not-found";
    public override string Detail => "There is no such notification.";
}
