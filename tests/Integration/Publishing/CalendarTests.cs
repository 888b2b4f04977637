using System.Net;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

/// <summary>Posts by the days of a time zone. Rows are enough: calendars read, and no cluster is asked.</summary>
public sealed class CalendarTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string November = "from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";

    [Fact]
    public async Task A_post_stands_on_the_day_that_its_zone_has_then()
    {
        var (browser, account) = await Shop();
        await Has(account, "2026-11-10T02:30:00Z", "Late evening in São Paulo");
        await api.Database.Execute($"update scheduled_posts set timezone = 'Asia/Tokyo' where client_account_id = '{account}'");

        foreach (var (zone, date, local) in ((string, string, string)[])[("UTC", "2026-11-10", "2026-11-10T02:30:00"), ("America/Sao_Paulo", "2026-11-09", "2026-11-09T23:30:00")])
        {
            var calendar = await Json(await browser.GetAsync($"/api/calendar?{November}&view=list&timeZone={zone}"));
            var day = Assert.Single(calendar.GetProperty("days").EnumerateArray());
            var item = day.GetProperty("items")[0];
            Assert.Equal((date, local), (day.GetProperty("date").GetString(), item.GetProperty("localTime").GetString()));
            // Whoever moves it keeps its own.
            Assert.Equal("Asia/Tokyo", item.GetProperty("timeZone").GetString());
        }
    }

    [Fact]
    public async Task A_grid_has_every_day_of_its_range_on_the_nights_when_clocks_change_too()
    {
        var (browser, _) = await Shop();
        // New York leaves summer time on 1 November 2026: the range is 24 days and 25 hours.
        var calendar = await Json(await browser.GetAsync("/api/calendar?from=2026-10-31T04:00:00Z&to=2026-11-25T05:00:00Z&view=month&timeZone=America/New_York"));

        var days = calendar.GetProperty("days").EnumerateArray().Select(d => d.GetProperty("date").GetString()).ToList();
        Assert.Equal((25, "2026-10-31", "2026-11-24"), (days.Count, days[0], days[^1]));
    }

    [Theory]
    [InlineData("from=0001-01-01T00:00:00Z&to=0001-02-01T00:00:00Z&timeZone=America/Sao_Paulo")]
    [InlineData("from=9999-12-01T00:00:00Z&to=9999-12-31T23:00:00Z&timeZone=Asia/Tokyo")]
    public async Task A_year_that_nobody_means_is_no_range(string range)
    {
        var (browser, _) = await Shop();

        var answer = await browser.GetAsync($"/api/calendar?{range}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid-range"), (answer.StatusCode, (await Json(answer)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task An_item_is_short_and_the_totals_count_by_status()
    {
        var (browser, account) = await Shop();
        await Has(account, "2026-11-10T12:00:00Z", new string('x', 2_000));
        await Has(account, "2026-11-11T12:00:00Z", "Gone wrong", "failed");
        await Has(account, "2026-12-01T00:00:00Z", "Next month");

        var all = await Json(await browser.GetAsync($"/api/calendar?{November}&view=list"));
        var failed = await Json(await browser.GetAsync($"/api/calendar?{November}&view=list&status=failed&accountIds={account}"));

        Assert.Equal(80, Items(all)[0].GetProperty("caption").GetString()!.Length);
        Assert.Equal((1, 1), (all.GetProperty("totals").GetProperty("scheduled").GetInt32(), all.GetProperty("totals").GetProperty("failed").GetInt32()));
        Assert.Equal("Gone wrong", Assert.Single(Items(failed)).GetProperty("caption").GetString());
    }

    [Fact]
    public async Task Nothing_is_sent_again_until_a_post_of_the_range_changes()
    {
        var (browser, account) = await Shop();
        var post = await Has(account, "2026-11-10T12:00:00Z", "One");
        var tag = (await browser.GetAsync($"/api/calendar?{November}")).Headers.ETag!;
        async Task<HttpStatusCode> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/calendar?{November}");
            request.Headers.IfNoneMatch.Add(tag);
            return (await browser.SendAsync(request)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotModified, await Again());
        await Has(account, "2026-12-10T12:00:00Z", "Not in it");
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        await api.Database.Execute($"update scheduled_posts set caption = 'Two', version = version + 1, fence = fence + 1 where id = '{post}'");
        Assert.Equal(HttpStatusCode.OK, await Again());
    }

    [Fact]
    public async Task Nobody_sees_the_posts_of_others()
    {
        var (_, account) = await Shop();
        await Has(account, "2026-11-10T12:00:00Z", "Private");
        var (stranger, _) = await Shop();

        Assert.Empty(Items(await Json(await stranger.GetAsync($"/api/calendar?{November}"))));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/calendar?{November}&accountIds={account}")).StatusCode);
    }

    [Theory]
    [InlineData("from=2026-11-01T00:00:00Z&to=2026-11-01T00:00:00Z")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z")]
    [InlineData("to=2026-12-01T00:00:00Z")]
    [InlineData(November + "&timeZone=Mars/Olympus")]
    [InlineData(November + "&view=year")]
    public async Task A_range_that_is_none_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await (await Shop()).Browser.GetAsync($"/api/calendar?{query}")).StatusCode);

    private async Task<(HttpClient Browser, Guid Account)> Shop()
    {
        var browser = await api.SignedIn();
        return (browser, await api.AccountOf(browser));
    }

    private async Task<Guid> Has(Guid account, string at, string caption, string status = "scheduled")
    {
        var id = Guid.CreateVersion7();
        await api.Database.Execute($"insert into scheduled_posts (id, client_account_id, post_type, caption, scheduled_time, status) values ('{id}', '{account}', 'feed', '{caption}', '{at}', '{status}')");
        return id;
    }

    private static List<JsonElement> Items(JsonElement calendar) => [.. calendar.GetProperty("days").EnumerateArray().SelectMany(day => day.GetProperty("items").EnumerateArray())];
}
