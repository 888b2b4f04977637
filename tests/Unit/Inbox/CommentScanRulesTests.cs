using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class CommentScanRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CommentScanRow First = new(Guid.NewGuid(), Step: 1, Cursor: null, Pages: 0, Attempts: 0, Now, CompletedAt: null);

    [Fact]
    public void The_first_run_looks_further_back_than_a_daily_one()
    {
        int Pages(CommentScanRow scan)
        {
            var pages = 0;
            do
            {
                scan = CommentScanRules.AfterPage(scan, "more", Now);
                pages++;
            } while (scan.Cursor is not null);
            Assert.Equal((Now, Now.AddDays(1)), (scan.CompletedAt, scan.NextStepAt));
            return pages;
        }

        Assert.Equal(CommentScanRules.FirstPages, Pages(First));
        Assert.Equal(CommentScanRules.DailyPages, Pages(First with { CompletedAt = Now.AddDays(-1) }));
    }

    [Fact]
    public void The_last_page_ends_the_run() => Assert.Equal((Now.AddDays(1), null), (CommentScanRules.AfterPage(First, after: null, Now).NextStepAt, CommentScanRules.AfterPage(First, null, Now).Cursor));

    [Fact]
    public void A_failure_waits_as_Meta_says_or_longer_each_time_and_ends_for_the_day_after_several()
    {
        Assert.Equal(Now.AddMinutes(7), CommentScanRules.AfterFailure(First, new RetryLater(TimeSpan.FromMinutes(7)), Now).NextStepAt);

        var (scan, waits) = (First, new List<TimeSpan>());
        do
        {
            scan = CommentScanRules.AfterFailure(scan, new RetryLater(null), Now);
            waits.Add(scan.NextStepAt!.Value - Now);
        } while (scan.Attempts > 0);

        Assert.Equal(waits.Order(), waits);
        Assert.Equal((TimeSpan.FromDays(1), null), (waits[^1], scan.CompletedAt));
    }

    [Fact]
    public void A_dead_login_ends_it_until_the_account_is_connected_again() => Assert.Null(CommentScanRules.AfterFailure(First, new ReconnectAccount(), Now).NextStepAt);

    [Fact]
    public void Every_step_follows_the_one_before() =>
        Assert.All(
            (CommentScanRow[])[CommentScanRules.AfterPage(First, "more", Now), CommentScanRules.AfterPage(First, null, Now), CommentScanRules.Wait(First, Now), CommentScanRules.Stop(First), CommentScanRules.AfterFailure(First, new RetryLater(null), Now)],
            next => Assert.Equal(First.Step + 1, next.Step));

    [Fact]
    public void Only_what_the_list_reaches_can_be_missing_from_it()
    {
        var full = Enumerable.Range(0, InstagramClient.MostListed).Select(n => new ListedComment($"t{n}", null, null, "maya", "Hi", Now.AddMinutes(-n))).ToList();
        CommentRow Reply(string parent) => new NewComment(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 1, "comment", "inbound", "r", null, parent, null, null, null, null, "Hi", "open", null, null, null, false, Now, null)
            .ToRow(Guid.NewGuid(), "m");

        Assert.Equal(Now.AddMinutes(-49), CommentScanRules.ListedSince(full));
        Assert.Equal(DateTimeOffset.UnixEpoch, CommentScanRules.ListedSince(full[..10]));
        Assert.True(CommentScanRules.MayBeCutOff(Reply("older"), full));
        Assert.False(CommentScanRules.MayBeCutOff(Reply("older"), full[..10]));
        Assert.False(CommentScanRules.MayBeCutOff(Reply("t3"), full));
        Assert.True(CommentScanRules.MayBeCutOff(Reply("t3"), [.. full, .. Enumerable.Range(0, InstagramClient.MostListed).Select(n => new ListedComment($"r{n}", "t3", null, "ana", "Hi", Now))]));
    }
}
