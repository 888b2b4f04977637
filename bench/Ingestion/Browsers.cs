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
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = $"{Guid.NewGuid():N}@example.com", password = "Correct-Horse-7", name = "Bench" });
        var answer = await registered.Content.ReadFromJsonAsync<JsonElement>();
        var token = answer.GetProperty("accessToken").GetString();
        await using var command = database.CreateCommand("""
            insert into workspace_members (workspace_id, user_id, role) select distinct workspace_id, @user, 'viewer' from client_accounts where id = any(@accounts)
            """);
        command.Parameters.AddWithValue("user", answer.GetProperty("user").GetProperty("id").GetGuid());
        command.Parameters.AddWithValue("accounts", shops.AccountIds);
        await command.ExecuteNonQueryAsync();

        var browsers = new Browsers();
        for (var i = 0; i < count; i++)
        {
            var hub = new HubConnectionBuilder().WithUrl(new Uri(host, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult(token)).Build();
            hub.On<JsonElement>("accountEvent", e =>
            {
                if (e.GetProperty("kind").GetString() == "message.received" && load.Due(e.GetProperty("payload").GetProperty("message").GetProperty("platformMessageId").GetString()!) is { } due)
                    browsers.latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            });
            await hub.StartAsync();
            await hub.InvokeAsync("Subscribe", shops.AccountIds[i % shops.AccountIds.Length]);
            browsers.connections.Add(hub);
        }
        return browsers;
    }

    public Acks Heard() => new([.. latencies.Order()]);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections) await connection.DisposeAsync();
    }
}
