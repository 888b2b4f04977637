using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Cluster;
using SocialSelling.Notifications;

namespace SocialSelling.Mail;

/// <summary>From the outbox to a real SMTP server, with all that it may do.</summary>
public sealed class MailDispatcherTests(PostOffice office) : IClassFixture<PostOffice>, IAsyncLifetime
{
    private static readonly AuditEntry Retried = new(AuditAction.OperatorActed, AuditSource.System);

    private readonly SmtpStandIn server = new SmtpStandIn().Start();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await office.Database.Execute("delete from mail_outbox; delete from mail_suppressions");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_mail_goes_out_in_two_forms_and_what_stood_in_it_is_forgotten()
    {
        var mail = await office.HasReset("ana@example.com");

        await office.Smtp(server).Sweep(Cancel);

        var (to, text) = Assert.Single(server.Taken);
        Assert.Equal("ana@example.com", to);
        Assert.All((string[])["Subject: Choose a new password", $"Message-Id: <{mail:N}@sender.example>", "Auto-Submitted: auto-generated", "text/plain", "text/html", "multipart/alternative"],
            part => Assert.Contains(part, text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("sent 1 0 - forgotten", await office.StateOf(mail));
        Assert.Equal(["2.0.0 queued as 1A2B smtp"], await office.Database.Column<string>($"select provider_message_id || ' ' || transport from mail_outbox where id = '{mail}'"));
    }

    [Fact]
    public async Task News_can_be_ended_with_one_click_and_does_not_go_to_who_has_done_so()
    {
        await office.Has(MailTemplate.Notifications, "ana@example.com");
        await office.Database.Execute("insert into mail_suppressions (address, reason, created_at) values ('bia@example.com', 'unsubscribed', now())");
        var (news, reset) = (await office.Has(MailTemplate.Digest, "bia@example.com"), await office.HasReset("bia@example.com"));

        await office.Smtp(server).Sweep(Cancel);

        var head = server.Taken.Single(mail => mail.To == "ana@example.com").Text.Replace("\r\n ", " ", StringComparison.Ordinal);
        Assert.Contains("List-Unsubscribe: <https://app.example.com/api/mail/unsubscribe?token=example>", head, StringComparison.Ordinal);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", head, StringComparison.Ordinal);
        Assert.Equal(("suppressed 0 0 unsubscribed known", "sent 1 0 - forgotten"), (await office.StateOf(news), await office.StateOf(reset)));
        Assert.DoesNotContain("List-Unsubscribe", server.Taken.Single(mail => mail.To == "bia@example.com").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_an_address_that_does_not_exist_nothing_more_is_sent_but_what_the_law_wants()
    {
        var first = await office.HasReset("unknown@example.com");
        await office.Smtp(server).Sweep(Cancel);
        var second = await office.HasReset("Unknown@Example.com");
        var law = await office.Has(MailTemplate.AccountDeleted, "unknown@example.com");

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal(("bounced 1 0 no-such-address known", "suppressed 0 0 bounce known", "bounced 1 0 no-such-address known"), (await office.StateOf(first), await office.StateOf(second), await office.StateOf(law)));
        Assert.Equal(["unknown@example.com bounce"], await office.Database.Column<string>("select address || ' ' || reason from mail_suppressions"));
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("says_550")]
    [InlineData("says_550_5.7.1")]
    [InlineData("says_550_5.1.2")]
    [InlineData("says_550_5.2.1")]
    [InlineData("says_552_5.2.2")]
    public async Task A_refusal_says_nothing_of_the_address_unless_it_says_so(string name)
    {
        var mail = await office.HasReset(name + "@example.com");

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("failed 1 0 refused known", await office.StateOf(mail));
        Assert.Empty(await office.Database.Column<string>("select address from mail_suppressions"));
    }

    [Theory]
    [InlineData("says_550_5.1.1")]
    [InlineData("says_551_5.1.6")]
    [InlineData("says_556_5.1.10")]
    public async Task An_address_is_dead_whose_server_says_that_nobody_reads_it(string name)
    {
        var mail = await office.HasReset(name + "@example.com");

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("bounced 1 0 no-such-address known", await office.StateOf(mail));
        Assert.Equal([name + "@example.com"], await office.Database.Column<string>("select address from mail_suppressions"));
    }

    [Theory]
    [InlineData("554 5.7.1 You are on our list", "250 ok")]
    [InlineData("421 4.3.2 Closed for an hour", "250 ok")]
    [InlineData("220 stand-in", "530 5.7.0 Authentication required")]
    [InlineData("220 stand-in", "553 5.7.1 This sender is not yours")]
    public async Task A_server_that_does_not_want_us_says_nothing_of_a_mail(string greeting, string toSender)
    {
        (server.Greeting, server.ToSender) = (greeting, toSender);
        var mail = await office.HasReset("ana@example.com");

        for (var i = 0; i < 7; i++)
        {
            await office.Smtp(server).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromMinutes(11));
        }
        Assert.Equal("waiting 0 0 provider-unreachable known", await office.StateOf(mail));
        (server.Greeting, server.ToSender) = ("220 stand-in", "250 ok");
        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("sent 1 0 - forgotten", await office.StateOf(mail));
    }

    [Fact]
    public async Task What_waits_for_the_provider_is_as_old_as_the_mail_and_not_as_its_next_try()
    {
        await office.HasReset("ana@example.com");
        var made = office.Clock.GetUtcNow();
        var nobody = PostOffice.Settings(ProcessCluster.FreePort());

        for (var i = 0; i < 3; i++)
        {
            office.Clock.Advance(TimeSpan.FromMinutes(11));
            await office.Dispatcher(new SmtpTransport(Options.Create(nobody)), nobody).Sweep(Cancel);
        }

        Assert.Equal(made, (await office.Mail.Stats(office.Clock.GetUtcNow(), Cancel)).OldestDueAt!.Value, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_comes_back_at_once_counts_among_the_days_figures()
    {
        await office.HasReset("unknown@example.com");

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal((0, 1), await office.Mail.Stats(office.Clock.GetUtcNow(), Cancel) is var stats ? (stats.Sent, stats.Bounced) : default);
    }

    [Fact]
    public async Task A_mail_that_was_sent_after_all_is_sent_whatever_was_thought_of_it()
    {
        var mail = await office.HasReset("late@example.com");
        var late = Assert.Single(await Claim());
        await office.Mail.Begin(late, office.Clock.GetUtcNow(), MailDispatcher.Lease, Cancel);
        await office.Mail.End(late, "failed", doubt: true, MailRepository.Unconfirmed, "", deadAddress: false, office.Clock.GetUtcNow(), Cancel);

        await office.Mail.MarkSent(mail, "smtp", null, office.Clock.GetUtcNow(), Cancel);

        Assert.Equal("sent 1 1 - forgotten", await office.StateOf(mail));
    }

    [Fact]
    public async Task A_database_that_stumbles_when_a_mail_is_noted_as_sent_makes_no_second_mail()
    {
        await office.Database.Execute("""
            create sequence stumbles;
            create function stumble() returns trigger language plpgsql as $$ begin
                if new.status = 'sent' and nextval('stumbles') = 1 then raise exception 'stumbled'; end if;
                return new;
            end $$;
            create trigger stumble before update on mail_outbox for each row execute function stumble();
            """);
        var mail = await office.HasReset("ana@example.com");

        await office.Smtp(server).Sweep(Cancel);

        await office.Database.Execute("drop trigger stumble on mail_outbox; drop function stumble; drop sequence stumbles");
        Assert.Equal(("sent 1 0 - forgotten", 1), (await office.StateOf(mail), server.Taken.Count));
    }

    [Fact]
    public async Task What_is_put_off_is_tried_five_times_and_can_be_sent_once_more_by_hand()
    {
        var mail = await office.HasReset("later@example.com");

        for (var i = 0; i < 8; i++)
        {
            await office.Smtp(server).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal("failed 5 0 put-off-too-often known", await office.StateOf(mail));
        Assert.True(await office.Mail.Retry(mail, Retried, office.Clock.GetUtcNow(), Cancel));
        await office.Database.Execute($"update mail_outbox set recipient = 'ana@example.com' where id = '{mail}'");
        await office.Smtp(server).Sweep(Cancel);
        Assert.Equal("sent 1 0 - forgotten", await office.StateOf(mail));
        Assert.False(await office.Mail.Retry(mail, Retried, office.Clock.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task A_mail_whose_answer_was_lost_is_sent_once_more_under_the_same_id_and_says_so()
    {
        var mail = await office.HasReset("drop-once@example.com");

        await office.Smtp(server).Sweep(Cancel);
        Assert.Equal("waiting 1 1 unconfirmed known", await office.StateOf(mail));
        office.Clock.Advance(TimeSpan.FromMinutes(2));
        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("sent 2 1 - forgotten", await office.StateOf(mail));
        Assert.Equal(2, server.Taken.Count(taken => taken.Text.Contains($"<{mail:N}@sender.example>", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("drop@example.com")]
    [InlineData("hang@example.com")]
    public async Task However_often_the_answer_is_lost_nobody_gets_a_mail_a_third_time(string to)
    {
        var mail = await office.HasReset(to);

        for (var i = 0; i < 4; i++)
        {
            await office.Smtp(server, options => options.Timeout = to.StartsWith("hang", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(30)).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        // On a machine that cannot even hand the mail over within a second it waits instead; twice at most it always is.
        Assert.InRange(server.CountFor(to), 0, 2);
        if (to == "drop@example.com") Assert.Equal(("failed 2 2 unconfirmed known", 2), (await office.StateOf(mail), server.CountFor(to)));
    }

    [Fact]
    public async Task A_dispatcher_that_dies_between_sending_and_noting_it_leads_to_one_more_mail_and_one_that_dies_before_to_none()
    {
        var (sent, unsent) = (await office.HasReset("sent@example.com"), await office.HasReset("unsent@example.com"));
        foreach (var claimed in await Claim())
            if (claimed.Id == sent) Assert.Equal(1, await office.Mail.Begin(claimed, office.Clock.GetUtcNow(), MailDispatcher.Lease, Cancel));

        await office.Smtp(server).Sweep(Cancel);
        Assert.Empty(server.Taken);
        office.Clock.Advance(MailDispatcher.Lease + TimeSpan.FromSeconds(1));
        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal(("sent 2 1 - forgotten", "sent 1 0 - forgotten"), (await office.StateOf(sent), await office.StateOf(unsent)));
    }

    [Fact]
    public async Task A_mail_that_two_dispatchers_died_over_is_not_sent_by_a_third()
    {
        var mail = await office.HasReset("twice@example.com");
        for (var i = 0; i < 2; i++)
        {
            await office.Mail.Begin(Assert.Single(await Claim()), office.Clock.GetUtcNow(), MailDispatcher.Lease, Cancel);
            office.Clock.Advance(MailDispatcher.Lease + TimeSpan.FromSeconds(1));
        }

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal(("failed 2 2 unconfirmed known", 0), (await office.StateOf(mail), server.Taken.Count));
    }

    [Fact]
    public async Task Who_lost_a_claim_changes_nothing_but_that_it_was_sent()
    {
        var mail = await office.HasReset("slow@example.com");
        var slow = Assert.Single(await Claim());
        office.Clock.Advance(MailDispatcher.Lease + TimeSpan.FromSeconds(1));
        var quick = Assert.Single(await Claim());

        Assert.Null(await office.Mail.Begin(slow, office.Clock.GetUtcNow(), MailDispatcher.Lease, Cancel));
        await office.Mail.TryAgain(slow, office.Clock.GetUtcNow().AddDays(1), doubt: true, counts: true, "put-off", "", Cancel);
        await office.Mail.End(slow, "failed", doubt: false, "refused", "", deadAddress: true, office.Clock.GetUtcNow(), Cancel);
        Assert.Equal("waiting 0 0 - known", await office.StateOf(mail));

        await office.Mail.MarkSent(slow.Id, "smtp", null, office.Clock.GetUtcNow(), Cancel);
        Assert.Null(await office.Mail.Begin(quick, office.Clock.GetUtcNow(), MailDispatcher.Lease, Cancel));
    }

    [Fact]
    public async Task Dispatchers_at_the_same_time_send_each_mail_once()
    {
        for (var i = 0; i < 60; i++) await office.HasReset($"reader{i}@example.com");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.Smtp(server, options => options.PerSecond = 20).Sweep(Cancel)));

        Assert.Equal(60, server.Taken.Select(mail => mail.To).Distinct().Count());
        Assert.Equal(60, server.Taken.Count);
    }

    [Fact]
    public async Task A_mail_that_takes_long_holds_up_none_but_itself()
    {
        var (dispatcher, sending) = (office.Smtp(server, options => options.AtOnce = 2), new List<Task>());
        await office.HasReset("hang@example.com");
        for (var i = 0; i < 5; i++) await office.HasReset($"quick{i}@example.com");

        await dispatcher.Sweep(sending, Cancel);
        await office.HasReset("later-on@example.com");
        await dispatcher.Sweep(sending, Cancel);
        while (server.CountFor("later-on@example.com") == 0 || sending.Count(mail => !mail.IsCompleted) > 1)
        {
            sending.RemoveAll(mail => mail.IsCompleted);
            await Task.WhenAny(sending).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        }

        Assert.Equal(5, server.Taken.Count(mail => mail.To.StartsWith("quick", StringComparison.Ordinal)));
        Assert.Equal(1, await office.Database.Scalar("select count(*) from mail_outbox where status = 'waiting' and sending_since is not null"));
    }

    [Fact]
    public async Task The_urgent_goes_first_whatever_has_waited_longer()
    {
        foreach (var (name, priority) in new[] { ("low", MailPriority.Low), ("normal", MailPriority.Normal), ("high", MailPriority.High), ("critical", MailPriority.Critical) })
        {
            await office.HasReset($"{name}@example.com", priority);
            office.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var i = 0; i < 2; i++) await office.Smtp(server, options => (options.PerSecond, options.AtOnce) = (2, 1)).Sweep(Cancel);

        Assert.Equal(["critical", "high", "normal", "low"], server.Taken.Select(mail => mail.To.Split('@')[0]));
    }

    [Fact]
    public async Task Somebody_gets_so_many_mails_of_a_kind_in_an_hour_and_the_rest_later_while_other_kinds_pass()
    {
        for (var i = 0; i < 5; i++) await office.HasReset("many@example.com");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => office.Smtp(server, options => options.PerRecipient = 3).Sweep(Cancel)));
        Assert.Equal(3, server.CountFor("many@example.com"));

        await office.Has(MailTemplate.PasswordChanged, "many@example.com");
        await office.Smtp(server, options => options.PerRecipient = 3).Sweep(Cancel);
        Assert.Equal(4, server.CountFor("many@example.com"));

        office.Clock.Advance(TimeSpan.FromMinutes(61));
        await office.Smtp(server, options => options.PerRecipient = 3).Sweep(Cancel);
        Assert.Equal(6, server.CountFor("many@example.com"));
    }

    [Fact]
    public async Task While_the_server_is_away_mail_waits_and_goes_when_it_is_back()
    {
        var mail = await office.HasReset("ana@example.com");
        var nobody = PostOffice.Settings(ProcessCluster.FreePort());

        for (var i = 0; i < 7; i++)
        {
            await office.Dispatcher(new SmtpTransport(Options.Create(nobody)), nobody).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromMinutes(11));
        }
        Assert.Equal("waiting 0 0 provider-unreachable known", await office.StateOf(mail));
        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("sent 1 0 - forgotten", await office.StateOf(mail));
    }

    [Fact]
    public async Task Tries_while_the_server_is_away_count_for_nothing_when_it_is_back_and_puts_a_mail_off()
    {
        var mail = await office.HasReset("later@example.com");
        var nobody = PostOffice.Settings(ProcessCluster.FreePort());
        for (var i = 0; i < 6; i++)
        {
            await office.Dispatcher(new SmtpTransport(Options.Create(nobody)), nobody).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal("waiting 1 0 put-off known", await office.StateOf(mail));
    }

    [Fact]
    public async Task A_mail_that_is_sent_again_by_hand_keeps_its_doubts_and_its_date_and_has_a_day_before_it()
    {
        var mail = await office.HasReset("drop@example.com");
        for (var i = 0; i < 2; i++)
        {
            await office.Smtp(server).Sweep(Cancel);
            office.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var made = await office.Database.Column<DateTime>($"select created_at from mail_outbox where id = '{mail}'");
        office.Clock.Advance(MailRules.Life);

        Assert.True(await office.Mail.Retry(mail, Retried, office.Clock.GetUtcNow(), Cancel));
        var nobody = PostOffice.Settings(ProcessCluster.FreePort());
        await office.Dispatcher(new SmtpTransport(Options.Create(nobody)), nobody).Sweep(Cancel);

        Assert.Equal("waiting 0 2 provider-unreachable known", await office.StateOf(mail));
        Assert.Equal(made, await office.Database.Column<DateTime>($"select created_at from mail_outbox where id = '{mail}'"));
    }

    [Fact]
    public async Task What_stood_in_a_failed_mail_is_forgotten_after_a_day_and_the_mail_when_its_time_is_over()
    {
        var mail = await office.HasReset("policy@example.com");
        var waiting = await office.HasReset("waiting@example.com");
        foreach (var claimed in await Claim()) if (claimed.Id == mail) await office.Mail.End(claimed, "failed", doubt: false, "refused", "554", deadAddress: false, office.Clock.GetUtcNow(), Cancel);
        var ended = office.Clock.GetUtcNow();

        await office.Mail.Prune(ended.AddMinutes(-10), DateTimeOffset.UnixEpoch, 100, Cancel);
        Assert.Equal("failed 0 0 refused known", await office.StateOf(mail));
        await office.Mail.Prune(ended.AddMinutes(10), DateTimeOffset.UnixEpoch, 100, Cancel);
        Assert.Equal("failed 0 0 refused forgotten", await office.StateOf(mail));

        await office.Mail.Prune(ended, ended.AddMinutes(10), 100, Cancel);
        Assert.Equal([waiting], await office.Database.Column<Guid>("select id from mail_outbox"));
    }

    [Fact]
    public async Task What_somebody_may_not_see_any_more_when_a_mail_leaves_is_not_in_it()
    {
        var (user, left, kept, restricted) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await office.Database.Execute($"""
            insert into users (id, email, password_hash, name) values ('{user}', '{user}@example.com', '-', 'Ana');
            insert into workspaces (id, name, owner_id) values ('{left}', 'Left', '{user}'), ('{kept}', 'Kept', '{user}');
            insert into workspace_members (workspace_id, user_id, role) values ('{left}', '{user}', 'agent'), ('{kept}', '{user}', 'agent');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) select id, id, '{user}', 'instagram', id, 'shop' from workspaces where id in ('{left}', '{kept}');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{restricted}', '{kept}', '{user}', 'instagram', '{restricted}', 'shop');
            """);
        var both = await Tells(user, left, kept);
        var one = await Tells(user, left);
        var none = await Tells(user, restricted);
        var hook = await Add(new(MailTemplate.WebhookDisabled, $"{user}@example.com", "en", Sample(MailTemplate.WebhookDisabled), MailPriority.Normal, Guid.NewGuid().ToString()) { UserId = user, WorkspaceId = left });
        var connected = await Add(new(MailTemplate.AccountConnected, $"{user}@example.com", "en", Sample(MailTemplate.AccountConnected), MailPriority.Normal, Guid.NewGuid().ToString()) { UserId = user, AccountIds = [kept] });
        await office.Database.Execute($"""
            delete from workspace_members where user_id = '{user}' and workspace_id = '{left}';
            update workspace_members set restricted = true where user_id = '{user}';
            insert into member_accounts (workspace_id, user_id, account_id) values ('{kept}', '{user}', '{kept}');
            """);

        await office.Smtp(server).Sweep(Cancel);

        Assert.Equal(["sent 1 0 - forgotten", "suppressed 0 0 no-access known", "suppressed 0 0 no-access known", "suppressed 0 0 no-access known", "sent 1 0 - forgotten"],
            [await office.StateOf(both), await office.StateOf(one), await office.StateOf(none), await office.StateOf(hook), await office.StateOf(connected)]);
        var text = server.Taken.Single(mail => mail.Text.Contains(both.ToString("N"), StringComparison.Ordinal)).Text;
        Assert.Contains($"@{kept:N}", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"@{left:N}", text, StringComparison.Ordinal);
    }

    private Task<Guid> Tells(Guid user, params Guid[] accounts)
    {
        var values = new Dictionary<string, string>(Sample(MailTemplate.Notifications)) { [MailTemplate.Lines] = NotificationLine.Write([.. accounts.Select(id => new NotificationLine("post.failed", id.ToString("N"), 1, id))]) };
        return Add(new(MailTemplate.Notifications, $"{user}@example.com", "en", values, MailPriority.Normal, Guid.NewGuid().ToString()) { UserId = user, AccountIds = accounts });
    }

    private async Task<Guid> Add(MailMessage mail) => (await office.Db.Transaction(connection => MailOutbox.Add(connection, mail, office.Clock.GetUtcNow(), Cancel), Cancel))!.Value;

    private IReadOnlyDictionary<string, string> Sample(string template) => MailSample.Of(template, "en", "https://app.example.com", office.Clock.GetUtcNow()).Values;

    private Task<List<MailRow>> Claim() => office.Mail.Claim(office.Clock.GetUtcNow(), MailDispatcher.Lease, limit: 100, most: 10, TimeSpan.FromHours(1), Cancel);
}
