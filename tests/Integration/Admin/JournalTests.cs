using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Admin;

public sealed class JournalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_journal_is_for_operators_only()
    {
        var seller = await api.SignedIn();

        foreach (var path in (string[])["journal", "deliveries", "parked", "replays"])
            Assert.Equal(HttpStatusCode.Forbidden, (await seller.GetAsync($"/api/admin/webhooks/{path}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await seller.PostAsJsonAsync("/api/admin/webhooks/replay", new { from = DateTimeOffset.UnixEpoch })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Browser().GetAsync("/api/admin/webhooks/journal")).StatusCode);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_by_page_and_filter_and_show_their_body()
    {
        await api.Database.Execute("delete from webhook_deliveries");
        var ids = Enumerable.Range(1, 5).Select(n => Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddSeconds(-n))).ToList();
        foreach (var (n, id) in ids.Index())
            await api.Database.Execute($$"""
                insert into webhook_deliveries (received_at, id, secret_slot, body, finished_at)
                values (now() - interval '{{n + 1}} seconds', '{{id}}', 0, convert_to('{"entry":[{"id":"1784-{{n}}"}]}', 'UTF8'), {{(n == 0 ? "null" : "now()")}})
                """);
        await api.Database.Execute($"""
            insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, part_hash)
            values (gen_random_uuid(), '{ids[3]}', now(), 'instagram', '1784-3', 'unknown-event', 'new', 'raw part', now(), gen_random_uuid())
            """);
        var browser = await api.SignedInAsOperator();

        var first = await Get(browser, "deliveries?limit=3");
        var second = await Get(browser, $"deliveries?limit=3&cursor={first.GetProperty("nextCursor").GetString()}");

        Assert.Equal(ids, Ids(first).Concat(Ids(second)));
        Assert.Equal([ids[0]], Ids(await Get(browser, "deliveries?state=waiting")));
        Assert.Equal([ids[3]], Ids(await Get(browser, "deliveries?reason=unknown-event")));
        Assert.Equal([ids[2]], Ids(await Get(browser, "deliveries?platformAccountId=1784-2")));
        Assert.Empty(Ids(await Get(browser, "deliveries?minSize=1000")));
        Assert.Equal("""{"entry":[{"id":"1784-1"}]}""", (await Get(browser, $"deliveries/{ids[1]}")).GetProperty("body").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/api/admin/webhooks/deliveries/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/api/admin/webhooks/deliveries?state=lost")).StatusCode);
        var part = Assert.Single((await Get(browser, "parked?platformAccountId=1784-3")).GetProperty("items").EnumerateArray());
        Assert.Equal(("raw part", "unknown-event"), (part.GetProperty("raw").GetString(), part.GetProperty("reason").GetString()));
        var journal = await Get(browser, "journal");
        Assert.True(journal.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(1, journal.GetProperty("unfinished").GetInt64());
    }

    [Fact]
    public async Task What_came_of_an_accounts_webhooks_is_counted_for_operators()
    {
        var (account, user, workspace) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await api.Database.Execute($$"""
            insert into users (id, email, password_hash, name) values ('{{user}}', '{{user}}@example.com', '-', 'Ana');
            insert into workspaces (id, name, owner_id) values ('{{workspace}}', 'Shop', '{{user}}');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{{account}}', '{{workspace}}', '{{user}}', 'instagram', '1784-stats', 'shop');
            insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
            select '{{account}}', n, now() - case when n < 3 then interval '2 days' else interval '1 minute' end, case when n = 5 then 'comment.received' else 'message.received' end, gen_random_uuid(), '{}'
              from generate_series(1, 5) n;
            insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, part_hash, resolved_at) values
                (gen_random_uuid(), gen_random_uuid(), now(), 'instagram', '1784-stats', 'unknown-event', '', '-', now(), gen_random_uuid(), null),
                (gen_random_uuid(), gen_random_uuid(), now(), 'instagram', '1784-stats', 'failed', '', '-', now(), gen_random_uuid(), now());
            insert into webhook_deliveries (received_at, id, secret_slot, body, finished_at) values
                (now(), gen_random_uuid(), 0, convert_to('{"entry":[{"id":"1784-stats"}]}', 'UTF8'), now());
            """);
        var browser = await api.SignedInAsOperator();

        var stats = await Get(browser, $"accounts/{account}");

        Assert.Equal((5, 1, 0), (stats.GetProperty("totalEvents").GetInt64(), stats.GetProperty("parkedParts").GetInt64(), stats.GetProperty("pendingDeliveries").GetInt64()));
        Assert.Equal(["comment.received 1 1", "message.received 4 2"], stats.GetProperty("eventsByKind").EnumerateArray().Select(k => $"{k.GetProperty("kind")} {k.GetProperty("count")} {k.GetProperty("last24Hours")}"));
        Assert.Equal("unknown-event", Assert.Single(stats.GetProperty("parked").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/api/admin/webhooks/accounts/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await api.SignedIn()).GetAsync($"/api/admin/webhooks/accounts/{account}")).StatusCode);
    }

    [Fact]
    public async Task A_signature_is_checked_over_the_very_bytes()
    {
        var browser = await api.SignedInAsOperator();
        const string body = """{"text":"Olá 🥣"}""";
        var right = Sign(body, "secret");

        async Task<(bool, string?, string?)> Ask(object question)
        {
            var answer = await Json(await browser.PostAsJsonAsync("/api/admin/webhooks/verify", question));
            return (answer.GetProperty("valid").GetBoolean(), answer.GetProperty("secret").GetString(), answer.GetProperty("problem").GetString());
        }

        Assert.Equal((true, "INSTAGRAM_APP_SECRET", null), await Ask(new { body, signature = right }));
        Assert.Equal((true, "INSTAGRAM_APP_SECRET", null), await Ask(new { bodyBase64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), signature = right }));
        Assert.Equal((false, null, "no-match"), await Ask(new { body, signature = Sign(body, "another") }));
        Assert.Equal((false, null, "no-match"), await Ask(new { body = body + " ", signature = right }));
        Assert.Equal((false, null, "malformed-header"), await Ask(new { body, signature = right[7..] }));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsJsonAsync("/api/admin/webhooks/verify", new { signature = right })).StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "from")]
    [InlineData("""{"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""", "from")]
    [InlineData("""{"from":"2026-01-01T00:00:00Z","reason":"unreadable"}""", "reason")]
    [InlineData("""{"kind":"everything"}""", "kind")]
    [InlineData("""{"accountId":"00000000-0000-0000-0000-000000000001","platformAccountId":"1"}""", "platformAccountId")]
    public async Task A_replay_needs_a_scope_that_makes_sense(string request, string field)
    {
        var browser = await api.SignedInAsOperator();

        var answer = await browser.PostAsync("/api/admin/webhooks/replay", new StringContent(request, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Only_so_many_replays_run_and_a_cancelled_one_makes_room()
    {
        var browser = await api.SignedInAsOperator();
        var ids = new List<string>();
        HttpResponseMessage answer;
        while ((answer = await browser.PostAsJsonAsync("/api/admin/webhooks/replay", new { platformAccountId = "1784" })).StatusCode == HttpStatusCode.Accepted)
            ids.Add((await Json(answer)).GetProperty("id").GetString()!);

        Assert.Equal(("replay-busy", 5), ((await Json(answer)).GetProperty("code").GetString(), ids.Count));
        var cancelled = await Json(await browser.PostAsync($"/api/admin/webhooks/replays/{ids[0]}/cancel", null));
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await browser.PostAsJsonAsync("/api/admin/webhooks/replay", new { platformAccountId = "1784" })).StatusCode);
        Assert.Equal(6, (await Get(browser, "replays")).GetProperty("items").GetArrayLength());
    }

    private static async Task<JsonElement> Get(HttpClient browser, string path) => await browser.GetFromJsonAsync<JsonElement>("/api/admin/webhooks/" + path);

    private static IEnumerable<Guid> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("id").GetGuid());

    private static string Sign(string body, string secret) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
