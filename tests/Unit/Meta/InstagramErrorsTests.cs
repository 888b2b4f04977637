namespace SocialSelling.Meta;

public sealed class InstagramErrorsTests
{
    private static InstagramFailure Classify(CallKind kind, int code, int subcode = 0, bool transient = false, int status = 400) =>
        InstagramErrors.Classify(kind, new GraphError(code, subcode, transient, UserMessage: null, TraceId: "A1", status));

    [Theory]
    [InlineData(190, 463)]
    [InlineData(190, 0)]
    [InlineData(102, 0)]
    [InlineData(10, 2534077)]
    public void A_dead_login_asks_for_its_owner(int code, int subcode) => Assert.IsType<ReconnectAccount>(Classify(CallKind.Effect, code, subcode));

    [Theory]
    [InlineData(10, 2534022)]
    [InlineData(10, 2018278)]
    public void Both_words_for_a_closed_window_mean_the_same(int code, int subcode) =>
        Assert.Equal("reply-window-closed", Assert.IsType<Refused>(Classify(CallKind.Effect, code, subcode)).Reason);

    [Theory]
    [InlineData(4, 0)]
    [InlineData(17, 0)]
    [InlineData(613, 2534040)]
    [InlineData(80002, 0)]
    [InlineData(9007, 2207027)]
    [InlineData(-1, 2207001)]
    public void What_was_not_done_for_now_may_be_done_later(int code, int subcode) => Assert.IsType<RetryLater>(Classify(CallKind.Repeatable, code, subcode));

    [Theory]
    [InlineData(CallKind.Publish, 4, 2207051)]
    [InlineData(CallKind.Publish, 24, 2207008)]
    [InlineData(CallKind.Effect, 1, 1357046)]
    [InlineData(CallKind.Effect, 1, 0)]
    public void Errors_that_are_known_to_follow_success_prove_nothing(CallKind kind, int code, int subcode) => Assert.IsType<OutcomeUnknown>(Classify(kind, code, subcode));

    [Theory]
    [InlineData(CallKind.Effect, 2, 500, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Effect, 999999, 503, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Publish, 2, 400, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Publish, -1, 400, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Effect, 2, 400, typeof(RetryLater))]
    [InlineData(CallKind.Repeatable, -1, 500, typeof(RetryLater))]
    [InlineData(CallKind.Publish, 4, 500, typeof(RetryLater))]
    public void Metas_own_failure_is_repeated_only_where_nothing_can_double(CallKind kind, int code, int status, Type failure) =>
        Assert.IsType(failure, Classify(kind, code, transient: code != 4, status: status));

    [Fact]
    public void A_missing_permission_does_not_end_the_login() => Assert.Equal("permission-missing", Assert.IsType<Refused>(Classify(CallKind.Effect, 10)).Reason);

    [Theory]
    [InlineData(CallKind.Repeatable, true, typeof(RetryLater))]
    [InlineData(CallKind.Effect, true, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Publish, true, typeof(OutcomeUnknown))]
    [InlineData(CallKind.Publish, false, typeof(RetryLater))]
    public void Silence_is_doubt_only_where_something_may_have_happened(CallKind kind, bool mayHaveArrived, Type failure) =>
        Assert.IsType(failure, InstagramErrors.NoAnswer(kind, mayHaveArrived));
}
