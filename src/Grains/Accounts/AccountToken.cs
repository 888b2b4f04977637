using SocialSelling.Audit;
using SocialSelling.Inbox;
using SocialSelling.Meta;
using SocialSelling.Notifications;

namespace SocialSelling.Accounts;

/// <summary>When a token wants refreshing, and when somebody has to be told that it ends. Pure.</summary>
/// <remarks>
/// Source: Meta, "Business Login for Instagram": a token must be 24 hours old, and an expired one can never be refreshed. That of a Page is no other after a refresh, which only asks how long it is still good for.
/// </remarks>
internal static class TokenRules
{
    public static readonly TimeSpan MinimumAge = TimeSpan.FromHours(24);

    /// <summary>At half of the life, ±10 % by account, so that accounts connected together do not refresh together.</summary>
    public static DateTimeOffset RefreshAt(Guid accountId, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        var jitter = (accountId.GetHashCode() & 0xFFFF) / (double)0xFFFF * 0.2 - 0.1;
        var at = issuedAt + (expiresAt - issuedAt) * (0.5 + jitter);
        return at - issuedAt < MinimumAge ? issuedAt + MinimumAge : at;
    }

    /// <summary>So many days before its end people are told of a login that could not be renewed.</summary>
    private static readonly int[] WarnedDays = [1, 3, 7];

    /// <returns>Of how many days people are to be told; null while all is well, or when it is over.</returns>
    public static int? Warning(DateTimeOffset refreshAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        refreshAt >= now || expiresAt <= now || WarnedDays.FirstOrDefault(days => expiresAt - now <= TimeSpan.FromDays(days)) is not (> 0 and var left) ? null : left;
}

/// <summary>The account's long-lived token: in memory for calls, encrypted in its row. Part of AccountGrain.</summary>
internal sealed partial class AccountToken(
    AccountState account, AccountRepository accounts, TokenCipher cipher, EventStream stream, RateBudget budget, MetaLogins logins, TimeProvider clock, ILogger<AccountToken> logger) : IAccountLogin
{
    private TokenRow? row;
    private InstagramSession? session;
    private bool refreshing;
    private Task? expiring;
    private (DateTimeOffset ExpiresAt, int Days)? warned;

    public DateTimeOffset? ExpiresAt => row?.ExpiresAt;
    public DateTimeOffset? RefreshAt => row is null ? null : TokenRules.RefreshAt(account.Id, row.IssuedAt, row.ExpiresAt);

    public async Task<TokenHealthView> View(CancellationToken ct)
    {
        row ??= await accounts.FindToken(account.Id, ct);
        return new(ExpiresAt, account.IsActive ? RefreshAt : null, account.Row?.Scopes ?? [], AccountRights.Missing(account.Row?.Scopes ?? []));
    }

    public void Forget() => (row, session) = (null, null);

    public async Task<InstagramSession?> Session(CancellationToken ct)
    {
        if (!account.IsActive) return null;
        if (session is not null) return session;
        if (await accounts.FindToken(account.Id, ct) is not { } found) return null;
        row = found;
        session = new InstagramSession(new AccessToken(cipher.Open(account.Id, found.Encrypted, found.KeyId)), account.Row!.PlatformAccountId, budget.Report,
            account.Row.PageId);
        return session;
    }

    /// <summary>Refreshes the token if it is time. A failure keeps the old one until the next reminder tries again; a token that died ends the account's outward calls.</summary>
    public async Task RefreshIfDue(CancellationToken ct)
    {
        if (refreshing) return;
        refreshing = true;
        try
        {
            if (await Session(ct) is { } current && row is { } due && RefreshAt <= clock.GetUtcNow()) await Refresh(current, due, ct);
        }
        catch (InstagramException e)
        {
            LogRefreshFailed(account.Id, e.Failure.GetType().Name);
            await Note(e.Failure, ct);
        }
        finally
        {
            refreshing = false;
        }
        await WarnIfDue(ct);
    }

    /// <summary>Tells people of a login that ends soon and could not be renewed, so that they connect the account before posts fail. That of a Page nobody here can renew: asking again prolongs nothing.</summary>
    private async Task WarnIfDue(CancellationToken ct)
    {
        // Anew from its row: a refresh has just forgotten it.
        if (await Session(ct) is null || row is not { } old || TokenRules.Warning(account.Row!.PageId is null ? RefreshAt!.Value : DateTimeOffset.MinValue, old.ExpiresAt, clock.GetUtcNow()) is not { } days || warned == (old.ExpiresAt, days)) return;
        await stream.Notify(new Notice(NotificationKind.AccountTokenExpiring, account.Id, $"{NotificationKind.AccountTokenExpiring}:{account.Id}:{old.ExpiresAt.ToUnixTimeSeconds()}:{days}", new { expiresAt = old.ExpiresAt }), ct);
        warned = (old.ExpiresAt, days);
    }

    public async Task Note(InstagramFailure failure, CancellationToken ct)
    {
        if (failure is RetryLater { IsThrottle: true } retry) budget.Throttle(retry.After);
        if (failure is not ReconnectAccount dead) return;
        // Several calls may learn it at the same moment: it is told once, and none of them goes on before.
        while (expiring is { IsCompleted: false } other) await Task.WhenAny(other);
        if (account.IsActive) await (expiring = Expire(dead.Token, ct));
    }

    public async Task SetStatus(string status, string? reason, CancellationToken ct, AuditEntry? entry = null)
    {
        await stream.Append(write =>
        {
            write.Also.Add(AccountRepository.StatusChange(account.Id, status, reason));
            if (entry is not null) write.Also.Add(AuditLog.Statement(entry, clock.GetUtcNow()));
            stream.Add(write, EventKind.AccountChanged, account.Id, new AccountPayload(status, reason));
            return Task.FromResult(true);
        }, ct);
        Become(status, reason);
    }

    /// <param name="refused">What is told of a login that was replaced while the call was under way says nothing of the new one.</param>
    private async Task Expire(AccessToken? refused, CancellationToken ct)
    {
        const string Reason = "Instagram no longer accepts the login. Connect the account again.";
        var connectedAt = account.Row!.ConnectedAt;
        // From the row: another activation may have connected the account anew.
        Forget();
        if (await Session(ct) is not { } current || row is not { } login || (refused is { } token && token != current.Token)) return;
        try
        {
            await stream.Append(write =>
            {
                write.Also.Add(AccountRepository.Expire(account.Id, AccountStatus.TokenExpired, Reason, login.IssuedAt, connectedAt));
                write.Also.Add(AuditLog.Statement(new AuditEntry(AuditAction.AccountLoginLost, AuditSource.Meta) { WorkspaceId = account.Row.WorkspaceId }.To("account", account.Id), clock.GetUtcNow()));
                stream.Add(write, EventKind.AccountChanged, account.Id, new AccountPayload(AccountStatus.TokenExpired, Reason));
                return Task.FromResult(true);
            }, ct);
            Become(AccountStatus.TokenExpired, Reason);
        }
        catch (GuardFailedException)
        {
            // Connected anew in this very moment, or ended by another activation: the row says which.
            account.Row = await accounts.Find(account.Id, CancellationToken.None) ?? account.Row;
            Forget();
        }
    }

    private void Become(string status, string? reason)
    {
        account.Row = account.Row! with { Status = status, StatusReason = reason };
        Forget();
        LogStatus(account.Id, status);
    }

    private async Task Refresh(InstagramSession current, TokenRow replaced, CancellationToken ct)
    {
        var fresh = await Ask(current);
        var (encrypted, keyId) = cipher.Seal(account.Id, fresh.Token.Reveal());
        var now = clock.GetUtcNow();
        if (await accounts.ReplaceToken(account.Id, new TokenRow(encrypted, keyId, now, now + fresh.ExpiresIn), replaced.IssuedAt, CancellationToken.None)) LogRefreshed(account.Id);
        else LogOvertaken(account.Id);
        Forget();

        async Task<LongLivedToken> Ask(InstagramSession old)
        {
            try
            {
                return await logins.Of(old).Refresh(old.Token, ct);
            }
            catch (InstagramException e) when (e.Failure is ReconnectAccount { Token: null } dead)
            {
                throw new InstagramException(dead with { Token = old.Token }, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Refreshed the token of Account {AccountId}")]
    private partial void LogRefreshed(Guid accountId);

    [LoggerMessage(LogLevel.Information, "The token of Account {AccountId} was replaced while it was refreshed; the newer one stays")]
    private partial void LogOvertaken(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "Refreshing the token of Account {AccountId} ended with {Failure}; the old one stays")]
    private partial void LogRefreshFailed(Guid accountId, string failure);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} is now {Status}")]
    private partial void LogStatus(Guid accountId, string status);
}

/// <summary>What browsers get with account events.</summary>
internal sealed record AccountPayload(string Status, string? StatusReason);
