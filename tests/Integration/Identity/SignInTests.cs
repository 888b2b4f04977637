using System.Net;
using System.Net.Http.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

public sealed class SignInTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_new_user_has_a_workspace_and_can_sign_in_whatever_the_case_of_the_address()
    {
        var email = NewEmail();
        var browser = api.Browser();

        var registered = await browser.PostAsJsonAsync("/api/auth/register", Person(email));
        var signedIn = await browser.PostAsJsonAsync("/api/auth/login", new { email = email.ToUpperInvariant(), password = "Right-Pass-1" });

        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        browser.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(signedIn)).GetProperty("accessToken").GetString());
        var workspaces = await Json(await browser.GetAsync("/api/workspaces"));
        Assert.Equal("owner", Assert.Single(workspaces.GetProperty("items").EnumerateArray()).GetProperty("role").GetString());
    }

    [Fact]
    public async Task An_address_is_taken_once()
    {
        var email = NewEmail();
        var browser = api.Browser();
        await browser.PostAsJsonAsync("/api/auth/register", Person(email));

        var again = await browser.PostAsJsonAsync("/api/auth/register", Person(email.ToUpperInvariant()));

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("email-taken", (await Json(again)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_used_refresh_token_ends_the_whole_family()
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = api.Url };
        var first = Cookie(await http.PostAsJsonAsync("/api/auth/register", Person()));

        var second = await Refresh(http, first);
        var stolen = await Refresh(http, first);
        var after = await Refresh(http, Cookie(second));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_session_that_was_ended_cannot_be_refreshed()
    {
        var browser = await api.SignedIn();

        await browser.PostAsync("/api/auth/logout", null);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync("/api/auth/refresh", null)).StatusCode);
    }

    [Fact]
    public async Task A_foreign_page_cannot_use_the_cookie()
    {
        var browser = await api.SignedIn();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/api/auth/refresh", null)).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_user_even_for_the_right_one()
    {
        var email = NewEmail();
        var browser = api.Browser();
        await browser.PostAsJsonAsync("/api/auth/register", Person(email));

        for (var attempt = 0; attempt < 5; attempt++) await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Wrong-Pass-1" });
        var right = await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });

        Assert.Equal(HttpStatusCode.Forbidden, right.StatusCode);
        Assert.Equal("account-locked", (await Json(right)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_sixth_try_in_a_minute_waits_and_is_told_how_long()
    {
        await using var strict = new ApiFixture("--AUTH_ATTEMPTS_PER_MINUTE=5");
        await strict.InitializeAsync();
        var browser = strict.Browser();

        foreach (var _ in Enumerable.Range(0, 5)) Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsJsonAsync("/api/auth/login", new { email = "a@example.com", password = "x" })).StatusCode);
        var sixth = await browser.PostAsJsonAsync("/api/auth/login", new { email = "a@example.com", password = "x" });

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.Equal("too-many-requests", (await Json(sixth)).GetProperty("code").GetString());
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.Created, (await browser.PostAsJsonAsync("/api/auth/register", Person())).StatusCode);
    }

    private static string Cookie(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ssell_refresh", StringComparison.Ordinal)).Split(';')[0];

    private static async Task<HttpResponseMessage> Refresh(HttpClient http, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/refresh");
        request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request);
    }
}
