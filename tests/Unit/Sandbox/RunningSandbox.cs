using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;

namespace SocialSelling.Sandbox;

/// <summary>What came back, whatever the status.</summary>
internal sealed record Answer(int Status, JsonElement Json, HttpResponseHeaders Headers)
{
    public string this[string name] => Json.GetProperty(name).ToString();

    /// <summary>Code and subcode of a refusal; zeros when there is none.</summary>
    public (int Code, int Subcode) Error => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error", out var e) && e.ValueKind == JsonValueKind.Object
        ? (e.GetProperty("code").GetInt32(), e.GetProperty("error_subcode").GetInt32()) : (0, 0);
}

/// <summary>A Sandbox in this process, on a port of its own.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    public const string Luna = "luna.ceramics", Verde = "verde.market", LunaId = "17841400000000001", VerdeId = "17841400000000002", Secret = "of the app", MetaSecret = "of Meta's app", VerifyToken = "shared";
    private const string RedirectUri = "http://product/callback";
    private readonly WebApplication app;
    private readonly HttpClient http;

    private RunningSandbox(WebApplication app)
    {
        this.app = app;
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public Uri Url => http.BaseAddress!;

    public static async Task<RunningSandbox> Start(Receiver? receiver = null, string? folder = null)
    {
        string[] args = ["--urls=http://127.0.0.1:0", "--INSTAGRAM_APP_ID=1111", $"--INSTAGRAM_APP_SECRET={Secret}", "--META_APP_ID=2222", $"--META_APP_SECRET={MetaSecret}", $"--WEBHOOK_VERIFY_TOKEN={VerifyToken}",
            $"--SANDBOX_WEBHOOK_URL={(receiver is null ? "" : receiver.Url + "/hook")}", $"--DATA_DIR={folder}", "--Logging:LogLevel:Default=None"];
        var app = SandboxApp.Build(args);
        await app.StartAsync();
        return new RunningSandbox(app);
    }

    /// <summary>Connects a shop the way the product does, up to the short-lived token.</summary>
    public async Task<string> Connect(string shop = Luna)
    {
        var exchange = await Exchange(await Code(shop));
        return exchange.Json.TryGetProperty("data", out var wrapped) ? wrapped[0].GetProperty("access_token").GetString()! : exchange["access_token"];
    }

    public async Task<string> Subscribe(string shop, string fields)
    {
        var token = await Connect(shop);
        Assert.Equal(200, (await Post($"/v25.0/me/subscribed_apps?subscribed_fields={fields}", new { }, token)).Status);
        return token;
    }

    public async Task<string> Code(string shop)
    {
        var approved = await Control("approve", new { shop, authorizationUrl = $"http://sandbox/oauth/authorize?redirect_uri={RedirectUri}&scope=instagram_business_basic&state=s" });
        return HttpUtility.ParseQueryString(new Uri(approved["redirectUrl"]).Query)["code"]!;
    }

    public Task<Answer> Exchange(string code) => Send(HttpMethod.Post, "/oauth/access_token", new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["client_id"] = "1111",
        ["client_secret"] = Secret,
        ["grant_type"] = "authorization_code",
        ["redirect_uri"] = RedirectUri,
        ["code"] = code,
    }));

    public Task<Answer> Extend(string token) => Get($"/access_token?grant_type=ig_exchange_token&client_secret={Uri.EscapeDataString(Secret)}&access_token={token}");

    public Task<Answer> Refresh(string token) => Get($"/refresh_access_token?grant_type=ig_refresh_token&access_token={token}");

    public async Task<string> Write(string customer, string text, string shop = Luna) => (await Control($"shops/{shop}/messages", new { customer, text }))["mid"];

    public async Task<string> CustomerId(string customer, string shop = Luna) =>
        (await Get($"/_control/shops/{shop}/customers")).Json.EnumerateArray().First(c => c.GetProperty("username").GetString() == customer).GetProperty("id").GetString()!;

    public Task<Answer> Advance(TimeSpan by) => Control("clock", new { advance = by });

    public Task<Answer> Control(string route, object body) => Post($"/_control/{route}", body);

    public Task<Answer> Get(string path, string? token = null) => Send(HttpMethod.Get, path, null, token);

    public Task<Answer> Post(string path, object body, string? token = null) => Send(HttpMethod.Post, path, JsonContent.Create(body), token);

    public Task<Answer> Delete(string path, string token) => Send(HttpMethod.Delete, path, null, token);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonSerializer.Deserialize<JsonElement>(text) : default, response.Headers);
    }
}
