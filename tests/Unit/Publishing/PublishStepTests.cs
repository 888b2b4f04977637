using Microsoft.Extensions.Time.Testing;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

public sealed class PublishStepTests
{
    private static readonly DateTimeOffset Due = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static PostRow Post(string status, string? container = "c1", int attempts = 0) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), null, "feed", "Hello", ["k"], null, Due, null, null, status, container, [], Due.AddMinutes(-10), Due, null, null, null, null, null, null,
        attempts, Due, null, Fence: 3, Version: 1, Due, Due, [], new(), null, null, null);

    [Theory]
    [InlineData("scheduled", typeof(PublishStep.CreateContainer))]
    [InlineData("preparing", typeof(PublishStep.PollContainer))]
    [InlineData("ready", typeof(PublishStep.Publish))]
    [InlineData("publishing", typeof(PublishStep.FindOut))]
    [InlineData("unconfirmed", typeof(PublishStep.FindOut))]
    [InlineData("cancelled", typeof(PublishStep.Nothing))]
    [InlineData("failed", typeof(PublishStep.Nothing))]
    [InlineData("draft", typeof(PublishStep.Nothing))]
    public void The_row_says_what_is_next(string status, Type step) => Assert.IsType(step, PublishStep.Of(Post(status), Due));

    [Theory]
    [InlineData("pending", typeof(PublishStep.WriteFirstComment))]
    [InlineData("sending", typeof(PublishStep.FindOutComment))]
    [InlineData("done", typeof(PublishStep.Nothing))]
    [InlineData("failed", typeof(PublishStep.Nothing))]
    public void Of_a_published_post_the_first_comment_is_next(string comment, Type step) => Assert.IsType(step, PublishStep.Of(Post("published") with { CommentStatus = comment, PlatformPostId = "1", Permalink = "p" }, Due));

    [Fact]
    public void Of_a_published_post_id_and_link_are_looked_for()
    {
        Assert.IsType<PublishStep.ReadMedium>(PublishStep.Of(Post("published") with { CommentStatus = "pending" }, Due));
        Assert.IsType<PublishStep.ReadMedium>(PublishStep.Of(Post("published") with { PlatformPostId = "1" }, Due));
        Assert.Equal(Accounts.CallClass.Sync, new PublishStep.ReadMedium().CallClass);
    }

    [Fact]
    public void A_ready_post_waits_for_its_second()
    {
        Assert.IsType<PublishStep.Nothing>(PublishStep.Of(Post("ready"), Due.AddMilliseconds(-1)));
        Assert.IsType<PublishStep.Publish>(PublishStep.Of(Post("ready"), Due));
    }

    [Fact]
    public void A_post_that_was_slept_through_is_given_up_after_an_hour()
    {
        Assert.IsType<PublishStep.CreateContainer>(PublishStep.Of(Post("scheduled"), Due + PublishRules.MissedAfter));
        foreach (var status in (string[])["scheduled", "preparing", "ready"])
            Assert.IsType<PublishStep.GiveUpMissed>(PublishStep.Of(Post(status), Due + PublishRules.MissedAfter + TimeSpan.FromSeconds(1)));
        // One that was to wait until now has been looked at.
        Assert.IsType<PublishStep.Publish>(PublishStep.Of(Post("ready") with { NextAttemptAt = Due.AddHours(3) }, Due.AddHours(3)));
    }

    [Fact]
    public void A_publish_call_without_an_answer_leaves_doubt_and_never_a_new_container()
    {
        var after = PublishRules.AfterFailure(Post("publishing"), new OutcomeUnknown(), wasPublishCall: true, Due);

        Assert.Equal(("unconfirmed", "c1", 0), (after.Status, after.ContainerId, after.Attempts));
    }

    [Fact]
    public void Tries_grow_apart_and_end()
    {
        foreach (var (attempts, seconds) in ((int, int)[])[(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 900), (7, 900)])
            Assert.All(Enumerable.Range(0, 50), _ => Assert.InRange(PublishRules.RetryAfter(Post("preparing", attempts: attempts)).TotalSeconds, seconds * 0.8, seconds * 1.2));
        Assert.True(Enumerable.Range(0, 50).Select(_ => PublishRules.RetryAfter(Post("preparing", attempts: 1))).Distinct().Count() > 40);
        Assert.Equal("failed", PublishRules.AfterFailure(Post("preparing", attempts: PublishRules.MaxAttempts - 1), new RetryLater(null), wasPublishCall: false, Due).Status);
    }

    [Fact]
    public void A_refusal_fails_at_once_with_Metas_reason()
    {
        var after = PublishRules.AfterFailure(Post("preparing"), new Refused("media-aspect", "Wrong shape"), wasPublishCall: false, Due);

        Assert.Equal(("failed", "media-aspect", "Wrong shape", null), (after.Status, after.ErrorCode, after.ErrorMessage, after.NextAttemptAt));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public void Waiting_for_a_limit_to_pass_is_no_attempt(int code)
    {
        var after = PublishRules.AfterFailure(Post("preparing", attempts: PublishRules.MaxAttempts - 1), new RetryLater(TimeSpan.FromHours(1), code), wasPublishCall: false, Due);

        Assert.Equal(("preparing", PublishRules.MaxAttempts - 1, Due.AddHours(1)), (after.Status, after.Attempts, after.NextAttemptAt));
    }

    [Fact]
    public void Without_a_login_a_post_waits_until_its_time_and_fails_then()
    {
        var early = PublishRules.WithoutLogin(Post("scheduled"), isDisconnected: false, Due.AddMinutes(-5));
        Assert.Equal(("scheduled", Due.AddMinutes(-5) + PublishRules.LookForLoginEvery), (early.Status, early.NextAttemptAt));
        Assert.Equal(Due, PublishRules.WithoutLogin(Post("scheduled"), isDisconnected: false, Due.AddSeconds(-5)).NextAttemptAt);
        Assert.Equal(("failed", "token-expired"), (PublishRules.WithoutLogin(Post("ready"), isDisconnected: false, Due) is var late ? late.Status : "", late.ErrorCode));
    }

    [Theory]
    [InlineData("scheduled", "cancelled")]
    [InlineData("ready", "cancelled")]
    [InlineData("publishing", "unconfirmed")]
    [InlineData("unconfirmed", "unconfirmed")]
    [InlineData("published", "published")]
    public void Of_a_disconnected_account_nothing_goes_live_and_nothing_is_guessed(string before, string after) =>
        Assert.Equal(after, PublishRules.WithoutLogin(Post(before), isDisconnected: true, Due).Status);

    [Fact]
    public void Doubt_is_told_after_minutes_and_ends_after_a_day()
    {
        Assert.Equal(("unconfirmed", null), Doubt("publishing", DoubtRules.ToldAfter));
        Assert.Equal(("failed", "outcome-unknown"), Doubt("unconfirmed", DoubtRules.ToldAfter + TimeSpan.FromSeconds(1)));
        Assert.NotNull(DoubtRules.StillInDoubt(Post("failed"), Due + DoubtRules.EndsAfter).NextAttemptAt);
        Assert.Null(DoubtRules.StillInDoubt(Post("failed"), Due + DoubtRules.EndsAfter + TimeSpan.FromSeconds(1)).NextAttemptAt);
        Assert.Equal(("failed", "outcome-never-known"), Doubt("failed", DoubtRules.EndsAfter + TimeSpan.FromSeconds(1)));

        static (string, string?) Doubt(string status, TimeSpan after) => DoubtRules.StillInDoubt(Post(status), Due + after) is var p ? (p.Status, p.ErrorCode) : default;
    }

    [Fact]
    public void A_medium_is_recognised_by_time_and_words_and_never_when_two_could_be_it()
    {
        var post = Post("unconfirmed");
        PublishedMedia Medium(string id, string? caption = "Hello", int second = 1) => new(id, caption, Due.AddSeconds(second), "https://example.com/" + id);

        var candidates = Recognition.Candidates(post, [Medium("newest", "Another", 9), Medium("it"), Medium("old", second: -31)]);
        IReadOnlyList<PublishedMedia> both = [Medium("it"), Medium("twin")];

        Assert.Equal("it", Assert.IsType<Sighting.One>(Recognition.Of(candidates, taken: [], new(0, 0))).Medium.Id);
        Assert.IsType<Sighting.None>(Recognition.Of(candidates, taken: ["it"], new(0, 0)));
        Assert.IsType<Sighting.Several>(Recognition.Of(both, taken: [], new(0, 0)));
        Assert.Equal("it", Assert.IsType<Sighting.One>(Recognition.Of(both, taken: ["twin"], new(0, 0))).Medium.Id);
        // It may be that of a post of ours that looks the same.
        Assert.IsType<Sighting.Several>(Recognition.Of(candidates, taken: [], new(Live: 0, InDoubt: 1)));
        Assert.IsType<Sighting.None>(Recognition.Of(candidates, taken: [], new(Live: 1, InDoubt: 0)));
    }

    [Fact]
    public void Line_ends_and_blanks_make_no_two_posts_out_of_twins()
    {
        var post = Post("unconfirmed") with { Caption = "Hello\nworld" };

        Assert.Equal(new Twins(Live: 1, InDoubt: 1), Recognition.Twins(post, [new("feed", "Hello\r\nworld ", IsLive: true), new("feed", " Hello\nworld", IsLive: false), new("feed", "Hello", IsLive: false), new("story", "", IsLive: true)]));
        Assert.Equal(new Twins(Live: 1, InDoubt: 0), Recognition.Twins(post with { Type = "story" }, [new("story", "whatever", IsLive: true), new("feed", post.Caption, IsLive: true)]));
    }

    [Fact]
    public void A_story_that_looks_like_one_made_by_hand_is_not_believed_to_be_it_while_its_container_waits()
    {
        var seen = new Sighting.One(new("1", null, Due, null));
        var later = Due + DoubtRules.ConclusiveAfter + TimeSpan.FromSeconds(5);

        Assert.Equal(("unconfirmed", null), DoubtRules.Settle(Post("unconfirmed") with { Type = "story" }, ContainerState.Finished, seen, later) is var story ? (story.Status, story.PlatformPostId) : default);
        Assert.Equal("1", DoubtRules.Settle(Post("unconfirmed") with { Type = "story" }, ContainerState.Published, seen, later).PlatformPostId);
        Assert.Equal("1", DoubtRules.Settle(Post("unconfirmed"), ContainerState.Finished, seen, later).PlatformPostId);
    }

    [Theory]
    [InlineData(ContainerState.Finished)]
    [InlineData(ContainerState.Expired)]
    public void A_call_that_did_nothing_is_not_made_again_when_that_is_found_out_an_hour_late(ContainerState state)
    {
        var inTime = DoubtRules.Settle(Post("publishing"), state, new Sighting.None(), Due + PublishRules.MissedAfter);
        var late = DoubtRules.Settle(Post("publishing"), state, new Sighting.None(), Due + PublishRules.MissedAfter + TimeSpan.FromSeconds(1));

        Assert.NotNull(inTime.NextAttemptAt);
        Assert.Equal(("failed", PostFailures.Missed, null), (late.Status, late.ErrorCode, late.NextAttemptAt));
    }

    [Fact]
    public void Once_its_comment_is_settled_the_link_is_looked_for_in_seconds_however_long_that_took()
    {
        var live = Post("published") with { PlatformPostId = "1", PublishedAt = Due, CommentStatus = "done" };

        Assert.Equal(Due.AddSeconds(93), FollowUp.AfterComment(live, Due.AddSeconds(90)).NextAttemptAt);
        Assert.Null(FollowUp.AfterComment(live with { Permalink = "p" }, Due.AddSeconds(90)).NextAttemptAt);
        Assert.Null(FollowUp.AfterComment(live, Due + FollowUp.Worthwhile + TimeSpan.FromSeconds(1)).NextAttemptAt);
    }

    [Fact]
    public void A_failed_post_that_may_be_live_is_left_alone_until_that_is_known()
    {
        var told = DoubtRules.StillInDoubt(Post("unconfirmed"), Due + DoubtRules.ToldAfter + TimeSpan.FromSeconds(1));

        Assert.False(PlanRules.MayEdit(told) || PlanRules.MaySchedule(told) || PlanRules.MayCancel(told) || PlanRules.MaySubmit(told));
        var certain = DoubtRules.Settle(told, ContainerState.Finished, new Sighting.None(), Due.AddMinutes(6));
        Assert.Equal("not-published", certain.ErrorCode);
        Assert.True(PlanRules.MayEdit(certain) && PlanRules.MaySchedule(certain) && PlanRules.MayCancel(certain) && PlanRules.MaySubmit(certain));
    }

    [Fact]
    public async Task A_day_of_looks_for_a_failed_post_leaves_no_day_of_entries_in_the_ledger()
    {
        var ended = Due + DoubtRules.EndsAfter + TimeSpan.FromSeconds(1);
        var told = DoubtRules.StillInDoubt(Post("unconfirmed"), Due.AddMinutes(6));
        var store = new CrashMatrixRows([told]);
        var claims = new PostClaims(store.Of(_ => Task.CompletedTask), TimeProvider.System);

        for (var look = 7; look < 20; look++) await Look(Due.AddMinutes(look));
        Assert.Empty(store.Ledger);
        await Look(ended);

        Assert.Equal(("find-out", "failed"), Assert.Single(store.Ledger) is var last ? (last.Step, last.Decision) : default);

        Task Look(DateTimeOffset at) => store.All.Single() is var before
            ? claims.NoteAnswer(before, DoubtRules.StillInDoubt(before, at), Ledger.FindOut, at, CallAnswer.Ok(), TestContext.Current.CancellationToken) : Task.CompletedTask;
    }

    [Fact]
    public async Task A_post_whose_time_comes_within_the_minute_does_not_queue_behind_those_that_are_prepared()
    {
        var clock = new FakeTimeProvider(Due.AddMinutes(-2));
        using var lanes = OneEach(clock);
        using var preparing = await lanes.Enter(Post("preparing"), Cancel);

        Assert.False(lanes.Enter(Post("preparing"), Cancel).IsCompleted);
        using var soon = await lanes.Enter(Post("preparing") with { ScheduledAt = Due.AddSeconds(-70) }, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task A_post_that_waits_to_be_prepared_while_its_time_comes_waits_no_longer_and_what_is_live_does()
    {
        var clock = new FakeTimeProvider(Due.AddMinutes(-2));
        using var lanes = OneEach(clock);
        using var preparing = await lanes.Enter(Post("preparing"), Cancel);
        var live = lanes.Enter(Post("published"), Cancel);
        var waiting = lanes.Enter(Post("preparing"), Cancel);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        using (await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel)) Assert.False(live.IsCompleted);
    }

    [Fact]
    public async Task What_is_live_already_waits_while_posts_whose_time_has_come_wait_for_a_place_but_not_for_ever()
    {
        var clock = new FakeTimeProvider(Due);
        using var lanes = OneEach(clock);
        var going = await lanes.Enter(Post("ready"), Cancel);
        var next = lanes.Enter(Post("ready"), Cancel);
        var (link, note) = (lanes.Enter(Post("published"), Cancel), lanes.Calm(TimeSpan.FromSeconds(2), Cancel));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(note.IsCompleted || link.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await note.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.False(link.IsCompleted);

        going.Dispose();
        await next.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        (await link.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Dispose();
        // Nobody waits any more: there is one at it, that is all.
        (await lanes.Enter(Post("published"), Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Dispose();
        Assert.True(lanes.Calm(TimeSpan.FromDays(1), Cancel).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_post_that_gives_up_waiting_for_a_place_keeps_nobody_waiting_and_a_place_is_given_back_once()
    {
        var clock = new FakeTimeProvider(Due);
        using var lanes = OneEach(clock);
        var going = await lanes.Enter(Post("ready"), Cancel);
        using var stop = new CancellationTokenSource();
        var next = lanes.Enter(Post("ready"), stop.Token);
        var note = lanes.Calm(TimeSpan.FromDays(1), Cancel);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await note.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        going.Dispose();
        going.Dispose();
        using var one = await lanes.Enter(Post("ready"), Cancel);
        Assert.False(lanes.Enter(Post("ready"), Cancel).IsCompleted);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PublishLanes OneEach(TimeProvider clock) => new(Microsoft.Extensions.Options.Options.Create(new PublishingOptions { AtOnce = 1, PreparingAtOnce = 1 }), clock);

    [Fact]
    public void A_lease_outlasts_any_call_and_a_verdict_outlasts_the_lease()
    {
        var longestCall = TimeSpan.Parse((string)typeof(MetaOptions).GetProperty(nameof(MetaOptions.CallTimeout))!.GetCustomAttributes(typeof(System.ComponentModel.DataAnnotations.RangeAttribute), false)
            .Cast<System.ComponentModel.DataAnnotations.RangeAttribute>().Single().Maximum, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(longestCall < PublishRules.Lease && PublishRules.Lease + longestCall < DoubtRules.ConclusiveAfter && longestCall <= PublishRules.LongestCall);
    }
}
