using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Privacy;

/// <summary>What Meta tells of owners who leave, and what is left of them afterwards.</summary>
[Collection(SharedPrivacyProduct.Name)]
public sealed class MetaCallbackTests(PrivacyProduct product)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(Seller Seller, string Shop, Guid Account)> Shop(string name)
    {
        await product.Meta.AddShop(name);
        var seller = await Seller.SignUp(product.Api.Url);
        return (seller, name, await seller.Connect(product.Meta, name));
    }

    [Fact]
    public async Task Whoever_removes_the_app_is_disconnected_and_its_login_is_gone()
    {
        var (seller, shop, account) = await Shop("leaves.app");
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Later", TimeProvider.System.GetUtcNow().AddDays(2));

        Assert.Equal(200, (await product.Meta.Leave(shop, "deauthorize")).GetProperty("status").GetInt32());

        await Eventually.True(async () => (await seller.Account(account)).GetProperty("status").GetString() == "disconnected", what: "The account's end");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from oauth_tokens where client_account_id = '{account}'") == 0, what: "The login's end");
        Assert.Contains("removed this app", (await seller.Account(account)).GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        await Eventually.True(() => Task.FromResult(seller.Told.Any(n => n.GetProperty("kind").GetString() == "account.disconnected")), what: "The notification");
        // Held, not lost: connected again in time, it goes live.
        Assert.Equal("scheduled", (await seller.PostOf(post)).GetProperty("status").GetString());
        Assert.Equal(account, await seller.Connect(product.Meta, shop));
        Assert.Equal(("active", JsonValueKind.Null), ((await seller.Account(account)).GetProperty("status").GetString(), (await seller.Account(account)).GetProperty("statusReason").ValueKind));
        Assert.Equal("scheduled", (await seller.PostOf(post)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("app", "instagram")]
    [InlineData("account", "meta")]
    public async Task Data_deletion_leaves_nothing_of_the_account_in_any_table_file_or_log(string id, string secret)
    {
        var mark = $"zq{Guid.NewGuid():N}"[..14];
        var (seller, shop, account) = await Shop($"{mark}shop");
        await using var _ = seller;
        var platformId = (await seller.Account(account)).GetProperty("platformAccountId").GetString()!;
        var scoped = await product.Text($"select app_scoped_id from client_accounts where id = '{account}'");
        var files = product.Files();
        var medium = await product.Meta.AddPost(shop, $"{mark} caption");
        await product.Meta.Write(shop, $"{mark}maya", $"{mark} hello");
        await product.Meta.Shape(shop, $"{mark}maya", "image");
        await product.Meta.Comment(shop, medium, $"{mark}ana", $"{mark} how much?");
        var conversation = await Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        await seller.Send($"/api/conversations/{conversation}/messages", JsonContent.Create(new { clientMessageId = mark, text = $"{mark} answer" }), mark + "-key");
        await seller.Post($"/api/conversations/{conversation}/notes", new { body = $"{mark} note" });
        await Eventually.True(async () => (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").GetArrayLength() == 1, what: "The comment");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from attachment_copies where client_account_id = '{account}' and state = 'kept'") == 1, what: "The copy of the file");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from contacts where client_account_id = '{account}' and picture_key is not null") > 0, what: "The contact's picture");
        await product.Database.Execute($$"""
            insert into webhook_parked (id, delivery_id, delivery_received_at, platform, platform_account_id, reason, raw, parked_at, part_hash)
            values (gen_random_uuid(), gen_random_uuid(), now(), 'instagram', '{{platformId}}', 'unknown-event', convert_to('{"{{mark}}":1}', 'UTF8'), now(), gen_random_uuid())
            """);
        string[] words = [mark, platformId, scoped], ids = [account.ToString()];
        Assert.Contains(await product.Find(words, ids), place => place.Contains("webhook_deliveries", StringComparison.Ordinal));
        Assert.Contains(await product.Find(words, ids), place => place.Contains("account_events", StringComparison.Ordinal));

        var told = await product.Meta.Leave(shop, "data-deletion", id, secret);

        Assert.Equal(200, told.GetProperty("status").GetInt32());
        var code = told.GetProperty("answer").GetProperty("confirmation_code").GetString()!;
        Assert.Equal($"{product.Api.Url.ToString().TrimEnd('/')}/data-deletion/{code}", told.GetProperty("answer").GetProperty("url").GetString());
        using var anybody = new HttpClient { BaseAddress = product.Api.Url };
        Assert.Contains((await Status(anybody, code)).GetProperty("state").GetString(), (string[])["received", "under_way"]);
        await Eventually.True(async () =>
        {
            await product.Hurry();
            return (await Status(anybody, code)).GetProperty("state").GetString() == "done";
        }, Limit, "The erasure");
        var status = await Status(anybody, code);
        Assert.True(status.GetProperty("finishedAt").GetDateTimeOffset() <= status.GetProperty("promisedAt").GetDateTimeOffset());
        Assert.Empty(await product.Find(words, ids));
        Assert.Equal(files, product.Files());
        Assert.Equal(HttpStatusCode.NotFound, (await seller.Ask(HttpMethod.Get, $"/api/accounts/{account}")).StatusCode);
        // Gone is gone, and whoever comes back begins anew.
        Assert.Equal(account, await seller.Connect(product.Meta, shop));
    }

    [Fact]
    public async Task Whom_nobody_knows_gets_a_code_that_says_that_it_is_done()
    {
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        var answer = await Tell(http, "data-deletion", Signed("""{"user_id":"424242","algorithm":"HMAC-SHA256","issued_at":NOW}"""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var code = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("confirmation_code").GetString()!;
        Assert.Equal("done", (await Status(http, code)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, (await Tell(http, "deauthorize", Signed("""{"user_id":"424242","algorithm":"HMAC-SHA256","issued_at":NOW}"""))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/api/data-deletion/abcdefgh", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_does_not_touch_a_connection_made_since()
    {
        var (seller, _, account) = await Shop("came.back");
        await using var __ = seller;
        var platformId = (await seller.Account(account)).GetProperty("platformAccountId").GetString()!;
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        var old = Signed($$"""{"user_id":"{{platformId}}","algorithm":"HMAC-SHA256","issued_at":{{TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds()}}}""");

        Assert.Equal(HttpStatusCode.OK, (await Tell(http, "data-deletion", old)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Tell(http, "deauthorize", old)).StatusCode);

        Assert.Equal(0, await product.Database.Scalar($"select count(*) from erasures where subject_id = '{account}'"));
        Assert.Equal("active", (await seller.Account(account)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("deauthorize")]
    [InlineData("data-deletion")]
    public async Task Hostile_bodies_are_refused_and_never_break_anything(string callback)
    {
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        var right = Signed("""{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":NOW}""");
        var forged = SignedWith("not our secret", """{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":NOW}""");

        Assert.Equal(HttpStatusCode.Unauthorized, (await Tell(http, callback, forged)).StatusCode);
        foreach (var bad in (string[])["", ".", "a.b", right + "x.y", Signed("[]"), Signed("""{"user_id":"1","algorithm":"none","issued_at":NOW}"""), Signed("""{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":1}"""), "\0", "é.é"])
            Assert.Equal((bad, HttpStatusCode.BadRequest), (bad, (await Tell(http, callback, bad)).StatusCode));
        (byte[] Body, string? Type)[] bodies =
        [
            ([], null), ([], "application/x-www-form-urlencoded"), ("signed_request"u8.ToArray(), "application/x-www-form-urlencoded"), ("{}"u8.ToArray(), "application/json"),
            ("--x\r\nbroken"u8.ToArray(), "multipart/form-data; boundary=x"), ("x"u8.ToArray(), "multipart/form-data"), ([0xFF, 0xFE, 0], "application/x-www-form-urlencoded; charset=utf-99"),
            (Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 3_000).Select(n => $"k{n}="))), "application/x-www-form-urlencoded"),
        ];
        foreach (var (body, type) in bodies)
        {
            using var content = new ByteArrayContent(body);
            if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await http.PostAsync(new Uri($"/api/webhooks/meta/{callback}", UriKind.Relative), content, Cancel);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType, $"{(int)answer.StatusCode} for {type} {Encoding.Latin1.GetString(body)[..Math.Min(body.Length, 40)]}");
        }
        using var large = new ByteArrayContent(new byte[200_000]);
        large.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.PostAsync(new Uri($"/api/webhooks/meta/{callback}", UriKind.Relative), large, Cancel)).StatusCode);
    }

    private static string Signed(string json) => SignedWith(ProcessCluster.AppSecret, json);

    private static string SignedWith(string secret, string json)
    {
        var payload = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.Replace("NOW", $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}", StringComparison.Ordinal)));
        return System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(payload))) + "." + payload;
    }

    private static Task<HttpResponseMessage> Tell(HttpClient http, string callback, string signedRequest) =>
        http.PostAsync(new Uri($"/api/webhooks/meta/{callback}", UriKind.Relative), new FormUrlEncodedContent([new("signed_request", signedRequest)]), Cancel);

    private static Task<JsonElement> Status(HttpClient http, string code) => http.GetFromJsonAsync<JsonElement>($"/api/data-deletion/{code}", Cancel);
}
