using System.Diagnostics;
using System.Text;
using Npgsql;
using SocialSelling.Webhooks;

namespace SocialSelling.Bench;

/// <summary>Calls accounts with deliveries, many at a time, as the dispatcher does. A delivery of nothing only wakes.</summary>
internal sealed class Round(IGrainFactory grains, NpgsqlDataSource database, Shops shops)
{
    private const int AtOnce = 128;
    private int mids;

    /// <param name="from">The first account that is called; the last one never is.</param>
    /// <param name="messages">How many messages each is brought.</param>
    public async Task<Cost> Run(int from, int messages)
    {
        var last = from == shops.AccountIds.Length - 1 ? from : shops.AccountIds.Length - 2;
        var (transactions, cpu, clock) = (await Transactions(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Parallel.ForAsync(from, last + 1, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            await grains.GetGrain<IAccountGrain>(shops.AccountIds[i]).Deliver([.. Enumerable.Range(0, messages).Select(n => Entry(i, n))], CancellationToken.None));
        var calls = last + 1 - from;
        var elapsed = clock.Elapsed;
        return new Cost(calls / elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / calls, (await Transactions() - transactions) / (double)calls);
    }

    private DeliveredEntry Entry(int shop, int number)
    {
        var (own, at) = (shops.PlatformIds[shop], TimeProvider.System.GetUtcNow());
        var json = $$$"""{"id":"{{{own}}}","time":{{{at.ToUnixTimeMilliseconds()}}},"messaging":[{"sender":{"id":"90011122{{{number % 10:D8}}}"},"recipient":{"id":"{{{own}}}"},"timestamp":{{{at.ToUnixTimeMilliseconds()}}},"message":{"mid":"aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQx{{{Interlocked.Increment(ref mids):D12}}}{{{Guid.NewGuid():N}}}","text":"is this still available in blue"}}]}""";
        return new DeliveredEntry(at, Encoding.UTF8.GetBytes(json));
    }

    /// <summary>PostgreSQL tells them with up to a second's delay.</summary>
    private async Task<long> Transactions()
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System);
        await using var command = database.CreateCommand("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>What a call cost, on average.</summary>
internal sealed record Cost(double PerSecond, double CpuPerCall, double TransactionsPerCall);
