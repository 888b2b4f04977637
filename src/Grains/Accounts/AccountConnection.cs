using SocialSelling.Inbox;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling.Accounts;

/// <summary>Joins an account to the system and takes it out again. Part of AccountGrain.</summary>
internal sealed partial class AccountConnection(
    AccountState account, AccountToken token, WebhookSubscription webhooks, PostSchedule schedule, ParkedIntake waiting, HistorySync history, CommentScan comments, AccountRepository accounts,
    TokenCipher cipher, TimeProvider clock, ILogger<AccountConnection> logger)
{
    public async Task<Result<AccountView>> Connect(ConnectAccount command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (encrypted, keyId) = cipher.Seal(account.Id, command.AccessToken);
        var row = new AccountRow(
            account.Id, command.WorkspaceId, command.UserId, "instagram", command.PlatformAccountId, command.AppScopedId, command.Username, command.DisplayName, command.ProfilePictureUrl,
            command.AccountType, command.FollowerCount, command.FollowingCount, command.MediaCount, command.Biography, command.Website, AccountStatus.Active, null, command.Scopes, null, null, now);
        var tokenRow = new TokenRow(encrypted, keyId, now, now + command.ExpiresIn);
        if (!await accounts.Connect(row, tokenRow, ct)) return new AlreadyConnected();
        account.Row = row;
        token.Forget();

        // Connected is connected; a subscription that fails now is tried again before long, and shown in the account's health.
        await webhooks.Begin(ct);
        await token.SetStatus(AccountStatus.Active, null, ct);
        await waiting.TakeIn(ct);
        await history.StartAfterConnect(ct);
        await comments.Start(ct);
        LogConnected(account.Id);
        return View(row, tokenRow.ExpiresAt);
    }

    public async Task<Result<AccountView>> Disconnect(CancellationToken ct)
    {
        if (account.Row is not { } row) return new AccountNotFound();
        // Afterwards there is no session to say it with.
        var session = await token.Session(ct);
        // The status first: from then on nothing new is scheduled, and what a crash leaves scheduled is cancelled when its time comes.
        if (row.Status != AccountStatus.Disconnected) await token.SetStatus(AccountStatus.Disconnected, null, ct);
        await schedule.CancelAll(ct);
        if (session is not null) await webhooks.End(session, ct);
        return View(account.Row, token.ExpiresAt);
    }

    private static AccountView View(AccountRow a, DateTimeOffset? tokenExpiresAt) => new(
        a.Id, a.WorkspaceId, a.Platform, a.PlatformAccountId, a.Username, a.DisplayName, a.ProfilePictureUrl, a.FollowerCount, a.Status, a.StatusReason, tokenExpiresAt, a.ConnectedAt,
        a.LastEventAt, 0);

    [LoggerMessage(LogLevel.Information, "Connected Account {AccountId}")]
    private partial void LogConnected(Guid accountId);
}
