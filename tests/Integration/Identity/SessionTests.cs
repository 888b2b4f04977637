using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

public sealed class SessionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task A_person_sees_where_they_are_signed_in_and_which_session_is_this_one()
    {
        var (email, desk) = await SignUp();
        var phone = await SignIn(email, Phone);

        var sessions = await Items(desk, "/api/auth/sessions");

        Assert.Equal(2, sessions.Count);
        Assert.Equal(["iOS", "mobile", "Safari"], Of(sessions, current: false, "system", "device", "browser"));
        Assert.Single(await Items(phone, "/api/auth/sessions"), s => s.GetProperty("current").GetBoolean() && s.GetProperty("system").GetString() == "iOS");
    }

    [Fact]
    public async Task An_ended_session_is_refused_everywhere_at_once_and_cannot_be_refreshed()
    {
        var (email, desk) = await SignUp();
        var phone = await SignIn(email, Phone);
        var id = (await Items(desk, "/api/auth/sessions")).Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        var ended = await desk.DeleteAsync($"/api/auth/sessions/{id}");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.PostAsync("/api/auth/refresh", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.DeleteAsync($"/api/auth/sessions/{id}")).StatusCode);
    }

    [Fact]
    public async Task Ending_the_others_leaves_this_one()
    {
        var (email, desk) = await SignUp();
        var (phone, tablet) = (await SignIn(email), await SignIn(email));

        var ended = await Json(await desk.DeleteAsync("/api/auth/sessions"));

        Assert.Equal(2, ended.GetProperty("ended").GetInt32());
        Assert.Equal([401, 401, 200], await Statuses(phone, tablet, desk));
    }

    [Fact]
    public async Task Logging_out_everywhere_ends_all()
    {
        var (email, desk) = await SignUp();
        var phone = await SignIn(email);

        await desk.PostAsync("/api/auth/logout-all", null);

        Assert.Equal([401, 401], await Statuses(phone, desk));
    }

    [Fact]
    public async Task A_logout_ends_the_access_token_too()
    {
        var (_, desk) = await SignUp();

        await desk.PostAsync("/api/auth/logout", null);

        Assert.Equal([401], await Statuses(desk));
    }

    [Fact]
    public async Task The_sixth_session_ends_the_one_used_longest_ago()
    {
        var (email, first) = await SignUp();
        var others = new List<HttpClient>();

        foreach (var _ in Enumerable.Range(0, 5)) others.Add(await SignIn(email));

        Assert.Equal([401, 200, 200, 200, 200, 200], await Statuses([first, .. others]));
    }

    [Fact]
    public async Task A_session_ended_on_one_host_ends_on_another_with_its_live_connections()
    {
        await using var other = new ApiFixture(beside: api);
        await other.InitializeAsync();
        var (email, desk) = await SignUp();
        var phone = await SignIn(email, Phone);
        phone = At(other, phone);
        await using var live = new HubConnectionBuilder().WithUrl(new Uri(other.Url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult(phone.DefaultRequestHeaders.Authorization!.Parameter)).Build();
        var closed = new TaskCompletionSource();
        live.Closed += _ => { closed.SetResult(); return Task.CompletedTask; };
        await live.StartAsync();
        await Eventually.True(() => Task.FromResult(other.Services.GetRequiredService<Revocations>().Open > 0));
        Assert.Equal([200], await Statuses(phone));

        await desk.DeleteAsync("/api/auth/sessions");

        await Eventually.True(async () => (await Statuses(phone))[0] == 401, TimeSpan.FromMinutes(1));
        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_live_connection_closes_with_the_session_on_its_own_host()
    {
        var (email, desk) = await SignUp();
        var phone = await SignIn(email);
        await using var live = new HubConnectionBuilder().WithUrl(new Uri(api.Url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult(phone.DefaultRequestHeaders.Authorization!.Parameter)).Build();
        var closed = new TaskCompletionSource();
        live.Closed += _ => { closed.SetResult(); return Task.CompletedTask; };
        await live.StartAsync();

        await desk.DeleteAsync("/api/auth/sessions");

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_history_tells_of_logins_and_of_those_that_failed()
    {
        var (email, desk) = await SignUp();
        await api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Wrong-Pass-1" });
        await SignIn(email, Phone);

        var all = await Items(desk, "/api/auth/logins");
        var first = await Json(await desk.GetAsync("/api/auth/logins?limit=2"));
        var rest = await Json(await desk.GetAsync($"/api/auth/logins?limit=2&cursor={first.GetProperty("nextCursor").GetString()}"));

        Assert.Equal(["signed-in", "wrong-password", "signed-up"], all.Select(l => l.GetProperty("outcome").GetString()));
        Assert.Equal("iOS", all[0].GetProperty("system").GetString());
        Assert.Equal(all.Select(Id), first.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(Id));
    }

    [Fact]
    public async Task A_stolen_refresh_token_ends_the_access_tokens_of_its_session_and_is_told()
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = api.Url };
        var email = NewEmail();
        var registered = await http.PostAsJsonAsync("/api/auth/register", Person(email));
        var cookie = registered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ssell_refresh", StringComparison.Ordinal)).Split(';')[0];
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(registered)).GetProperty("accessToken").GetString());
        http.DefaultRequestHeaders.Add("Cookie", cookie);

        await http.PostAsync("/api/auth/refresh", null);
        await http.PostAsync("/api/auth/refresh", null);

        Assert.Equal([401], await Statuses(http));
        var again = await SignIn(email);
        Assert.Equal(["signed-in", "token-reused", "signed-up"], (await Items(again, "/api/auth/logins")).Select(l => l.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_session_id_that_a_client_brings_along_is_not_taken()
    {
        var (email, _) = await SignUp();
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = api.Url };
        http.DefaultRequestHeaders.Add("Cookie", "ssell_refresh=fixed-by-the-attacker");

        var signedIn = await http.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });

        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ssell_refresh", StringComparison.Ordinal));
        Assert.DoesNotContain("fixed-by-the-attacker", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/api/auth", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/api/auth/refresh", null)).StatusCode);
    }

    /// <summary>What an attacker may try to pass for an access token. The last two are right, so that the others fail for the reason they name.</summary>
    [Theory]
    [InlineData("alg none", 401)]
    [InlineData("alg none, lower case kid", 401)]
    [InlineData("another key", 401)]
    [InlineData("another audience", 401)]
    [InlineData("another issuer", 401)]
    [InlineData("another type", 401)]
    [InlineData("another algorithm", 401)]
    [InlineData("no session", 401)]
    [InlineData("run out", 401)]
    [InlineData("the previous key", 200)]
    [InlineData("as issued", 200)]
    public async Task Only_our_own_living_access_tokens_count(string forged, int status)
    {
        await using var rotating = new ApiFixture(api, "--JWT_SECRET_PREVIOUS=" + new string('p', 40));
        await rotating.InitializeAsync();
        var (_, desk) = await SignUp();
        var issued = new JsonWebToken(desk.DefaultRequestHeaders.Authorization!.Parameter);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        string Claim(string name) => issued.GetClaim(name).Value;
        string Sign(char key = 'k', string audience = "social-selling-api", string issuer = "social-selling", string type = "access", string algorithm = SecurityAlgorithms.HmacSha256, bool session = true, bool over = false)
        {
            var claims = new List<Claim> { new("sub", Claim("sub")), new("type", type), new("role", "user") };
            if (session) claims.Add(new("sid", Claim("sid")));
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                IssuedAt = now.AddHours(-2),
                NotBefore = now.AddHours(-2),
                Expires = over ? now.AddSeconds(-30) : now.AddHours(1),
                Subject = new ClaimsIdentity(claims),
                SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string(key, 64)[..(algorithm == SecurityAlgorithms.HmacSha256 ? 40 : 64)])), algorithm),
            });
        }
        string Unsigned(string header) => $"{Base64UrlEncoder.Encode(header)}.{issued.EncodedPayload}.";

        var token = forged switch
        {
            "alg none" => Unsigned("""{"alg":"none","typ":"JWT"}"""),
            "alg none, lower case kid" => Unsigned($$"""{"alg":"None","typ":"JWT","kid":"{{issued.Kid}}"}"""),
            "another key" => Sign('x'),
            "another audience" => Sign(audience: "elsewhere"),
            "another issuer" => Sign(issuer: "elsewhere"),
            "another type" => Sign(type: "refresh"),
            "another algorithm" => Sign(algorithm: SecurityAlgorithms.HmacSha512),
            "no session" => Sign(session: false),
            "run out" => Sign(over: true),
            "the previous key" => Sign('p'),
            _ => issued.EncodedToken,
        };
        using var http = new HttpClient { BaseAddress = rotating.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        Assert.NotEmpty(issued.Kid);
        Assert.Equal([status], await Statuses(http));
    }

    [Theory]
    [InlineData("same-site")]
    [InlineData("cross-site")]
    public async Task Pages_of_other_sites_and_of_sister_domains_cannot_use_the_cookie(string site)
    {
        var (_, desk) = await SignUp();
        desk.DefaultRequestHeaders.Authorization = null;
        desk.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);

        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsync("/api/auth/refresh", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsync("/api/auth/logout", null)).StatusCode);
    }

    private async Task<(string Email, HttpClient Browser)> SignUp()
    {
        var (email, browser) = (NewEmail(), api.Browser());
        await Carry(browser, await browser.PostAsJsonAsync("/api/auth/register", Person(email)));
        return (email, browser);
    }

    private async Task<HttpClient> SignIn(string email, string? agent = null)
    {
        var browser = api.Browser();
        if (agent is not null) browser.DefaultRequestHeaders.Add("User-Agent", agent);
        await Carry(browser, await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" }));
        return browser;
    }

    private static async Task Carry(HttpClient browser, HttpResponseMessage answer) =>
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Json(answer)).GetProperty("accessToken").GetString());

    private static HttpClient At(ApiFixture host, HttpClient browser)
    {
        var there = host.Browser();
        there.DefaultRequestHeaders.Authorization = browser.DefaultRequestHeaders.Authorization;
        return there;
    }

    private static async Task<List<JsonElement>> Items(HttpClient browser, string path) => [.. (await Json(await browser.GetAsync(path))).GetProperty("items").EnumerateArray()];

    private static List<string?> Of(List<JsonElement> sessions, bool current, params string[] names)
    {
        var session = sessions.Single(s => s.GetProperty("current").GetBoolean() == current);
        return [.. names.Select(n => session.GetProperty(n).GetString())];
    }

    private static async Task<List<int>> Statuses(params HttpClient[] browsers)
    {
        var statuses = new List<int>();
        foreach (var browser in browsers) statuses.Add((int)(await browser.GetAsync("/api/users/me")).StatusCode);
        return statuses;
    }

    private static string? Id(JsonElement item) => item.GetProperty("id").GetString();
}
