using System.Text;
using FsCheck.Xunit;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class CopyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid Message = Guid.NewGuid();
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0];

    [Theory]
    [InlineData("image", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("video", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("audio", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("file", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("story_mention", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("story_reply", "https://lookaside.fbsbx.com/a", true)]
    [InlineData("ig_post", "https://www.instagram.com/p/1", false)]
    [InlineData("referral_ad", "https://scontent.cdninstagram.com/a", false)]
    [InlineData("ephemeral", null, false)]
    [InlineData("image", "media:w/own.jpg", false)]
    [InlineData("image", "file:///etc/passwd", false)]
    [InlineData("image", "/relative", false)]
    public void Files_and_stories_that_people_sent_are_copied(string type, string? url, bool expected) => Assert.Equal(expected, CopyRules.Of(Message, [new(type, url, null)], Now).Any());

    [Fact]
    public void Each_file_keeps_its_place_among_the_attachments() =>
        Assert.Equal([0, 2], CopyRules.Of(Message, [new("image", "https://a/1", null), new("share", "https://a/2", null), new("image", "https://a/3", null)], Now).Select(c => c.Position));

    [Theory]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", "image/jpeg")]
    [InlineData("GIF89a", "image/gif")]
    [InlineData("RIFF....WEBPVP8 ", "image/webp")]
    [InlineData("RIFF....WAVEfmt ", "audio/wav")]
    [InlineData("\0\0\0\u0018ftypM4A \0\0\0\0", "audio/mp4")]
    [InlineData("\0\0\0\u0014ftypqt  \0\0\0\0", "video/quicktime")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\0\0", "video/mp4")]
    [InlineData("\0\0\0\u001Cftypavif\0\0\0\0", "image/avif")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "image/heic")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0", "image/heic")]
    [InlineData("\u00FF\u00F1\u0050", "audio/aac")]
    [InlineData("\u00FF\u00FB\u0090", "audio/mpeg")]
    [InlineData("OggS\0", "audio/ogg")]
    [InlineData("%PDF-1.7", "application/pdf")]
    [InlineData("<html><script>", null)]
    [InlineData("<svg onload=", null)]
    [InlineData("MZ\u0090", null)]
    [InlineData("", null)]
    public void A_file_is_what_its_first_bytes_say(string head, string? mimeType) => Assert.Equal(mimeType, FileType.Of(Encoding.Latin1.GetBytes(head))?.MimeType);

    [Fact]
    public void What_cannot_be_had_is_given_up_with_its_reason_and_not_before_some_tries()
    {
        Assert.IsType<CopyRules.Again>(CopyRules.After(new FileGone(), 2, Message));
        Assert.Equal(AttachmentState.Gone, Reason(new FileGone(), 3));
        Assert.IsType<CopyRules.Again>(CopyRules.After(new FileUnreachable(), CopyRules.MaxAttempts - 1, Message));
        Assert.Equal(AttachmentState.Unreachable, Reason(new FileUnreachable(), CopyRules.MaxAttempts));
        Assert.Equal(AttachmentState.TooLarge, Reason(new FileTooLarge(), 1));
        Assert.Equal(AttachmentState.Unsupported, Reason(new FetchedFile("<html>"u8.ToArray()), 1));
        Assert.Equal(AttachmentState.TooLarge, Reason(new FetchedFile((byte[])[.. Jpeg, .. new byte[CopyRules.MaxImageBytes]]), 1));
        Assert.Equal("image/jpeg", Assert.IsType<CopyRules.Keep>(CopyRules.After(new FetchedFile(Jpeg), 1, Message)).Type.MimeType);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_not_shown_and_one_that_may_still_work_is()
    {
        var meta = new AttachmentView("video", "https://a/1", "https://a/2", "Title");

        var (gone, large) = (CopyRules.Settled(meta, new CopyRules.GiveUp(AttachmentState.Gone), null), CopyRules.Settled(meta, new CopyRules.GiveUp(AttachmentState.TooLarge), null));
        var kept = CopyRules.Settled(meta, new CopyRules.Keep(new FileType("video/mp4", ".mp4")), "w/k.mp4");

        Assert.Equal((null, null, "gone", "Title"), (gone.Url, gone.PreviewUrl, gone.State, gone.Title));
        Assert.Equal(("https://a/1", "too_large"), (large.Url, large.State));
        Assert.Equal(("media:w/k.mp4", "video/mp4", "kept"), (kept.Url, kept.MimeType, kept.State));
    }

    [Property]
    public bool Waits_grow_spread_by_a_fifth_and_never_pass_their_limit(Guid who, byte attempt)
    {
        var (first, longest) = (TimeSpan.FromSeconds(30), TimeSpan.FromHours(6));
        var planned = Math.Min(first.TotalSeconds * Math.Pow(4, Math.Min((int)attempt, 30)), longest.TotalSeconds);

        var wait = Backoff.Of(attempt + 1, first, 4, longest, who).TotalSeconds;

        return wait >= planned * 0.8 - 0.001 && wait <= planned * 1.2 + 0.001 && Backoff.Of(attempt + 1, first, 4, longest, who).TotalSeconds == wait;
    }

    [Fact]
    public void Tries_that_failed_together_do_not_come_again_together()
    {
        var waits = Enumerable.Range(0, 200).Select(_ => Backoff.Of(3, TimeSpan.FromMinutes(1), 2, TimeSpan.FromHours(1), Guid.NewGuid()).TotalSeconds).ToList();

        Assert.True(waits.Max() - waits.Min() > 60, $"Between {waits.Min()} and {waits.Max()} s");
    }

    private static string Reason(Fetched fetched, int attempts) => Assert.IsType<CopyRules.GiveUp>(CopyRules.After(fetched, attempts, Message)).Reason;
}
