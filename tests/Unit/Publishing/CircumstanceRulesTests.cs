namespace SocialSelling.Publishing;

public sealed class CircumstanceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero), Due = Now.AddHours(3);

    private static readonly PostRow Post = Samples.Post("feed", Samples.Image());

    private static readonly Circumstances Fine = new(
        "active", ["instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_comments"], Now.AddDays(50), Now.AddDays(20), new QuotaForecast(100, 2, 1), [], []);

    private static string[] Rules(Circumstances around, PostRow? post = null, DateTimeOffset? at = null) =>
        [.. CircumstanceRules.Check(post ?? Post, at ?? Due, around, Now).Select(f => $"{f.Severity}:{f.Rule}")];

    [Fact]
    public void Nothing_is_found_when_all_is_well() => Assert.Empty(Rules(Fine));

    [Fact]
    public void An_account_without_a_login_is_told_and_its_quota_is_not_asked_about() =>
        Assert.Equal(["error:account-not-active"], Rules(Fine with { AccountStatus = "token_expired", Quota = null }));

    [Theory]
    [InlineData(98, 1, false)]
    [InlineData(98, 2, true)]
    [InlineData(100, 0, true)]
    [InlineData(0, 100, true)]
    public void The_last_place_of_the_quota_is_one_and_the_next_is_none(int used, int planned, bool isFull)
    {
        var found = CircumstanceRules.Check(Post, Due, Fine with { Quota = new(100, used, planned) }, Now).ToList();

        Assert.Equal(isFull, found.Count == 1);
        if (isFull) Assert.Equal(("error", "quota-exhausted", "100"), (found[0].Severity, found[0].Rule, found[0].Facts!["limit"]));
    }

    [Fact]
    public void A_quota_that_nobody_could_ask_about_stops_nothing() => Assert.Equal(["info:quota-unknown"], Rules(Fine with { Quota = null }));

    [Fact]
    public void The_right_to_publish_is_needed_and_the_one_to_comment_for_a_first_comment()
    {
        var silent = Fine with { Scopes = ["instagram_business_basic", "instagram_business_content_publish"] };

        Assert.Equal(["error:scope-missing"], Rules(Fine with { Scopes = ["instagram_business_basic"] }));
        Assert.Empty(Rules(silent));
        Assert.Equal(["error:scope-missing"], Rules(silent, Post with { FirstComment = "More in our story" }));
        Assert.Empty(Rules(Fine with { Scopes = ["instagram_basic", "instagram_content_publish"] }));
        // Meta did not say.
        Assert.Empty(Rules(Fine with { Scopes = [] }));
    }

    [Fact]
    public void A_login_that_ends_before_the_time_is_no_trouble_while_it_can_be_renewed()
    {
        var later = Now.AddDays(60);

        Assert.Equal(["info:token-renewal-needed"], Rules(Fine, at: later));
        Assert.Equal(["warning:token-not-renewed"], Rules(Fine with { TokenRefreshAt = Now.AddDays(-3) }, at: later));
        Assert.Empty(Rules(Fine with { TokenRefreshAt = Now.AddDays(-3) }));
        Assert.Equal(["error:token-expired"], Rules(Fine with { TokenExpiresAt = Now }));
    }

    [Theory]
    [InlineData("Reached", null)]
    [InlineData("Refused", "error:media-unreachable")]
    [InlineData("NoAnswer", "warning:media-no-answer")]
    [InlineData("NotPublic", "error:media-not-public")]
    public void A_file_that_Instagram_could_not_fetch_stops_the_post_when_that_is_certain(string answer, string? found)
    {
        var probe = new MediaProbe(Samples.Image(), Enum.Parse<MediaAnswer>(answer), answer == "Refused" ? 404 : null);

        Assert.Equal(found is null ? [] : [found], Rules(Fine with { Media = [probe] }));
    }

    [Fact]
    public void The_nearest_of_posts_alike_is_named()
    {
        var twin = new PostTwin(Guid.NewGuid(), Due.AddHours(1), "scheduled");

        var found = Assert.Single(CircumstanceRules.Check(Post, Due, Fine with { Twins = [twin, twin with { Id = Guid.NewGuid() }] }, Now));
        Assert.Equal(("warning", "duplicate-post", twin.Id.ToString(), "2026-11-27T16:00:00Z"), (found.Severity, found.Rule, found.Facts!["postId"], found.Facts["at"]));
    }
}
