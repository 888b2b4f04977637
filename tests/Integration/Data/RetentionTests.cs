using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Audit;
using SocialSelling.Cluster;
using SocialSelling.Identity;
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

    [Fact]
    public async Task Messages_go_after_their_year_with_what_hangs_on_them_and_their_conversation_stays()
    {
        var account = await api.AccountOf(await api.SignedIn());
        var (contact, quiet, busy, old) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await api.Database.Execute($"""
            insert into contacts (id, client_account_id, platform_contact_id) values ('{contact}', '{account}', '1'), ('{busy}', '{account}', '2');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_text, last_message_kind, last_message_direction) values
                ('{quiet}', '{account}', '{contact}', 1, now() - interval '400 days', 'Hello', 'text', 'inbound'), ('{busy}', '{account}', '{busy}', 3, now(), 'Hello again', 'text', 'inbound');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, mid_key, direction, message_type, content, status, sent_at, created_at) values
                ('{old}', '{account}', '{quiet}', 1, 'instagram', '1', '{old}', 'inbound', 'text', 'Hello', 'delivered', now() - interval '400 days', now() - interval '400 days'),
                (gen_random_uuid(), '{account}', '{busy}', 2, 'instagram', '2', null, 'inbound', 'text', 'Read back lately', 'delivered', now() - interval '400 days', now()),
                (gen_random_uuid(), '{account}', '{busy}', 3, 'instagram', '2', null, 'inbound', 'text', 'Hello again', 'delivered', now(), now()),
                (gen_random_uuid(), '{account}', '{busy}', 4, 'instagram', '2', null, 'outbound', 'text', 'In doubt', 'unconfirmed', now() - interval '400 days', now() - interval '400 days');
            insert into attachment_copies (client_account_id, message_id, position, source_url, state, storage_key, mime_type, file_size) values ('{account}', '{old}', 0, 'https://example.com', 'kept', '{old}.jpg', 'image/jpeg', 1);
            insert into message_changes (client_account_id, mid_key) values ('{account}', '{old}');
            insert into auto_reply_logs (client_account_id, subject_id, sequence, rule_name, outcome, response, decided_at) values ('{account}', '{old}', 1, 'R', 'replied', 'Hi', now());
            """);
        var retention = api.Services.GetRequiredService<InboxRetention>();
        var before = TimeProvider.System.GetUtcNow().AddDays(-365);

        Assert.Equal((account, 1), await retention.Prune(null, before, 10, Cancel));
        Assert.Equal((account, 0), await retention.Prune(null, before, 10, Cancel));
        Assert.Null((await retention.Prune(account, before, 10, Cancel)).Account);

        Assert.Equal(3, await api.Database.Scalar($"select count(*) from messages where client_account_id = '{account}'"));
        Assert.Equal(["", "Hello again"], await api.Database.Column<string>($"select last_message_text::text from conversations where client_account_id = '{account}' order by last_message_at"));
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{old}.jpg'"));
        foreach (var table in (string[])["attachment_copies", "message_changes", "auto_reply_logs"]) Assert.Equal(0, await api.Database.Scalar($"select count(*) from {table} where client_account_id = '{account}'"));
    }

    [Fact]
    public async Task Sessions_that_ended_long_ago_and_entries_of_the_audit_log_past_seven_years_go()
    {
        var browser = await api.SignedIn();
        var user = (await ApiFixture.Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
        await api.Database.Execute($"""
            insert into sessions (id, user_id, session_token, expires_at, revoked_at) values ('{user}', '{user}', 'over', now() - interval '40 days', null), (gen_random_uuid(), '{user}', 'ended', now() + interval '9 days', now() - interval '31 days'),
                (gen_random_uuid(), '{user}', 'lately', now() + interval '9 days', now() - interval '29 days');
            insert into refresh_tokens (user_id, family_id, token_hash, expires_at) values ('{user}', '{user}', '\x00', now() - interval '40 days');
            insert into audit_entries (id, at, actor_kind, actor_id, action) values ('{user}', now() - interval '2600 days', 'user', '{user}', 'post.created'), (gen_random_uuid(), now() - interval '2500 days', 'user', '{user}', 'post.deleted');
            """);
        var (now, kept) = (TimeProvider.System.GetUtcNow(), new RetentionOptions());

        await api.Services.GetRequiredService<SessionRepository>().Prune(now - kept.Sessions, 100, Cancel);
        await api.Services.GetRequiredService<AuditLog>().Prune(now - kept.Audit, 100, Cancel);

        Assert.Equal(["lately"], await api.Database.Column<string>($"select session_token::text from sessions where user_id = '{user}' and session_token in ('over', 'ended', 'lately')"));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from refresh_tokens where family_id = '{user}'"));
        Assert.Equal(["post.deleted"], await api.Database.Column<string>($"select action::text from audit_entries where actor_id = '{user}' and action like 'post.%'"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/users/me")).StatusCode);
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
