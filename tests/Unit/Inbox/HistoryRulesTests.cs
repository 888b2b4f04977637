using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class HistoryRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Account = Guid.Parse("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void The_first_run_reads_everything_and_the_next_only_what_changed_since()
    {
        var first = HistoryRules.Begin(null, Account, Guid.NewGuid(), everything: false, Now);
        var done = HistoryRules.AfterList(first, new([], null), Now);
        var next = HistoryRules.Begin(done, Account, Guid.NewGuid(), everything: false, Now.AddHours(30));

        Assert.Equal(("backfill", null), (first.Kind, first.Progress.Horizon));
        Assert.Equal(("done", Now - HistoryRules.Fresh), (done.State, done.CompleteUntil));
        Assert.Equal(("reconcile", Now - HistoryRules.Fresh - HistoryRules.Overlap), (next.Kind, next.Progress.Horizon));
        Assert.Equal(Now.AddDays(30) - HistoryRules.Reach, HistoryRules.Begin(done, Account, Guid.NewGuid(), everything: false, Now.AddDays(30)).Progress.Horizon);
    }

    [Fact]
    public void Pages_end_where_the_horizon_lies_and_groups_are_passed_over()
    {
        var run = Running(horizon: Now.AddDays(-1));

        var after = HistoryRules.AfterList(run, new([Conversation("a", Now), new("group", Now, ["x", "y"]), Conversation("old", Now.AddDays(-2))], After: "more"), Now);

        Assert.Equal(["a"], after.Progress.Queue.Select(c => c.Id));
        Assert.False(after.Progress.PagesLeft);
    }

    [Fact]
    public void Older_messages_are_listed_only_as_far_as_the_last_day_goes()
    {
        var run = HistoryRules.AfterList(Running(), new([Conversation("a", Now)], null), Now);

        var goesOn = HistoryRules.AfterMessages(run, new([Listed("1", Now.AddHours(-1))], After: "more"), Keys(), Keys("1"), Now);
        var ends = HistoryRules.AfterMessages(goesOn, new([Listed("2", Now.AddHours(-2)), Listed("3", Now.AddDays(-2))], After: "more"), Keys("2"), Keys(), Now);

        Assert.Equal("more", Assert.Single(goesOn.Progress.Queue).After);
        Assert.Equal(("done", 1, 3, 1, 1), (ends.State, ends.Progress.Read, ends.Progress.Listed, ends.Progress.Added, ends.Progress.OutOfReach));
        Assert.Equal(new(Now, Known: 2, Stored: 2, Filled: 1), ends.Completeness);
    }

    [Fact]
    public void What_is_fresh_is_left_to_its_webhook()
    {
        var run = HistoryRules.AfterList(Running(), new([Conversation("a", Now)], null), Now);

        var after = HistoryRules.AfterMessages(run, new([Listed("1", Now.AddSeconds(-30))], After: null), Keys(), Keys(), Now);

        Assert.Equal((0, 0), (after.Progress.OutOfReach, after.Completeness!.Known));
    }

    [Fact]
    public void A_conversation_that_Meta_never_shows_does_not_hide_the_next_and_a_dead_login_ends_the_run()
    {
        var run = HistoryRules.AfterList(Running(), new([Conversation("a", Now), Conversation("b", Now)], null), Now);

        var refused = HistoryRules.AfterFailure(run, new Refused("refused", "No"), Now);
        var waiting = HistoryRules.AfterFailure(run, new RetryLater(TimeSpan.FromMinutes(7)), Now);
        var dead = HistoryRules.AfterFailure(run, new ReconnectAccount(), Now);

        Assert.Equal(["b"], refused.Progress.Queue.Select(c => c.Id));
        Assert.Equal((2, Now.AddMinutes(7)), (waiting.Progress.Queue.Count, waiting.NextStepAt));
        Assert.Equal(("stopped", null, "account-not-active"), (dead.State, dead.NextStepAt, dead.FailureCode));
        for (var n = 0; n < 10 && waiting.Progress.Queue.Count == 2; n++) waiting = HistoryRules.AfterFailure(waiting, new RetryLater(null), Now);
        Assert.Equal((1, 0), (waiting.Progress.Queue.Count, waiting.Progress.Attempts));
    }

    [Theory]
    [InlineData(true, 1, null, true)]
    [InlineData(true, -1, null, false)]
    [InlineData(true, 1, 2, false)]
    [InlineData(true, 3, 2, true)]
    [InlineData(false, 1, null, false)]
    public void Only_unanswered_news_is_unread(bool inbound, int minute, int? answered, bool unread) =>
        Assert.Equal(unread, HistoryRules.IsUnread(inbound, Now.AddMinutes(minute), Now, answered is { } at ? Now.AddMinutes(at) : null));

    private static HistoryRow Running(DateTimeOffset? horizon = null)
    {
        var run = HistoryRules.Begin(null, Account, Guid.NewGuid(), everything: true, Now);
        return run with { Progress = HistoryProgress.Start(horizon) };
    }

    private static ConversationSummary Conversation(string id, DateTimeOffset at) => new(id, at, ["person-" + id]);

    private static ListedMessage Listed(string mid, DateTimeOffset at) => new(mid, at, null);

    private static HashSet<Guid> Keys(params string[] mids) => [.. mids.Select(MidKey.Of)];
}
