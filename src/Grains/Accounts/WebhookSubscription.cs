using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>What Meta tells of the account: asked for when it connects, looked after every few hours, ended when it is disconnected. Part of AccountGrain.</summary>
internal sealed partial class WebhookSubscription(
    AccountState account, AccountToken token, RateBudget budget, AccountRepository accounts, InstagramClient instagram, TimeProvider clock, ILogger<WebhookSubscription> logger)
{
    /// <summary>Whoever disconnects an account does not wait for Meta for long.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public async Task<WebhookHealthView> View(CancellationToken ct)
    {
        var row = await accounts.FindWebhook(account.Id, ct);
        // An account that was connected before this was noted has not been looked at yet.
        var wanted = WebhookFields.Of(account.Row?.PageId);
        var missing = row switch { { SubscribedAt: null } => wanted, { CheckedAt: null } => [], _ => [.. wanted.Except(row.Fields)] };
        return new(row.SubscribedAt, account.Row?.LastEventAt, row.Fields, missing, row.CheckedAt, row.Failure);
    }

    /// <summary>Asks to be told. A failure is noted and shown in the account's health; the next check tries again.</summary>
    public async Task<Result<WebhookHealthView>> Begin(CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return new AccountNotActive(account.Row?.Status ?? AccountStatus.Disconnected);
        await Try(session, ct);
        return await View(ct);
    }

    /// <summary>Asks Meta what it tells of the account, and subscribes again to what is missing: subscriptions have been seen to vanish.</summary>
    public async Task Check(CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session || budget.TryTake(CallClass.Sync) is not null) return;
        try
        {
            var fields = await instagram.ListWebhookFields(session, ct);
            await accounts.MarkWebhook(account.Id, fields, clock.GetUtcNow(), failure: null, ct);
            if (!WebhookFields.Of(session.PageId).Except(fields).Any()) return;
            LogMissing(account.Id);
            await Try(session, ct);
        }
        catch (InstagramException e)
        {
            await Note(e.Failure);
        }
    }

    /// <summary>As good as it goes: what Meta still tells of the account is set aside.</summary>
    public async Task End(InstagramSession session, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(EndLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            await instagram.UnsubscribeWebhooks(session, either.Token);
            await accounts.MarkUnsubscribed(account.Id, CancellationToken.None);
        }
        catch (Exception e) when (e is InstagramException or OperationCanceledException)
        {
            LogNotEnded(account.Id, e.GetType().Name);
        }
    }

    private async Task Try(InstagramSession session, CancellationToken ct)
    {
        try
        {
            await instagram.SubscribeWebhooks(session, ct);
            await accounts.MarkSubscribed(account.Id, WebhookFields.Of(session.PageId), clock.GetUtcNow(), CancellationToken.None);
        }
        catch (InstagramException e)
        {
            await Note(e.Failure);
        }
    }

    private async Task Note(InstagramFailure failure)
    {
        LogFailed(account.Id, failure.GetType().Name);
        var code = failure switch { Refused refused => refused.Reason, ReconnectAccount => "account-not-active", _ => "temporarily-unavailable" };
        await accounts.MarkWebhook(account.Id, fields: null, clock.GetUtcNow(), code, CancellationToken.None);
        await token.Note(failure, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "Meta no longer tells everything of Account {AccountId}; subscribing again")]
    private partial void LogMissing(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "Subscribing Account {AccountId} to webhooks ended with {Failure}")]
    private partial void LogFailed(Guid accountId, string failure);

    [LoggerMessage(LogLevel.Warning, "Account {AccountId} was disconnected, and unsubscribing it from webhooks ended with {Failure}")]
    private partial void LogNotEnded(Guid accountId, string failure);
}
