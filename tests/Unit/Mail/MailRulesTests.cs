using SocialSelling.Notifications;

namespace SocialSelling.Mail;

public sealed class MailRulesTests
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_mail_that_is_put_off_comes_again_after_ever_longer_pauses_and_fails_at_the_fifth_try()
    {
        var steps = Enumerable.Range(1, 5).Select(tries => MailRules.After(new MailDeferred("451 greylisted"), tries, doubts: 0, Young)).ToList();

        Assert.Equal([10, 60, 360, 2160], steps.Take(4).Cast<MailComesAgain>().Select(step => step.After.TotalSeconds));
        Assert.Equal(("failed", "put-off-too-often"), (((MailIsOver)steps[4]).Status, ((MailIsOver)steps[4]).Reason));
    }

    [Fact]
    public void A_provider_that_names_a_later_time_is_not_asked_before_it() =>
        Assert.Equal(TimeSpan.FromMinutes(5), ((MailComesAgain)MailRules.After(new MailDeferred("429", TimeSpan.FromMinutes(5)), tries: 1, doubts: 0, Young)).After);

    [Fact]
    public void While_the_provider_is_away_mail_waits_a_day_and_no_try_counts()
    {
        var waits = ((double[])[0, 0.5, 4, 60, 1_439]).Select(minutes => Assert.IsType<MailComesAgain>(MailRules.After(new MailUnreachable("refused"), tries: 1, doubts: 0, TimeSpan.FromMinutes(minutes)))).ToList();
        var over = Assert.IsType<MailIsOver>(MailRules.After(new MailUnreachable("refused"), tries: 1, doubts: 0, MailRules.Life));

        Assert.Equal([10, 30, 240, 600, 600], waits.Select(wait => wait.After.TotalSeconds));
        Assert.DoesNotContain(waits, wait => wait.Counts);
        Assert.Equal("provider-unreachable", over.Reason);
    }

    [Fact]
    public void A_mail_whose_end_nobody_saw_is_sent_once_more_and_never_a_third_time()
    {
        var again = Assert.IsType<MailComesAgain>(MailRules.After(new MailUnknown("cut"), tries: 1, doubts: 0, Young));
        var over = Assert.IsType<MailIsOver>(MailRules.After(new MailUnknown("cut"), tries: 2, doubts: 1, Young));

        Assert.True(again.Doubt && over.Doubt);
        Assert.Equal(MailRepository.Unconfirmed, over.Reason);
    }

    [Theory]
    [InlineData(null, MailDuty.News, false)]
    [InlineData("unsubscribed", MailDuty.News, true)]
    [InlineData("unsubscribed", MailDuty.Asked, false)]
    [InlineData("complaint", MailDuty.Asked, true)]
    [InlineData("complaint", MailDuty.Security, false)]
    [InlineData("bounce", MailDuty.Security, true)]
    [InlineData("bounce", MailDuty.Law, false)]
    public void What_stops_a_mail_depends_on_what_it_is_owed_to(string? suppression, MailDuty duty, bool stops) => Assert.Equal(stops, MailRules.Stops(suppression, duty));

    [Fact]
    public void Of_accounts_that_a_reader_does_not_see_any_more_nothing_is_left_in_a_mail()
    {
        var (seen, gone) = (Guid.NewGuid(), Guid.NewGuid());
        NotificationLine of = new("post.failed", "shop", 2, seen), lost = new("post.failed", "atelier", 5, gone), others = new(NotificationLine.Others, "", 7);

        Assert.Equal([of, others], Lines(MailRules.Readable(Told(seen, of, lost, others))));
        Assert.Null(MailRules.Readable(Told(null, of, lost)));
        // What is left says nothing of its own.
        Assert.Null(MailRules.Readable(Told(seen, lost, others)));
        // Lines of before it was kept what they are of.
        Assert.Null(MailRules.Readable(Told(seen, lost with { AccountId = null })));

        static MailRow Told(Guid? seen, params NotificationLine[] lines) => Mail(MailTemplate.Lines, NotificationLine.Write(lines), seen is { } id ? [id] : []);
        static List<NotificationLine> Lines(MailRow? mail) => NotificationLine.Read(mail!.Values[MailTemplate.Lines]);
    }

    [Fact]
    public void A_week_of_which_the_reader_does_not_see_every_account_any_more_is_not_told()
    {
        var (seen, gone) = (Guid.NewGuid(), Guid.NewGuid());
        WeekOfWorkspace Week(string name, params Guid[] accounts) => new(name, accounts, 1, 1, 1, null, 1, 0, null, 0);
        MailRow Told(params WeekOfWorkspace[] weeks) => Mail(MailTemplate.Weeks, WeekOfWorkspace.Write(weeks), [seen]);

        Assert.Equal(["Kept"], WeekOfWorkspace.Read(MailRules.Readable(Told(Week("Kept", seen), Week("Left", gone), Week("Both", seen, gone)))!.Values[MailTemplate.Weeks]).Select(w => w.Workspace));
        Assert.Null(MailRules.Readable(Told(Week("Both", seen, gone))));
    }

    [Fact]
    public void A_mail_that_is_about_no_account_is_as_it_was_made()
    {
        var mail = Mail("name", "Ana", null);

        Assert.Same(mail, MailRules.Readable(mail));
    }

    private static MailRow Mail(string name, string value, IReadOnlyCollection<Guid>? seen) =>
        new(Guid.NewGuid(), MailTemplate.Notifications, "ana@example.com", "en", new Dictionary<string, string> { [name] = value }, MailPriority.Normal, DateTimeOffset.UnixEpoch, Doubts: 0, Fence: 1, Suppression: null, seen);
}
