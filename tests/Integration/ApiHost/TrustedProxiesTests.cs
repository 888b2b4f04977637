using System.Net.Http.Json;
using SocialSelling.Infrastructure;

namespace SocialSelling.Hosting;

/// <summary>Sign-in limits count the person behind the proxy, and nobody else can say who that is.</summary>
public sealed class TrustedProxiesTests
{
    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_has_its_own_limit()
    {
        await using var api = new ApiFixture("--AUTH_ATTEMPTS_PER_MINUTE=2", "--TRUSTED_PROXIES=127.0.0.1, ::1");
        await api.InitializeAsync();

        Assert.Equal([401, 401, 429], await Attempts(api, "198.51.100.7", "198.51.100.7", "198.51.100.7"));
        Assert.Equal([401], await Attempts(api, "198.51.100.8"));
        // A proxy that appends instead of replacing: only the last address is its own word.
        Assert.Equal([429], await Attempts(api, "203.0.113.9, 198.51.100.7"));
    }

    [Fact]
    public async Task A_header_from_anybody_else_changes_nothing()
    {
        await using var api = new ApiFixture("--AUTH_ATTEMPTS_PER_MINUTE=2", "--TRUSTED_PROXIES=172.25.0.0/24");
        await api.InitializeAsync();

        Assert.Equal([401, 401, 429], await Attempts(api, "198.51.100.7", "198.51.100.8", "198.51.100.9"));
    }

    private static async Task<List<int>> Attempts(ApiFixture api, params string[] forwardedFor)
    {
        using var browser = api.Browser();
        var answers = new List<int>();
        foreach (var client in forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { email = "nobody@example.com", password = "Wrong-Pass-1" }) };
            request.Headers.Add("X-Forwarded-For", client);
            using var answer = await browser.SendAsync(request);
            answers.Add((int)answer.StatusCode);
        }
        return answers;
    }
}
