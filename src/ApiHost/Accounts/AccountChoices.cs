using System.Text.Json;
using SocialSelling.Identity;

namespace SocialSelling.Accounts;

/// <summary>An account that a person has allowed, ready to be connected.</summary>
/// <param name="PageName">Of the Facebook Page that it stands behind.</param>
internal sealed record AllowedAccount(ConnectAccount Command, string? PageName)
{
    public Guid Id => AccountId.For("instagram", Command.PlatformAccountId);
}

/// <summary>What somebody has still to choose from. Accounts come with their tokens: sealed, for ten minutes, and for the session that asked.</summary>
internal sealed class AccountChoices(AccountChoiceRepository rows, TokenCipher cipher, TimeProvider clock)
{
    /// <summary>How long a person may take to choose.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <returns>Under which id the choice is found.</returns>
    public async Task<Guid> Offer(OAuthStateRow begun, IReadOnlyList<AllowedAccount> accounts, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        var (encrypted, keyId) = cipher.Seal(id, JsonSerializer.Serialize(accounts));
        await rows.Add(new AccountChoiceRow(id, begun.UserId, begun.WorkspaceId, begun.SessionId, encrypted, keyId, clock.GetUtcNow() + Life), ct);
        return id;
    }

    /// <returns>Null when there is none, it is over or made, or somebody else's.</returns>
    public async Task<OpenChoice?> Find(Guid id, CurrentUser user, CancellationToken ct) =>
        await rows.Find(id, user.Id, user.SessionId, clock.GetUtcNow(), ct) is { } row
            ? new OpenChoice(row.WorkspaceId, row.ExpiresAt, JsonSerializer.Deserialize<List<AllowedAccount>>(cipher.Open(id, row.Accounts, row.KeyId))!) : null;

    /// <summary>Ends it; false when it was ended meanwhile.</summary>
    public Task<bool> Take(Guid id, CurrentUser user, CancellationToken ct) => rows.Take(id, user.Id, user.SessionId, clock.GetUtcNow(), ct);
}

internal sealed record OpenChoice(Guid WorkspaceId, DateTimeOffset ExpiresAt, IReadOnlyList<AllowedAccount> Accounts);
