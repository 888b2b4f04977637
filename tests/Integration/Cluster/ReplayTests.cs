using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Accounts;

namespace SocialSelling.Cluster;

public sealed class ReplayTests(MortalProcess product) : IClassFixture<MortalProcess>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task What_came_before_the_account_is_there_once_it_connects_and_what_was_not_understood_is_kept()
    {
        var id = await product.Meta.AddShop("late.shop");
        var account = AccountId.For("instagram", id);
        using var meta = new WebhookSender(product.Api.Url);
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await meta.Post(WebhookSender.Message(id, "9001", "early-1", at));
        await meta.Post($$$"""{"object":"instagram","entry":[{"id":"{{{id}}}","time":{{{at}}},"messaging":[{"sender":{"id":"9001"},"recipient":{"id":"{{{id}}}"},"timestamp":{{{at}}},"novelty":{}}]}]}""");
        await Eventually.True(async () => await product.Count($"select count(*) from webhook_parked where platform_account_id = '{id}' and reason = 'unknown-account'") == 2, Limit, "Set aside");

        await using var seller = await Seller.SignUp(product.Api.Url);
        await seller.Connect(product.Meta, "late.shop");

        await Eventually.True(async () => await product.Count($"select count(*) from messages where client_account_id = '{account}'") == 1, Limit, "The early message");
        Assert.Equal(0, await product.Count($"select count(*) from webhook_parked where platform_account_id = '{id}' and reason = 'unknown-account' and resolved_at is null"));
        Assert.Equal(1, await product.Count($"select count(*) from webhook_parked where platform_account_id = '{id}' and reason = 'unknown-event' and resolved_at is null"));
    }

    [Fact]
    public async Task A_replay_goes_on_after_a_crash_brings_what_was_lost_and_doubles_nothing()
    {
        await product.Meta.AddShop("replayed.shop");
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, "replayed.shop");
        var shop = (await seller.Account(account)).GetProperty("platformAccountId").GetString()!;
        using var meta = new WebhookSender(product.Api.Url);
        await meta.Post(WebhookSender.Message(shop, "9001", "known", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        await Eventually.True(async () => await product.Count($"select count(*) from messages where client_account_id = '{account}'") == 1, Limit, "The first message");
        // Deliveries that were marked finished and never applied, as a parser that overlooked them would leave it.
        await product.Database.Execute($$$"""
            insert into webhook_deliveries (received_at, id, secret_slot, body, finished_at)
            select now() - n * interval '1 second', gen_random_uuid(), 0, convert_to(format(
                       '{"object":"instagram","entry":[{"id":"{{{shop}}}","time":1,"messaging":[{"sender":{"id":"%s"},"recipient":{"id":"{{{shop}}}"},"timestamp":1790000000000,"message":{"mid":"lost-%s","text":"x"}}]}]}',
                       9000 + n % 7, n), 'UTF8'), now()
              from generate_series(1, 2000) n
            """);
        var operators = await Operator();

        var job = await Start(operators, new { accountId = account });
        await Eventually.True(async () => (await Get(operators, job)).GetProperty("seen").GetInt64() > 300, Limit, "Some progress");
        await product.DieAndStart();
        await product.Database.Execute("update webhook_replays set lease_until = now()");
        await Done(operators, job);
        var second = await Done(operators, await Start(operators, new { accountId = account }));

        var first = await Get(operators, job);
        Assert.Equal((first.GetProperty("total").GetInt64(), 0), (first.GetProperty("seen").GetInt64(), first.GetProperty("failed").GetInt64()));
        Assert.True(second.GetProperty("handedOver").GetInt64() >= 2_001);
        Assert.Equal(2_001, await product.Count($"select count(*) from messages where client_account_id = '{account}'"));
        Assert.Equal(2_001, await product.Count($"select sum(unread_count)::bigint from conversations where client_account_id = '{account}'"));
        Assert.Equal(0, await product.Count($"select count(*) from (select max(sequence) highest, count(*) numbers from account_events where account_id = '{account}') s where highest <> numbers"));
    }

    [Fact]
    public async Task Parts_that_are_understood_by_now_are_taken_in_and_the_others_stay()
    {
        var id = await product.Meta.AddShop("fixed.shop");
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, "fixed.shop");
        // An item that an older parser had not understood, one that nobody understands, and a body that is none.
        var item = $$$"""{"sender":{"id":"9001"},"recipient":{"id":"{{{id}}}"},"timestamp":1790000000000,"message":{"mid":"understood","text":"x"}}""";
        foreach (var (raw, owner) in ((string, string)[])[(item, $"'{id}'"), ("""{"sender":{"id":"9001"},"novelty":1}""", $"'{id}'"), ("not json", "null")])
            await product.Database.Execute($"""
                insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, detail, raw, parked_at, part_hash)
                values (gen_random_uuid(), gen_random_uuid(), now(), 'instagram', {owner}, 'unknown-event', 'older parser', convert_to('{raw}', 'UTF8'), now(), gen_random_uuid())
                """);
        var operators = await Operator();

        var done = await Done(operators, await Start(operators, new { kind = "parked", reason = "unknown-event", from = TimeProvider.System.GetUtcNow().AddMinutes(-5) }));

        Assert.Equal(1, done.GetProperty("resolved").GetInt64());
        Assert.True(done.GetProperty("setAside").GetInt64() >= 2);
        Assert.Equal(1, await product.Count($"select count(*) from messages where client_account_id = '{account}'"));
        Assert.Equal(1, await product.Count($"select count(*) from webhook_parked where platform_account_id = '{id}' and resolved_at is null"));
    }

    private async Task<HttpClient> Operator()
    {
        var http = new HttpClient { BaseAddress = product.Api.Url };
        var login = new { email = $"{Guid.NewGuid():N}@example.com", password = "Correct-Horse-7" };
        await http.PostAsJsonAsync("/api/auth/register", new { login.email, login.password, name = "Olga", termsVersion = "1", privacyVersion = "1" });
        await product.Database.Execute($"update users set role = 'operator' where email = '{login.email}'");
        using var answer = await http.PostAsJsonAsync("/api/auth/login", login);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        return http;
    }

    private static async Task<string> Start(HttpClient operators, object request)
    {
        using var answer = await operators.PostAsJsonAsync("/api/admin/webhooks/replay", request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> Done(HttpClient operators, string job)
    {
        await Eventually.True(async () => (await Get(operators, job)).GetProperty("state").GetString() == "done", Limit, "The replay");
        return await Get(operators, job);
    }

    private static async Task<JsonElement> Get(HttpClient operators, string job) => await operators.GetFromJsonAsync<JsonElement>($"/api/admin/webhooks/replays/{job}");
}
