using Microsoft.Extensions.Hosting;

namespace SocialSelling.Publishing;

/// <summary>
/// Wakes accounts whose planned posts want to be looked at before their time, whose series want their next post, or whose posts have had their first hour. Rows say so, and every silo asks them every few seconds: nothing hangs on a
/// timer. A few accounts at a time, the nearest first: thousands of posts of the same minute are looked at over some minutes and never delay what is due.
/// </summary>
internal sealed partial class PostCareSweeper(PostRepository posts, PostSeriesRepository series, IGrainFactory grains, TimeProvider clock, ILogger<PostCareSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), PerCall = TimeSpan.FromSeconds(20);
    private const int Accounts = 100, AtOnce = 8;
    /// <summary>Few: what is live can wait, what is planned cannot.</summary>
    private const int AccountsForNumbers = 24;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(1_000)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepBroke(e);
            }
        }
    }

    public async Task Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var near = await posts.AccountsForPreFlight(now, PreFlightWatch.Early, PreFlightWatch.Late, Accounts, ct);
        var recurring = await series.AccountsDue(now, Accounts, ct);
        var live = await posts.AccountsForNumbers(now, AccountsForNumbers, ct);
        await Parallel.ForEachAsync(near.Union(recurring).Union(live), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (account, _) => await Tend(account));
    }

    private async Task Tend(Guid accountId)
    {
        try
        {
            await grains.GetGrain<IAccountGrain>(accountId).TendPosts().WaitAsync(PerCall, clock);
        }
        catch (Exception e)
        {
            LogNotTended(e, accountId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A sweep of planned posts broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);

    [LoggerMessage(LogLevel.Warning, "The planned posts of Account {AccountId} could not be looked at; the next sweep tries again")]
    private partial void LogNotTended(Exception e, Guid accountId);
}
