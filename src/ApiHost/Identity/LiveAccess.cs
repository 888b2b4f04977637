using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using SocialSelling.Inbox;

namespace SocialSelling.Identity;

/// <summary>Which accounts live connections follow, so that they stop when the person may not see an account any more.</summary>
internal sealed partial class LiveAccess(MemberRepository members, ApiKeyRepository keys, TimeProvider clock, ILogger<LiveAccess> logger) : IHubFilter
{
    private readonly ConcurrentDictionary<string, HubCallerContext> connections = new();

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        connections[context.Context.ConnectionId] = context.Context;
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        connections.TryRemove(context.Context.ConnectionId, out _);
        return next(context, exception);
    }

    /// <summary>Takes connections out of the groups of accounts that their person has lost.</summary>
    public async Task Check(IHubContext<InboxHub> hub, CancellationToken ct)
    {
        var followed = (from connection in connections.Values
                        let userId = CurrentUser.IdOf(connection.User!)
                        where userId is not null
                        from accountId in InboxHub.Followed(connection)
                        select (Connection: connection, Pair: (userId.Value, accountId))).ToLookup(f => f.Pair, f => f.Connection);
        if (followed.Count == 0) return;
        foreach (var pair in await members.Lost([.. followed.Select(f => f.Key)], ct))
        {
            foreach (var connection in followed[pair]) await InboxHub.Unfollow(hub, connection, pair.AccountId, ct);
            LogLost(pair.UserId, pair.AccountId);
        }
    }

    /// <summary>Closes the connections of API keys that were revoked, or whose text was replaced.</summary>
    public async Task CloseRevoked(CancellationToken ct)
    {
        var ofKeys = connections.Values.Where(c => CurrentUser.IsKey(c.User!)).ToLookup(c => c.User!.FindFirst(ApiKeyHandler.TextClaim)!.Value);
        if (ofKeys.Count == 0) return;
        foreach (var hash in await keys.Lost([.. ofKeys.Select(k => Convert.FromHexString(k.Key))], clock.GetUtcNow(), ct))
        {
            foreach (var connection in ofKeys[Convert.ToHexString(hash)])
            {
                connection.Abort();
                LogClosed(CurrentUser.IdOf(connection.User!)!.Value);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Closed a live connection of API key {KeyId}: the text that it was opened with counts no more")]
    private partial void LogClosed(Guid keyId);

    [LoggerMessage(LogLevel.Information, "User {UserId} may not see account {AccountId} any more; live connections follow it no longer")]
    private partial void LogLost(Guid userId, Guid accountId);
}

/// <summary>Looks at what live connections follow every two seconds: one statement, or two where API keys follow, whatever their number.</summary>
internal sealed partial class LiveAccessWatch(LiveAccess access, Memberships memberships, IHubContext<InboxHub> hub, TimeProvider clock, ILogger<LiveAccessWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                memberships.ForgetOld();
                await access.CloseRevoked(stoppingToken);
                await access.Check(hub, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not ask who may still follow which account; it is asked again in a moment")]
    private partial void LogFailed(Exception e);
}
