using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hooks;

public sealed class HookEndpointTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Kinds = ["message.received"], OtherKinds = ["post.changed", "message.sent"];

    [Fact]
    public async Task A_secret_is_shown_once_and_lies_sealed()
    {
        var (browser, path) = await SignedIn();

        var made = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds, description = "CRM" }));
        var (id, secret) = (made.GetProperty("webhook").GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);

        Assert.Matches("^whsec_", secret);
        Assert.All((string[])[await browser.GetStringAsync(path), await browser.GetStringAsync($"{path}/{id}")], text => Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal));
        Assert.Equal([0L], await api.Database.Column<long>($"select count(*) from hook_secrets where hook_id = '{id}' and position('whsec_'::bytea in secret) > 0"));
        Assert.Single(await api.Database.Column<Guid>($"select id from hook_secrets where hook_id = '{id}'"));
        Assert.Equal(("https://example.com/hook", "CRM", true, JsonValueKind.Null), await Json(await browser.GetAsync($"{path}/{id}")) is var hook
            ? (hook.GetProperty("url").GetString(), hook.GetProperty("description").GetString(), hook.GetProperty("enabled").GetBoolean(), hook.GetProperty("accountIds").ValueKind) : default);
    }

    [Fact]
    public async Task The_same_request_once_more_makes_no_second_one_and_no_secret_is_remembered_for_it()
    {
        var (browser, path) = await SignedIn();
        browser.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds }));
        var second = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds }));

        Assert.Equal(first.GetProperty("webhook").GetProperty("id").GetGuid(), second.GetProperty("webhook").GetProperty("id").GetGuid());
        Assert.NotEqual(first.GetProperty("secret").GetString(), second.GetProperty("secret").GetString());
        Assert.Equal(1, (await Json(await browser.GetAsync(path))).GetProperty("items").GetArrayLength());
        Assert.Equal([0L], await api.Database.Column<long>("select count(*) from idempotency_keys k where k::text like '%whsec_%'"));
    }

    [Theory]
    [InlineData("http://example.com/", "message.received", "url")]
    [InlineData("https://127.0.0.1/", "message.received", "url")]
    [InlineData("https://example.com/", "weather.changed", "kinds")]
    public async Task What_cannot_be_is_refused_by_its_field(string url, string kind, string field)
    {
        var (browser, path) = await SignedIn();

        using var answer = await browser.PostAsJsonAsync(path, new { url, kinds = new[] { kind } });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Accounts_of_another_workspace_cannot_be_listened_to()
    {
        var (browser, path) = await SignedIn();
        var own = await api.AccountOf(browser);
        var foreign = await api.AccountOf(await api.SignedIn());
        var made = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds, accountIds = new[] { own } }));

        using var asNew = await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds, accountIds = new[] { own, foreign } });
        using var asChange = await browser.PatchAsJsonAsync($"{path}/{made.GetProperty("webhook").GetProperty("id").GetGuid()}", new { accountIds = new[] { foreign } });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (asNew.StatusCode, asChange.StatusCode));
    }

    [Fact]
    public async Task A_workspace_has_twenty_at_most()
    {
        var (browser, path) = await SignedIn();
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds })).StatusCode);

        using var answer = await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds });

        Assert.Equal((HttpStatusCode.Conflict, "too-many-webhooks"), (answer.StatusCode, (await Json(answer)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task It_is_changed_switched_off_and_on_given_a_new_secret_and_deleted()
    {
        var (browser, path) = await SignedIn();
        var account = await api.AccountOf(browser);
        var made = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds, accountIds = new[] { account } }));
        var hook = $"{path}/{made.GetProperty("webhook").GetProperty("id").GetGuid()}";

        var changed = await Json(await browser.PatchAsJsonAsync(hook, new { kinds = OtherKinds, allAccounts = true, enabled = false }));
        Assert.Equal((false, "by-hand", JsonValueKind.Null, 2), (
            changed.GetProperty("enabled").GetBoolean(), changed.GetProperty("offReason").GetString(), changed.GetProperty("accountIds").ValueKind, changed.GetProperty("kinds").GetArrayLength()));
        Assert.True((await Json(await browser.PatchAsJsonAsync(hook, new { enabled = true }))).GetProperty("enabled").GetBoolean());
        var rotated = await Json(await browser.PostAsync(new Uri(hook + "/secret", UriKind.Relative), null));
        Assert.NotEqual(made.GetProperty("secret").GetString(), rotated.GetProperty("secret").GetString());
        Assert.InRange(rotated.GetProperty("webhook").GetProperty("previousSecretUntil").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync(hook)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(hook)).StatusCode);
        var log = await Json(await browser.GetAsync(path.Replace("/webhooks", "/audit-log?action=webhook", StringComparison.Ordinal)));
        Assert.Equal(["webhook.deleted", "webhook.changed", "webhook.changed", "webhook.changed", "webhook.created"], log.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task The_log_is_paged_and_asked_for_by_state()
    {
        var (browser, path) = await SignedIn();
        var made = await Json(await browser.PostAsJsonAsync(path, new { url = "https://example.com/hook", kinds = Kinds }));
        var hook = $"{path}/{made.GetProperty("webhook").GetProperty("id").GetGuid()}";
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.Accepted, (await browser.PostAsync(new Uri(hook + "/test", UriKind.Relative), null)).StatusCode);

        var first = await Json(await browser.GetAsync(hook + "/deliveries?limit=2&state=waiting"));
        var second = await Json(await browser.GetAsync(hook + $"/deliveries?limit=2&state=waiting&cursor={first.GetProperty("nextCursor").GetString()}"));

        Assert.Equal(3, first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(d => d.GetProperty("id").GetGuid()).Distinct().Count());
        Assert.Equal(0, (await Json(await browser.GetAsync(hook + "/deliveries?state=failed"))).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(hook + "/deliveries?state=lost")).StatusCode);
        using var again = await browser.PostAsync(new Uri($"{hook}/deliveries/{first.GetProperty("items")[0].GetProperty("id").GetGuid()}/redeliver", UriKind.Relative), null);
        Assert.Equal((HttpStatusCode.Conflict, "webhook-delivery-not-repeatable"), (again.StatusCode, (await Json(again)).GetProperty("code").GetString()));
    }

    private async Task<(HttpClient Browser, string Path)> SignedIn()
    {
        var browser = await api.SignedIn();
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        return (browser, $"/api/workspaces/{workspace}/webhooks");
    }
}
