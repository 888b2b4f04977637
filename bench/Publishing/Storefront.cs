using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SocialSelling.Bench;

/// <summary>One seller with very many shops, by way of the product's front door.</summary>
internal sealed class Storefront
{
    private const int AtOnce = 12;
    private readonly HttpClient api, meta;
    private readonly ConcurrentBag<(string Shop, Guid Id)> accounts = [];
    private Guid picture;

    private Storefront(HttpClient api, HttpClient meta) => (this.api, this.meta) = (api, meta);

    public TimeSpan Took { get; private set; }

    public static async Task<Storefront> Open(Machine machine, Node _, int shops)
    {
        var clock = Stopwatch.StartNew();
        var store = new Storefront(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = machine.Api }, new HttpClient { BaseAddress = machine.Sandbox });
        // Connecting needs no patience; publishing is asked of a Meta that takes 20 ms to answer and half a second to process.
        await store.Tell("behaviour", new { processingMs = 500 });
        var user = await store.Post("/api/auth/register", new { email = $"{Guid.NewGuid():N}@example.com", password = "Correct-Horse-7", name = "Ana", termsVersion = "1", privacyVersion = "1" });
        store.api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.GetProperty("accessToken").GetString());
        await Parallel.ForEachAsync(Enumerable.Range(0, shops), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) => await store.Connect($"shop.{n}"));
        store.picture = await store.Upload();
        await store.Tell("faults", new { kind = "delay", delayMs = 20, times = int.MaxValue });
        store.Took = clock.Elapsed;
        return store;
    }

    public Task Schedule(DateTimeOffset due) => Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (account, _) =>
        await Post("/api/posts", new { accountId = account.Id, type = "feed", caption = $"New at {account.Shop}", mediaIds = new[] { picture }, scheduledAt = due }));

    public Task AllPrepared(BenchDatabase database, DateTimeOffset before) => Reach(database, "ready", before - TimeProvider.System.GetUtcNow());

    public async Task<DateTimeOffset> AllPublished(BenchDatabase database, TimeSpan limit)
    {
        await Reach(database, "published", limit);
        return TimeProvider.System.GetUtcNow();
    }

    /// <returns>In milliseconds, from a post's second to the moment at which it was live at Meta; the shortest first.</returns>
    public async Task<List<double>> Lateness(DateTimeOffset due) => [.. (await Live()).Select(p => (p.GetProperty("publishedAt").GetDateTimeOffset() - due).TotalMilliseconds).Order()];

    public async Task<int> Doubles() => (await Live()).Sum(p => p.GetProperty("publishes").GetInt32()) - accounts.Count;

    private async Task<List<JsonElement>> Live()
    {
        var live = new List<JsonElement>();
        foreach (var (shop, _) in accounts) live.AddRange((await meta.GetFromJsonAsync<JsonElement>($"/_control/shops/{shop}/posts")).EnumerateArray());
        return live;
    }

    private async Task Reach(BenchDatabase database, string status, TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit; await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System))
            if (await database.Scalar<long>($"select count(*) from scheduled_posts where status = '{status}'") == accounts.Count) return;
        var states = await database.Scalar<string>("select string_agg(status || ' ' || n, ', ') from (select status, count(*) n from scheduled_posts group by status) s");
        Console.WriteLine($"not all are {status}: {states}");
    }

    private async Task Connect(string shop)
    {
        await Tell("shops", new { username = shop });
        using var started = await api.PostAsJsonAsync("/api/instagram/oauth/start", new { });
        var cookie = string.Join("; ", started.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        var url = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationUrl").GetString();
        var back = new Uri((await Tell("approve", new { shop, authorizationUrl = url })).GetProperty("redirectUrl").GetString()!);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(back.PathAndQuery, UriKind.Relative)) { Headers = { { "Cookie", cookie } } };
        using var response = await api.SendAsync(request);
        var target = response.Headers.Location?.ToString() ?? "";
        if (target.Split("connected=") is not [_, var id]) throw new InvalidOperationException($"{shop} was not connected: {(int)response.StatusCode} {target}");
        accounts.Add((shop, Guid.Parse(id)));
    }

    private async Task<Guid> Upload()
    {
        // The smallest JPEG that is wide enough: one colour.
        using var content = new MultipartFormDataContent();
        using var file = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "picture.jpg")));
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        content.Add(file, "file", "picture.jpg");
        using var response = await api.PostAsync(new Uri("/api/media", UriKind.Relative), content);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private async Task<JsonElement> Tell(string what, object body)
    {
        using var response = await meta.PostAsJsonAsync($"/_control/{what}", body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{what}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> Post(string path, object body)
    {
        using var response = await api.PostAsJsonAsync(path, body);
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK)) throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
