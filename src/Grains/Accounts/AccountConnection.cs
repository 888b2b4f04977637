using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Meta;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling.Accounts;

/// <summary>Joins an account to the system and takes it out again. Part of AccountGrain.</summary>
internal sealed partial class AccountConnection(
    AccountState account, AccountToken token, WebhookSubscription webhooks, PostSchedule schedule, ParkedIntake waiting, HistorySync history, AccountRepository accounts, ErasureRepository erasures,
    TokenCipher cipher, IOptions<TierOptions> tiers, IOptions<MailOptions> mail, TimeProvider clock, ILogger<AccountConnection> logger)
{
    private bool settingUp;

    /// <returns>What hinders it; null when the account is connected, and is to be set up.</returns>
    public async Task<DomainError?> Store(ConnectAccount command, CancellationToken ct)
    {
        if (await erasures.FindOpen(account.Id, ErasureSubject.Account, ct) is not null) return new AccountBeingErased();
        // Of the way that it came by before nothing more is to be told: what comes by both would come twice.
        var former = account.Row is { } before && before.PageId != command.PageId ? await LastSession(ct) : null;
        var now = clock.GetUtcNow();
        var (encrypted, keyId) = cipher.Seal(account.Id, command.AccessToken);
        var row = new AccountRow(
            account.Id, command.WorkspaceId, command.UserId, "instagram", command.PlatformAccountId, command.AppScopedId, command.Username, command.DisplayName, command.ProfilePictureUrl,
            command.AccountType, command.FollowerCount, command.FollowingCount, command.MediaCount, command.Biography, command.Website, AccountStatus.Active, null, command.Scopes, null, null, now, command.PageId);
        var (stored, excess) = await accounts.Connect(row, new TokenRow(encrypted, keyId, now, now + command.ExpiresIn), tiers.Value, reader => Mail(row, reader), AuditSources.Now(command.UserId), ct);
        if (!stored) return excess is { } e ? new TierLimit(e.What, e.Tier, e.Limit, e.Used, e.Wanted) : new AlreadyConnected();
        // As it was stored, which keeps a time to the microsecond.
        account.Row = await accounts.Find(account.Id, ct) ?? row;
        token.Forget();

        await token.SetStatus(AccountStatus.Active, null, ct);
        LogConnected(account.Id);
        if (former is not null) await webhooks.End(former, ct);
        return null;
    }

    /// <summary>
    /// What a connection needs besides its rows. Reading the past begins last of all: an active account of whose past nothing is planned was connected by a process that died, and is set up when it is next woken.
    /// </summary>
    public async Task SetUp(CancellationToken ct)
    {
        settingUp = true;
        try
        {
            // Connected is connected; a subscription that fails now is tried again before long, and shown in the account's health. One that says that the login is dead has the last word.
            await webhooks.Begin(ct);
            await waiting.TakeIn(ct);
            await history.StartAfterConnect(ct);
        }
        finally
        {
            settingUp = false;
        }
    }

    /// <summary>False when nobody sets the account up at the moment, and somebody should have.</summary>
    public async Task<bool> IsSetUp(CancellationToken ct) => settingUp || !account.IsActive || await history.NextDue(ct) is not null;

    public async Task<AccountView> View(CancellationToken ct) => View(account.Row!, (await token.View(ct)).ExpiresAt);

    public async Task<Result<AccountView>> Disconnect(CancellationToken ct)
    {
        if (account.Row is not { } row) return new AccountNotFound();
        // Afterwards there is no session to say it with.
        var session = await LastSession(ct);
        // The status first: from then on nothing new is scheduled, and what a crash leaves scheduled is cancelled when its time comes.
        if (row.Status != AccountStatus.Disconnected) await token.SetStatus(AccountStatus.Disconnected, null, ct, Left(AuditSources.Now()));
        await schedule.CancelAll(ct);
        if (session is not null) await webhooks.End(session, ct);
        return View(account.Row, token.ExpiresAt);
    }

    public async Task Deauthorize(DateTimeOffset askedAt, CancellationToken ct)
    {
        if (account.Row is not { } row || row.ConnectedAt > askedAt) return;
        var session = await LastSession(ct);
        if (row.Status != AccountStatus.Disconnected) await token.SetStatus(AccountStatus.Disconnected, "The owner of the account removed this app at Instagram. Connect the account again to go on.", ct, Left(AuditSource.Meta));
        await accounts.EraseToken(account.Id, ct);
        token.Forget();
        if (session is not null) await webhooks.End(session, ct);
    }

    public async Task Retire(CancellationToken ct)
    {
        await accounts.Retire(account.Id, clock.GetUtcNow(), ct);
        token.Forget();
        account.Row = null;
    }

    private MailMessage? Mail(AccountRow row, ConnectedReader to) => !MailOutbox.IsAddress(to.User.Email) ? null : new MailMessage(
        MailTemplate.AccountConnected, to.User.Email, to.User.Language,
        new Dictionary<string, string>
        {
            ["name"] = to.User.Name,
            ["account"] = row.Username,
            ["workspace"] = to.Workspace,
            ["by"] = to.By,
            ["connectedAt"] = row.ConnectedAt.ToString("O"),
            ["timeZone"] = to.User.TimeZone,
            [MailTemplate.Link] = mail.Value.AppUrl.TrimEnd('/') + "/accounts",
        },
        MailPriority.Normal, $"{MailTemplate.AccountConnected}:{to.User.Id:N}:{row.Id:N}:{row.ConnectedAt.UtcTicks}")
    { UserId = to.User.Id, AccountIds = [row.Id] };

    /// <summary>A login that can no longer be read, because its key is lost, must not keep anybody from leaving.</summary>
    private async Task<InstagramSession?> LastSession(CancellationToken ct)
    {
        try
        {
            return await token.Session(ct);
        }
        catch (CryptographicException e)
        {
            LogUnreadable(e, account.Id);
            return null;
        }
    }

    private AuditEntry Left(AuditSource by) => new AuditEntry(AuditAction.AccountDisconnected, by) { WorkspaceId = account.Row!.WorkspaceId }.To("account", account.Id);

    private static AccountView View(AccountRow a, DateTimeOffset? tokenExpiresAt) => new(
        a.Id, a.WorkspaceId, a.Platform, a.PlatformAccountId, a.Username, a.DisplayName, a.ProfilePictureUrl, a.FollowerCount, a.Status, a.StatusReason, tokenExpiresAt, a.ConnectedAt,
        a.LastEventAt, 0, a.PageId is null ? LoginWay.Instagram : LoginWay.Facebook);

    [LoggerMessage(LogLevel.Information, "Connected Account {AccountId}")]
    private partial void LogConnected(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "The login of Account {AccountId} cannot be read: it leaves without ending its subscription at Meta")]
    private partial void LogUnreadable(Exception e, Guid accountId);
}
