using System.Security.Cryptography;
using System.Text;
using SocialSelling.Identity;
using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>From "connect" to a connected account, by either of Meta's ways: the state that binds both ends, the code, the tokens, the choice where there is one, and the grain.</summary>
internal sealed partial class InstagramConnection(
    OAuthStateRepository states, AccountChoices choices, MetaLogins logins, IGrainFactory grains, TimeProvider clock, ILogger<InstagramConnection> logger)
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
        return (state, LoginOf(begun).AuthorizationUrl(state, switchAccount));
    }

    /// <param name="isBound">The browser is the one that began it.</param>
    public async Task<ConnectOutcome> Finish(string? code, string? state, string? error, bool isBound, CancellationToken ct)
    {
        if (state is null) return "invalid_state";
        var (hash, now) = (Hash(state), clock.GetUtcNow());
        // Another browser must not use up what this one began.
        if (!isBound || await states.Take(hash, now, ct) is not { } begun) return ConnectRefusals.OfState(await states.Find(hash, now, ct), isBound);
        ConnectOutcome Not(string why) => new(null, why, begun.AccountId);
        var outcome = error is not null ? Not(ConnectRefusals.OfAnswer(error))
            : string.IsNullOrEmpty(code) ? Not("invalid_request")
            : await Guarded(begun.AccountId, () => Connect(begun, code, ct));
        return outcome with { Way = LoginWays.Of(begun.Way) };
    }

    /// <exception cref="InstagramException">Meta refused, or did not answer; nothing was stored.</exception>
    public async Task<ConnectOutcome> Connect(OAuthStateRow begun, string code, CancellationToken ct)
    {
        ConnectOutcome Not(string why) => new(null, why, begun.AccountId);
        var login = LoginOf(begun);
        var consent = await login.ExchangeCode(code, ct);
        if (ConnectRefusals.OfGrant(consent.Scopes, login.Indispensable) is { } missing) return Not(missing);
        var granted = await login.ListAccounts(consent, ct);
        if (ConnectRefusals.OfAccounts(granted) is { } none) return Not(none);

        var accounts = granted.Where(a => a.Profile is not null).Select(a => new AllowedAccount(CommandOf(begun, a, consent.Scopes), a.Page?.Name)).ToList();
        if (begun.AccountId is { } asked) return accounts.Find(a => a.Id == asked) is { } again ? (await Store(again)) with { Asked = asked } : Not("other_account");
        // Which of several is meant only the person knows.
        return accounts is [var only] ? await Store(only) : new ConnectOutcome(null, null, ChoiceId: await choices.Offer(begun, accounts, ct));
    }

    /// <summary>Connects what a person has chosen, one after the other: what hinders one does not hinder the next.</summary>
    public async Task<IReadOnlyList<ChosenAccountView>> Connect(IReadOnlyList<AllowedAccount> chosen)
    {
        var results = new List<ChosenAccountView>();
        foreach (var account in chosen)
        {
            var outcome = await Guarded(asked: null, () => Store(account));
            results.Add(new ChosenAccountView(account.Id, account.Command.Username, outcome.Code, outcome.Full is { } full ? new ChosenLimitView(full.Tier, full.Limit, full.Used) : null));
        }
        return results;
    }

    /// <summary>Meta has granted it: a browser that has gone away does not undo that.</summary>
    private async Task<ConnectOutcome> Store(AllowedAccount account)
    {
        var connected = await grains.GetGrain<IAccountGrain>(account.Id).Connect(account.Command, CancellationToken.None);
        return connected.Error is { } refusal ? new(null, ConnectRefusals.OfRefusal(refusal), Full: refusal as TierLimit) : new(account.Id, null);
    }

    /// <summary>A browser stands on Meta's page and wants one of ours, not a problem's JSON.</summary>
    private async Task<ConnectOutcome> Guarded(Guid? asked, Func<Task<ConnectOutcome>> connect)
    {
        try
        {
            return await connect();
        }
        catch (InstagramException e)
        {
            LogFailed(e);
            return new(null, ConnectRefusals.OfFailure(e.Failure), asked);
        }
        // The account may have been connected: its list shows it.
        catch (Exception e) when (e is TimeoutException or OrleansException or Npgsql.NpgsqlException)
        {
            LogOutcomeUnknown(e);
            return new(null, "unavailable", asked);
        }
    }

    private IMetaLogin LoginOf(OAuthStateRow begun) => LoginWays.Of(begun.Way) is LoginWay.Facebook ? logins.Facebook : logins.Instagram;

    private static ConnectAccount CommandOf(OAuthStateRow begun, GrantedAccount granted, IReadOnlyList<string> scopes)
    {
        var profile = granted.Profile!;
        return new(
            begun.WorkspaceId, begun.UserId, profile.UserId, profile.AppScopedId, profile.Username, profile.Name, profile.ProfilePictureUrl, profile.AccountType, profile.FollowersCount,
            profile.FollowsCount, profile.MediaCount, profile.Biography, profile.Website, granted.Token.Token.Reveal(), granted.Token.ExpiresIn, scopes, granted.Page?.Id);
    }

    private static byte[] Hash(string state) => SHA256.HashData(Encoding.ASCII.GetBytes(state));

    [LoggerMessage(LogLevel.Warning, "Connecting an Instagram account failed at Meta")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Connecting an Instagram account was given up: a part of the system did not answer")]
    private partial void LogOutcomeUnknown(Exception exception);
}

/// <summary>The ways by the names that states keep.</summary>
internal static class LoginWays
{
    private const string Instagram = "instagram", Facebook = "facebook";

    public static string NameOf(LoginWay way) => way is LoginWay.Facebook ? Facebook : Instagram;

    public static LoginWay Of(string name) => name is Facebook ? LoginWay.Facebook : LoginWay.Instagram;
}
