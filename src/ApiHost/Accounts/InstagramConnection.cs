using System.Security.Cryptography;
using System.Text;
using SocialSelling.Identity;
using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>What came of a visit to Meta's consent page. <see cref="Code"/> is the contract's word for it.</summary>
internal sealed record ConnectOutcome(Guid? AccountId, string? Code)
{
    public string Page => AccountId is { } id ? $"/accounts?connected={id}" : $"/accounts?error={Code}";

    public static implicit operator ConnectOutcome(Guid accountId) => new(accountId, null);
    public static implicit operator ConnectOutcome(string code) => new(null, code);
}

/// <summary>From "connect" to a connected account: the state that binds both ends, the code, the tokens, and the grain.</summary>
internal sealed partial class InstagramConnection(
    OAuthStateRepository states, InstagramOAuthClient oauth, InstagramClient instagram, IGrainFactory grains, TimeProvider clock, ILogger<InstagramConnection> logger)
{
    /// <summary>How long a person may take on the consent page.</summary>
    public static readonly TimeSpan StateLife = TimeSpan.FromMinutes(10);

    /// <returns>The state to bind to the browser, and where to send it.</returns>
    public async Task<(string State, Uri AuthorizationUrl)> Begin(Guid userId, Guid workspaceId, CancellationToken ct)
    {
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        await states.Add(Hash(state), userId, workspaceId, now + StateLife, now, ct);
        return (state, oauth.AuthorizationUrl(state));
    }

    /// <param name="boundState">What the browser that began it remembers.</param>
    public async Task<ConnectOutcome> Finish(string? code, string? state, string? error, string? boundState, CancellationToken ct)
    {
        if (state is null || boundState is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(boundState))) return "invalid_state";
        if (await states.Take(Hash(state), clock.GetUtcNow(), ct) is not { } begun) return "invalid_state";
        if (error is not null) return error is "access_denied" ? "access_denied" : "invalid_request";
        if (string.IsNullOrEmpty(code)) return "invalid_request";
        try
        {
            return await Connect(begun, code, ct);
        }
        catch (InstagramException e)
        {
            LogFailed(e);
            return "connection_failed";
        }
    }

    private async Task<ConnectOutcome> Connect(OAuthStateRow begun, string code, CancellationToken ct)
    {
        var grant = await oauth.ExchangeCode(code, ct);
        var token = await oauth.ExtendToken(grant.Token, ct);
        var profile = await instagram.GetProfile(new InstagramSession(token.Token, "me"), ct);
        if (profile.AccountType is "PERSONAL") return "no_business_account";

        var command = new ConnectAccount(
            begun.WorkspaceId, begun.UserId, profile.UserId, profile.AppScopedId, profile.Username, profile.Name, profile.ProfilePictureUrl, profile.AccountType, profile.FollowersCount,
            profile.FollowsCount, profile.MediaCount, profile.Biography, profile.Website, token.Token.Reveal(), token.ExpiresIn, grant.Permissions);
        var accountId = AccountId.For("instagram", profile.UserId);
        // Meta has granted it: a browser that has gone away does not undo that.
        var connected = await grains.GetGrain<IAccountGrain>(accountId).Connect(command, CancellationToken.None);
        return connected.Error switch { null => accountId, AlreadyConnected => "already_connected", AccountBeingErased => "being_erased", _ => "connection_failed" };
    }

    private static byte[] Hash(string state) => SHA256.HashData(Encoding.ASCII.GetBytes(state));

    [LoggerMessage(LogLevel.Warning, "Connecting an Instagram account failed at Meta")]
    private partial void LogFailed(Exception exception);
}
