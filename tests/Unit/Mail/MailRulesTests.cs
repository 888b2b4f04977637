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
}
