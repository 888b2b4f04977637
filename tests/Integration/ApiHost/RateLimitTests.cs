using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

/// <summary>How much one caller may ask, in one process and in several.</summary>
public sealed class RateLimitTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_user_may_ask_so_much_a_minute_and_is_told_how_much_is_left()
    {
        await using var api = await Host("--RATE_LIMIT_PER_USER=4");
        var (ada, bob) = (await api.SignedIn(), await api.SignedIn());

        var answers = new List<HttpResponseMessage>();
        for (var n = 0; n < 5; n++) answers.Add(await ada.GetAsync("/api/users/me"));

        Assert.Equal([200, 200, 200, 200, 429], answers.Select(a => (int)a.StatusCode));
        Assert.Equal(["3", "2", "1", "0", "0"], answers.Select(a => Header(a, "X-RateLimit-Remaining")));
        Assert.All(answers, a => Assert.Equal("4", Header(a, "X-RateLimit-Limit")));
        Assert.All(answers, a => Assert.InRange(int.Parse(Header(a, "X-RateLimit-Reset"), System.Globalization.CultureInfo.InvariantCulture), 1, 60));
        Assert.InRange(answers[4].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("too-many-requests", (await Json(answers[4])).GetProperty("code").GetString());
        // Others of the same address are not held up by it.
        Assert.Equal(HttpStatusCode.OK, (await bob.GetAsync("/api/users/me")).StatusCode);
    }

    [Fact]
    public async Task Who_has_not_signed_in_is_counted_by_address_whether_refused_or_not()
    {
        await using var api = await Host("--RATE_LIMIT_PER_ADDRESS=3");

        Assert.Equal([401, 401, 401, 429], await Ask(api, "/api/users/me", "198.51.100.7", "198.51.100.7", "198.51.100.7", "198.51.100.7"));
        Assert.Equal([401], await Ask(api, "/api/users/me", "198.51.100.8"));
        // A household has one IPv6 network, and 2^64 addresses in it.
        Assert.Equal([401, 401, 401, 429], await Ask(api, "/api/users/me", "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:3::", "2001:db8:1:2:ffff::1"));
        Assert.Equal([401], await Ask(api, "/api/users/me", "2001:db8:1:3::1"));
    }

    [Fact]
    public async Task A_forged_token_is_counted_by_address_too()
    {
        await using var api = await Host("--RATE_LIMIT_PER_ADDRESS=2");
        using var browser = api.Browser();
        browser.DefaultRequestHeaders.Authorization = new("Bearer", "made.up.token");

        var answers = new List<int>();
        for (var n = 0; n < 3; n++) answers.Add((int)(await browser.GetAsync("/api/users/me")).StatusCode);

        Assert.Equal([401, 401, 429], answers);
    }

    [Fact]
    public async Task Machines_that_were_asked_to_call_and_those_that_look_after_us_are_not_limited()
    {
        await using var api = await Host("--RATE_LIMIT_PER_ADDRESS=1");
        using var browser = api.Browser();

        foreach (var path in (string[])["/api/webhooks/instagram?hub.mode=subscribe&hub.verify_token=verify&hub.challenge=7", "/health/live", "/metrics"])
            for (var n = 0; n < 3; n++)
                Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).StatusCode);
        for (var n = 0; n < 3; n++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await browser.GetAsync("/api/health")).StatusCode);
            foreach (var path in (string[])["/api/webhooks/instagram", "/api/webhooks/email/sendgrid", "/api/webhooks/meta/deauthorize", "/api/webhooks/meta/data-deletion"])
                Assert.NotEqual(HttpStatusCode.TooManyRequests, (await browser.PostAsync(path, new StringContent("x"))).StatusCode);
        }
    }

    [Fact]
    public async Task A_window_begins_with_its_first_request_and_the_next_one_after_a_minute()
    {
        var clock = new FakeTimeProvider();
        var counter = new MemoryCounter(clock);

        Assert.Equal(new WindowCount(1, Minute), await counter.Take("a", Minute));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(new WindowCount(2, TimeSpan.FromSeconds(1)), await counter.Take("a", Minute));
        Assert.Equal(1, (await counter.Take("b", Minute)).Taken);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new WindowCount(1, Minute), await counter.Take("a", Minute));
    }

    [Fact]
    public async Task Hosts_of_one_cluster_count_together_and_the_sign_in_limit_with_them()
    {
        await using var redis = await PrivateRedis.Start();
        string[] cluster = ["--Cluster:Mode=Redis", "--REDIS_URL=" + redis.Url, "--RATE_LIMIT_PER_ADDRESS=4", "--AUTH_ATTEMPTS_PER_MINUTE=2"];
        await using var one = await Host(cluster);
        await using var other = new ApiFixture(one, cluster);
        await other.InitializeAsync();

        var asked = new List<int>();
        foreach (var host in (ApiFixture[])[one, other, other, one, one]) asked.AddRange(await Ask(host, "/api/users/me", "198.51.100.7"));
        var signedIn = new List<int>();
        foreach (var host in (ApiFixture[])[one, other, one]) signedIn.Add(await Login(host, "198.51.100.9"));

        Assert.Equal([401, 401, 401, 401, 429], asked);
        Assert.Equal([401, 401, 429], signedIn);
    }

    [Fact]
    public async Task Without_Redis_a_host_counts_for_itself_at_once_and_says_so()
    {
        var log = new LogRecord();
        var redis = await PrivateRedis.Start();
        await using var counter = new RedisCounter(Options.Create(new RedisSettings { Url = redis.Url }), TimeProvider.System, new LoggerFactory([log]).CreateLogger<RedisCounter>());
        Assert.Equal((1, 2), ((await counter.Take("a", Minute)).Taken, (await counter.Take("a", Minute)).Taken));
        Assert.InRange((await counter.Take("a", Minute)).Left.TotalSeconds, 50, 60);

        await redis.DisposeAsync();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var counts = new List<long>();
        for (var n = 0; n < 20; n++) counts.Add((await counter.Take("a", Minute)).Taken);

        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), counts);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"It took {clock.Elapsed}");
        Assert.Single(log.Lines, l => l.Level == LogLevel.Warning && l.Text.Contains("this host counts for itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_hangs_holds_a_request_up_for_a_moment_only()
    {
        await using var redis = await PrivateRedis.Start();
        await using var counter = new RedisCounter(Options.Create(new RedisSettings { Url = redis.Url }), TimeProvider.System, NullLogger<RedisCounter>.Instance);
        await counter.Take("a", Minute);

        await redis.Hang(TimeSpan.FromSeconds(4));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var n = 0; n < 20; n++) await counter.Take("a", Minute);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"It took {clock.Elapsed}");
    }

    private static async Task<ApiFixture> Host(params string[] settings)
    {
        var api = new ApiFixture(settings);
        await api.InitializeAsync();
        return api;
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static async Task<List<int>> Ask(ApiFixture api, string path, params string[] addresses)
    {
        using var browser = api.Browser();
        var answers = new List<int>();
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Forwarded-For", address);
            answers.Add((int)(await browser.SendAsync(request)).StatusCode);
        }
        return answers;
    }

    private static async Task<int> Login(ApiFixture api, string address)
    {
        using var browser = api.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { email = "nobody@example.com", password = "Wrong-Pass-1" }) };
        request.Headers.Add("X-Forwarded-For", address);
        return (int)(await browser.SendAsync(request)).StatusCode;
    }
}
