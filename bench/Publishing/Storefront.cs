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

    /// <summary>One post of each of <paramref name="shops"/> accounts.</summary>
    public Task Schedule(DateTimeOffset due, int shops) => Parallel.ForEachAsync(accounts.Take(shops), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (account, _) =>
        await Post("/api/posts", new { accountId = account.Id, type = "feed", caption = Caption(due), mediaIds = new[] { picture }, scheduledAt = due }));

    /// <returns>Of the posts of one second, in milliseconds from it to the moment at which each was live at Meta, the shortest first; and how many of them are there twice.</returns>
    public async Task<(List<double> Lateness, int Doubles)> Live(DateTimeOffset due)
    {
        var live = new List<JsonElement>();
        foreach (var (shop, _) in accounts)
            live.AddRange((await meta.GetFromJsonAsync<JsonElement>($"/_control/shops/{shop}/posts")).EnumerateArray().Where(p => p.GetProperty("caption").GetString() == Caption(due)));
        return ([.. live.Select(p => (p.GetProperty("publishedAt").GetDateTimeOffset() - due).TotalMilliseconds).Order()], live.Sum(p => p.GetProperty("publishes").GetInt32() - 1));
    }

    /// <summary>Tells the posts of one second from those of another.</summary>
    private static string Caption(DateTimeOffset due) => $"New at {due:O}";

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
