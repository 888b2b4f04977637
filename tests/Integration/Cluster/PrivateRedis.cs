using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace SocialSelling.Cluster;

/// <summary>A Redis of one test's own, to be mistreated.</summary>
internal sealed class PrivateRedis : IAsyncDisposable
{
    private readonly Process process;
    private readonly int port;

    private PrivateRedis(Process process, int port) => (this.process, this.port) = (process, port);

    public string Url => $"redis://127.0.0.1:{port}";

    public static async Task<PrivateRedis> Start()
    {
        var port = ProcessCluster.FreePort();
        var folder = Directory.CreateTempSubdirectory("ssell-redis").FullName;
        var process = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder, "--logfile", Path.Combine(folder, "redis.log")]))!;
        var redis = new PrivateRedis(process, port);
        await Eventually.True(async () =>
        {
            await using var connection = await redis.Connect();
            return connection.IsConnected;
        });
        return redis;
    }

    public async Task Flush()
    {
        await using var connection = await Connect();
        await connection.GetServer("127.0.0.1", port).FlushAllDatabasesAsync();
    }

    /// <summary>Answers nothing for a while, and keeps its connections.</summary>
    public async Task Hang(TimeSpan span)
    {
        await using var connection = await Connect();
        await connection.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), "ALL");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private Task<ConnectionMultiplexer> Connect() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},allowAdmin=true,abortConnect=false,connectTimeout=500");
}
