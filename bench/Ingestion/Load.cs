using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using SocialSelling.Accounts;

namespace SocialSelling.Bench;

/// <summary>The accounts that the load goes to.</summary>
internal sealed record Shops(IReadOnlyList<string> PlatformIds, Guid[] AccountIds)
{
    public static async Task<Shops> Create(NpgsqlDataSource database, int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"178414{i:D10}").ToList();
        var accounts = ids.ConvertAll(id => AccountId.For("instagram", id)).ToArray();
        await using var command = database.CreateCommand("""
            with u as (insert into users (email, password_hash, name) values ('bench-' || gen_random_uuid() || '@example.com', '-', 'Bench') returning id),
                 w as (insert into workspaces (name, owner_id) select 'Bench', id from u returning id, owner_id)
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
            select a.id, w.id, w.owner_id, 'instagram', a.pid, 'bench' from w, unnest(@ids, @pids) as a (id, pid) on conflict (id) do nothing
            """);
        command.Parameters.AddWithValue("ids", accounts);
        command.Parameters.AddWithValue("pids", ids.ToArray());
        await command.ExecuteNonQueryAsync();
        return new Shops(ids, accounts);
    }
}

/// <summary>Sends one signed event per POST over kept connections, each as fast as it is answered.</summary>
internal sealed class Load(Uri url, string secret, Shops shops, int connections)
{
    private const int CustomersPerShop = 50;
    private static readonly string[] Words = "hello is this still available in size medium blue please how much shipping to porto thanks do you have photos of the back when can i pick it up".Split(' ');
    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);
    private readonly string run = Guid.NewGuid().ToString("N");
    private long next;
    private int failures;

    public int Failures => failures;

    public async Task<Acks> Run(TimeSpan duration)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections, AutomaticDecompression = DecompressionMethods.None };
        using var http = new HttpClient(handler);
        var latencies = new ConcurrentBag<List<double>>();
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetTimestamp() < end)
            {
                var body = Body(Interlocked.Increment(ref next));
                using var content = new ByteArrayContent(body);
                content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                content.Headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body)));
                var start = Stopwatch.GetTimestamp();
                using var response = await http.PostAsync(url, content);
                if (response.StatusCode == HttpStatusCode.OK) own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                else Interlocked.Increment(ref failures);
            }
            latencies.Add(own);
        })));
        return new Acks([.. latencies.SelectMany(l => l).Order()]);
    }

    private byte[] Body(long number)
    {
        var shop = shops.PlatformIds[(int)(number * 7919 % shops.PlatformIds.Count)];
        var customer = $"90011122{number * 104_729 % CustomersPerShop:D8}";
        var text = string.Join(' ', Enumerable.Range(0, 3 + (int)(number % 20)).Select(i => Words[(number * 31 + i * 17) % Words.Length]));
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Environment.TickCount64 - BootTicks + BootMilliseconds).ToUnixTimeMilliseconds();
        return Encoding.UTF8.GetBytes($$$"""{"object":"instagram","entry":[{"id":"{{{shop}}}","time":{{{now}}},"messaging":[{"sender":{"id":"{{{customer}}}"},"recipient":{"id":"{{{shop}}}"},"timestamp":{{{now}}},"message":{"mid":"aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMDAwMDAwMDAxOjM0MDI4MjM2Njg0MTcxMDMw{{{run}}}{{{number:D12}}}","text":"{{{text}}}"}}]}]}""");
    }

    private static readonly long BootTicks = Environment.TickCount64, BootMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}

internal sealed record Acks(IReadOnlyList<double> Sorted)
{
    public int Count => Sorted.Count;
    public double Percentile(double p) => Sorted.Count == 0 ? 0 : Sorted[Math.Min(Sorted.Count - 1, (int)(Sorted.Count * p))];
}
