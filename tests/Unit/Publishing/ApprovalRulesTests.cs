using SocialSelling.Accounts;

namespace SocialSelling.Publishing;

public sealed class ApprovalRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ana = Guid.NewGuid(), Bo = Guid.NewGuid(), Cy = Guid.NewGuid();

    [Fact]
    public void What_people_see_is_what_is_approved_and_its_time_is_not()
    {
        var post = ApprovalRules.Approved(Waiting(), Bo, Noon);

        Assert.True(ApprovalRules.IsApproved(post));
        Assert.True(ApprovalRules.IsApproved(post with { ScheduledAt = Noon.AddDays(3), Version = 9, Fence = 9, Status = "ready", ContainerId = "c" }));
        Assert.All(
            (PostRow[])[post with { Caption = "Other" }, post with { MediaKeys = ["b.jpg"] }, post with { FirstComment = "Link in bio" }, post with { Type = "story" }, post with { CoverMediaId = Ana },
                post with { Details = new([new(Ana, "A bag", null)]) }],
            altered => Assert.True(ApprovalRules.IsAltered(altered)));
    }

    [Theory]
    [InlineData("scheduled")]
    [InlineData("preparing")]
    [InlineData("ready")]
    public void Nothing_goes_to_Instagram_that_is_not_what_was_approved(string status)
    {
        var altered = ApprovalRules.Approved(Waiting(), Bo, Noon) with { Status = status, Caption = "Smuggled in" };

        Assert.IsType<PublishStep.GiveUpAltered>(PublishStep.Of(altered, Noon));
    }

    [Fact]
    public void A_post_that_nobody_approved_in_time_is_given_up_and_not_before()
    {
        var post = Waiting();

        Assert.IsType<PublishStep.Nothing>(PublishStep.Of(post, post.ScheduledAt!.Value.AddTicks(-1)));
        Assert.IsType<PublishStep.GiveUpUnapproved>(PublishStep.Of(post, post.ScheduledAt!.Value));
    }

    [Fact]
    public void Nobody_judges_what_they_wrote_or_changed_last()
    {
        var edited = Waiting() with { Approval = new(Bo, Noon) };

        Assert.False(ApprovalRules.MayDecide(edited, Ana));
        Assert.False(ApprovalRules.MayDecide(edited, Bo));
        Assert.True(ApprovalRules.MayDecide(edited, Cy));
    }

    [Fact]
    public void A_caption_template_adds_the_words_that_the_caption_lacks()
    {
        var template = new PostTemplateRow(Guid.Empty, Guid.Empty, null, "Sale", null, null, "{{product|Bags}} on #sale, by {{account}}", ["Sale", "linen"], ["luna.boutique"], 0, null, Noon, Noon);
        var account = new AccountRow(
            Guid.Empty, Guid.Empty, Guid.Empty, "instagram", "1", null, "luna", null, null, null, 0, 0, 0, null, null, "active", null, [], null, null, Noon);

        Assert.Equal("Bags on #sale, by luna\n\n@luna.boutique\n\n#linen", CaptionTemplate.Render(template, account, null).Text);
        Assert.StartsWith("Shirts on", CaptionTemplate.Render(template, account, new Dictionary<string, string> { ["product"] = "Shirts" }).Text, StringComparison.Ordinal);
    }

    private static PostRow Waiting() => new(
        Guid.NewGuid(), Guid.NewGuid(), Ana, "feed", "Linen", ["a.jpg"], null, Noon.AddHours(1), null, null, "awaiting_approval", null, [], null, null, null, null, null, null, null, null, 0,
        Noon.AddHours(1), null, 0, 1, Noon, Noon, [], new(), null, null, new(Ana, Noon));
}
