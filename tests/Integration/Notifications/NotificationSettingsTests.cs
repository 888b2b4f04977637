using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Infrastructure;
using SocialSelling.Mail;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Notifications;

/// <summary>What people settle about their notifications, and how they end mail from within it.</summary>
public sealed class NotificationSettingsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Preferences = "/api/notifications/preferences";

    [Fact]
    public async Task Without_a_choice_only_what_nobody_else_would_tell_is_mailed()
    {
        var view = await Json(await (await api.SignedIn()).GetAsync(Preferences));

        var mail = view.GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("kind").GetString()!, i => i.GetProperty("mail").GetString());
        Assert.Equal(NotificationKind.All, mail.Keys);
        Assert.Equal(["account.disconnected", "account.token-expired", "account.token-expiring", "post.failed", "post.missed"], mail.Where(m => m.Value == "now").Select(m => m.Key).Order());
        Assert.Equal(["export.ready", "webhook.disabled"], mail.Where(m => m.Value == "always").Select(m => m.Key).Order());
        Assert.Equal(("08:00:00", "UTC", false), (view.GetProperty("digestAt").GetString(), view.GetProperty("timeZone").GetString(), view.GetProperty("quietHours").GetProperty("on").GetBoolean()));
        Assert.Equal((false, JsonValueKind.Null), (view.GetProperty("mailbox").GetProperty("confirmed").GetBoolean(), view.GetProperty("mailbox").GetProperty("stopped").ValueKind));
    }

    [Fact]
    public async Task What_is_named_is_changed_and_the_rest_stays()
    {
        var browser = await api.SignedIn();
        var quiet = new { on = true, from = "21:30:00", until = "06:45:00", days = new[] { "sunday", "friday", "friday" } };

        await Change(browser, new { items = new[] { new { kind = "message.received", mail = "digest" } } });
        await Change(browser, new { quietHours = quiet });
        await Change(browser, new { items = new[] { new { kind = "message.received", inApp = false } }, digestAt = "19:15:00" });
        var view = await Json(await browser.GetAsync(Preferences));

        var message = view.GetProperty("items").EnumerateArray().First();
        Assert.Equal(("message.received", false, "digest", "19:15:00"), (message.GetProperty("kind").GetString(), message.GetProperty("inApp").GetBoolean(), message.GetProperty("mail").GetString(), view.GetProperty("digestAt").GetString()));
        Assert.Equal("""{"on":true,"from":"21:30:00","until":"06:45:00","days":["friday","sunday"]}""", view.GetProperty("quietHours").GetRawText());
    }

    [Fact]
    public async Task The_weekly_summary_is_on_until_somebody_switches_it_off()
    {
        var browser = await api.SignedIn();
        Assert.True((await Json(await browser.GetAsync(Preferences))).GetProperty("weeklySummary").GetBoolean());

        await Change(browser, new { weeklySummary = false });
        await Change(browser, new { digestAt = "19:15:00" });

        Assert.False((await Json(await browser.GetAsync(Preferences))).GetProperty("weeklySummary").GetBoolean());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing()
    {
        var browser = await api.SignedIn();

        foreach (var wrong in (object[])
        [
            new { items = new[] { new { kind = "weather", mail = "now" } } }, new { items = new[] { new { kind = "message.received", mail = "hourly" } } }, new { items = new[] { new { kind = "message.received", mail = "always" } } },
            new { items = new[] { new { kind = "export.ready", mail = "never" } } }, new { items = Array.Empty<object>() }, new { digestAt = "25:00:00" },
            new { quietHours = new { on = true, from = "22:00:00", until = "07:00:00", days = (string[]?)null } }, new { quietHours = new { on = true, from = "22:00:00", until = "07:00:00", days = new[] { "someday" } } },
            new { digestAt = "10:00:00", quietHours = new { on = true, from = "22:00:00", until = "22:00:00", days = new[] { "monday" } } },
        ])
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PatchAsJsonAsync(Preferences, wrong)).StatusCode);

        Assert.Equal("08:00:00", (await Json(await browser.GetAsync(Preferences))).GetProperty("digestAt").GetString());
    }

    [Fact]
    public async Task A_change_is_looked_at_again_by_whoever_mails_and_so_is_another_zone()
    {
        var browser = await api.SignedIn();
        var id = await IdOf(browser);
        await Change(browser, new { digestAt = "09:00:00" });
        await api.Database.Execute($"update notification_mailing set look_at = now() + interval '9 hours' where user_id = '{id}'");

        await Change(browser, new { items = new[] { new { kind = "post.failed", mail = "never" } } });
        Assert.Equal(1, await Due());
        await api.Database.Execute($"update notification_mailing set look_at = now() + interval '9 hours' where user_id = '{id}'");
        (await browser.PatchAsJsonAsync("/api/users/me", new { timezone = "America/Sao_Paulo" })).EnsureSuccessStatusCode();
        Assert.Equal(1, await Due());

        Task<long> Due() => api.Database.Scalar($"select count(*) from notification_mailing where user_id = '{id}' and look_at <= now()");
    }

    [Fact]
    public async Task A_test_mail_goes_to_an_address_that_is_confirmed_and_takes_mail()
    {
        var browser = await api.SignedIn();
        var id = await IdOf(browser);
        Assert.Equal((HttpStatusCode.Conflict, "address-unconfirmed"), await Test());

        await api.Database.Execute($"update users set email_verified = true where id = '{id}'");
        var answer = await browser.PostAsync("/api/notifications/test", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var address = (await Json(answer)).GetProperty("address").GetString();
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{address}' and template = 'notification-test'"));

        // Who has unsubscribed may still try it; a mailbox that is gone takes nothing.
        await Change(browser, new { subscribed = false });
        Assert.Equal(HttpStatusCode.Accepted, (await Test()).Status);
        await api.Database.Execute($"update mail_suppressions set reason = 'bounce' where address = lower('{address}')");
        Assert.Equal((HttpStatusCode.Conflict, "address-stopped"), await Test());

        async Task<(HttpStatusCode Status, string? Code)> Test()
        {
            var tried = await browser.PostAsync("/api/notifications/test", null);
            return (tried.StatusCode, (await Json(tried)).TryGetProperty("code", out var code) ? code.GetString() : null);
        }
    }

    [Fact]
    public async Task One_click_ends_mail_without_signing_in_and_looking_does_not()
    {
        var browser = await api.SignedIn();
        var id = await IdOf(browser);
        using var program = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = api.Url };
        var link = "/api/mail/unsubscribe?token=" + api.Services.GetRequiredService<UnsubscribeTokens>().For(id);

        // A person's browser, or a program that checks links.
        var looked = await program.GetAsync(link);
        Assert.Equal((HttpStatusCode.Found, "/unsubscribe"), (looked.StatusCode, looked.Headers.Location!.AbsolutePath));
        Assert.Null(await Stopped(browser));

        // What RFC 8058 has mail programs send; however often.
        for (var i = 0; i < 2; i++)
        {
            using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            Assert.Equal(HttpStatusCode.NoContent, (await program.PostAsync(link, click)).StatusCode);
        }
        Assert.Equal("unsubscribed", await Stopped(browser));

        await Change(browser, new { subscribed = true });
        Assert.Null(await Stopped(browser));
    }

    [Fact]
    public async Task A_link_that_nobody_signed_ends_nothing()
    {
        using var program = new HttpClient { BaseAddress = api.Url };
        var before = await api.Database.Scalar("select count(*) from mail_suppressions");

        foreach (var token in (string[])["", "x", new string('!', 43), $"{Guid.NewGuid():N}", new string('A', 43)])
        {
            var answer = await program.PostAsync("/api/mail/unsubscribe?token=" + token, null);
            Assert.Equal((HttpStatusCode.BadRequest, "token-invalid"), (answer.StatusCode, (await Json(answer)).GetProperty("code").GetString()));
        }
        Assert.Equal(before, await api.Database.Scalar("select count(*) from mail_suppressions"));
    }

    [Fact]
    public async Task Who_complained_is_not_written_to_because_they_subscribe()
    {
        var browser = await api.SignedIn();
        await api.Database.Execute($"insert into mail_suppressions (address, reason, created_at) select lower(email), 'complaint', now() from users where id = '{await IdOf(browser)}'");

        await Change(browser, new { subscribed = false });
        await Change(browser, new { subscribed = true });

        Assert.Equal("complaint", await Stopped(browser));
    }

    private static async Task Change(HttpClient browser, object change) => (await browser.PatchAsJsonAsync(Preferences, change)).EnsureSuccessStatusCode();

    private static async Task<string?> Stopped(HttpClient browser) => (await Json(await browser.GetAsync(Preferences))).GetProperty("mailbox").GetProperty("stopped").GetString();

    private static async Task<Guid> IdOf(HttpClient browser) => (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
}
