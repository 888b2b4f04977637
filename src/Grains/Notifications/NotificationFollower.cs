using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SocialSelling.Inbox;
using SocialSelling.Publishing;

namespace SocialSelling.Notifications;

/// <summary>
/// Follows the events of accounts and tells people what concerns them, behind the inbox and never in its way: messages are stored and pushed without it, and under load it takes more at once instead of more time.
/// Runs on every silo. Where each account was left off is a row; what a silo that died has not told, the next look at all accounts finds.
/// </summary>
internal sealed partial class NotificationFollower(
    NotificationLedger ledger, NotificationRepository notifications, IHubContext<InboxHub> hub, SignedMediaUrls urls, TimeProvider clock, ILogger<NotificationFollower> logger) : BackgroundService
{
    /// <summary>Messages that come together are told together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(300), LookAtAll = TimeSpan.FromMinutes(1), LongestRest = TimeSpan.FromSeconds(10), AfterFailure = TimeSpan.FromSeconds(5);
    private const int Accounts = 100, EventsPerAccount = 200, Behind = 1_000;
    /// <summary>So many times as long as it worked, it rests: it takes a tenth of one connection's time.</summary>
    private const int RestForWork = 9;

    /// <summary>Since when each account waits: the longest first, so that busy ones never hold up the others.</summary>
    private readonly ConcurrentDictionary<Guid, long> waiting = new();
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>An account has events. Cheap; a hint.</summary>
    public void Notice(Guid accountId)
    {
        if (waiting.TryAdd(accountId, clock.GetTimestamp())) bell.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lookAt = clock.GetUtcNow() + Gather;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Rung(lookAt - clock.GetUtcNow(), stoppingToken);
                if (clock.GetUtcNow() >= lookAt)
                {
                    lookAt = clock.GetUtcNow() + LookAtAll * (0.75 + Random.Shared.NextDouble() / 2);
                    foreach (var behind in await ledger.ListBehind(Behind, stoppingToken)) Notice(behind);
                }
                // Under steady load somebody always waits; what was forgotten is looked for all the same.
                while (!waiting.IsEmpty && clock.GetUtcNow() < lookAt)
                {
                    var began = clock.GetTimestamp();
                    await Step(stoppingToken);
                    var rest = clock.GetElapsedTime(began) * RestForWork;
                    await Task.Delay(rest < Gather ? Gather : rest > LongestRest ? LongestRest : rest, clock, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
                lookAt = clock.GetUtcNow() + AfterFailure;
            }
        }
    }

    /// <summary>Follows some of the accounts that wait. One that could not be followed comes again with the look at all.</summary>
    private async Task Step(CancellationToken ct)
    {
        Guid[] accounts = [.. waiting.OrderBy(w => w.Value).Take(Accounts).Select(w => w.Key)];
        foreach (var account in accounts) waiting.TryRemove(account, out _);
        try
        {
            await Follow(accounts, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && (e is not NpgsqlException || e is PostgresException) && accounts.Length > 1)
        {
            // Somebody's event, perhaps: find out whose. A database that does not answer is nobody's.
            foreach (var account in accounts) await FollowAlone(account, ct);
        }
    }

    private async Task FollowAlone(Guid account, CancellationToken ct)
    {
        try
        {
            await Follow([account], ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotFollowed(e, account);
        }
    }

    private async Task Follow(IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        var step = await ledger.Follow(accounts, NotificationRules.Followed, EventsPerAccount, events => NotificationRules.Decide(events, LogNotUnderstood), clock.GetUtcNow(), ct);
        foreach (var more in step.Unfinished) Notice(more);
        if (step.Changed.Count == 0) return;
        foreach (var row in await notifications.List(step.Changed, ct)) _ = hub.Tell(row.UserId, row.ToView(urls), e => LogNotPushed(e, row.Id));
    }

    /// <summary>Until an account has events, or for so long.</summary>
    private async Task Rung(TimeSpan longest, CancellationToken ct)
    {
        if (longest <= TimeSpan.Zero) return;
        using var timer = clock.CreateTimer(_ => bell.Writer.TryWrite(true), null, longest, Timeout.InfiniteTimeSpan);
        await bell.Reader.ReadAsync(ct);
        await Task.Delay(Gather, clock, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Following accounts for notifications broke off; it goes on")]
    private partial void LogBroke(Exception e);

    [LoggerMessage(LogLevel.Error, "People are not told of Account {AccountId}; it is tried again every minute")]
    private partial void LogNotFollowed(Exception e, Guid accountId);

    [LoggerMessage(LogLevel.Error, "Nobody is told of Event {Sequence} of Account {AccountId}, which could not be understood")]
    private partial void LogNotUnderstood(Exception e, Guid accountId, long sequence);

    [LoggerMessage(LogLevel.Warning, "Notification {NotificationId} could not be pushed; browsers will read it")]
    private partial void LogNotPushed(Exception e, Guid notificationId);
}
