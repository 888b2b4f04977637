using SocialSelling.Identity;

namespace SocialSelling.Accounts;

/// <summary>A connected account as stored. Times are UTC.</summary>
/// <param name="PageId">The Facebook Page that it goes by; null after Instagram Login.</param>
public sealed record AccountRow(
    Guid Id, Guid WorkspaceId, Guid UserId, string Platform, string PlatformAccountId, string? AppScopedId, string Username, string? DisplayName, string? ProfilePictureUrl,
    string? AccountType, int FollowerCount, int FollowingCount, int MediaCount, string? Biography, string? Website, string Status, string? StatusReason,
    IReadOnlyList<string> Scopes, DateTimeOffset? WebhookSubscribedAt, DateTimeOffset? LastEventAt, DateTimeOffset ConnectedAt, string? PageId = null);

/// <summary>The account's long-lived token. <see cref="Encrypted"/> opens only with the key named <see cref="KeyId"/> and the account's id.</summary>
public sealed record TokenRow(byte[] Encrypted, string KeyId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>What Meta tells of an account.</summary>
/// <param name="SubscribedAt">When that was last asked for with success; null when it is not subscribed.</param>
/// <param name="Fields">What Meta said when it was last asked.</param>
/// <param name="Failure">Why the last attempt failed; null when it went well.</param>
public sealed record WebhookRow(DateTimeOffset? SubscribedAt, IReadOnlyList<string> Fields, DateTimeOffset? CheckedAt, string? Failure);

/// <summary>An account as lists show it.</summary>
public sealed record AccountListRow(AccountRow Account, DateTimeOffset? TokenExpiresAt, int UnreadCount);

/// <summary>Somebody to tell that an account was connected.</summary>
/// <param name="By">The name of who connected it.</param>
public sealed record ConnectedReader(UserRow User, string Workspace, string By);
