using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SocialSelling.Bench;

/// <summary>What has arrived in the inboxes.</summary>
internal static class Applied
{
    /// <summary>Ends when every delivery of the journal is finished; gives up after two minutes.</summary>
    public static async Task Wait(NpgsqlDataSource database)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System))
            if (await Scalar(database, "select count(*) from (select from webhook_deliveries where finished_at is null limit 1) one") == 0) return;
        throw new TimeoutException("The journal was not worked off in two minutes");
    }

    public static Task<long> Count(NpgsqlDataSource database, Shops shops) => Scalar(database, "select count(*) from messages where client_account_id = any(@accounts)", shops);

    public static Task<long> Gaps(NpgsqlDataSource database, Shops shops) => Scalar(database,
        "select coalesce(sum(highest - numbers), 0)::bigint from (select max(sequence) highest, count(*) numbers from account_events where account_id = any(@accounts) group by account_id) s", shops);

    private static async Task<long> Scalar(NpgsqlDataSource database, string sql, Shops? shops = null)
    {
        await using var command = database.CreateCommand(sql);
        if (shops is not null) command.Parameters.AddWithValue("accounts", shops.AccountIds);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>The same rows, put into copies of the same tables by PostgreSQL alone.</summary>
internal static class PostgresLimit
{
    private const string Columns = "id, client_account_id, conversation_id, sequence, platform, platform_message_id, mid_key, sender_id, recipient_id, direction, message_type, content, status, sent_at";

    public static async Task<IReadOnlyList<(string, double)>> Measure(NpgsqlDataSource database)
    {
        await Execute(database, "drop table if exists bench_rows, bench_single, bench_batch");
        await Execute(database, $"create table bench_rows as select row_number() over () as n, {Columns} from messages limit 40000");
        await Execute(database, "create index on bench_rows (n)");
        foreach (var table in (string[])["bench_single", "bench_batch"]) await Execute(database, $"create table {table} (like messages including all)");
        var single = await Time(database, rows: 10_000, lanes: 8, perStatement: 1, "bench_single");
        var batch = await Time(database, rows: 40_000, lanes: 2, perStatement: 100, "bench_batch");
        await Execute(database, "drop table bench_rows, bench_single, bench_batch");
        return [("PostgreSQL, 1 row", single), ("PostgreSQL, 100 rows", batch)];
    }

    private static async Task<double> Time(NpgsqlDataSource database, int rows, int lanes, int perStatement, string table)
    {
        var next = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(async _ =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var command = new NpgsqlCommand($"insert into {table} ({Columns}) select {Columns} from bench_rows where n > $1 and n <= $2", connection);
            command.Parameters.Add(new NpgsqlParameter<long>());
            command.Parameters.Add(new NpgsqlParameter<long>());
            await command.PrepareAsync();
            for (int from; (from = Interlocked.Add(ref next, perStatement) - perStatement) < rows;)
            {
                ((NpgsqlParameter<long>)command.Parameters[0]).TypedValue = from;
                ((NpgsqlParameter<long>)command.Parameters[1]).TypedValue = from + perStatement;
                await command.ExecuteNonQueryAsync();
            }
        }));
        return rows / clock.Elapsed.TotalSeconds;
    }

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>CPU time of processes and all their children, from /proc.</summary>
internal sealed class CpuMeter(IReadOnlyList<int> pids)
{
    private const double TicksPerSecond = 100;

    /// <returns>One figure for each of the processes that were named.</returns>
    public IReadOnlyList<double> Seconds() => [.. pids.Select(root => Tree(root).Sum(Seconds))];

    private static double Seconds(int pid)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{pid}/stat");
            var rest = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
            // Its own, and what its children had used when they ended: PostgreSQL's come and go with the pool.
            return rest[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static List<int> Tree(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid)) continue;
            try
            {
                var stat = File.ReadAllText(folder + "/stat");
                parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }
        return parents.Keys.Where(pid => { for (var p = pid; p > 1; p = parents.GetValueOrDefault(p)) if (p == root) return true; return false; }).ToList();
    }
}
