namespace SocialSelling.Identity;

/// <summary>An API key of a workspace. Its id is that of the user it acts as.</summary>
/// <param name="Prefix">How its text begins.</param>
/// <param name="Scopes">The names of the only permissions it has.</param>
/// <param name="CreatedBy">The name of who made it; null once that person is gone.</param>
/// <param name="LastUsedAt">To the minute.</param>
public sealed record ApiKeyRow(
    Guid Id, Guid WorkspaceId, string Name, string Prefix, IReadOnlyList<string> Scopes, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <param name="Hash">SHA-256 of its text.</param>
public sealed record NewApiKey(Guid Id, Guid WorkspaceId, string Name, string Prefix, byte[] Hash, IReadOnlyList<string> Scopes, Guid CreatedBy, DateTimeOffset? ExpiresAt);

public enum ApiKeyOutcome
{
    Added,
    TooMany,
    /// <summary>Whoever makes it has ceased to lead the workspace.</summary>
    NotTheirs,
    /// <summary>The same request has made it before, and it was revoked since.</summary>
    Revoked,
}
