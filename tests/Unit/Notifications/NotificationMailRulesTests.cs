using NodaTime;

namespace SocialSelling.Notifications;

public sealed class NotificationMailRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Soon = NotificationMailRules.Gather + TimeSpan.FromSeconds(1);

    [Fact]
    public void What_is_mailed_at_once_waits_for_what_comes_with_it()
    {
        var failed = Waits(NotificationKind.PostFailed, Noon);

        var early = Plan(Noon, failed);
        Assert.Equal((null, Noon + NotificationMailRules.Gather), (early.Mail, early.LookAt));
        var plan = Plan(Noon + Soon, failed, Waits(NotificationKind.PostMissed, Noon + Soon));
        Assert.Equal((NotificationMail.Now, 2, null), (plan.Mail, plan.In.Count, plan.LookAt));
    }

    [Fact]
    public void Between_two_mails_there_is_a_pause()
    {
        var plan = NotificationMailRules.Plan(Ana with { MailedAt = Noon - TimeSpan.FromMinutes(2) }, [Waits(NotificationKind.PostFailed, Noon - Soon)], Noon, DateTimeZoneProviders.Tzdb);

        Assert.Equal((null, Noon + TimeSpan.FromMinutes(8)), (plan.Mail, plan.LookAt));
    }

    [Fact]
    public void The_daily_mail_takes_along_what_would_have_gone_at_once()
    {
        var (daily, once) = (Waits(NotificationKind.MessageReceived, Noon.AddDays(-1), NotificationMail.Digest), Waits(NotificationKind.PostFailed, Noon.AddHours(-4).AddSeconds(-1)));

        var plan = Plan(Noon.AddHours(-4), daily, once);

        Assert.Equal((NotificationMail.Digest, 2), (plan.Mail, plan.In.Count));
    }

    [Fact]
    public void A_mail_at_once_leaves_the_daily_one_waiting()
    {
        var daily = Waits(NotificationKind.MessageReceived, Noon.AddHours(-1), NotificationMail.Digest);

        var plan = Plan(Noon, daily, Waits(NotificationKind.PostFailed, Noon - Soon));

        Assert.Equal((NotificationMail.Now, 1, Noon.AddHours(20)), (plan.Mail, plan.In.Count, plan.LookAt));
    }

    [Fact]
    public void What_is_read_or_not_wanted_any_more_is_dropped_and_makes_no_mail()
    {
        var plan = Plan(Noon.AddDays(2), Waits(NotificationKind.PostFailed, Noon) with { Told = false }, Waits(NotificationKind.PostFailed, Noon, NotificationMail.Never), Waits(NotificationKind.MessageReceived, Noon));

        Assert.Equal((null, 0, 3, null), (plan.Mail, plan.In.Count, plan.Dropped.Count, plan.LookAt));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "bounce")]
    [InlineData(true, "complaint")]
    [InlineData(true, "unsubscribed")]
    public void Who_is_not_to_be_written_to_has_nothing_waiting(bool confirmed, string? stopped)
    {
        var plan = NotificationMailRules.Plan(Ana with { Mailing = Ana.Mailing with { Confirmed = confirmed, Stopped = stopped } }, [Waits(NotificationKind.PostFailed, Noon)], Noon.AddDays(1), DateTimeZoneProviders.Tzdb);

        Assert.Equal((null, 1, null), (plan.Mail, plan.Dropped.Count, plan.LookAt));
    }

    [Fact]
    public void Quiet_that_has_begun_holds_up_what_was_due_before()
    {
        var quiet = new QuietTime(true, new TimeOnly(22, 0), new TimeOnly(7, 0), [1, 2, 3, 4, 5, 6, 7]);
        var (queued, now) = (Noon.AddHours(9.9), Noon.AddHours(10.5));

        var plan = NotificationMailRules.Plan(Ana with { Mailing = Ana.Mailing with { Quiet = quiet } }, [Waits(NotificationKind.PostFailed, queued)], now, DateTimeZoneProviders.Tzdb);

        Assert.Equal((null, Noon.AddHours(19)), (plan.Mail, plan.LookAt));
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_UTC() =>
        Assert.Equal(Noon.AddHours(20), NotificationMailRules.Plan(Ana with { Mailing = Ana.Mailing with { TimeZone = "Nowhere/At-All" } }, [Waits(NotificationKind.PostPublished, Noon, NotificationMail.Digest)], Noon, DateTimeZoneProviders.Tzdb).LookAt);

    [Fact]
    public void A_mail_counts_what_happened_where_the_urgent_first()
    {
        var lines = NotificationMailRules.Lines(
            [Waits(NotificationKind.MessageReceived, Noon) with { Count = 3 }, Waits(NotificationKind.MessageReceived, Noon) with { Count = 2 }, Waits(NotificationKind.PostFailed, Noon), Waits(NotificationKind.PostFailed, Noon) with { Account = "atelier" }]);

        Assert.Equal([new(NotificationKind.PostFailed, "atelier", 1, Shop), new(NotificationKind.PostFailed, "shop", 1, Shop), new NotificationLine(NotificationKind.MessageReceived, "shop", 5, Shop)], lines);
    }

    [Fact]
    public void A_mail_has_so_many_lines_and_counts_the_rest()
    {
        var lines = NotificationMailRules.Lines(Enumerable.Range(0, 50).Select(i => Waits(NotificationKind.PostFailed, Noon) with { Account = $"shop{i:00}" }));

        Assert.Equal((NotificationMailRules.MostLines, new NotificationLine(NotificationLine.Others, "", 31)), (lines.Count, lines[^1]));
    }

    private static readonly Guid Shop = Guid.NewGuid();

    private static readonly NotificationReader Ana = new(
        Guid.NewGuid(), "Ana", "en", new NotificationMailingRow("ana@example.com", Confirmed: true, Stopped: null, "UTC", new TimeOnly(8, 0), new QuietTime(false, new TimeOnly(22, 0), new TimeOnly(7, 0), []), Weekly: true), MailedAt: null);

    private static NotificationMailPlan Plan(DateTimeOffset now, params QueuedNotification[] queue) => NotificationMailRules.Plan(Ana, queue, now, DateTimeZoneProviders.Tzdb);

    private static QueuedNotification Waits(string kind, DateTimeOffset at, string? by = null) => new(Guid.NewGuid(), kind, 1, Shop, "shop", at, by, Told: true);
}
