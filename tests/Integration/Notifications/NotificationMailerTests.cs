using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using SocialSelling.Infrastructure;
using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>From what people are told to what they are mailed of it: at once or once a day, each thing once, and only to whom it concerns.</summary>
public sealed class NotificationMailerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly SetClock clock = new() { Now = Noon };
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
    private readonly Dictionary<Guid, int> sequences = [];

    public async ValueTask InitializeAsync() => await database.Execute("delete from mail_outbox; delete from mail_suppressions; delete from notifications; delete from notification_mailing");

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [Fact]
    public async Task A_post_that_failed_is_mailed_within_minutes_to_whoever_has_chosen_nothing()
    {
        var shop = await HasShop(language: "pt-BR");
        await Tell(shop, NotificationKind.PostFailed);

        Assert.Empty(await MailsAt(Noon.AddSeconds(30), shop));

        Assert.Equal([$"notifications pt {NotificationKind.PostFailed} shop 1"], await MailsAt(Noon.AddSeconds(65), shop));
        Assert.Equal([$"notifications pt {NotificationKind.PostFailed} shop 1"], await MailsAt(Noon.AddDays(2), shop));
    }

    [Fact]
    public async Task A_hundred_failed_posts_in_a_minute_are_one_mail()
    {
        var shop = await HasShop();
        for (var i = 0; i < 10; i++)
        {
            await Tell(shop, NotificationKind.PostFailed, times: 10);
            await MailsAt(clock.Now.AddSeconds(5), shop);
        }

        Assert.Equal([$"notifications en {NotificationKind.PostFailed} shop 100"], await MailsAt(Noon.AddSeconds(65), shop));
        // And while they go on to fail, one in ten minutes.
        await Tell(shop, NotificationKind.PostFailed, times: 7);
        Assert.Single(await MailsAt(Noon.AddMinutes(9), shop));
        Assert.Equal(2, (await MailsAt(Noon.AddMinutes(12), shop)).Count);
    }

    [Fact]
    public async Task A_kind_that_is_not_mailed_stands_in_the_list_all_the_same()
    {
        var shop = await HasShop();
        await Prefer(shop, NotificationKind.PostFailed, NotificationMail.Never);
        await Tell(shop, NotificationKind.PostFailed);
        await Tell(shop, NotificationKind.MessageReceived);

        Assert.Empty(await MailsAt(Noon.AddDays(2), shop));
        Assert.Equal(2, await database.Scalar($"select count(*) from notifications where user_id = '{shop.User}'"));
        Assert.Equal(0, await database.Scalar($"select count(*) from notification_mails where user_id = '{shop.User}'"));
    }

    [Fact]
    public async Task One_occasion_is_told_and_mailed_once_however_often_it_comes()
    {
        var shop = await HasShop();
        await Tell(shop, NotificationKind.PostFailed, key: "the-same");
        await MailsAt(Noon.AddMinutes(2), shop);
        await Tell(shop, NotificationKind.PostFailed, key: "the-same");

        Assert.Single(await MailsAt(Noon.AddDays(1), shop));
        Assert.Equal(1, await database.Scalar($"select count(*) from notifications where user_id = '{shop.User}'"));
    }

    [Fact]
    public async Task A_conversation_is_mailed_when_it_begins_and_again_when_it_goes_on_after_it_was_read()
    {
        var shop = await HasShop();
        await Prefer(shop, NotificationKind.MessageReceived, NotificationMail.Now);
        await Tell(shop, NotificationKind.MessageReceived, key: "talk", times: 2);
        await Tell(shop, NotificationKind.MessageReceived, key: "talk");
        Assert.Equal([$"notifications en {NotificationKind.MessageReceived} shop 3"], await MailsAt(Noon.AddMinutes(2), shop));

        await Tell(shop, NotificationKind.MessageReceived, key: "talk", times: 4);
        Assert.Single(await MailsAt(Noon.AddHours(2), shop));

        await Read(shop);
        await Tell(shop, NotificationKind.MessageReceived, key: "talk");
        Assert.Equal($"notifications en {NotificationKind.MessageReceived} shop 1", (await MailsAt(Noon.AddHours(3), shop))[1..].Single());
    }

    [Fact]
    public async Task What_was_read_in_the_app_meanwhile_is_not_mailed()
    {
        var shop = await HasShop();
        await Prefer(shop, NotificationKind.PostPublished, NotificationMail.Digest);
        await Tell(shop, NotificationKind.PostFailed);
        await Tell(shop, NotificationKind.PostPublished);

        await Read(shop);

        // Neither at once nor, with nothing in it, as a digest.
        Assert.Empty(await MailsAt(Noon.AddDays(2), shop));
        Assert.Equal(0, await database.Scalar($"select count(*) from notification_mails where user_id = '{shop.User}'"));
    }

    [Fact]
    public async Task Quiet_hours_delay_a_mail_to_their_end()
    {
        var shop = await HasShop("America/Sao_Paulo");
        await Mails.Change(shop.User, null, new QuietTime(true, new TimeOnly(8, 0), new TimeOnly(11, 0), [1, 2, 3, 4, 5, 6, 7]), weekly: null, Cancel);
        // Nine in the morning there.
        await Tell(shop, NotificationKind.PostFailed);

        Assert.Empty(await MailsAt(new(2026, 3, 4, 10, 59, 0, TimeSpan.FromHours(-3)), shop));
        Assert.Single(await MailsAt(new(2026, 3, 4, 11, 0, 1, TimeSpan.FromHours(-3)), shop));
    }

    [Theory]
    // The day before the clocks jump, the day on which they do, and the one after: in New York on 8 March and 1 November.
    [InlineData("08:00", "2026-03-07T12:00:00-05:00", "2026-03-08T08:00:00-04:00", "2026-03-09T08:00:00-04:00")]
    [InlineData("02:30", "2026-03-07T12:00:00-05:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:30:00-04:00")]
    [InlineData("01:30", "2026-10-31T12:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00")]
    public async Task A_daily_mail_comes_once_a_day_when_the_readers_clock_shows_the_hour(string hour, string told, string first, string second)
    {
        clock.Now = At(told);
        var shop = await HasShop("America/New_York");
        await Mails.Change(shop.User, TimeOnly.Parse(hour, CultureInfo.InvariantCulture), null, weekly: null, Cancel);
        await Prefer(shop, NotificationKind.MessageReceived, NotificationMail.Digest);
        await Tell(shop, NotificationKind.MessageReceived, times: 3);

        Assert.Empty(await MailsAt(At(first).AddSeconds(-1), shop));
        Assert.Equal([$"digest en {NotificationKind.MessageReceived} shop 3"], await MailsAt(At(first).AddSeconds(1), shop));

        // What comes in the hour that the autumn repeats waits for the next day.
        await Tell(shop, NotificationKind.MessageReceived);
        Assert.Single(await MailsAt(At(first).AddHours(1).AddMinutes(1), shop));
        Assert.Single(await MailsAt(At(second).AddSeconds(-1), shop));
        Assert.Equal(2, (await MailsAt(At(second).AddSeconds(1), shop)).Count);
        // A day on which nothing happened has no mail.
        Assert.Equal(2, (await MailsAt(At(second).AddDays(3), shop)).Count);
    }

    [Fact]
    public async Task A_silo_that_was_away_at_the_hour_makes_up_for_it_once()
    {
        var shop = await HasShop();
        await Prefer(shop, NotificationKind.PostFailed, NotificationMail.Digest);
        await Tell(shop, NotificationKind.PostFailed);

        Assert.Single(await MailsAt(Noon.AddDays(4), shop));
        Assert.Single(await MailsAt(Noon.AddDays(5), shop));
    }

    [Fact]
    public async Task Who_changes_their_mind_while_something_waits_gets_it_as_they_want_it_then()
    {
        var shop = await HasShop();
        await Tell(shop, NotificationKind.PostFailed);
        await Prefer(shop, NotificationKind.PostFailed, NotificationMail.Digest);
        await Mails.LookAt(shop.User, Noon, Cancel);
        Assert.Empty(await MailsAt(Noon.AddHours(6), shop));

        // The daily hour comes earlier than it was: at seven in the evening.
        await Mails.Change(shop.User, new TimeOnly(19, 0), null, weekly: null, Cancel);
        await Mails.LookAt(shop.User, clock.Now, Cancel);
        Assert.Empty(await MailsAt(Noon.AddHours(6.9), shop));
        Assert.Equal([$"digest en {NotificationKind.PostFailed} shop 1"], await MailsAt(Noon.AddHours(7.1), shop));
    }

    [Fact]
    public async Task Nobody_is_mailed_of_an_account_that_they_may_not_see_any_more()
    {
        var shop = await HasShop();
        var (gone, restricted) = (await HasMember(shop), await HasMember(shop));
        await Tell(shop, NotificationKind.PostFailed);
        Assert.Equal(3, await database.Scalar("select count(*) from notification_mails"));

        await database.Execute($"delete from workspace_members where user_id = '{gone}'; update workspace_members set restricted = true where user_id = '{restricted}'");
        await MailsAt(Noon.AddMinutes(2), shop);

        Assert.Equal([$"{shop.User}@example.com"], await database.Column<string>("select recipient from mail_outbox"));
        Assert.Equal(0, await database.Scalar("select count(*) from notification_mails"));
        // And of what happens from then on they are not even told.
        await Tell(shop, NotificationKind.PostFailed);
        Assert.Equal(0, await database.Scalar($"select count(*) from notification_mails where user_id in ('{gone}', '{restricted}')"));
    }

    [Theory]
    [InlineData("update users set email_verified = false where id = '{0}'")]
    [InlineData("update users set deleted_at = now() where id = '{0}'")]
    [InlineData("insert into mail_suppressions (address, reason, created_at) values ('{0}@example.com', 'bounce', now())")]
    [InlineData("insert into mail_suppressions (address, reason, created_at) values ('{0}@example.com', 'complaint', now())")]
    [InlineData("insert into mail_suppressions (address, reason, created_at) values ('{0}@example.com', 'unsubscribed', now())")]
    public async Task Nothing_goes_to_an_address_that_is_unconfirmed_dead_or_does_not_want_it(string why)
    {
        var shop = await HasShop();
        await database.Execute(why.Replace("{0}", shop.User.ToString(), StringComparison.Ordinal));
        await Tell(shop, NotificationKind.PostFailed);

        Assert.Empty(await MailsAt(Noon.AddDays(1), shop));
        Assert.Equal(0, await database.Scalar($"select count(*) from notification_mails where user_id = '{shop.User}'"));
    }

    [Fact]
    public async Task A_mail_says_how_much_happened_where_and_nothing_of_what_people_wrote()
    {
        var shop = await HasShop();
        await Prefer(shop, NotificationKind.CommentReceived, NotificationMail.Now);
        await Tell(shop, NotificationKind.CommentReceived, facts: """{"author":"maya","text":"I live at 12 Main Street"}""");
        await MailsAt(Noon.AddMinutes(2), shop);

        var facts = JsonDocument.Parse(Assert.Single(await database.Column<string>("select facts::text from mail_outbox"))).RootElement;
        Assert.Equal(["lines", "link", "name", "unsubscribe"], facts.EnumerateObject().Select(f => f.Name).Order());
        Assert.Equal($$"""[{"Kind":"comment.received","Account":"shop","Count":1,"AccountId":"{{shop.Account}}"}]""", facts.GetProperty("lines").GetString());
        Assert.Equal(shop.User, Tokens.Read(facts.GetProperty("unsubscribe").GetString()!));
    }

    [Fact]
    public async Task What_could_not_be_mailed_waits_and_holds_up_nobody_else()
    {
        var (unlucky, other) = (await HasShop(), await HasShop());
        await Tell(unlucky, NotificationKind.PostFailed);
        await Tell(other, NotificationKind.PostFailed);
        await database.Execute($"""
            create function stumble() returns trigger language plpgsql as $$ begin
                if new.recipient = '{unlucky.User}@example.com' then raise exception 'stumbled'; end if;
                return new;
            end $$;
            create trigger stumble before insert on mail_outbox for each row execute function stumble();
            """);

        Assert.Empty(await MailsAt(Noon.AddMinutes(2), unlucky));
        Assert.Single(await MailsAt(Noon.AddMinutes(2), other));
        Assert.Equal(1, await database.Scalar($"select count(*) from notification_mails where user_id = '{unlucky.User}'"));

        await database.Execute("drop trigger stumble on mail_outbox; drop function stumble");
        Assert.Empty(await MailsAt(Noon.AddMinutes(3), unlucky));
        Assert.Single(await MailsAt(Noon.AddMinutes(8), unlucky));
        Assert.Single(await MailsAt(Noon.AddDays(1), unlucky));
    }

    [Fact]
    public async Task Mailers_at_the_same_time_mail_everybody_once()
    {
        var shop = await HasShop();
        for (var i = 0; i < 40; i++) await HasMember(shop);
        await Tell(shop, NotificationKind.PostFailed, times: 3);
        clock.Now = Noon.AddMinutes(2);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Mailer().Sweep(Cancel)));

        Assert.Equal(41, await database.Scalar("select count(*) from mail_outbox"));
        Assert.Equal(41, await database.Scalar("select count(distinct recipient) from mail_outbox"));
        Assert.Equal(0, await database.Scalar("select count(*) from notification_mails"));
    }

    [Fact]
    public async Task What_is_told_while_somebody_is_being_mailed_is_in_the_next_mail()
    {
        var shop = await HasShop();
        await Tell(shop, NotificationKind.PostFailed);
        clock.Now = Noon.AddMinutes(2);
        Task telling = Task.CompletedTask;

        await Mails.Settle(shop.User, clock.Now, (_, queue) =>
        {
            telling = Task.Run(() => Tell(shop, NotificationKind.PostMissed), Cancel);
            return new NotificationMailStep(null, [.. queue.Select(n => n.Id)], LookAt: null);
        }, Cancel);
        await telling;

        Assert.Equal([$"notifications en {NotificationKind.PostMissed} shop 1"], await MailsAt(Noon.AddMinutes(4), shop));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private Sql Db => new(source);
    private NotificationMailRepository Mails => new(Db);
    private static UnsubscribeTokens Tokens => new(Options.Create(new UnsubscribeOptions { LinkSecret = "secret" }));

    private NotificationMailer Mailer() => new(Mails, Tokens, Options.Create(new MailOptions { AppUrl = "https://app.example.com" }), DateTimeZoneProviders.Tzdb, clock, NullLogger<NotificationMailer>.Instance);

    /// <summary>Template, language and lines of everything that somebody has been mailed until then.</summary>
    private async Task<List<string>> MailsAt(DateTimeOffset now, Shop shop)
    {
        clock.Now = now;
        await Mailer().Sweep(Cancel);
        return await database.Column<string>($"""
            select m.template || ' ' || m.language || ' ' || (select string_agg(concat_ws(' ', l.value ->> 'Kind', l.value ->> 'Account', l.value ->> 'Count'), ', ') from jsonb_array_elements((m.facts ->> 'lines')::jsonb) l)
              from mail_outbox m where m.recipient = '{shop.User}@example.com' order by m.created_at, m.id
            """);
    }

    /// <summary>Something happens at an account, now and so often: with a key it is always the same.</summary>
    private async Task Tell(Shop shop, string kind, string? key = null, int times = 1, string facts = "{}")
    {
        var first = sequences.GetValueOrDefault(shop.Account) + 1;
        sequences[shop.Account] = first + times - 1;
        await database.Execute($"""
            insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload) select '{shop.Account}', i, '{clock.Now:O}', 'notice', gen_random_uuid(), '{"{}"}' from generate_series({first}, {first + times - 1}) i
            """);
        var collapses = kind is NotificationKind.MessageReceived or NotificationKind.CommentReceived;
        await new NotificationLedger(Db).Follow([shop.Account], ["notice"], 1_000, events => new NoticeWrite([], [.. events.GroupBy(e => $"{kind}:{shop.Account}:{key ?? e.Sequence.ToString(CultureInfo.InvariantCulture)}").Select(told => new NewNotice(
            shop.Account, kind, told.First().SubjectId, told.Key, collapses, told.Count(), facts, ConversationId: null, To: null, ActorId: null, clock.Now) { MailBy = NotificationMail.ByDefault(kind) })]), clock.Now, Cancel);
    }

    private Task Prefer(Shop shop, string kind, string mail) => new NotificationRepository(Db).Prefer(shop.User, [(kind, null, mail)], Cancel);

    private Task<int> Read(Shop shop) => new NotificationRepository(Db).MarkAllRead(shop.User, clock.Now, clock.Now, Cancel);

    private async Task<Shop> HasShop(string zone = "UTC", string language = "en")
    {
        var shop = new Shop(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, email, password_hash, name, language, timezone, email_verified) values ('{shop.User}', '{shop.User}@example.com', '-', 'Ana', '{language}', '{zone}', true);
            insert into workspaces (id, name, owner_id) values ('{shop.Workspace}', 'Shop', '{shop.User}');
            insert into workspace_members (workspace_id, user_id, role) values ('{shop.Workspace}', '{shop.User}', 'owner');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{shop.Account}', '{shop.Workspace}', '{shop.User}', 'instagram', '{shop.Account}', 'shop');
            """);
        return shop;
    }

    private async Task<Guid> HasMember(Shop shop)
    {
        var user = Guid.NewGuid();
        await database.Execute($"""
            insert into users (id, email, password_hash, name, email_verified) values ('{user}', '{user}@example.com', '-', 'Bia', true);
            insert into workspace_members (workspace_id, user_id, role) values ('{shop.Workspace}', '{user}', 'agent');
            """);
        return user;
    }

    private sealed record Shop(Guid User, Guid Workspace, Guid Account);

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset now;

        public DateTimeOffset Now { get => now; set => now = value.ToUniversalTime(); }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
