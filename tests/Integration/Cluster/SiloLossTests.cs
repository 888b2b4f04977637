using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Two silos, one API host, Redis, PostgreSQL; one silo is killed while 5,000 webhooks arrive in 30 seconds, a tenth of them twice.</summary>
public sealed class SiloLossTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Messages = 5_000, Shops = 20, Customers = 25;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Killing_a_silo_loses_nothing_doubles_nothing_and_leaves_no_gap()
    {
        await using var cluster = new ProcessCluster(database);
        var first = await cluster.StartSilo();
        await cluster.StartSilo();
        var api = await cluster.StartApiHost();
        var (token, workspace, user) = await Register(api.Url);
        var shops = Enumerable.Range(1, Shops).Select(i => $"178414{i:D10}").ToList();
        await AddAccounts(shops, workspace, user);
        await using var browser = await Browser.Connect(api.Url, token, shops.ConvertAll(s => AccountId.For("instagram", s)));

        var mids = Enumerable.Range(0, Messages).Select(i => $"mid-{i:D5}").ToList();
        using var meta = new WebhookSender(api.Url);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var sending = Parallel.ForEachAsync(mids.Select((mid, i) => (mid, i)), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (item, ct) =>
        {
            var due = Span * item.i / Messages - clock.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due, TimeProvider.System, ct);
            var body = WebhookSender.Message(shops[item.i % Shops], $"900{item.i % Customers:D4}", item.mid, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            await meta.DeliverUntilTaken(body);
            if (item.i % 10 == 0) await meta.DeliverUntilTaken(body);
        });
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        first.Kill();
        await browser.Interrupt();
        await sending;

        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        await Until(async () => await Scalar(db, "select count(*) from webhook_deliveries where finished_at is null") == 0, TimeSpan.FromSeconds(90), api);
        Assert.Equal(mids, await Mids(db));
        Assert.Equal(0, await Scalar(db, "select count(*) from (select max(sequence) highest, count(*) numbers from account_events group by account_id) s where highest <> numbers"));
        Assert.Equal(Messages, await Scalar(db, "select sum(unread_count)::bigint from conversations"));
        Assert.Equal(0, await Scalar(db, "select count(*) from webhook_parked"));
        await browser.Resume();
        Assert.Equal(await Scalar(db, "select count(*) from account_events"), browser.Seen);
    }

    private async Task AddAccounts(List<string> shops, Guid workspace, Guid user)
    {
        foreach (var shop in shops)
            await database.Execute($"""
                insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                values ('{AccountId.For("instagram", shop)}', '{workspace}', '{user}', 'instagram', '{shop}', 'shop')
                """);
    }

    private static async Task<(string Token, Guid Workspace, Guid User)> Register(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = "ana@example.com", password = "Correct-Horse-7", name = "Ana" });
        var auth = await registered.Content.ReadFromJsonAsync<JsonElement>();
        var token = auth.GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var workspaces = await http.GetFromJsonAsync<JsonElement>("/api/workspaces");
        return (token, workspaces.GetProperty("items")[0].GetProperty("id").GetGuid(), auth.GetProperty("user").GetProperty("id").GetGuid());
    }

    private static async Task<long> Scalar(NpgsqlDataSource db, string sql)
    {
        await using var command = db.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<string>> Mids(NpgsqlDataSource db)
    {
        await using var command = db.CreateCommand("select platform_message_id from messages order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        var mids = new List<string>();
        while (await reader.ReadAsync()) mids.Add(reader.GetString(0));
        return mids;
    }

    private static async Task Until(Func<Task<bool>> condition, TimeSpan limit, Node node)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System))
            if (clock.Elapsed > limit) Assert.Fail($"It did not come true in {limit}. The API host said:\n{node.Log()}");
    }

    /// <summary>A browser: subscribed to accounts, notes the last sequence of each, and asks for what it has missed.</summary>
    private sealed class Browser : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<long, bool>> seen = new();
        private readonly HubConnection hub;
        private readonly HttpClient http;

        private Browser(Uri url, string token, List<Guid> accounts)
        {
            foreach (var account in accounts) seen[account] = new();
            http = new HttpClient { BaseAddress = url };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            hub = new HubConnectionBuilder().WithUrl(new Uri(url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
            hub.On<JsonElement>("accountEvent", e => seen[e.GetProperty("accountId").GetGuid()][e.GetProperty("sequence").GetInt64()] = true);
        }

        public long Seen => seen.Values.Sum(s => s.Count);

        public static async Task<Browser> Connect(Uri url, string token, List<Guid> accounts)
        {
            var browser = new Browser(url, token, accounts);
            await browser.Open();
            return browser;
        }

        /// <summary>The connection goes away for a while and comes back, as on a train.</summary>
        public async Task Interrupt()
        {
            await hub.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            await Open();
        }

        public async Task Resume()
        {
            foreach (var (account, sequences) in seen)
            {
                // The last number below which nothing is missing.
                long last = 0;
                while (sequences.ContainsKey(last + 1)) last++;
                while (await http.GetFromJsonAsync<JsonElement>($"/api/accounts/{account}/events?after={last}&limit=100") is var page && page.GetProperty("items").GetArrayLength() > 0)
                    foreach (var e in page.GetProperty("items").EnumerateArray()) sequences[last = e.GetProperty("sequence").GetInt64()] = true;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await hub.DisposeAsync();
            http.Dispose();
        }

        private async Task Open()
        {
            await hub.StartAsync();
            foreach (var account in seen.Keys) await hub.InvokeAsync("Subscribe", account);
        }
    }
}
