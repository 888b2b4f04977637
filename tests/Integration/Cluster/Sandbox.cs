using System.Net.Http.Json;
using System.Text.Json;

namespace SocialSelling.Cluster;

/// <summary>Plays Meta and the people behind it.</summary>
public sealed class Sandbox(Uri url) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = url };

    /// <summary>As a setting has it: without a slash at its end.</summary>
    public string Address { get; } = url.ToString().TrimEnd('/');

    public void Dispose() => http.Dispose();

    /// <param name="scopes">What the owner allows, joined by commas; everything when left out.</param>
    /// <param name="pages">In Facebook's dialog, the shops whose Pages are ticked; the shop's alone when left out.</param>
    public async Task<Uri> Approve(string shop, string authorizationUrl, string? scopes = null, IReadOnlyList<string>? pages = null) =>
        new((await Post("/_control/approve", new { shop, authorizationUrl, scopes, pages })).GetProperty("redirectUrl").GetString()!);

    /// <summary>The owner makes it a PERSONAL account, or a BUSINESS again.</summary>
    public Task AccountType(string shop, string accountType) => Post($"/_control/shops/{shop}/account-type", new { accountType });

    /// <param name="silent">No webhook tells of it.</param>
    /// <returns>Meta's id of the message.</returns>
    public async Task<string> Write(string shop, string customer, string text, string direction = "in", TimeSpan ago = default, bool silent = false) => (await Post(
        $"/_control/shops/{shop}/messages", new { customer, text, direction, at = ago == default ? (DateTimeOffset?)null : TimeProvider.System.GetUtcNow() - ago, silent })).GetProperty("mid").GetString()!;

    /// <param name="url">Of the file; a picture when left out.</param>
    /// <returns>Meta's id of the message.</returns>
    public async Task<string> Shape(string shop, string customer, string shape, string? url = null) =>
        (await Post($"/_control/shops/{shop}/shape", new { customer, shape, url })).GetProperty("mid").GetString()!;

    /// <summary>A customer changes words or reacts, and no webhook tells of it.</summary>
    public async Task SilentlyChange(string shop, string mid, string? text = null, string? emoji = null)
    {
        if (text is not null) await Post($"/_control/shops/{shop}/edit", new { mid, text, silent = true });
        if (emoji is not null) await Post($"/_control/shops/{shop}/reaction", new { mid, emoji, silent = true });
    }

    /// <param name="account">The shop that it strikes; null for whichever comes first.</param>
    public Task Fault(string path, string kind, int delayMs = 0, int code = 1, int subcode = 0, int times = 1, string? method = null, string? account = null) =>
        Post("/_control/faults", new { path, kind, delayMs, code, subcode, times, method, account });

    /// <summary>Whether the fault has met its call; the answer may be still to come.</summary>
    public async Task<bool> HasStruck(string path) => (await Get("/_control/faults")).EnumerateArray().All(fault => fault.GetProperty("path").GetString() != path);

    public Task Webhooks(object behaviour) => Post("/_control/webhooks", behaviour);

    public Task Unsend(string shop, string mid) => Post($"/_control/shops/{shop}/unsend", new { mid });

    /// <summary>It is later at Meta.</summary>
    public Task Advance(TimeSpan by) => Post("/_control/clock", new { advance = by });

    /// <summary>Another tool publishes too.</summary>
    public Task Quota(string shop, int usedElsewhere) => Post($"/_control/shops/{shop}/quota", new { usedElsewhere });

    public Task Revoke(string shop) => Post($"/_control/shops/{shop}/revoke", new { });

    /// <summary>The owner removes the app, or has the data deleted.</summary>
    /// <param name="callback">deauthorize or data-deletion.</param>
    /// <returns>The status and the answer of the app.</returns>
    public Task<JsonElement> Leave(string shop, string callback, string id = "app", string secret = "instagram") => Post($"/_control/shops/{shop}/{callback}", new { id, secret });

    /// <summary>Whether Meta tells our app of the shop.</summary>
    /// <param name="byPage">By way of the Page that it stands behind.</param>
    public async Task<bool> IsSubscribed(string shop, bool byPage = false) =>
        (await Get("/_control/shops")).EnumerateArray().Single(s => s.GetProperty("username").GetString() == shop).GetProperty(byPage ? "subscribedByPage" : "subscribed").GetBoolean();

    public async Task<string> AddShop(string username) => (await Post("/_control/shops", new { username })).GetProperty("id").GetString()!;

    public async Task<List<JsonElement>> Messages(string shop, string customer) => [.. (await Get($"/_control/shops/{shop}/messages?customer={customer}")).EnumerateArray()];

    /// <returns>Meta's id of a post that the owner made in the Instagram app.</returns>
    public async Task<string> AddPost(string shop, string caption, DateTimeOffset? at = null, int likes = 0) =>
        (await Post($"/_control/shops/{shop}/posts", new { caption, at, likes })).GetProperty("id").GetString()!;

    public async Task DeletePost(string shop, string mediaId) => (await http.DeleteAsync(new Uri($"/_control/shops/{shop}/posts/{mediaId}", UriKind.Relative))).EnsureSuccessStatusCode();

    public Task People(string shop, string mediaId, int likes, int reach) => Post($"/_control/shops/{shop}/posts/{mediaId}/numbers", new { likes, reach });

    /// <returns>Meta's id of the comment.</returns>
    public async Task<string> Comment(string shop, string mediaId, string customer, string text, string? parentId = null, bool anonymous = false, DateTimeOffset? at = null) =>
        (await Post($"/_control/shops/{shop}/comment", new { mediaId, customer, text, parentId, anonymous, at })).GetProperty("id").GetString()!;

    public Task Uncomment(string shop, string id) => Post($"/_control/shops/{shop}/uncomment", new { id });

    public Task Recomment(string shop, string id, string text) => Post($"/_control/shops/{shop}/recomment", new { id, text });

    public async Task<List<JsonElement>> Comments(string shop) => [.. (await Get($"/_control/shops/{shop}/comments")).EnumerateArray()];

    public Task Behaviour(object behaviour) => Post("/_control/behaviour", behaviour);

    /// <returns>The newest first.</returns>
    public async Task<List<JsonElement>> Posts(string shop) => [.. (await Get($"/_control/shops/{shop}/posts")).EnumerateArray()];

    public async Task<List<JsonElement>> Calls(string path) => [.. (await Get($"/_control/calls?path={path}")).EnumerateArray()];

    private Task<JsonElement> Get(string path) => http.GetFromJsonAsync<JsonElement>(path);

    private async Task<JsonElement> Post(string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"The Sandbox refused {path}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
