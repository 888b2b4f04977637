using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using SocialSelling.Infrastructure;
using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>What people are mailed on Monday morning: once, by their clock, of what they may see, and nothing after a week in which nothing happened.</summary>
public sealed class WeeklySummaryMailerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    /// <summary>A Monday. The week before begins on the 2nd.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Wednesday = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly SetClock clock = new();
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);

    public async ValueTask InitializeAsync() => await database.Execute("delete from mail_outbox; delete from mail_suppressions; delete from notification_mailing; update users set deleted_at = now()");

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [Theory]
    [InlineData("UTC", "2026-03-09T08:00:00+00:00")]
    [InlineData("America/Sao_Paulo", "2026-03-09T08:00:00-03:00")]
    [InlineData("Asia/Tokyo", "2026-03-09T08:00:00+09:00")]
    // On the 8th its clocks jumped.
    [InlineData("America/New_York", "2026-03-09T08:00:00-04:00")]
    [InlineData("Nowhere/At-All", "2026-03-09T08:00:00+00:00")]
    public async Task It_comes_on_Monday_at_eight_by_the_readers_clock_and_once(string zone, string due)
    {
        var shop = await HasShop(zone);
        await HasPost(shop, "published", Wednesday);

        Assert.Empty(await MailsAt(At(due).AddSeconds(-1)));
        Assert.Equal([$"{shop.User}@example.com weekly-summary 2026-03-02"], await MailsAt(At(due)));
        Assert.Single(await MailsAt(At(due).AddHours(30)));
        Assert.Single(await MailsAt(At(due).AddDays(7)));
    }

    [Fact]
    public async Task It_tells_what_came_in_how_it_was_answered_what_went_live_and_what_is_planned()
    {
        var shop = await HasShop();
        var (known, fresh, spam) = (await HasTalk(shop), await HasTalk(shop), await HasTalk(shop, status: "spam"));
        // Somebody who wrote before, twice, and was answered after half an hour.
        await Says(shop, known, "inbound", Monday.AddDays(-30));
        await Says(shop, known, "inbound", Wednesday);
        await Says(shop, known, "inbound", Wednesday.AddMinutes(10));
        await Says(shop, known, "outbound", Wednesday.AddMinutes(5), automatic: true);
        await Says(shop, known, "outbound", Wednesday.AddMinutes(20), status: "failed");
        await Says(shop, known, "outbound", Wednesday.AddMinutes(30));
        // Who is new, was answered after ten minutes, wrote again and waits; and a week later it is another week.
        await Says(shop, fresh, "inbound", Wednesday);
        await Says(shop, fresh, "outbound", Wednesday.AddMinutes(10));
        await Says(shop, fresh, "outbound", Wednesday.AddMinutes(11));
        await Says(shop, fresh, "inbound", Wednesday.AddMinutes(12));
        await Says(shop, fresh, "inbound", Monday);
        await Says(shop, spam, "inbound", Wednesday);
        await HasPost(shop, "published", Wednesday, """{"likes":10,"comments":1,"readAt":"2026-03-04T13:00:00Z"}""");
        await HasPost(shop, "published", Wednesday.AddDays(1), """{"likes":8,"comments":9,"readAt":"2026-03-05T13:00:00Z"}""");
        await HasPost(shop, "published", Wednesday.AddDays(2));
        await HasPost(shop, "failed", Wednesday);
        await HasPost(shop, "cancelled", Wednesday);
        await HasPost(shop, "published", Monday.AddHours(1), """{"likes":999,"comments":9,"readAt":"2026-03-09T02:00:00Z"}""");
        await HasPost(shop, "scheduled", Monday.AddDays(2));
        await HasPost(shop, "ready", Monday.AddDays(6));
        await HasPost(shop, "scheduled", Monday.AddDays(7));

        await MailsAt(Monday.AddHours(8));

        var week = Assert.Single(await Weeks(shop.User));
        Assert.Equal(
            new WeekOfWorkspace("Shop", [], Conversations: 1, Received: 4, Answered: 3, TimeSpan.FromMinutes(20), Published: 3, Failed: 1, new("shop", new DateOnly(2026, 3, 5), 8, 9), Planned: 2), week with { Accounts = [] });
        Assert.Equal([shop.Account], week.Accounts);
        Assert.Equal([$"{shop.User} {shop.Account}"], await database.Column<string>("select user_id || ' ' || array_to_string(account_ids, ',') from mail_outbox"));
    }

    [Fact]
    public async Task After_a_week_in_which_nothing_happened_nothing_comes_whatever_is_planned()
    {
        var shop = await HasShop();
        await HasPost(shop, "scheduled", Monday.AddDays(2));
        await HasPost(shop, "published", Monday.AddDays(-8));

        Assert.Empty(await MailsAt(Monday.AddHours(8)));
        // What is written later in the day of the week that is over has had its summary.
        await HasPost(shop, "published", Wednesday);
        Assert.Empty(await MailsAt(Monday.AddHours(9)));
    }

    [Theory]
    [InlineData("insert into notification_mailing (user_id, weekly) values ('{0}', false)")]
    [InlineData("update users set email_verified = false where id = '{0}'")]
    [InlineData("update users set deleted_at = now() where id = '{0}'")]
    [InlineData("insert into mail_suppressions (address, reason, created_at) values ('{0}@example.com', 'unsubscribed', now())")]
    [InlineData("insert into mail_suppressions (address, reason, created_at) values ('{0}@example.com', 'complaint', now())")]
    [InlineData("delete from workspace_members where user_id = '{0}'")]
    public async Task Nothing_comes_to_who_does_not_want_it_or_must_not_have_it(string why)
    {
        var shop = await HasShop();
        await HasPost(shop, "published", Wednesday);
        await database.Execute(why.Replace("{0}", shop.User.ToString(), StringComparison.Ordinal));

        Assert.Empty(await MailsAt(Monday.AddHours(8)));
    }

    [Fact]
    public async Task Who_switches_it_off_keeps_everything_else_and_who_switches_it_on_again_has_it_from_the_next_week()
    {
        var shop = await HasShop();
        await HasPost(shop, "published", Wednesday);
        await new NotificationMailRepository(Db).Change(shop.User, null, null, weekly: false, Cancel);
        Assert.Empty(await MailsAt(Monday.AddHours(8)));

        await new NotificationMailRepository(Db).Change(shop.User, null, null, weekly: true, Cancel);
        await HasPost(shop, "published", Wednesday.AddDays(7));

        Assert.Empty(await MailsAt(Monday.AddDays(3)));
        Assert.Equal([$"{shop.User}@example.com weekly-summary 2026-03-09"], await MailsAt(Monday.AddDays(7).AddHours(8)));
        Assert.Equal(new TimeOnly(8, 0), (await new NotificationMailRepository(Db).Find(shop.User, Cancel))!.DigestAt);
    }

    [Fact]
    public async Task Quiet_hours_hold_it_back()
    {
        var shop = await HasShop();
        await HasPost(shop, "published", Wednesday);
        await new NotificationMailRepository(Db).Change(shop.User, null, new QuietTime(true, new TimeOnly(22, 0), new TimeOnly(10, 30), [1, 2, 3, 4, 5, 6, 7]), weekly: null, Cancel);

        Assert.Empty(await MailsAt(Monday.AddHours(10.4)));
        Assert.Single(await MailsAt(Monday.AddHours(10.6)));
    }

    [Fact]
    public async Task Silos_that_were_away_for_a_day_make_up_for_it_and_after_two_they_leave_it()
    {
        var (late, never) = (await HasShop(), await HasShop("Pacific/Auckland"));
        await HasPost(late, "published", Wednesday);
        await HasPost(never, "published", Wednesday);

        // In Auckland it is Wednesday noon.
        Assert.Equal([$"{late.User}@example.com weekly-summary 2026-03-02"], await MailsAt(Monday.AddHours(47)));
    }

    [Fact]
    public async Task Each_workspace_has_its_part_of_the_accounts_that_the_reader_sees()
    {
        var (shop, other) = (await HasShop(), await HasShop());
        await database.Execute($"""
            update workspaces set name = 'Another' where id = '{other.Workspace}';
            insert into workspace_members (workspace_id, user_id, role, restricted) values ('{other.Workspace}', '{shop.User}', 'viewer', true);
            """);
        var hidden = await HasAccount(other);
        var shown = await HasAccount(other);
        await database.Execute($"insert into member_accounts (workspace_id, user_id, account_id) values ('{other.Workspace}', '{shop.User}', '{shown}')");
        await HasPost(shop, "published", Wednesday);
        await HasPost(other with { Account = hidden }, "published", Wednesday);
        await HasPost(other with { Account = shown }, "failed", Wednesday);

        await MailsAt(Monday.AddHours(8));

        Assert.Equal(["Another 0 1", "Shop 1 0"], (await Weeks(shop.User)).Select(w => $"{w.Workspace} {w.Published} {w.Failed}"));
        Assert.Equal(["Another 1 1"], (await Weeks(other.User)).Select(w => $"{w.Workspace} {w.Published} {w.Failed}"));
    }

    [Fact]
    public async Task Silos_at_the_same_time_mail_everybody_once()
    {
        for (var i = 0; i < 12; i++) await HasPost(await HasShop(), "published", Wednesday);
        clock.Now = Monday.AddHours(8);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Mailer().Sweep(Cancel)));

        Assert.Equal((12, 12), (await database.Scalar("select count(*) from mail_outbox"), await database.Scalar("select count(distinct recipient) from mail_outbox")));
    }

    [Fact]
    public async Task Who_moves_to_another_zone_on_Monday_has_it_once()
    {
        var shop = await HasShop("Asia/Tokyo");
        await HasPost(shop, "published", Wednesday);
        Assert.Single(await MailsAt(At("2026-03-09T08:00:00+09:00")));

        await database.Execute($"update users set timezone = 'America/Sao_Paulo' where id = '{shop.User}'");

        Assert.Single(await MailsAt(At("2026-03-09T08:00:00-03:00")));
    }

    [Fact]
    public async Task One_whose_mail_cannot_be_made_holds_up_nobody_and_is_tried_again()
    {
        var (unlucky, other) = (await HasShop(), await HasShop());
        await HasPost(unlucky, "published", Wednesday);
        await HasPost(other, "published", Wednesday);
        await database.Execute($"""
            create function stumble() returns trigger language plpgsql as $$ begin
                if new.recipient = '{unlucky.User}@example.com' then raise exception 'stumbled'; end if;
                return new;
            end $$;
            create trigger stumble before insert on mail_outbox for each row execute function stumble();
            """);
        Assert.Equal([$"{other.User}@example.com weekly-summary 2026-03-02"], await MailsAt(Monday.AddHours(8)));

        await database.Execute("drop trigger stumble on mail_outbox; drop function stumble");

        Assert.Equal(2, (await MailsAt(Monday.AddHours(8.1))).Count);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private Sql Db => new(source);

    private WeeklySummaryMailer Mailer() => new(
        new WeeklySummaryRepository(Db), new UnsubscribeTokens(Options.Create(new UnsubscribeOptions { LinkSecret = "secret" })), Options.Create(new MailOptions { AppUrl = "https://app.example.com" }),
        DateTimeZoneProviders.Tzdb, clock, NullLogger<WeeklySummaryMailer>.Instance);

    /// <summary>Whom, what and of which week everybody has been mailed until then.</summary>
    private async Task<List<string>> MailsAt(DateTimeOffset now)
    {
        clock.Now = now;
        await Mailer().Sweep(Cancel);
        return await database.Column<string>("select recipient || ' ' || template || ' ' || (facts ->> 'week') from mail_outbox order by created_at, id");
    }

    private async Task<List<WeekOfWorkspace>> Weeks(Guid user) =>
        WeekOfWorkspace.Read(Assert.Single(await database.Column<string>($"select facts ->> 'weeks' from mail_outbox where recipient = '{user}@example.com'")));

    private async Task<Shop> HasShop(string zone = "UTC")
    {
        var shop = new Shop(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, email, password_hash, name, timezone, email_verified) values ('{shop.User}', '{shop.User}@example.com', '-', 'Ana', '{zone}', true);
            insert into workspaces (id, name, owner_id) values ('{shop.Workspace}', 'Shop', '{shop.User}');
            insert into workspace_members (workspace_id, user_id, role) values ('{shop.Workspace}', '{shop.User}', 'owner');
            """);
        return shop with { Account = await HasAccount(shop) };
    }

    private async Task<Guid> HasAccount(Shop shop)
    {
        var account = Guid.NewGuid();
        await database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{shop.Workspace}', '{shop.User}', 'instagram', '{account}', 'shop')
            """);
        return account;
    }

    private async Task<Guid> HasTalk(Shop shop, string status = "open")
    {
        var talk = Guid.NewGuid();
        await database.Execute($"""
            insert into contacts (id, client_account_id, platform_contact_id) values ('{talk}', '{shop.Account}', '{talk}');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction, status)
            values ('{talk}', '{shop.Account}', '{talk}', 1, now(), 'text', 'inbound', '{status}');
            """);
        return talk;
    }

    private Task Says(Shop shop, Guid talk, string direction, DateTimeOffset at, bool automatic = false, string status = "delivered") => database.Execute($"""
        insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, status, automatic, sent_at)
        values (gen_random_uuid(), '{shop.Account}', '{talk}', 1, 'instagram', 'x', '{direction}', 'text', '{status}', {automatic}, '{at:O}')
        """);

    private Task HasPost(Shop shop, string status, DateTimeOffset at, string? numbers = null) => database.Execute($"""
        insert into scheduled_posts (id, client_account_id, user_id, post_type, status, scheduled_time, published_at, numbers)
        values (gen_random_uuid(), '{shop.Account}', '{shop.User}', 'feed', '{status}', '{at:O}', {(status == "published" ? $"'{at:O}'" : "null")}, {(numbers is null ? "null" : $"'{numbers}'")})
        """);

    private sealed record Shop(Guid User, Guid Workspace, Guid Account);

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset now;

        public DateTimeOffset Now { get => now; set => now = value.ToUniversalTime(); }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
