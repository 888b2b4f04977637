namespace SocialSelling.Publishing;

public sealed class RecordingsTests
{
    private const string WithCover = """{"streams":[{"codec_type":"video","codec_name":"mjpeg","width":500,"height":500},{"codec_type":"audio","codec_name":"mp3"}],"format":{"duration":"3.0"}}""";

    [Fact]
    public void The_cover_of_a_recording_is_no_video()
    {
        var found = Recordings.Read(WithCover, "audio")!;

        Assert.Equal((null, null, "mp3", 3d), (found.Facts.VideoCodec, found.Size, found.Facts.AudioCodec, found.Duration));
        Assert.Equal("mjpeg", Recordings.Read(WithCover, "video")!.Facts.VideoCodec);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"streams\":[{\"codec_type\":\"vid")]
    [InlineData("{\"streams\":[{\"width\":\"wide\"}]}")]
    [InlineData("{\"streams\":[]}")]
    [InlineData("null")]
    public void What_makes_no_sense_is_neither_picture_nor_sound(string json) => Assert.Null(Recordings.Read(json, "video"));

    [Theory]
    [InlineData(137, "", true)]
    [InlineData(143, "", true)]
    [InlineData(228, "", true)]
    [InlineData(134, "", false)]
    [InlineData(139, "", false)]
    [InlineData(152, "", false)]
    [InlineData(153, "", false)]
    [InlineData(1, "av_interleaved_write_frame(): No space left on device", true)]
    [InlineData(1, "Invalid data found when processing input", false)]
    [InlineData(183, "Invalid data found when processing input", false)]
    [InlineData(0, "", false)]
    public void A_tool_that_was_stopped_says_nothing_of_the_file(int exitCode, string errors, bool expected) => Assert.Equal(expected, MediaTools.IsOurTrouble(exitCode, errors));
}
