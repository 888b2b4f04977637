namespace SocialSelling.Identity;

/// <summary>An API key of a workspace. Its id is that of the user it acts as.</summary>
/// <param name="Prefix">How its text begins.</param>
/// <param name="Scopes">The names of the only permissions it has.</param>
/// <param name="CreatedBy">The name of who made it, or gave it its present text; null once that person is gone.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="PreviousUntil">Until when its text before counts too.</param>
/// <param name="Accounts">The only accounts it sees; null for all of the workspace.</param>
public sealed record ApiKeyRow(
    Guid Id, Guid WorkspaceId, string Name, string Prefix, IReadOnlyList<string> Scopes, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? PreviousUntil, IReadOnlyList<Guid>? Accounts);

/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Accounts">The only ones that it shall see; null for all of the workspace.</param>
public sealed record NewApiKey(
    Guid Id, Guid WorkspaceId, string Name, string Prefix, byte[] Hash, IReadOnlyList<string> Scopes, Guid CreatedBy, DateTimeOffset? ExpiresAt, IReadOnlyCollection<Guid>? Accounts = null);

public enum ApiKeyOutcome
{
    Done,
    TooMany,
    /// <summary>Whoever makes it, or gives it a new text, has ceased to lead the workspace.</summary>
    NotTheirs,
    /// <summary>It is not there, or was revoked since.</summary>
    Revoked,
    /// <summary>One of the accounts is not the workspace's.</summary>
    NoSuchAccount,
}
