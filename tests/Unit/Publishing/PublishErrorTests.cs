using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Meta's table of publishing errors, row by row: what becomes of the post, what its owner is told, and whether it is tried again.</summary>
/// <remarks>Source: Meta, "Error codes" of the Instagram Platform; meta-platform reference, sections 4.5 and 7.3.</remarks>
public sealed class PublishErrorTests
{
    private static readonly PostRow Making = Samples.Post("feed", Samples.Image()) with { Status = "preparing", LeaseUntil = Samples.Due.AddSeconds(30) };
    private static readonly PostRow Publishing = Making with { Status = "publishing", ContainerId = "c1", ContainerCreatedAt = Samples.Due.AddMinutes(-10), PublishStartedAt = Samples.Due };

    private static InstagramFailure Failure(bool publishing, int code, int subcode, int status = 400) =>
        InstagramErrors.Classify(publishing ? CallKind.Publish : CallKind.Repeatable, new GraphError(code, subcode, IsTransient: false, UserMessage: null, TraceId: "t", status));

    /// <param name="told">The code of what the owner is told; null while there is nothing to tell.</param>
    /// <param name="attempts">How many of the five are used up.</param>
    [Theory]
    [InlineData(-2, 2207003, "preparing", null, 1)]
    [InlineData(-2, 2207020, "preparing", null, 1)]
    [InlineData(-1, 2207001, "preparing", null, 1)]
    [InlineData(-1, 2207032, "preparing", null, 1)]
    [InlineData(-1, 2207053, "preparing", null, 1)]
    [InlineData(1, 2207057, "failed", "thumb-offset", 0)]
    [InlineData(1, 0, "preparing", null, 1)]
    [InlineData(2, 0, "preparing", null, 1)]
    [InlineData(4, 2207051, "failed", "restricted", 0)]
    [InlineData(9, 2207042, "preparing", "daily-limit", 0)]
    [InlineData(24, 2207006, "preparing", null, 1)]
    [InlineData(24, 2207008, "preparing", null, 1)]
    [InlineData(25, 2207050, "failed", "account-restricted", 0)]
    [InlineData(100, 2207023, "failed", "media-type-unknown", 0)]
    [InlineData(100, 2207028, "failed", "carousel-size", 0)]
    [InlineData(100, 2207035, "failed", "tag-place", 0)]
    [InlineData(100, 2207036, "failed", "tag-place", 0)]
    [InlineData(100, 2207037, "failed", "tag-place", 0)]
    [InlineData(100, 2207040, "failed", "too-many-tags", 0)]
    [InlineData(100, 0, "failed", "refused", 0)]
    [InlineData(352, 2207026, "failed", "media-format", 0)]
    [InlineData(9004, 2207052, "preparing", null, 1)]
    [InlineData(9007, 2207027, "preparing", null, 0)]
    [InlineData(36000, 2207004, "failed", "media-too-large", 0)]
    [InlineData(36001, 2207005, "failed", "media-format", 0)]
    [InlineData(36003, 2207009, "failed", "media-aspect", 0)]
    [InlineData(36004, 2207010, "failed", "caption-too-long", 0)]
    [InlineData(10, 0, "failed", "permission-missing", 0)]
    [InlineData(200, 0, "failed", "permission-missing", 0)]
    [InlineData(368, 0, "failed", "restricted", 0)]
    [InlineData(190, 463, "failed", "token-expired", 0)]
    [InlineData(4, 0, "preparing", "rate-limited", 0)]
    [InlineData(17, 0, "preparing", "rate-limited", 0)]
    [InlineData(32, 0, "preparing", "rate-limited", 0)]
    [InlineData(80002, 0, "preparing", "rate-limited", 0)]
    public void While_a_container_is_made(int code, int subcode, string status, string? told, int attempts) => Is(
        PublishRules.AfterFailure(Making, Failure(publishing: false, code, subcode), wasPublishCall: false, Samples.Due), status, told, attempts);

    [Theory]
    [InlineData(-1, 2207001, 400, "unconfirmed", null, 0)]
    [InlineData(1, 0, 400, "unconfirmed", null, 0)]
    [InlineData(2, 0, 503, "unconfirmed", null, 0)]
    [InlineData(4, 2207051, 400, "unconfirmed", "restricted", 0)]
    [InlineData(24, 2207006, 400, "unconfirmed", null, 0)]
    [InlineData(24, 2207008, 400, "unconfirmed", null, 0)]
    [InlineData(9007, 2207027, 400, "preparing", null, 0)]
    [InlineData(9, 2207042, 400, "ready", "daily-limit", 0)]
    [InlineData(4, 0, 400, "ready", "rate-limited", 0)]
    [InlineData(80002, 0, 400, "ready", "rate-limited", 0)]
    [InlineData(25, 2207050, 400, "failed", "account-restricted", 0)]
    [InlineData(368, 0, 400, "failed", "restricted", 0)]
    [InlineData(190, 460, 401, "failed", "token-expired", 0)]
    [InlineData(100, 0, 400, "failed", "refused", 0)]
    public void While_it_is_published(int code, int subcode, int httpStatus, string status, string? told, int attempts)
    {
        var after = PublishRules.AfterFailure(Publishing, Failure(publishing: true, code, subcode, httpStatus), wasPublishCall: true, Samples.Due);

        Is(after, status, told, attempts);
        // Whatever was answered, the container that may be live is not replaced.
        Assert.Equal("c1", after.ContainerId);
    }

    /// <summary>While a container is processed Meta answers no error: its status has the subcode.</summary>
    [Theory]
    [InlineData("Error: Media upload has failed with error code 2207026", "failed", "media-format", 0)]
    [InlineData("Error: Media upload has failed with error code 2207004", "failed", "media-too-large", 0)]
    [InlineData("Error: Media upload has failed with error code 2207009", "failed", "media-aspect", 0)]
    [InlineData("Error: Media upload has failed with error code 2207057", "failed", "thumb-offset", 0)]
    [InlineData("Error: Media upload has failed with error code 2207050", "failed", "account-restricted", 0)]
    [InlineData("Error: Media upload has failed with error code 2207003", "preparing", null, 1)]
    [InlineData("Error: Media upload has failed with error code 2207053", "preparing", null, 1)]
    [InlineData("Error: Media upload has failed with error code 2207076", "preparing", null, 1)]
    [InlineData("ERROR", "preparing", null, 1)]
    public void While_it_is_processed(string detail, string status, string? told, int attempts)
    {
        var after = PublishRules.Polled(Publishing with { Status = "preparing" }, new(ContainerState.Error, detail, InstagramErrors.OfContainer(detail)), Samples.Due);

        Is(after, status, told, attempts);
        if (status == "preparing") Assert.Null(after.ContainerId);
    }

    [Fact]
    public void A_restriction_is_not_tried_again_once_it_is_certain_that_the_post_is_not_live()
    {
        var doubtful = PublishRules.AfterFailure(Publishing, Failure(publishing: true, 4, 2207051), wasPublishCall: true, Samples.Due);

        Is(DoubtRules.Settle(doubtful, ContainerState.Finished, new Sighting.None(), Samples.Due.AddSeconds(61)), "failed", "restricted", 0);
        Assert.Equal("published", DoubtRules.Settle(doubtful, ContainerState.Published, new Sighting.One(new("1", "Hello", Samples.Due, null)), Samples.Due.AddSeconds(6)).Status);
    }

    [Theory]
    [InlineData(9004, 2207052, "media-unreachable")]
    [InlineData(-2, 2207003, "temporarily-unavailable")]
    public void What_is_tried_five_times_says_why_it_ended(int code, int subcode, string told) => Is(
        PublishRules.AfterFailure(Making with { Attempts = PublishRules.MaxAttempts - 1 }, Failure(publishing: false, code, subcode), wasPublishCall: false, Samples.Due), "failed", told, PublishRules.MaxAttempts - 1);

    [Fact]
    public void A_limit_is_waited_for_a_day_and_uses_up_no_attempt()
    {
        var limit = Failure(publishing: true, 9, 2207042);

        Is(PublishRules.AfterFailure(Publishing, limit, wasPublishCall: true, Samples.Due + PublishRules.LimitsLastAtMost), "ready", "daily-limit", 0);
        Is(PublishRules.AfterFailure(Publishing, limit, wasPublishCall: true, Samples.Due + PublishRules.LimitsLastAtMost + TimeSpan.FromSeconds(1)), "failed", "daily-limit", 0);
    }

    [Fact]
    public void Media_that_are_not_ready_after_a_quarter_of_an_hour_are_tried_anew()
    {
        var waiting = Publishing with { Status = "preparing" };

        Assert.Equal("c1", PublishRules.Polled(waiting, new(ContainerState.InProgress, null), Samples.Due.AddMinutes(5)).ContainerId);
        Is(PublishRules.Polled(waiting, new(ContainerState.InProgress, null), Samples.Due.AddMinutes(6)), "preparing", null, 1);
        Assert.Null(PublishRules.Polled(waiting, new(ContainerState.InProgress, null), Samples.Due.AddMinutes(6)).ContainerId);
    }

    private static void Is(PostRow after, string status, string? told, int attempts)
    {
        Assert.Equal((status, told, attempts), (after.Status, after.ErrorCode, after.Attempts));
        Assert.Equal(told is null, after.ErrorMessage is null);
        Assert.Equal(status == "failed", after.NextAttemptAt is null);
        Assert.Null(after.LeaseUntil);
    }

    [Fact]
    public void Every_failure_is_put_in_words_in_each_language_and_documented()
    {
        var ours = typeof(PostFailures).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var codes = ours.Concat(Refusals()).ToHashSet();
        Assert.Superset(new HashSet<string> { PostFailures.Missed, "media-aspect", "refused" }, codes);

        foreach (var language in (string[])["en", "pt", "es"])
        {
            var lines = File.ReadLines(Checkout.PathOf("web", "src", "texts", language, "publishing.ts")).SkipWhile(line => line != "  failure: {").TakeWhile(line => line != "  },");
            Assert.Equal(codes.Order(StringComparer.Ordinal), lines.Skip(1).Select(line => line.Trim().Split(": ")[0].Trim('\'')).Order(StringComparer.Ordinal));
        }
        var documented = File.ReadAllText(Checkout.PathOf("docs", "posts.md"));
        Assert.DoesNotContain(codes, code => !documented.Contains($"`{code}`", StringComparison.Ordinal));
    }

    /// <returns>The reasons for which Meta refuses a post for good: of every subcode that publishing has, with every code that comes with one.</returns>
    private static IEnumerable<string> Refusals() =>
        from code in (int[])[-2, -1, 1, 2, 4, 9, 10, 24, 25, 100, 200, 352, 368, 9004, 9007, 36000, 36001, 36003, 36004]
        from subcode in Enumerable.Range(2_207_000, 1_000).Prepend(0)
        from publishing in (bool[])[false, true]
        let refused = Failure(publishing, code, subcode) as Refused
        where refused is not null
        select refused.Reason;
}
