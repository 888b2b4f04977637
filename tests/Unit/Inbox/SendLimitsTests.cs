using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

public sealed class SendLimitsTests
{
    [Theory]
    [InlineData("a", 1_000, true)]
    [InlineData("a", 1_001, false)]
    [InlineData("ã", 500, true)]
    [InlineData("ã", 501, false)]
    [InlineData("😀", 250, true)]
    [InlineData("😀", 251, false)]
    public void Length_is_counted_in_bytes(string character, int times, bool fits) =>
        Assert.Equal(fits, SendLimits.Check(Message(string.Concat(Enumerable.Repeat(character, times)))) is null);

    [Fact]
    public void A_family_is_25_bytes_and_not_one_character()
    {
        var refusal = Assert.IsType<TextTooLong>(SendLimits.Check(Message(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 41)))));

        Assert.Equal((41 * 25, 1_000), (refusal.Bytes, refusal.Limit));
    }

    [Fact]
    public void Nothing_is_no_message_but_a_file_alone_is()
    {
        Assert.IsType<MessageEmpty>(SendLimits.Check(Message("")));
        Assert.Null(SendLimits.Check(Message("") with { MediaKeys = ["a.jpg"] }));
    }

    [Theory]
    [InlineData(13, 20, true)]
    [InlineData(14, 20, false)]
    [InlineData(1, 21, false)]
    [InlineData(1, 0, false)]
    public void Quick_replies_are_13_of_20_characters_at_most(int count, int length, bool fits) =>
        Assert.Equal(fits, SendLimits.Check(Message("Size?") with { QuickReplies = [.. Enumerable.Repeat(new QuickReply(string.Concat(Enumerable.Repeat("👍", length))), count)] }) is null);

    [Fact]
    public void Quick_replies_need_a_text() =>
        Assert.IsType<QuickRepliesInvalid>(SendLimits.Check(Message("") with { MediaKeys = ["a.jpg"], QuickReplies = [new QuickReply("S")] }));

    [Theory]
    [InlineData("image", "image/jpeg", 8, null)]
    [InlineData("image", "image/jpeg", 9, "media-too-large")]
    [InlineData("image", "image/webp", 1, "media-format")]
    [InlineData("video", "video/mp4", 25, null)]
    [InlineData("video", "video/mp4", 26, "media-too-large")]
    [InlineData("audio", "audio/mp4", 25, null)]
    [InlineData("audio", "audio/ogg", 1, "media-format")]
    public void Each_kind_of_file_has_its_limits(string kind, string type, int megaBytes, string? rule) => Assert.Equal(rule, SendLimits.Check(new MediaRow(
        Guid.NewGuid(), Guid.NewGuid(), null, "file", kind, type, megaBytes * 1024L * 1024, null, null, null, "key", null, DateTimeOffset.UnixEpoch))?.Rule);

    [Fact]
    public void What_has_lost_its_original_is_not_sent() => Assert.Equal("media-original-removed", SendLimits.Check(new MediaRow(
        Guid.NewGuid(), Guid.NewGuid(), null, "file", "image", "image/jpeg", 1, null, null, null, "key", null, DateTimeOffset.UnixEpoch, OriginalRemovedAt: DateTimeOffset.UnixEpoch))?.Rule);

    [Fact]
    public void Files_go_first_each_alone_and_the_text_last_with_the_clients_id()
    {
        var file = new MediaRow(Guid.NewGuid(), Guid.NewGuid(), null, "a.jpg", "image", "image/jpeg", 1, 1, 1, null, "ws/a.jpg", "ws/a.small.jpg", DateTimeOffset.UnixEpoch);
        var conversation = new ConversationRow(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "9001", null, null, null, null, "open", 0, null, 1, default, "", "text", "inbound", null, null, "normal", [], null, null);
        var command = Message("Which one?") with { ReplyTo = "mid", QuickReplies = [new QuickReply("Left")] };

        var messages = SendComposition.Compose(new Sendable(command, conversation, [file, file], "none"), "178", firstSequence: 7, DateTimeOffset.UnixEpoch).ToList();

        Assert.Equal([("image", "", 7L, "mid", null, null), ("image", "", 8L, null, null, null), ("text", "Which one?", 9L, null, "c1", """[{"title":"Left","payload":null}]""")],
            messages.Select(m => (m.Kind, m.Content, m.Sequence, m.ReplyTo, m.ClientMessageId, m.QuickRepliesJson)));
        Assert.Equal("ws/a.jpg", StoredAttachments.OwnKey(messages[0].AttachmentsJson));
    }

    private static SendMessage Message(string text) => new(Guid.NewGuid(), "c1", text, null, Author.Person, null);
}
