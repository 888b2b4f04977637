namespace SocialSelling.Publishing;

public sealed class DetailRulesTests
{
    private static readonly MediaRow Picture = Samples.Image(), Clip = Samples.Video(seconds: 20);

    private static IEnumerable<string> Rules(PostRow post) => DetailRules.Check(post).Select(f => $"{f.Severity}:{f.Rule}");

    private static PostRow Tagged(PostRow post, params UserTagRow[] tags) => post with { Details = new([new(post.Media[0].Id, null, tags)]) };

    [Fact]
    public void A_picture_may_have_words_people_collaborators_and_a_place()
    {
        var post = Samples.Post("feed", Picture) with { Details = new([new(Picture.Id, "A blue bowl", [new("ana.bento", 0, 1)])], ["luna.ceramics"], "213385402") };

        Assert.Empty(Rules(post));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.5, null)]
    [InlineData(-0.1, 0.5)]
    [InlineData(0.5, 1.01)]
    public void On_a_picture_people_need_a_place_within_it(double? x, double? y) => Assert.Equal(["error:tag-place"], Rules(Tagged(Samples.Post("feed", Picture), new UserTagRow("ana", x, y))));

    [Fact]
    public void On_a_video_they_have_none()
    {
        Assert.Empty(Rules(Tagged(Samples.Post("reel", Clip), new UserTagRow("ana", null, null))));
        Assert.Equal(["warning:not-used"], Rules(Tagged(Samples.Post("reel", Clip), new UserTagRow("ana", 0.5, 0.5))));
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    public void At_most_20_people_are_tagged(int count, int findings) =>
        Assert.Equal(findings, Rules(Tagged(Samples.Post("feed", Picture), [.. Enumerable.Range(0, count).Select(i => new UserTagRow($"p{i}", 0.5, 0.5))])).Count());

    [Theory]
    [InlineData("ana bento")]
    [InlineData("")]
    [InlineData("a_name_with_more_than_30_letters")]
    public void A_name_is_a_user_name(string name)
    {
        Assert.Equal(["error:username-invalid"], Rules(Tagged(Samples.Post("feed", Picture), new UserTagRow(name, 0.5, 0.5))));
        Assert.Equal(["error:username-invalid"], Rules(Samples.Post("feed", Picture) with { Details = new(Collaborators: [name]) }));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void At_most_three_collaborate(int count, int findings) =>
        Assert.Equal(findings, Rules(Samples.Post("feed", Picture) with { Details = new(Collaborators: [.. Enumerable.Range(0, count).Select(i => $"c{i}")]) }).Count());

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 1)]
    public void A_description_has_at_most_1000_characters(int length, int findings) =>
        Assert.Equal(findings, Rules(Samples.Post("feed", Picture) with { Details = new([new(Picture.Id, new string('a', length), null)]) }).Count());

    [Fact]
    public void What_a_story_has_no_place_for_is_told_and_not_refused()
    {
        var story = Samples.Post("story", Picture) with { FirstComment = "First", Details = new([new(Picture.Id, "A bowl", null)], ["luna"], "1", ThumbOffsetMs: 5, ShareToFeed: false), CoverMediaId = Picture.Id };

        var findings = DetailRules.Check(story).ToList();
        Assert.All(findings, f => Assert.Equal("warning", f.Severity));
        Assert.Equal(
            ["details.collaborators", "details.coverMediaId", "details.files", "details.locationId", "details.shareToFeed", "details.thumbOffsetMs", "firstComment"], findings.Select(f => f.Field).Order());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(19_999, 0)]
    [InlineData(20_000, 1)]
    [InlineData(-1, 1)]
    public void A_moment_for_the_cover_lies_within_the_video(int offset, int findings) => Assert.Equal(findings, Rules(Samples.Post("reel", Clip) with { Details = new(ThumbOffsetMs: offset) }).Count());

    [Fact]
    public void A_cover_is_a_JPEG_of_the_library()
    {
        var reel = Samples.Post("reel", Clip);

        Assert.Empty(Rules(reel with { CoverMediaId = Picture.Id, Cover = Picture }));
        Assert.Equal(["error:media-not-found"], Rules(reel with { CoverMediaId = Guid.CreateVersion7() }));
        Assert.Equal(["error:cover-format"], Rules(reel with { CoverMediaId = Picture.Id, Cover = Picture with { MimeType = "image/png" } }));
    }

    [Fact]
    public void A_single_video_of_the_feed_is_a_reel() => Assert.Empty(Rules(Samples.Post("feed", Clip) with { Details = new(ShareToFeed: false, ThumbOffsetMs: 100) }));
}

public sealed class CaptionCountTests
{
    [Theory]
    [InlineData("plain", 5, 5)]
    [InlineData("line\r\nline", 9, 9)]
    // One code point, two units; then a family: 7 code points, 11 units, one picture.
    [InlineData("🙂", 1, 2)]
    [InlineData("👨‍👩‍👧‍👦", 7, 11)]
    public void Characters_are_code_points_and_units_are_known_too(string text, int codePoints, int units) =>
        Assert.Equal((codePoints, units), (CaptionCount.Of(text).CodePoints, CaptionCount.Of(text).Units));

    [Theory]
    [InlineData("#one #two", 2, 0)]
    [InlineData("#one#two", 1, 0)]
    [InlineData("a#b write to ana@example.com", 0, 0)]
    [InlineData("@ana.bento and @luna_ceramics.", 0, 2)]
    [InlineData("# alone, ## twice, @ home", 0, 0)]
    [InlineData("#2026 #日本 ＃全角 #𝒻ancy", 4, 0)]
    public void Marks_count_where_they_begin_a_word(string text, int hashtags, int mentions) => Assert.Equal((hashtags, mentions), (CaptionCount.Of(text).Hashtags, CaptionCount.Of(text).Mentions));

    [Fact]
    public void A_caption_that_is_too_long_in_units_alone_is_a_warning()
    {
        Assert.Equal("caption-maybe-too-long", Assert.Single(PreFlight.Check(Samples.Post("feed", Samples.Image()) with { Caption = string.Concat(Enumerable.Repeat("🙂", 1_101)) })).Rule);
        Assert.Empty(PreFlight.Check(Samples.Post("feed", Samples.Image()) with { Caption = string.Concat(Enumerable.Repeat("🙂", 1_100)) }));
    }
}
