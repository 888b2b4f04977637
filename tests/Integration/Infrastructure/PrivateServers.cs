using System.Diagnostics;
using SocialSelling.Cluster;

namespace SocialSelling.Infrastructure;

/// <summary>A PostgreSQL and a Redis of a test's own, started by the functions that ./run.sh starts its own with, to be killed and started again on the same port and data.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "ssp-servers-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly int postgresPort = ProcessCluster.FreePort(), redisPort = ProcessCluster.FreePort();
    private Process? redis;

    /// <summary>As a superuser, on the database <c>postgres</c>.</summary>
    public string DatabaseUrl { get; private set; } = "";

    public string RedisUrl => $"redis://127.0.0.1:{redisPort}";

    public async Task Start()
    {
        // PostgreSQL runs as another user, who has to get in.
        await Shell($"mkdir -p -m 755 {folder}");
        await StartPostgres();
        await StartRedis();
    }

    /// <summary>Without fsync, which is for the power, not for the process; what was answered as committed has left it.</summary>
    public async Task StartPostgres()
    {
        // The killed server's children let go of its shared memory a moment later.
        var password = await Eventually.Get(async () => await Shell($"find_postgres && start_postgres {folder}/postgres {postgresPort} fsync=off; say \"$PG_PASSWORD\"") is { Length: > 0 } said ? said : null,
            TimeSpan.FromSeconds(60), "PostgreSQL");
        DatabaseUrl = $"postgresql://postgres:{password}@127.0.0.1:{postgresPort}/postgres";
    }

    public async Task StartRedis()
    {
        Directory.CreateDirectory(Path.Combine(folder, "redis"));
        redis?.Dispose();
        redis = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", $"{redisPort}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", Path.Combine(folder, "redis"), "--logfile", Path.Combine(folder, "redis", "log")]))!;
        await Eventually.True(async () => await Shell($"! port_taken {redisPort} || say yes") == "yes", what: "Redis");
    }

    /// <summary>SIGKILL to the server; its children notice and end.</summary>
    public async Task KillPostgres()
    {
        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "postgres", "data", "postmaster.pid")))[0], null);
        using var server = Process.GetProcessById(pid);
        server.Kill();
        await server.WaitForExitAsync();
    }

    public async Task KillRedis()
    {
        redis!.Kill();
        await redis.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (redis is { HasExited: false }) await KillRedis();
        redis?.Dispose();
        if (DatabaseUrl.Length > 0) await Shell($"find_postgres && stop_postgres {folder}/postgres");
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>The last line of what it said; empty when it failed.</returns>
    private static async Task<string> Shell(string script)
    {
        var root = ProcessCluster.Root();
        var start = new ProcessStartInfo("bash", ["-c", $"ROOT={root}; . {root}/infrastructure/scripts/lib.sh; {script}"]) { RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0 ? said.Trim().Split('\n')[^1] : "";
    }
}
