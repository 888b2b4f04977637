using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Somebody with a workspace, whose shops are put into the database without the consent page: for tests of what comes after.</summary>
internal sealed record ShopOwner(string Token, Guid Workspace, Guid User)
{
    public static async Task<ShopOwner> Register(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = $"{Guid.NewGuid():N}@example.com", password = "Correct-Horse-7", name = "Ana", termsVersion = "1", privacyVersion = "1" });
        var auth = await registered.Content.ReadFromJsonAsync<JsonElement>();
        var token = auth.GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var workspaces = await http.GetFromJsonAsync<JsonElement>("/api/workspaces");
        return new ShopOwner(token, workspaces.GetProperty("items")[0].GetProperty("id").GetGuid(), auth.GetProperty("user").GetProperty("id").GetGuid());
    }

    /// <returns>Meta's ids of the shops.</returns>
    public async Task<List<string>> AddShops(TestDatabase database, int count)
    {
        var shops = Enumerable.Range(1, count).Select(i => $"178414{i:D10}").ToList();
        foreach (var shop in shops)
            await database.Execute($"""
                insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                values ('{AccountId.For("instagram", shop)}', '{Workspace}', '{User}', 'instagram', '{shop}', 'shop')
                """);
        return shops;
    }
}

/// <summary>A browser: subscribed to accounts, notes every event's number, comes back by itself after an absence, and asks for what it has missed.</summary>
internal sealed class LiveBrowser : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<long, Guid>> seen = new();
    private readonly HubConnection hub;
    private readonly HttpClient http;

    private LiveBrowser(Uri url, string token, List<Guid> accounts)
    {
        foreach (var account in accounts) seen[account] = new();
        http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        hub = new HubConnectionBuilder().WithUrl(new Uri(url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).WithAutomaticReconnect(new EverySecond()).Build();
        hub.On<JsonElement>("accountEvent", e => seen[e.GetProperty("accountId").GetGuid()][e.GetProperty("sequence").GetInt64()] = e.GetProperty("subjectId").GetGuid());
        hub.Reconnected += async _ => await Subscribe();
    }

    public long Seen => seen.Values.Sum(s => s.Count);

    /// <summary>What each event was about, by account and number.</summary>
    public IEnumerable<(Guid Account, long Sequence, Guid Subject)> All => seen.SelectMany(s => s.Value.Select(e => (s.Key, e.Key, e.Value)));

    public static async Task<LiveBrowser> Connect(Uri url, string token, List<Guid> accounts)
    {
        var browser = new LiveBrowser(url, token, accounts);
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

    /// <summary>Asks for everything after the last number below which nothing is missing.</summary>
    public async Task Resume()
    {
        foreach (var (account, events) in seen)
        {
            long last = 0;
            while (events.ContainsKey(last + 1)) last++;
            while (await http.GetFromJsonAsync<JsonElement>($"/api/accounts/{account}/events?after={last}&limit=100") is var page && page.GetProperty("items").GetArrayLength() > 0)
                foreach (var e in page.GetProperty("items").EnumerateArray()) events[last = e.GetProperty("sequence").GetInt64()] = e.GetProperty("subjectId").GetGuid();
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
        await Subscribe();
    }

    private async Task Subscribe()
    {
        foreach (var account in seen.Keys) await hub.InvokeAsync("Subscribe", account);
    }

    private sealed class EverySecond : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext) => TimeSpan.FromSeconds(1);
    }
}
