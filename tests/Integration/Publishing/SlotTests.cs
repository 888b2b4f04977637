using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

public sealed class SlotTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_slot_is_added_moved_and_deleted()
    {
        var browser = await api.SignedIn();
        var slots = $"/api/accounts/{await api.AccountOf(browser)}/slots";

        var made = await browser.PostAsJsonAsync(slots, new { weekday = "friday", time = "18:30:00", timeZone = "Europe/Berlin" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await Json(made)).GetProperty("id").GetString();
        await browser.PostAsJsonAsync(slots, new { weekday = "monday", time = "09:00:00", timeZone = "Europe/Berlin" });
        var changed = await Json(await browser.PatchAsJsonAsync($"{slots}/{id}", new { weekday = "sunday" }));

        Assert.Equal(("sunday", "18:30:00"), (changed.GetProperty("weekday").GetString(), changed.GetProperty("time").GetString()));
        Assert.Equal(["monday", "sunday"], (await Items(browser, slots)).Select(s => s.GetProperty("weekday").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"{slots}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"{slots}/{id}")).StatusCode);
    }

    [Fact]
    public async Task An_account_has_a_time_of_the_week_once()
    {
        var browser = await api.SignedIn();
        var slots = $"/api/accounts/{await api.AccountOf(browser)}/slots";
        var nine = new { weekday = "monday", time = "09:00:00", timeZone = "UTC" };
        await browser.PostAsJsonAsync(slots, nine);
        var ten = await Json(await browser.PostAsJsonAsync(slots, new { weekday = "monday", time = "10:00:00", timeZone = "UTC" }));

        var again = await browser.PostAsJsonAsync(slots, nine);
        var moved = await browser.PatchAsJsonAsync($"{slots}/{ten.GetProperty("id").GetString()}", new { time = "09:00:00" });

        Assert.Equal((HttpStatusCode.Conflict, "slot-exists"), (again.StatusCode, (await Json(again)).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, moved.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsJsonAsync(slots, new { weekday = "monday", time = "11:00:00", timeZone = "Mars/Olympus" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsJsonAsync(slots, new { weekday = "someday", time = "11:00:00", timeZone = "UTC" })).StatusCode);
    }

    [Fact]
    public async Task The_next_free_slots_leave_out_what_a_post_is_planned_for()
    {
        var browser = await api.SignedIn();
        var account = await api.AccountOf(browser);
        Assert.Empty(await Items(browser, $"/api/accounts/{account}/slots/next"));
        foreach (var weekday in (string[])["monday", "thursday"]) await browser.PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday, time = "09:00:00", timeZone = "America/Sao_Paulo" });
        var next = (await Items(browser, $"/api/accounts/{account}/slots/next?limit=3")).Select(s => s.GetProperty("at").GetDateTimeOffset()).ToList();
        await api.Database.Execute($"""
            insert into scheduled_posts (id, client_account_id, post_type, status, scheduled_time)
            values ('{Guid.NewGuid()}', '{account}', 'feed', 'scheduled', '{next[0]:O}'), ('{Guid.NewGuid()}', '{account}', 'feed', 'cancelled', '{next[1]:O}')
            """);

        var free = await Items(browser, $"/api/accounts/{account}/slots/next");

        Assert.Equal(next[1], Assert.Single(free).GetProperty("at").GetDateTimeOffset());
        Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(free[0].GetProperty("localTime").GetDateTime()));
    }

    private static async Task<List<JsonElement>> Items(HttpClient browser, string path) => [.. (await Json(await browser.GetAsync(path))).GetProperty("items").EnumerateArray()];
}
