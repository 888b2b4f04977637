using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using SkiaSharp;

namespace SocialSelling.Cluster;

/// <summary>A person at the product's front door: signs up, connects shops, reads, writes, schedules. Over HTTP and SignalR only.</summary>
public sealed class Seller : IAsyncDisposable
{
    private const string Password = "Correct-Horse-7";
    private readonly HttpClient http;
    private readonly HubConnection hub;
    private readonly string email;
    private readonly ConcurrentQueue<JsonElement> events = new(), presence = new(), told = new();
    private readonly ConcurrentQueue<DateTimeOffset> readUntil = new();

    private Seller(HttpClient http, HubConnection hub, Guid userId, string email)
    {
        (this.http, this.hub, UserId, this.email) = (http, hub, userId, email);
        hub.On<JsonElement>("accountEvent", events.Enqueue);
        hub.On<JsonElement>("presence", presence.Enqueue);
        hub.On<JsonElement>("notification", told.Enqueue);
        hub.On<DateTimeOffset>("notificationsRead", readUntil.Enqueue);
    }

    public Guid UserId { get; }

    public IReadOnlyCollection<JsonElement> Events => events;

    /// <summary>What colleagues were seen doing.</summary>
    public IReadOnlyCollection<JsonElement> Presence => presence;

    /// <summary>What the person was notified of, live.</summary>
    public IReadOnlyCollection<JsonElement> Told => told;

    /// <summary>Up to when everything was read, as other windows of the person are told.</summary>
    public IReadOnlyCollection<DateTimeOffset> ReadUntil => readUntil;

    public static async Task<Seller> SignUp(Uri url)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = url };
        var email = $"{Guid.NewGuid():N}@example.com";
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email, password = Password, name = "Ana", termsVersion = "1", privacyVersion = "1" });
        var auth = await registered.Content.ReadFromJsonAsync<JsonElement>();
        var token = auth.GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var hub = new HubConnectionBuilder().WithUrl(new Uri(url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
        var seller = new Seller(http, hub, auth.GetProperty("user").GetProperty("id").GetGuid(), email);
        await hub.StartAsync();
        return seller;
    }

    /// <summary>A token lives for an hour.</summary>
    public async Task LogInAgain()
    {
        using var answer = await http.PostAsJsonAsync("/api/auth/login", new { email, password = Password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
    }

    /// <returns>The account's id, after the consent page has been agreed to.</returns>
    /// <param name="workspace">Which gets it; null for the seller's first.</param>
    public async Task<Guid> Connect(Sandbox sandbox, string shop, Guid? workspace = null)
    {
        var start = await Post("/api/instagram/oauth/start", new { workspaceId = workspace });
        var back = await sandbox.Approve(shop, start.GetProperty("authorizationUrl").GetString()!);
        using var response = await http.GetAsync(new Uri(back.PathAndQuery, UriKind.Relative));
        var target = response.Headers.Location!.ToString();
        Assert.Contains("connected=", target, StringComparison.Ordinal);
        var account = Guid.Parse(target[(target.IndexOf("connected=", StringComparison.Ordinal) + 10)..]);
        await hub.InvokeAsync("Subscribe", account);
        return account;
    }

    public async Task<List<JsonElement>> Conversations() => Items(await Get("/api/conversations"));

    public async Task<List<JsonElement>> Messages(Guid conversation) => Items(await Get($"/api/conversations/{conversation}/messages"));

    public Task<JsonElement> Reply(Guid conversation, string text, string? clientMessageId = null) =>
        Post($"/api/conversations/{conversation}/messages", new { clientMessageId = clientMessageId ?? Guid.NewGuid().ToString(), text });

    public async Task<HttpStatusCode> TryReply(Guid conversation, string text, string? clientMessageId = null)
    {
        using var response = await http.PostAsJsonAsync($"/api/conversations/{conversation}/messages", new { clientMessageId = clientMessageId ?? Guid.NewGuid().ToString(), text });
        return response.StatusCode;
    }

    /// <returns>The media's id.</returns>
    public async Task<Guid> UploadPicture()
    {
        var (status, media) = await TryUploadPicture();
        Assert.Equal(HttpStatusCode.Created, status);
        return media.GetProperty("id").GetGuid();
    }

    public async Task<(HttpStatusCode Status, JsonElement Answer)> TryUploadPicture()
    {
        using var bitmap = new SKBitmap(600, 600);
        bitmap.Erase(SKColors.MediumPurple);
        using var content = new MultipartFormDataContent();
        using var file = new ByteArrayContent(bitmap.Encode(SKEncodedImageFormat.Jpeg, 80).ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        content.Add(file, "file", "picture.jpg");
        using var response = await http.PostAsync(new Uri("/api/media", UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<Guid> Schedule(Guid account, Guid media, string caption, DateTimeOffset at, string? firstComment = null) =>
        (await Post("/api/posts", new { accountId = account, type = "feed", caption, mediaIds = new[] { media }, scheduledAt = at, firstComment })).GetProperty("id").GetGuid();

    public async Task<HttpStatusCode> TrySchedule(Guid account, Guid media, string caption, DateTimeOffset at)
    {
        using var response = await http.PostAsJsonAsync("/api/posts", new { accountId = account, type = "feed", caption, mediaIds = new[] { media }, scheduledAt = at });
        return response.StatusCode;
    }

    /// <summary>A POST with an Idempotency-Key.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Body)> Send(string path, HttpContent body, string key, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request, ct);
        return (response.StatusCode, response.Headers.Location?.ToString(), await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>What a GET is answered, once the whole answer is there.</summary>
    public async Task<HttpStatusCode> Status(string path, CancellationToken ct)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ct);
        return response.StatusCode;
    }

    public async Task<HttpStatusCode> Delete(string path)
    {
        using var response = await http.DeleteAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    public Task<JsonElement> PostOf(Guid id) => Get($"/api/posts/{id}");

    public Task<JsonElement> Account(Guid id) => Get($"/api/accounts/{id}");

    public Task<JsonElement> Get(string path) => http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> Post(string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <returns>The status, and the problem's code when there is one.</returns>
    public async Task<(HttpStatusCode Status, string Code)> Try(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request);
        return (response.StatusCode, response.IsSuccessStatusCode ? "" : (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!);
    }

    public async Task<(HttpStatusCode Status, JsonElement Problem)> Refused(string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<JsonElement> Patch(string path, object body) => Send(HttpMethod.Patch, path, body);

    /// <summary>Any call that has to succeed.</summary>
    public async Task<JsonElement> Send(HttpMethod method, string path, object? body = null)
    {
        using var response = await Ask(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {method} {path}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Any call, whatever its answer.</summary>
    public async Task<HttpResponseMessage> Ask(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await http.SendAsync(request);
    }

    /// <summary>Calls the hub.</summary>
    public Task Tell(string method, params object?[] arguments) => hub.InvokeCoreAsync(method, arguments);

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        http.Dispose();
    }

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}

/// <summary>Waits for what other processes do.</summary>
public static class Eventually
{
    /// <summary>A minute costs nothing where all is well, and a busy machine is no failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<T> Get<T>(Func<Task<T?>> look, TimeSpan? limit = null, string what = "It") where T : class
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
        {
            if (await look() is { } found) return found;
            Assert.True(clock.Elapsed < (limit ?? Patience), $"{what} did not come true in {limit ?? Patience}");
        }
    }

    /// <summary>As <see cref="Get"/>, of a value.</summary>
    public static async Task<T> Value<T>(Func<Task<T?>> look, string what = "It") where T : struct => (T)await Get<object>(async () => await look(), what: what);

    public static Task True(Func<Task<bool>> look, TimeSpan? limit = null, string what = "It") => Get(async () => await look() ? "" : null, limit, what);
}
