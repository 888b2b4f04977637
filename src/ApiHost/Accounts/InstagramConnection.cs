using System.Security.Cryptography;
using System.Text;
using SocialSelling.Identity;
using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>From "connect" to a connected account: the state that binds both ends, the code, the tokens, and the grain.</summary>
internal sealed partial class InstagramConnection(
    OAuthStateRepository states, InstagramOAuthClient oauth, InstagramClient instagram, IGrainFactory grains, TimeProvider clock, ILogger<InstagramConnection> logger)
{
    /// <summary>How long a person may take on the consent page.</summary>
    public static readonly TimeSpan StateLife = TimeSpan.FromMinutes(10);

    /// <summary>Hexadecimal digits of 32 random bytes.</summary>
    public const int StateLength = 64;

    /// <param name="switchAccount">Meta asks for a login anew: the one that it knows is of another account than the one that is wanted.</param>
    /// <returns>The state to bind to the browser, and where to send it.</returns>
    public async Task<(string State, Uri AuthorizationUrl)> Begin(OAuthStateRow begun, bool switchAccount, CancellationToken ct)
    {
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(StateLength / 2));
        var now = clock.GetUtcNow();
        await states.Add(Hash(state), begun, now + StateLife, now, ct);
        return (state, oauth.AuthorizationUrl(state, switchAccount));
    }

    /// <param name="isBound">The browser is the one that began it.</param>
    public async Task<ConnectOutcome> Finish(string? code, string? state, string? error, bool isBound, CancellationToken ct)
    {
        if (state is null) return "invalid_state";
        var (hash, now) = (Hash(state), clock.GetUtcNow());
        // Another browser must not use up what this one began.
        if (!isBound || await states.Take(hash, now, ct) is not { } begun) return ConnectRefusals.OfState(await states.Find(hash, now, ct), isBound);
        ConnectOutcome Not(string why) => new(null, why, begun.AccountId);
        if (error is not null) return Not(ConnectRefusals.OfAnswer(error));
        if (string.IsNullOrEmpty(code)) return Not("invalid_request");
        try
        {
            return await Connect(begun.UserId, begun.WorkspaceId, begun.AccountId, code, ct);
        }
        catch (InstagramException e)
        {
            LogFailed(e);
            return Not(ConnectRefusals.OfFailure(e.Failure));
        }
        // A browser stands on Meta's page and wants one of ours, not a problem's JSON. The account may have been connected: its list shows it.
        catch (Exception e) when (e is TimeoutException or OrleansException or Npgsql.NpgsqlException)
        {
            LogOutcomeUnknown(e);
            return Not("unavailable");
        }
    }

    /// <param name="asked">The account that it has to be; null when any will do.</param>
    /// <exception cref="InstagramException">Meta refused, or did not answer; nothing was stored.</exception>
    public async Task<ConnectOutcome> Connect(Guid userId, Guid workspaceId, Guid? asked, string code, CancellationToken ct)
    {
        ConnectOutcome Not(string why) => new(null, why, asked);
        var grant = await oauth.ExchangeCode(code, ct);
        if (ConnectRefusals.OfGrant(grant.Permissions) is { } missing) return Not(missing);
        var token = await oauth.ExtendToken(grant.Token, ct);
        var profile = await instagram.GetProfile(new InstagramSession(token.Token, "me"), ct);
        if (profile.AccountType is "PERSONAL") return Not("no_business_account");
        var accountId = AccountId.For("instagram", profile.UserId);
        if (asked is not null && asked != accountId) return Not("other_account");

        var command = new ConnectAccount(
            workspaceId, userId, profile.UserId, profile.AppScopedId, profile.Username, profile.Name, profile.ProfilePictureUrl, profile.AccountType, profile.FollowersCount,
            profile.FollowsCount, profile.MediaCount, profile.Biography, profile.Website, token.Token.Reveal(), token.ExpiresIn, grant.Permissions);
        // Meta has granted it: a browser that has gone away does not undo that.
        var connected = await grains.GetGrain<IAccountGrain>(accountId).Connect(command, CancellationToken.None);
        return connected.Error is { } refusal ? Not(ConnectRefusals.OfRefusal(refusal)) with { Full = refusal as TierLimit } : new(accountId, null);
    }

    private static byte[] Hash(string state) => SHA256.HashData(Encoding.ASCII.GetBytes(state));

    [LoggerMessage(LogLevel.Warning, "Connecting an Instagram account failed at Meta")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Connecting an Instagram account was given up: a part of the system did not answer")]
    private partial void LogOutcomeUnknown(Exception exception);
}
