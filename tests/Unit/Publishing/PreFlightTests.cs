namespace SocialSelling.Publishing;

public sealed class PreFlightTests
{
    private static MediaRow Image(int width = 1080, int height = 1080, long size = 1000, string mime = "image/jpeg") => new(
        Guid.CreateVersion7(), Guid.Empty, null, "a.jpg", "image", mime, size, width, height, null, "k", null, default);

    private static IEnumerable<string> Rules(string type, string caption, params MediaRow[] media) => PreFlight.Check(Samples.Post(type, media) with { Caption = caption }).Select(f => f.Rule);

    private static MediaRow Video(double? seconds = 20, long size = 1_000, string mime = "video/mp4", int width = 1_080) =>
        Samples.Video() with
        {
            DurationSeconds = seconds,
            Size = size,
            MimeType = mime,
            Width = width,
            Facts = seconds is null ? null : new("h264", "aac", 30, null, 0, "yuv420p", 44_100),
        };

    [Fact]
    public void A_square_jpeg_with_a_caption_is_fine() => Assert.Empty(Rules("feed", "Hello #shop", Image()));

    [Theory]
    [InlineData("draft", 2)]
    [InlineData("scheduled", 2)]
    [InlineData("failed", 2)]
    [InlineData("published", 0)]
    public void A_file_without_its_original_is_named_unless_the_post_is_live(string status, int findings)
    {
        var gone = Image() with { FileName = "summer.jpg", OriginalRemovedAt = Samples.Due };

        var found = PreFlight.Check(Samples.Post("reel", Video() with { OriginalRemovedAt = Samples.Due }) with { Status = status, CoverMediaId = gone.Id, Cover = gone });

        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Equal(("error", "media-original-removed"), (f.Severity, f.Rule)));
        if (findings > 0) Assert.Equal(["mediaIds v.mp4", "details.coverMediaId summer.jpg"], found.Select(f => $"{f.Field} {f.Facts!["fileName"]}"));
    }

    [Theory]
    [InlineData(2_200, 0)]
    [InlineData(2_201, 1)]
    public void Captions_end_at_2200_characters(int length, int findings) => Assert.Equal(findings, Rules("feed", new string('a', length), Image()).Count());

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    public void Hashtags_end_at_30(int count, int findings) => Assert.Equal(findings, Rules("feed", string.Join(' ', Enumerable.Range(0, count).Select(i => $"#t{i}")), Image()).Count());

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void Mentions_end_at_20(int count, bool refused)
    {
        var caption = string.Join(' ', Enumerable.Range(0, count).Select(i => $"@friend{i}")) + " ana@example.com";

        var found = PreFlight.Check(Samples.Post("feed", Image()) with { Caption = caption });

        Assert.Equal(refused ? 1 : 0, found.Count);
        Assert.All(found, f => Assert.Equal(("error", "too-many-mentions", "caption", "21"), (f.Severity, f.Rule, f.Field, f.Facts!["count"])));
    }

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
    public void A_file_that_has_gone_is_named() => Assert.Contains(PreFlight.Check(Samples.Post("feed") with { MediaKeys = ["gone"] }), f => f.Rule == "media-not-found");

    [Fact]
    public void A_recording_is_for_messages_only() => Assert.Contains("audio-not-postable", Rules("feed", "", Image() with { Kind = "audio", MimeType = "audio/mp4" }));

    [Fact]
    public void A_reel_without_a_file_is_a_finding_and_not_a_crash() => Assert.Contains("one-file", Rules("reel", ""));

    [Theory]
    [InlineData("reel", 2.9, true)]
    [InlineData("reel", 3.0, false)]
    [InlineData("reel", 900.0, false)]
    [InlineData("reel", 900.1, true)]
    [InlineData("story", 60.0, false)]
    [InlineData("story", 60.1, true)]
    public void Videos_keep_to_the_length_of_their_kind_of_post(string type, double seconds, bool refused) => Assert.Equal(refused, Rules(type, "", Video(seconds)).Contains("video-length"));

    [Theory]
    [InlineData("reel", 300, false)]
    [InlineData("reel", 301, true)]
    [InlineData("story", 100, false)]
    [InlineData("story", 101, true)]
    public void Videos_keep_to_the_size_of_their_kind_of_post(string type, int megabytes, bool refused) =>
        Assert.Equal(refused, Rules(type, "", Video(size: megabytes * 1024L * 1024)).Contains("video-too-large"));

    [Fact]
    public void Videos_are_mp4_or_mov_and_not_too_wide()
    {
        Assert.Empty(Rules("reel", "", Video(mime: "video/quicktime", width: 1_920)));
        Assert.Equal(["video-format", "video-too-wide"], Rules("reel", "", Video(mime: "video/webm", width: 1_921)));
    }

    [Fact]
    public void Videos_are_encoded_as_Instagram_plays_them()
    {
        var facts = Video().Facts!;

        Assert.Empty(Rules("reel", "", Video() with { Facts = facts with { VideoCodec = "hevc", AudioCodec = null } }));
        Assert.Equal(["video-codec"], Rules("reel", "", Video() with { Facts = facts with { VideoCodec = "vp9" } }));
        Assert.Equal(["audio-codec"], Rules("reel", "", Video() with { Facts = facts with { AudioCodec = "mp3" } }));
        Assert.Equal(["audio-not-postable"], Rules("feed", "", Video() with { Kind = "audio" }));
    }

    [Fact]
    public void A_video_that_nobody_could_look_into_here_is_told_and_not_refused()
    {
        var finding = Assert.Single(PreFlight.Check(Samples.Post("reel", Video(seconds: null)) with { Caption = "" }));

        Assert.Equal(("warning", "video-not-inspected"), (finding.Severity, finding.Rule));
    }

    [Fact]
    public void A_finding_carries_what_its_words_are_made_of()
    {
        var image = Image(500, 1000);

        var finding = Assert.Single(PreFlight.Check(Samples.Post("feed", image)));

        Assert.Equal(("image-aspect", "pad-or-crop"), (finding.Rule, finding.Fix));
        Assert.Equal([("aspect", "0.5"), ("fileName", "a.jpg"), ("height", "1000"), ("mediaId", image.Id.ToString()), ("width", "500")], finding.Facts!.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key, StringComparer.Ordinal));
    }
}
