using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>The real processes on this machine: silos and API hosts over Redis and PostgreSQL, to be killed.</summary>
public sealed class ProcessCluster : IAsyncDisposable
{
    /// <summary>Signs webhooks, as Meta would.</summary>
    public const string AppSecret = "00112233445566778899aabbccddeeff";

    /// <summary>Signs what comes by way of Pages.</summary>
    public const string MetaAppSecret = "ffeeddccbbaa99887766554433221100";

    /// <summary>What was given once is not given again: two clusters at a time start in this process, and one may not be listening yet.</summary>
    private static readonly ConcurrentDictionary<int, bool> Given = [];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly string id = "test-" + Guid.NewGuid().ToString("N")[..8];
    private readonly string databaseUrl;
    private readonly Dictionary<string, string> settings;
    private readonly List<Process> processes = [];

    public ProcessCluster(TestDatabase database, IReadOnlyDictionary<string, string>? more = null)
    {
        databaseUrl = database.Url;
        settings = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = databaseUrl,
            ["REDIS_URL"] = Environment.GetEnvironmentVariable("TEST_REDIS_URL") ?? throw new InvalidOperationException("TEST_REDIS_URL is missing: ./test.sh sets it."),
            ["Cluster__Mode"] = "Redis",
            ["Cluster__ClusterId"] = id,
            ["Cluster__ServiceId"] = id,
            ["JWT_SECRET"] = "a-secret-of-the-tests-with-enough-characters",
            ["TOKEN_ENCRYPTION_KEYS"] = "k1:" + Convert.ToBase64String(new byte[32]),
            ["INSTAGRAM_APP_ID"] = "1111",
            ["INSTAGRAM_APP_SECRET"] = AppSecret,
            ["META_APP_ID"] = "2222",
            ["META_APP_SECRET"] = MetaAppSecret,
            ["WEBHOOK_VERIFY_TOKEN"] = "verify-me",
            ["INSTAGRAM_OAUTH_URL"] = "http://127.0.0.1:1",
            ["INSTAGRAM_API_URL"] = "http://127.0.0.1:1",
            ["INSTAGRAM_GRAPH_URL"] = "http://127.0.0.1:1",
            ["FACEBOOK_URL"] = "http://127.0.0.1:1",
            ["FACEBOOK_GRAPH_URL"] = "http://127.0.0.1:1",
            ["AUTH_ATTEMPTS_PER_MINUTE"] = "1000",
            ["Identity__BcryptCost"] = "10",
            ["RATE_LIMIT_PER_ADDRESS"] = "1000000",
            ["RATE_LIMIT_PER_USER"] = "1000000",
            ["DEFAULT_TIER"] = "ENTERPRISE",
            ["OUTGOING_WEBHOOKS_ALLOW_PRIVATE"] = "true",
            ["DATA_DIR"] = Path.Combine(Path.GetTempPath(), id),
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) settings[name] = value;
    }

    public Task<Node> StartSilo() => Start("Silo", new() { ["Cluster__SiloPort"] = FreePort().ToString(CultureInfo.InvariantCulture), ["Cluster__GatewayPort"] = FreePort().ToString(CultureInfo.InvariantCulture) });

    public Task<Node> StartApiHost() => Start("ApiHost", []);

    /// <summary>One process that is silo and API host, as <c>./run.sh</c> starts it.</summary>
    public Task<Node> StartSingle(int port) => Start("ApiHost", new()
    {
        ["Cluster__Mode"] = "Single",
        ["Cluster__SiloPort"] = FreePort().ToString(CultureInfo.InvariantCulture),
        ["Cluster__GatewayPort"] = FreePort().ToString(CultureInfo.InvariantCulture),
    }, port);

    /// <summary>The stand-in for Meta, whose webhooks go to the API host at <paramref name="apiPort"/>. Start it first: the others are told where it is.</summary>
    public async Task<Sandbox> StartSandbox(int apiPort)
    {
        settings["SANDBOX_WEBHOOK_URL"] = $"http://127.0.0.1:{apiPort}/api/webhooks/instagram";
        settings["APP_URL"] = $"http://127.0.0.1:{apiPort}";
        var node = await Start("Sandbox", new() { ["DATA_DIR"] = "" });
        foreach (var name in (string[])["INSTAGRAM_OAUTH_URL", "INSTAGRAM_API_URL", "INSTAGRAM_GRAPH_URL"]) settings[name] = node.Url.ToString().TrimEnd('/');
        foreach (var name in (string[])["FACEBOOK_URL", "FACEBOOK_GRAPH_URL"]) settings[name] = node.Url + "facebook";
        return new Sandbox(node.Url);
    }

    public Task<Node> StartApiHost(int port) => Start("ApiHost", [], port);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task<Node> Start(string room, Dictionary<string, string> own, int? fixedPort = null)
    {
        var port = fixedPort ?? FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root(), "src", room, "bin", Configuration(), "net10.0", $"SocialSelling.{room}.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings.Concat(own)) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment.TryAdd("APP_URL", $"http://127.0.0.1:{port}");
        var process = Process.Start(start)!;
        processes.Add(process);
        var node = new Node(process, new Uri($"http://127.0.0.1:{port}"), room == "Sandbox");
        _ = node.Collect(process.StandardOutput);
        _ = node.Collect(process.StandardError);
        await node.Ready(StartLimit);
        return node;
    }

    /// <summary>Below the range out of which connections are given their ports: it stays free until it is used, and while a process is away that comes back to it.</summary>
    public static int FreePort()
    {
        for (; ; )
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (!Given.TryAdd(port, true)) continue;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    /// <summary>The repository's root, where the solution stands.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SocialSelling.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The solution was not found above the tests");
        return folder;
    }

    private static string Configuration() => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
}

/// <summary>One process of the cluster.</summary>
public sealed class Node(Process process, Uri url, bool isSandbox)
{
    private readonly List<string> log = [];

    public Uri Url { get; } = url;

    /// <summary>SIGKILL: no goodbye.</summary>
    public void Kill() => process.Kill();

    /// <summary>Ends when the process has.</summary>
    public Task Gone() => process.WaitForExitAsync();

    /// <summary>SIGTERM: finish and go.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>SIGSTOP: hangs, as a machine that swaps or is moved, until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal("CONT");

    /// <returns>The code it ended with.</returns>
    public async Task<int> Ended(TimeSpan limit)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{Url} did not end within {limit}:\n{Log()}");
        }
        return process.ExitCode;
    }

    /// <returns>The last lines that the process wrote, or all of them.</returns>
    public string Log(bool whole = false)
    {
        lock (log) return string.Join('\n', whole ? log : log.TakeLast(60));
    }

    /// <summary>All that it has written so far.</summary>
    public List<string> Lines()
    {
        lock (log) return [.. log];
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    internal async Task Collect(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (log) log.Add(line);
    }

    internal async Task Ready(TimeSpan limit)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit; await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System))
        {
            if (process.HasExited) break;
            try
            {
                if ((await http.GetAsync(new Uri(Url, isSandbox ? "/health" : "/health/ready"))).IsSuccessStatusCode) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }
        throw new InvalidOperationException($"{Url} did not become ready:\n{Log()}");
    }
}
