using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Inbox;
using SocialSelling.Infrastructure;
using SocialSelling.Webhooks;

namespace SocialSelling;

public sealed class RetentionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EventRepository Events => api.Services.GetRequiredService<EventRepository>();

    [Fact]
    public async Task What_was_pruned_answers_410_and_the_numbering_goes_on()
    {
        var browser = await api.SignedIn();
        var account = await api.AccountOf(browser);
        await AddEvents(account, count: 10, old: 6);

        await Prune();

        Assert.Equal(4, await Count(account));
        Assert.Equal((HttpStatusCode.Gone, "re-read"), await After(browser, account, 5));
        Assert.Equal((HttpStatusCode.OK, null), await After(browser, account, 6));
        Assert.Equal((HttpStatusCode.OK, null), await After(browser, account, 10));
        Assert.Equal((HttpStatusCode.Gone, "re-read"), await After(browser, account, 11));
    }

    [Fact]
    public async Task The_last_event_stays_however_old_it_is()
    {
        var browser = await api.SignedIn();
        var account = await api.AccountOf(browser);
        await AddEvents(account, count: 9, old: 9);

        await Prune();

        Assert.Equal(1, await Count(account));
        Assert.Equal(9, await Events.LastSequence(account, Cancel));
        Assert.Equal((HttpStatusCode.Gone, "re-read"), await After(browser, account, 3));
        Assert.Equal((HttpStatusCode.OK, null), await After(browser, account, 9));
    }

    [Fact]
    public async Task A_clock_that_went_back_leaves_no_hole()
    {
        var account = await api.AccountOf(await api.SignedIn());
        await AddEvents(account, count: 6, old: 2);
        // The fifth claims to be as old as the first.
        await api.Database.Execute($"update account_events set occurred_at = now() - interval '90 days' where account_id = '{account}' and sequence = 5");

        await Prune();

        Assert.Equal(4, await Count(account));
    }

    [Fact]
    public async Task Finished_days_are_dropped_and_days_to_come_are_made()
    {
        var days = api.Services.GetRequiredService<JournalRetention>();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var ago in (int[])[20, 19, 18]) await days.EnsurePartitions(now.AddDays(-ago), 0, Cancel);
        await api.Database.Execute($"insert into webhook_deliveries (received_at, id, secret_slot, body, finished_at) values (now() - interval '20 days', gen_random_uuid(), 0, '', now())");
        await api.Database.Execute($"insert into webhook_deliveries (received_at, id, secret_slot, body) values (now() - interval '19 days', gen_random_uuid(), 0, '')");
        // As a process leaves it that died after taking a day out.
        await api.Database.Execute($"alter table webhook_deliveries detach partition webhook_deliveries_{now.AddDays(-18):yyyyMMdd}");

        var dropped = await days.DropBefore(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-7), Cancel);
        await days.EnsurePartitions(now, 12, Cancel);

        Assert.Equal(2, dropped);
        Assert.False(await Exists(now.AddDays(-20)));
        Assert.True(await Exists(now.AddDays(-19)), "What is not finished stays");
        Assert.False(await Exists(now.AddDays(-18)));
        Assert.True(await Exists(now.AddDays(12)));
    }

    [Fact]
    public async Task A_delivery_that_nobody_takes_is_set_aside_whole()
    {
        var id = Guid.CreateVersion7();
        await api.Database.Execute($"insert into webhook_deliveries (received_at, id, secret_slot, body, attempts) values (now() - interval '2 hours', '{id}', 0, 'whole', 60), (now(), gen_random_uuid(), 0, '', 60)");
        var deliveries = api.Services.GetRequiredService<DeliveryRepository>();
        var now = TimeProvider.System.GetUtcNow();

        var given = await deliveries.GiveUp(60, now.AddHours(-1), now, Cancel);

        Assert.Equal((1, 0), (given, await deliveries.GiveUp(60, now.AddHours(-1), now, Cancel)));
        Assert.Equal("failed", await api.Services.GetRequiredService<Sql>().Scalar<string>("select reason from webhook_parked where delivery_id = @id and raw = 'whole'", Cancel, ("id", id)));
        Assert.True(await api.Services.GetRequiredService<Sql>().Scalar<bool>("select finished_at is not null from webhook_deliveries where id = @id", Cancel, ("id", id)));
    }

    private async Task Prune()
    {
        for (Guid? last = null; ;)
        {
            var step = await Events.Prune(last, accounts: 2, TimeProvider.System.GetUtcNow().AddDays(-30), perAccount: 4, Cancel);
            if (step.Pruned > 0) continue;
            if ((last = step.Last) is null) return;
        }
    }

    private Task AddEvents(Guid account, int count, int old) => api.Database.Execute($$"""
        insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
        select '{{account}}', n, case when n <= {{old}} then now() - interval '40 days' else now() end, 'account.changed', '{{account}}', '{}' from generate_series(1, {{count}}) n
        """);

    private async Task<long> Count(Guid account) => await api.Services.GetRequiredService<Sql>().Scalar<long>("select count(*) from account_events where account_id = @account", Cancel, ("account", account));

    private async Task<bool> Exists(DateTimeOffset day) =>
        await api.Services.GetRequiredService<Sql>().Scalar<bool>("select to_regclass(@table) is not null", Cancel, ("table", $"webhook_deliveries_{day:yyyyMMdd}"));

    private static async Task<(HttpStatusCode, string?)> After(HttpClient browser, Guid account, long sequence)
    {
        using var answer = await browser.GetAsync($"/api/accounts/{account}/events?after={sequence}");
        return (answer.StatusCode, answer.IsSuccessStatusCode ? null : JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }
}
