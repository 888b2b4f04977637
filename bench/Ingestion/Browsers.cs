using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;

namespace SocialSelling.Bench;

/// <summary>Connected browsers, each looking at one account: how long after a delivery was due they hear of its message.</summary>
internal sealed class Browsers : IAsyncDisposable
{
    private readonly ConcurrentBag<double> latencies = [];
    private readonly List<HubConnection> connections = [];

    public static async Task<Browsers> Connect(Uri host, NpgsqlDataSource database, Shops shops, int count, Load load)
    {
        using var http = new HttpClient { BaseAddress = host };
        var looked = Enumerable.Range(0, count).Select(i => shops.AccountIds[(int)((long)i * shops.AccountIds.Length / count) % shops.AccountIds.Length]).ToList();
        var workspaces = await Workspaces(database, looked);
        var tokens = new ConcurrentDictionary<Guid, string>();
        // Two at a time: each costs the host a password's hash.
        await Parallel.ForEachAsync(workspaces.Values.Distinct(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (workspace, _) => tokens[workspace] = await Viewer(http, database, workspace));

        var browsers = new Browsers();
        foreach (var account in looked)
        {
            var token = tokens[workspaces[account]];
            var hub = new HubConnectionBuilder().WithUrl(new Uri(host, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
            hub.On<JsonElement>("accountEvent", e =>
            {
                if (e.GetProperty("kind").GetString() == "message.received" && load.Due(e.GetProperty("payload").GetProperty("message").GetProperty("platformMessageId").GetString()!) is { } due)
                    browsers.latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            });
            await hub.StartAsync();
            await hub.InvokeAsync("Subscribe", account);
            browsers.connections.Add(hub);
        }
        return browsers;
    }

    private static async Task<Dictionary<Guid, Guid>> Workspaces(NpgsqlDataSource database, List<Guid> accounts)
    {
        await using var command = database.CreateCommand("select id, workspace_id from client_accounts where id = any(@accounts)");
        command.Parameters.AddWithValue("accounts", accounts.ToArray());
        var found = new Dictionary<Guid, Guid>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found[rows.GetGuid(0)] = rows.GetGuid(1);
        return found;
    }

    /// <summary>Somebody of that workspace. One for each: what a single member of them all would be notified of is no team's day.</summary>
    private static async Task<string> Viewer(HttpClient http, NpgsqlDataSource database, Guid workspace)
    {
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = $"{Guid.NewGuid():N}@example.com", password = "Correct-Horse-7", name = "Bench", termsVersion = "1", privacyVersion = "1" });
        var answer = await registered.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        await using var command = database.CreateCommand("insert into workspace_members (workspace_id, user_id, role) values (@workspace, @user, 'viewer')");
        command.Parameters.AddWithValue("workspace", workspace);
        command.Parameters.AddWithValue("user", answer.GetProperty("user").GetProperty("id").GetGuid());
        await command.ExecuteNonQueryAsync();
        return answer.GetProperty("accessToken").GetString()!;
    }

    public Acks Heard() => new([.. latencies.Order()]);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections) await connection.DisposeAsync();
    }
}
