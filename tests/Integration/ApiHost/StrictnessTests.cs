using System.Net;
using System.Net.Http.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

/// <summary>What every answer says, and what no request gets past.</summary>
public sealed class StrictnessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("/api/users/me")]
    [InlineData("/api/no-such-route")]
    [InlineData("/health/live")]
    [InlineData("/api/docs/v1.json")]
    public async Task Every_answer_tells_browsers_to_be_strict(string path)
    {
        using var answer = await api.Browser().GetAsync(path);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : answer.Content.Headers.TryGetValues(name, out values) ? values.Single() : "";
        Assert.Equal(("nosniff", "DENY", "same-origin"), (Header("X-Content-Type-Options"), Header("X-Frame-Options"), Header("Cross-Origin-Opener-Policy")));
        Assert.Equal("strict-origin-when-cross-origin", Header("Referrer-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        var policy = Header("Content-Security-Policy");
        foreach (var rule in (string[])["default-src 'self'", "object-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]) Assert.Contains(rule, policy, StringComparison.Ordinal);
        // The pages of the document and of the dashboard bring scripts of their own; nothing else may.
        if (!path.StartsWith("/api/docs", StringComparison.Ordinal)) foreach (var rule in (string[])["script-src 'self';", "base-uri 'none'"]) Assert.Contains(rule, policy, StringComparison.Ordinal);
        Assert.Equal(path.StartsWith("/api", StringComparison.Ordinal), Header("Cache-Control") == "no-store");
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_stay_with_it()
    {
        async Task<bool> Told(string scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
            request.Headers.Add("X-Forwarded-Proto", scheme);
            using var answer = await api.Browser().SendAsync(request);
            return answer.Headers.TryGetValues("Strict-Transport-Security", out var values) && values.Single().Contains("max-age=31536000", StringComparison.Ordinal);
        }

        Assert.Equal((true, false), (await Told("https"), await Told("http")));
    }

    [Theory]
    [InlineData("3f0c-My_Own", true)]
    [InlineData("has space", false)]
    [InlineData("has.dot", false)]
    [InlineData("äöü", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    public async Task A_harmless_request_id_is_kept_and_any_other_replaced(string given, bool kept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        request.Headers.TryAddWithoutValidation("X-Request-Id", given);
        using var browser = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = api.Url };
        using var answer = await browser.SendAsync(request);

        var id = answer.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal(kept, id == given);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", id);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:4000.evil.example")]
    [InlineData("https://evil-shop.example")]
    [InlineData("null")]
    public async Task Pages_of_other_origins_are_refused_before_anything_is_done(string origin)
    {
        await using var strict = new ApiFixture("--CORS_ORIGIN=https://app.example, https://*.shop.example");
        await strict.InitializeAsync();
        var email = NewEmail();
        foreach (var method in (HttpMethod[])[HttpMethod.Options, HttpMethod.Post])
        {
            using var request = new HttpRequestMessage(method, "/api/auth/register") { Content = method == HttpMethod.Post ? JsonContent.Create(Person(email)) : null };
            request.Headers.Add("Origin", origin);
            if (method == HttpMethod.Options) request.Headers.Add("Access-Control-Request-Method", "POST");
            using var answer = await strict.Browser().SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
        Assert.Equal(HttpStatusCode.Created, (await strict.Browser().PostAsJsonAsync("/api/auth/register", Person(email))).StatusCode);
    }

    [Theory]
    [InlineData("https://app.example")]
    [InlineData("https://one.shop.example")]
    public async Task Pages_of_listed_origins_may_call_and_are_named_never_everybody(string origin)
    {
        await using var strict = new ApiFixture("--CORS_ORIGIN=https://app.example, https://*.shop.example");
        await strict.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/posts");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await strict.Browser().SendAsync(request);

        Assert.Equal((origin, "true"), (answer.Headers.GetValues("Access-Control-Allow-Origin").Single(), answer.Headers.GetValues("Access-Control-Allow-Credentials").Single()));
    }

    [Theory]
    [InlineData("POST", "/api/auth/login", 1024 * 1024)]
    [InlineData("POST", "/api/auth/register", 1024 * 1024)]
    [InlineData("POST", "/api/webhooks/instagram", 1024 * 1024)]
    [InlineData("POST", "/api/posts", 1024 * 1024)]
    [InlineData("PATCH", "/api/users/me", 1024 * 1024)]
    public async Task What_is_too_large_is_refused_with_413_and_the_limit(string method, string path, int most)
    {
        using var browser = await api.SignedIn();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent($$"""{"name":"{{new string('x', most)}}"}""", System.Text.Encoding.UTF8, "application/json") };
        // The answer comes before the body is sent: a client that goes on sending may see its connection closed instead.
        request.Headers.ExpectContinue = true;
        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        if (path.Contains("webhooks", StringComparison.Ordinal)) return;
        var problem = await Json(answer);
        Assert.Equal(("too-large", most), (problem.GetProperty("code").GetString(), problem.GetProperty("maxBytes").GetInt32()));
    }
}
