namespace SocialSelling.Publishing;

public sealed class PreFlightTests
{
    private static MediaRow Image(int width = 1080, int height = 1080, long size = 1000, string mime = "image/jpeg") => new(
        Guid.CreateVersion7(), Guid.Empty, null, "a.jpg", "image", mime, size, width, height, null, "k", null, default);

    private static IEnumerable<string> Rules(string type, string caption, params MediaRow[] media) => PreFlight.Check(type, caption, media, media.Length).Select(f => f.Rule);

    [Fact]
    public void A_square_jpeg_with_a_caption_is_fine() => Assert.Empty(Rules("feed", "Hello #shop", Image()));

    [Theory]
    [InlineData(2_200, 0)]
    [InlineData(2_201, 1)]
    public void Captions_end_at_2200_characters(int length, int findings) => Assert.Equal(findings, Rules("feed", new string('a', length), Image()).Count());

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    public void Hashtags_end_at_30(int count, int findings) => Assert.Equal(findings, Rules("feed", string.Join(' ', Enumerable.Range(0, count).Select(i => $"#t{i}")), Image()).Count());

    [Theory]
    [InlineData(800, 1000, 0)]
    [InlineData(799, 1000, 1)]
    [InlineData(1910, 1000, 0)]
    [InlineData(1911, 1000, 1)]
    public void Feed_images_keep_to_Instagrams_shapes(int width, int height, int findings) => Assert.Equal(findings, Rules("feed", "", Image(width, height)).Count());

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void A_carousel_has_2_to_10_files(int count, bool refused) =>
        Assert.Equal(refused, Rules("carousel", "", [.. Enumerable.Range(0, count).Select(_ => Image())]).Contains("carousel-size"));

    [Fact]
    public void A_file_that_has_gone_is_named() => Assert.Contains(PreFlight.Check("feed", "", [], mediaAskedFor: 1), f => f.Rule == "media-not-found");

    [Fact]
    public void A_recording_is_for_messages_only() => Assert.Contains("audio-not-postable", Rules("feed", "", Image() with { Kind = "audio", MimeType = "audio/mp4" }));

    [Fact]
    public void A_video_that_nobody_looked_into_is_a_warning_and_no_refusal() => Assert.Equal(
        [("warning", "video-not-inspected")], PreFlight.Check("reel", "", [Image() with { Kind = "video", MimeType = "video/mp4" }], 1).Select(f => (f.Severity, f.Rule)));

    [Fact]
    public void A_reel_without_a_file_is_a_finding_and_not_a_crash() => Assert.Contains("one-file", Rules("reel", ""));
}
