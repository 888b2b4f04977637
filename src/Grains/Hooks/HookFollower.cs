using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace SocialSelling.Hooks;

/// <summary>
/// Follows the events of accounts and makes deliveries of those that a webhook wants, behind the inbox and never in its way. Runs on every silo. Where each account was left off is a row; what a silo that
/// died has not seen, the next look at all accounts finds.
/// </summary>
internal sealed partial class HookFollower(HookLedger ledger, TimeProvider clock, ILogger<HookFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(300), LookAtAll = TimeSpan.FromMinutes(1), LongestRest = TimeSpan.FromSeconds(10), AfterFailure = TimeSpan.FromSeconds(5);
    private const int Accounts = 100, EventsPerAccount = 500, Behind = 1_000;
    /// <summary>So many times as long as it worked, it rests: it takes a fifth of one connection's time.</summary>
    private const int RestForWork = 4;

    /// <summary>Since when each account waits: the longest first, so that busy ones never hold up the others.</summary>
    private readonly ConcurrentDictionary<Guid, long> waiting = new();

    /// <summary>An account has events. Cheap; a hint.</summary>
    public void Notice(Guid accountId) => waiting.TryAdd(accountId, clock.GetTimestamp());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var lookAt = clock.GetUtcNow();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var began = clock.GetTimestamp();
                if (clock.GetUtcNow() >= lookAt)
                {
                    lookAt = clock.GetUtcNow() + LookAtAll * (0.75 + Random.Shared.NextDouble() / 2);
                    foreach (var behind in await ledger.ListBehind(Behind, stoppingToken)) Notice(behind);
                }
                if (waiting.IsEmpty) continue;
                await Step(stoppingToken);
                var rest = clock.GetElapsedTime(began) * RestForWork;
                await Task.Delay(rest < LongestRest ? rest : LongestRest, clock, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
                lookAt = clock.GetUtcNow() + AfterFailure;
            }
        }
    }

    /// <summary>Follows some of the accounts that wait. What breaks off is found again by the look at all.</summary>
    internal async Task Step(CancellationToken ct)
    {
        Guid[] accounts = [.. waiting.OrderBy(w => w.Value).Take(Accounts).Select(w => w.Key)];
        foreach (var account in accounts) waiting.TryRemove(account, out _);
        var step = await ledger.Follow(accounts, EventsPerAccount, clock.GetUtcNow(), ct);
        foreach (var more in step.Unfinished) Notice(more);
    }

    [LoggerMessage(LogLevel.Warning, "Following accounts for webhooks broke off; it goes on")]
    private partial void LogBroke(Exception e);
}
