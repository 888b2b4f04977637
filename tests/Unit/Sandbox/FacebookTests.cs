using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace SocialSelling.Sandbox;

/// <summary>What the pretended Facebook insists on, as the real one does.</summary>
public sealed class FacebookTests : IAsyncLifetime
{
    private const string Redirect = "http://product/callback", Dialog = "http://sandbox/facebook/v25.0/dialog/oauth?redirect_uri=" + Redirect + "&state=s&scope=instagram_basic,pages_show_list";
    private static readonly string Credentials = $"client_id=2222&client_secret={Uri.EscapeDataString(RunningSandbox.MetaSecret)}";
    private RunningSandbox sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await RunningSandbox.Start();

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task A_code_is_taken_once_and_only_where_it_belongs()
    {
        var code = await Code(RunningSandbox.Luna);

        Assert.Equal((100, 36009), (await Exchange(code, "http://elsewhere")).Error);
        Assert.Equal(1, (await sandbox.Get($"/facebook/v25.0/oauth/access_token?client_id=2222&client_secret=x&redirect_uri={Redirect}&code={code}")).Error.Code);
        Assert.Equal(200, (await Exchange(code)).Status);
        Assert.Equal((100, 36009), (await Exchange(code)).Error);
    }

    [Fact]
    public async Task Pages_are_listed_page_by_page_each_with_a_token_of_its_own()
    {
        var person = await Person(RunningSandbox.Luna, RunningSandbox.Verde, "atelier.rosa", "just.tom");

        var first = (await sandbox.Get(Proven("me/accounts?limit=100", person), person)).Json;
        var second = (await sandbox.Get(Proven("me/accounts?limit=100&after=" + first.GetProperty("paging").GetProperty("cursors").GetProperty("after").GetString(), person), person)).Json;

        Assert.Equal(3, first.GetProperty("data").GetArrayLength());
        var last = Assert.Single(second.GetProperty("data").EnumerateArray());
        Assert.False(second.TryGetProperty("paging", out _));
        // Behind the Page of a private person there is no account that counts.
        Assert.False(last.TryGetProperty("instagram_business_account", out _));
        Assert.Equal(RunningSandbox.LunaId, first.GetProperty("data")[0].GetProperty("instagram_business_account").GetProperty("id").GetString());
        Assert.Equal(3, first.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("access_token").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_call_needs_the_proof_and_each_host_knows_its_own_tokens_only()
    {
        var person = await Person(RunningSandbox.Luna);
        var (page, token) = await Page(person);
        var instagrams = await sandbox.Connect();

        Assert.Equal(100, (await sandbox.Get("/facebook/v25.0/me/accounts", person)).Error.Code);
        Assert.Equal(100, (await sandbox.Get($"/facebook/v25.0/{page}/conversations", token)).Error.Code);
        Assert.Equal(100, (await sandbox.Get(Proven($"{page}/conversations", person), token)).Error.Code);
        Assert.Equal((190, 463), (await sandbox.Get($"/v25.0/{RunningSandbox.LunaId}/media", token)).Error);
        Assert.Equal((190, 463), (await sandbox.Get(Proven($"{RunningSandbox.LunaId}/media", instagrams), instagrams)).Error);
        Assert.Equal((190, 463), (await sandbox.Get(Proven($"{RunningSandbox.LunaId}/media", person), person)).Error);
        Assert.Equal(200, (await sandbox.Get(Proven($"{page}/conversations", token), token)).Status);
        Assert.Equal(200, (await sandbox.Get(Proven("me/conversations", token), token)).Status);
        Assert.Equal(200, (await sandbox.Get(Proven($"{RunningSandbox.LunaId}/media", token), token)).Status);
        // Messages go by the Page, posts by the account, and never the other way round.
        Assert.Equal((100, 33), (await sandbox.Get(Proven($"{RunningSandbox.LunaId}/conversations", token), token)).Error);
        Assert.Equal((100, 33), (await sandbox.Get(Proven($"{page}/media", token), token)).Error);
    }

    [Fact]
    public async Task A_Page_takes_the_fields_of_Pages_and_with_one_of_them_everything_is_told()
    {
        await using var receiver = await Receiver.Start();
        await using var telling = await RunningSandbox.Start(receiver);
        var person = await Person(telling, RunningSandbox.Luna);
        var (page, token) = await Page(telling, person);

        Assert.Equal(100, (await telling.Post(Proven($"{page}/subscribed_apps?subscribed_fields=messages,comments", token), new { }, token)).Error.Code);
        Assert.Equal(200, (await telling.Post(Proven($"{page}/subscribed_apps?subscribed_fields=messages", token), new { }, token)).Status);
        var listed = (await telling.Get(Proven($"{page}/subscribed_apps", token), token)).Json.GetProperty("data");
        await telling.Write("maya.torres", "Hi");
        await telling.Control($"shops/{RunningSandbox.Luna}/mention", new { customer = "maya.torres", text = "@luna.ceramics" });

        Assert.Equal(["424242", "2222"], listed.EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        var told = await receiver.Next(2);
        Assert.Contains(told, d => d.Text.Contains("\"mentions\"", StringComparison.Ordinal));
        Assert.All(told, d => Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(RunningSandbox.MetaSecret), d.Body)), d.Signature));
    }

    [Fact]
    public async Task A_token_of_a_Page_has_no_end_and_reads_for_ninety_days_after_the_person_was_asked()
    {
        var person = await Person(RunningSandbox.Luna);
        var (page, token) = await Page(person);
        var debugged = await Debug(token);
        Assert.Equal(("0", "PAGE"), (debugged.GetProperty("expires_at").ToString(), debugged.GetProperty("type").ToString()));
        Assert.False((await Debug("made up")).GetProperty("is_valid").GetBoolean());

        await sandbox.Advance(TimeSpan.FromDays(80));
        Assert.Equal(200, (await sandbox.Get(Proven($"{page}/conversations", token), token)).Status);
        await Person(RunningSandbox.Luna);
        await sandbox.Advance(TimeSpan.FromDays(80));
        Assert.Equal(200, (await sandbox.Get(Proven($"{page}/conversations", token), token)).Status);
        await sandbox.Advance(TimeSpan.FromDays(11));
        Assert.Equal((190, 463), (await sandbox.Get(Proven($"{page}/conversations", token), token)).Error);
    }

    private async Task<System.Text.Json.JsonElement> Debug(string token) =>
        (await sandbox.Get($"/facebook/v25.0/debug_token?input_token={Uri.EscapeDataString(token)}&access_token={Uri.EscapeDataString("2222|" + RunningSandbox.MetaSecret)}")).Json.GetProperty("data");

    private Task<string> Person(params string[] pages) => Person(sandbox, pages);

    /// <summary>Up to the token that lasts.</summary>
    private static async Task<string> Person(RunningSandbox at, params string[] pages)
    {
        var approved = await at.Control("approve", new { shop = pages[0], pages, authorizationUrl = Dialog });
        var code = HttpUtility.ParseQueryString(new Uri(approved["redirectUrl"]).Query)["code"]!;
        var brief = await at.Get($"/facebook/v25.0/oauth/access_token?{Credentials}&redirect_uri={Redirect}&code={code}");
        return (await at.Get($"/facebook/v25.0/oauth/access_token?{Credentials}&grant_type=fb_exchange_token&fb_exchange_token={brief["access_token"]}"))["access_token"];
    }

    private Task<(string Id, string Token)> Page(string person) => Page(sandbox, person);

    private static async Task<(string Id, string Token)> Page(RunningSandbox at, string person)
    {
        var page = (await at.Get(Proven("me/accounts", person), person)).Json.GetProperty("data")[0];
        return (page.GetProperty("id").GetString()!, page.GetProperty("access_token").GetString()!);
    }

    private async Task<string> Code(string page) =>
        HttpUtility.ParseQueryString(new Uri((await sandbox.Control("approve", new { shop = page, authorizationUrl = Dialog }))["redirectUrl"]).Query)["code"]!;

    private Task<Answer> Exchange(string code, string redirect = Redirect) => sandbox.Get($"/facebook/v25.0/oauth/access_token?{Credentials}&redirect_uri={redirect}&code={code}");

    private static string Proven(string path, string token) =>
        $"/facebook/v25.0/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}appsecret_proof={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(RunningSandbox.MetaSecret), Encoding.UTF8.GetBytes(token)))}";
}
