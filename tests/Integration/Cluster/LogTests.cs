using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>What two real processes, an API host and a silo, write to their logs while people do what they come for.</summary>
public sealed class LogTests
{
    private const string Password = "Correct-Horse-7", WrongPassword = "Wrong-Horse-8", NewPassword = "Better-Horse-9";

    private static readonly string[] Scopes = ["accounts:read"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_token_password_secret_or_word_of_a_message_is_in_any_log_and_a_requests_id_is_in_all()
    {
        await using var database = new TestDatabase();
        await database.InitializeAsync();
        await using var cluster = new ProcessCluster(database, new Dictionary<string, string> { ["Meta__CallTimeout"] = "00:00:02" });
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        var (silo, api) = (await cluster.StartSilo(), await cluster.StartApiHost(port));
        var secrets = new Dictionary<string, string>
        {
            ["password"] = Password,
            ["wrong password"] = WrongPassword,
            ["new password"] = NewPassword,
            ["app secret"] = ProcessCluster.AppSecret,
            ["JWT secret"] = "a-secret-of-the-tests",
            ["verify token"] = "verify-me",
            ["encryption key"] = Convert.ToBase64String(new byte[32]),
        };

        await SignInAndOut(api.Url, secrets);
        await using var seller = await Seller.SignUp(api.Url);
        await meta.AddShop("log.shop");
        var account = await Connect(seller, meta, secrets);
        await Program(seller, api.Url, secrets);
        await Sell(seller, meta, account, secrets);
        await Export(seller, api.Url, secrets);
        await Fail(seller, meta, account, api.Url, secrets);
        await Stored(database, account, secrets);
        var refused = await Refuse(seller, database, api.Url);
        var requestId = await Disconnect(seller, account);

        List<string> lines = [.. api.Lines(), .. silo.Lines()];
        Assert.True(lines.Count > 20, "Nothing was logged");
        Assert.Empty(from line in lines from secret in secrets where line.Contains(secret.Value, StringComparison.OrdinalIgnoreCase) select $"{secret.Key}: {line}");
        Assert.Contains(api.Lines(), l => l.Contains($"\"RequestId\":\"{refused}\"", StringComparison.Ordinal) && l.Contains("workspace:write", StringComparison.Ordinal));
        // Of the silo, in the other process: the grain's own line about what the request has done.
        await Eventually.True(() => Task.FromResult(silo.Lines().Any(l => l.Contains($"\"RequestId\":\"{requestId}\"", StringComparison.Ordinal) && l.Contains("disconnected", StringComparison.Ordinal))), what: "The request's id");
    }

    /// <summary>Signing up, signing in rightly and wrongly, renewing, the second factor, and a new password.</summary>
    private static async Task SignInAndOut(Uri url, Dictionary<string, string> secrets)
    {
        using var handler = new HttpClientHandler { CookieContainer = new() };
        using var browser = new HttpClient(handler) { BaseAddress = url };
        var email = $"{Guid.NewGuid():N}@example.com";
        var auth = await Answer(await browser.PostAsJsonAsync("/api/auth/register", new { email, password = Password, name = "Ana", termsVersion = "1", privacyVersion = "1" }, Cancel));
        foreach (var n in Enumerable.Range(1, 2))
        {
            Keep(auth, n);
            auth = await Answer(await browser.PostAsync("/api/auth/refresh", null, Cancel));
        }
        Keep(auth, 3);
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());
        await browser.PostAsJsonAsync("/api/auth/login", new { email, password = WrongPassword }, Cancel);
        await browser.PostAsJsonAsync("/api/auth/login", new { email, password = Password, unknown = Password }, Cancel);
        var factor = await Answer(await browser.PostAsJsonAsync("/api/users/me/mfa", new { password = Password }, Cancel));
        secrets["TOTP secret"] = factor.GetProperty("secret").GetString()!;
        await browser.PostAsJsonAsync("/api/users/me/mfa/confirm", new { code = "000000" }, Cancel);
        await browser.PostAsJsonAsync("/api/auth/forgot-password", new { email }, Cancel);
        secrets["reset token"] = "not-the-token-that-was-mailed-0123456789";
        await browser.PostAsJsonAsync("/api/auth/reset-password", new { token = secrets["reset token"], password = NewPassword }, Cancel);
        await browser.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = Password, newPassword = NewPassword }, Cancel);

        void Keep(JsonElement answer, int n)
        {
            secrets[$"access token {n}"] = answer.GetProperty("accessToken").GetString()!.Split('.')[2];
            secrets[$"refresh token {n}"] = handler.CookieContainer.GetCookies(new Uri(url, "/api/auth/refresh"))["ssell_refresh"]!.Value;
        }
    }

    private static async Task<Guid> Connect(Seller seller, Sandbox meta, Dictionary<string, string> secrets)
    {
        var url = (await seller.Post("/api/instagram/oauth/start", new { })).GetProperty("authorizationUrl").GetString()!;
        var back = await meta.Approve("log.shop", url);
        secrets["state"] = HttpUtility.ParseQueryString(new Uri(url).Query)["state"]!;
        secrets["code"] = HttpUtility.ParseQueryString(back.Query)["code"]!;
        using var answer = await seller.Ask(HttpMethod.Get, back.PathAndQuery);
        var account = Guid.Parse(answer.Headers.Location!.OriginalString.Split("connected=")[1]);
        // Once more, which is refused.
        (await seller.Ask(HttpMethod.Get, back.PathAndQuery)).Dispose();
        return account;
    }

    /// <summary>An API key that is made, used, used where it may not be, and used when it counts no more.</summary>
    private static async Task Program(Seller seller, Uri url, Dictionary<string, string> secrets)
    {
        secrets["any API key"] = "ssk_";
        var path = $"/api/workspaces/{(await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid()}/api-keys";
        var made = await seller.Post(path, new { name = "Program", scopes = Scopes });
        secrets["API key"] = made.GetProperty("text").GetString()!["ssk_".Length..];
        using var program = new HttpClient { BaseAddress = url };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("text").GetString());
        foreach (var asked in (string[])["/api/accounts", "/api/conversations", "/api/users/me", $"/hubs/inbox?access_token={made.GetProperty("text").GetString()}"]) (await program.GetAsync(asked, Cancel)).Dispose();
        Assert.Equal(HttpStatusCode.NoContent, await seller.Delete($"{path}/{made.GetProperty("key").GetProperty("id").GetGuid()}"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/accounts", Cancel)).StatusCode);
    }

    private static async Task Sell(Seller seller, Sandbox meta, Guid account, Dictionary<string, string> secrets)
    {
        (secrets["customer's words"], secrets["our words"], secrets["caption"], secrets["comment"]) = ("xylophone-question", "xylophone-answer", "xylophone-caption", "xylophone-comment");
        await meta.Write("log.shop", "maya", secrets["customer's words"]);
        var conversation = await Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        await seller.Reply(conversation, secrets["our words"]);
        await meta.Comment("log.shop", await meta.AddPost("log.shop", secrets["caption"]), "maya", secrets["comment"]);
        var post = await seller.Schedule(account, await seller.UploadPicture(), secrets["caption"], TimeProvider.System.GetUtcNow().AddSeconds(2));
        await Eventually.True(async () => (await meta.Messages("log.shop", "maya")).Exists(m => m.GetProperty("text").GetString() == secrets["our words"]), what: "The answer");
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", TimeSpan.FromSeconds(60), "The post");
    }

    /// <summary>A copy of everything, whose address is as good as a key.</summary>
    private static async Task Export(Seller seller, Uri url, Dictionary<string, string> secrets)
    {
        await seller.Post("/api/users/me/export", new { password = Password });
        var link = await Eventually.Get(async () => (await seller.Get("/api/users/me/export")).GetProperty("export").GetProperty("downloadUrl").GetString(), what: "The export");
        secrets["export"] = link.Split('?')[0].Split('-')[^1];
        secrets["signature of the export"] = HttpUtility.ParseQueryString(link.Split('?')[1])["sig"]!;
        using var anybody = new HttpClient { BaseAddress = url };
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(new Uri(link, UriKind.Relative), Cancel)).StatusCode);
    }

    /// <summary>What goes wrong is what is logged most.</summary>
    private static async Task Fail(Seller seller, Sandbox meta, Guid account, Uri url, Dictionary<string, string> secrets)
    {
        var conversation = (await seller.Conversations())[0].GetProperty("id").GetGuid();
        foreach (var kind in (string[])["error", "reset", "timeout_after_success"])
        {
            await meta.Fault("/messages", kind, delayMs: 3_000, code: 100);
            await seller.TryReply(conversation, secrets["our words"] + " " + kind);
        }
        await meta.Fault("/me", "reset");
        var begun = (await seller.Post("/api/instagram/oauth/start", new { accountId = account })).GetProperty("authorizationUrl").GetString()!;
        (await seller.Ask(HttpMethod.Get, (await meta.Approve("log.shop", begun)).PathAndQuery)).Dispose();
        using var anybody = new HttpClient { BaseAddress = url };
        await anybody.PostAsync("/api/webhooks/instagram", new StringContent($$"""{"object":"instagram","entry":[{"text":"{{secrets["customer's words"]}}"}]}"""), Cancel);
        await anybody.GetAsync($"/hubs/inbox?access_token={secrets["access token 1"]}", Cancel);
        await anybody.PostAsync("/api/auth/login", new StringContent("{\"email\":\"a@example.com\",\"password\":\"" + WrongPassword, System.Text.Encoding.UTF8, "application/json"), Cancel);
    }

    /// <summary>Somebody who may look tries to change something.</summary>
    /// <returns>The id of the request that was refused.</returns>
    private static async Task<string> Refuse(Seller owner, TestDatabase database, Uri url)
    {
        var workspace = (await owner.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await using var viewer = await Seller.SignUp(url);
        await database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{viewer.UserId}', 'viewer')");
        using var answer = await viewer.Ask(HttpMethod.Post, $"/api/workspaces/{workspace}/labels", new { name = "Mine", color = "#112233" });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return answer.Headers.GetValues("X-Request-Id").Single();
    }

    /// <summary>What the database holds of secrets, in clear.</summary>
    private static async Task Stored(TestDatabase database, Guid account, Dictionary<string, string> secrets)
    {
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        var token = (await new AccountRepository(new Sql(source)).FindToken(account, Cancel))!;
        var cipher = new TokenCipher(Options.Create(new TokenOptions { EncryptionKeys = "k1:" + Convert.ToBase64String(new byte[32]) }));
        secrets["Meta's token"] = cipher.Open(account, token.Encrypted, token.KeyId);
    }

    /// <returns>The id of the request that did it.</returns>
    private static async Task<string> Disconnect(Seller seller, Guid account)
    {
        using var answer = await seller.Ask(HttpMethod.Delete, $"/api/accounts/{account}");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return answer.Headers.GetValues("X-Request-Id").Single();
    }

    private static async Task<JsonElement> Answer(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
