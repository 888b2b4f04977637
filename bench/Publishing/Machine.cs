using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SocialSelling.Bench;

/// <summary>A database of its own, gone afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource server;

    private BenchDatabase(NpgsqlDataSource server, NpgsqlDataSource source, string url, string name) => (this.server, Source, Url, Name) = (server, source, url, name);

    public NpgsqlDataSource Source { get; }
    public string Url { get; }
    public string Name { get; }

    public static async Task<BenchDatabase> Create(string serverUrl)
    {
        var uri = new Uri(serverUrl);
        var name = $"bench_publishing_{Environment.ProcessId}";
        NpgsqlDataSource Open(string database)
        {
            var login = uri.UserInfo.Split(':');
            return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port, Database = database, Username = login[0], Password = login.Length > 1 ? login[1] : null, MaxPoolSize = 4 }.ConnectionString);
        }
        var server = Open(uri.AbsolutePath.Trim('/'));
        await using (var command = server.CreateCommand($"create database {name}")) await command.ExecuteNonQueryAsync();
        return new(server, Open(name), new UriBuilder(uri) { Path = name }.Uri.ToString(), name);
    }

    public async Task<T> Scalar<T>(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 300;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until so many posts of one second have a state, and says so when they do not come to it in time.</summary>
    /// <returns>When it had ended.</returns>
    public async Task<DateTimeOffset> AllPosts(string status, DateTimeOffset due, int posts, TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit; await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System))
            if (await Scalar<long>("select count(*) from scheduled_posts where status = @status and scheduled_time = @due", ("status", status), ("due", due)) == posts) return TimeProvider.System.GetUtcNow();
        var states = await Scalar<string>("select string_agg(status || ' ' || n, ', ') from (select status, count(*) n from scheduled_posts where scheduled_time = @due group by status) s", ("due", due));
        Console.WriteLine($"not all are {status}: {states}");
        return TimeProvider.System.GetUtcNow();
    }

    /// <summary>Has the server count what its statements take. It needs pg_stat_statements among its shared libraries; begin before anybody connects.</summary>
    public async Task TrackStatements()
    {
        await using var command = Source.CreateCommand($"create extension if not exists pg_stat_statements; alter database {Name} set pg_stat_statements.track_planning = on");
        await command.ExecuteNonQueryAsync();
    }

    public Task<string> ForgetStatements() => Scalar<string>("select pg_stat_statements_reset()::text");

    /// <returns>Calls and milliseconds of each statement for one of <paramref name="posts"/>, the dearest first.</returns>
    public async Task<List<string>> Statements(int posts)
    {
        await using var command = Source.CreateCommand($"""
            select format('%s calls %s ms (%s planning) %s rows  %s', to_char(calls::numeric / {posts}, '990.00'), to_char((total_exec_time + total_plan_time)::numeric / {posts}, '990.000'), to_char(total_plan_time::numeric / {posts}, '990.000'),
                          to_char(rows::numeric / {posts}, '990.00'), left(regexp_replace(query, '\s+', ' ', 'g'), 140))
              from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and calls > {posts} / 500 order by total_exec_time + total_plan_time desc limit 30
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await using (var command = server.CreateCommand($"drop database if exists {Name} with (force)")) await command.ExecuteNonQueryAsync();
        await server.DisposeAsync();
    }
}

/// <summary>The product's processes on this machine, and the stand-in for Meta.</summary>
internal sealed class Machine(BenchDatabase database, string redis) : IAsyncDisposable
{
    private static readonly string[] Rooms = ["Sandbox", "Silo", "ApiHost"];
    private readonly string id = $"bench-{Environment.ProcessId}";
    private readonly int apiPort = FreePort(), sandboxPort = FreePort();
    private readonly List<Node> nodes = [];

    public Uri Api => new($"http://127.0.0.1:{apiPort}");
    public Uri Sandbox => new($"http://127.0.0.1:{sandboxPort}");

    public async Task Migrate()
    {
        using var migration = Process.Start(Room("ApiHost", apiPort, [], "migrate", "up"))!;
        var said = migration.StandardError.ReadToEndAsync();
        await migration.StandardOutput.ReadToEndAsync();
        await migration.WaitForExitAsync();
        if (migration.ExitCode != 0) throw new InvalidOperationException("The migrations failed: " + await said);
    }

    public Task<Node> StartSandbox() => Start("Sandbox", sandboxPort, []);
    public Task<Node> StartSilo() => Start("Silo", FreePort(), new() { ["Cluster__SiloPort"] = Text(FreePort()), ["Cluster__GatewayPort"] = Text(FreePort()) });
    public Task<Node> StartApi() => Start("ApiHost", apiPort, []);

    /// <summary>CPU of every room, and of PostgreSQL's work on this database.</summary>
    public List<(string Name, double Seconds)> CpuSeconds() =>
        [.. Rooms.Select(room => (room, nodes.Where(n => n.Room == room && !n.HasExited).Sum(n => n.CpuSeconds))), ("PostgreSQL", Postgres())];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.End();
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }

    private string Data => Path.Combine(Path.GetTempPath(), id);

    private double Postgres() => Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Sum(d =>
    {
        try
        {
            if (!File.ReadAllText(Path.Combine(d, "cmdline")).Contains(database.Name, StringComparison.Ordinal)) return 0;
            var stat = File.ReadAllText(Path.Combine(d, "stat"));
            if (!stat.Contains("(postgres)", StringComparison.Ordinal)) return 0;
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
        }
        catch (IOException)
        {
            return 0;
        }
    });

    private async Task<Node> Start(string room, int port, Dictionary<string, string> own)
    {
        var node = new Node(room, Process.Start(Room(room, port, own))!, new Uri($"http://127.0.0.1:{port}"));
        nodes.Add(node);
        await node.Ready();
        return node;
    }

    private ProcessStartInfo Room(string room, int port, Dictionary<string, string> own, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root(), "src", room, "bin", "Release", "net10.0", $"SocialSelling.{room}.dll"), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var meta = Sandbox.ToString().TrimEnd('/');
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database.Url,
            ["REDIS_URL"] = redis,
            ["Cluster__Mode"] = "Redis",
            ["Cluster__ClusterId"] = id,
            ["Cluster__ServiceId"] = id,
            ["JWT_SECRET"] = new string('k', 40),
            ["TOKEN_ENCRYPTION_KEYS"] = "k1:" + Convert.ToBase64String(new byte[32]),
            ["INSTAGRAM_APP_ID"] = "1111",
            ["INSTAGRAM_APP_SECRET"] = new string('a', 32),
            ["WEBHOOK_VERIFY_TOKEN"] = "verify-me",
            ["INSTAGRAM_OAUTH_URL"] = meta,
            ["INSTAGRAM_API_URL"] = meta,
            ["INSTAGRAM_GRAPH_URL"] = meta,
            ["AUTH_ATTEMPTS_PER_MINUTE"] = "100000",
            ["RATE_LIMIT_PER_ADDRESS"] = "1000000",
            ["RATE_LIMIT_PER_USER"] = "1000000",
            ["DEFAULT_TIER"] = "ENTERPRISE",
            ["APP_URL"] = Api.ToString().TrimEnd('/'),
            ["DATA_DIR"] = room == "Sandbox" ? "" : Data,
            ["SEED_DEMO"] = "0",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Logging__LogLevel__Default"] = "Warning",
        }.Concat(own)) start.Environment[name] = value;
        return start;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SocialSelling.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The solution was not found");
        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One process.</summary>
internal sealed class Node
{
    private readonly Process process;
    private readonly Uri url;
    private readonly Stopwatch age = Stopwatch.StartNew();
    private readonly List<string> log = [];

    public Node(string room, Process process, Uri url)
    {
        (Room, this.process, this.url) = (room, process, url);
        foreach (var reader in (StreamReader[])[process.StandardOutput, process.StandardError]) _ = Collect(reader);
    }

    public string Room { get; }
    public bool HasExited => process.HasExited;
    public TimeSpan ReadyAfter { get; private set; }

    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Kill() => process.Kill();
    public void Freeze() => Signal("STOP");
    public void Thaw() => Signal("CONT");

    public async Task End()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async Task Ready()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (; age.Elapsed < TimeSpan.FromSeconds(120); await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
        {
            if (process.HasExited) break;
            try
            {
                if (!(await http.GetAsync(new Uri(url, Room == "Sandbox" ? "/health" : "/health/ready"))).IsSuccessStatusCode) continue;
                ReadyAfter = age.Elapsed;
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }
        lock (log) throw new InvalidOperationException($"{Room} did not become ready:\n{string.Join('\n', log.TakeLast(40))}");
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task Collect(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (log) log.Add(line);
    }
}
