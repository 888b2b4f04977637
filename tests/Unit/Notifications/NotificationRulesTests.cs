using System.Text.Json;
using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

public sealed class NotificationRulesTests
{
    private static readonly Guid Account = Guid.NewGuid(), Talk = Guid.NewGuid(), Post = Guid.NewGuid(), Ana = Guid.NewGuid(), Bia = Guid.NewGuid();
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Messages_of_a_conversation_are_one_notice_that_counts_them()
    {
        var write = Decide(Message(1), Message(2), Message(3));

        var notice = Assert.Single(write.Notices);
        Assert.Equal((NotificationKind.MessageReceived, Talk, 3, Noon.AddSeconds(3)), (notice.Kind, notice.ConversationId!.Value, notice.Count, notice.OccurredAt));
    }

    [Fact]
    public void What_was_read_back_is_no_news() => Assert.Empty(Decide(Message(1) with { Historic = true }, Comment(2) with { Historic = true }).Notices);

    [Fact]
    public void Reading_a_conversation_takes_away_what_came_before_and_leaves_what_comes_after()
    {
        Assert.Empty(Decide(Message(1), Conversation(2, unread: 0)).Notices);

        var write = Decide(Message(1), Conversation(2, unread: 0), Message(3));

        Assert.Equal(NotificationRules.OfConversation(Talk), Assert.Single(write.Seen));
        Assert.Equal(1, Assert.Single(write.Notices).Count);
    }

    [Fact]
    public void Another_change_of_an_unread_conversation_reads_nothing() => Assert.Empty(Decide(Conversation(1, unread: 2)).Seen);

    [Fact]
    public void Comments_are_one_notice_for_each_post_with_the_last_words()
    {
        var notice = Assert.Single(Decide(Comment(1), Comment(2, text: "And blue?")).Notices);

        Assert.Equal((NotificationKind.CommentReceived, Post, 2), (notice.Kind, notice.SubjectId, notice.Count));
        Assert.Equal("And blue?", JsonSerializer.Deserialize<JsonElement>(notice.FactsJson).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("outbound", true)]
    [InlineData("inbound", false)]
    public void Comments_of_our_own_and_of_long_ago_are_no_news(string direction, bool unread) => Assert.Empty(Decide(Comment(1, direction: direction, unread: unread)).Notices);

    [Fact]
    public void Each_mention_is_a_notice_of_its_own()
    {
        var write = Decide(Comment(1, kind: "mention"), Comment(2, kind: "caption_mention"));

        Assert.Equal([NotificationKind.MentionReceived, NotificationKind.MentionReceived], write.Notices.Select(n => n.Kind));
        Assert.All(write.Notices, n => Assert.False(n.Collapses));
    }

    [Fact]
    public void A_note_tells_those_it_names_and_not_its_author()
    {
        var note = new NoteView(Guid.NewGuid(), Guid.NewGuid(), Talk, Ana, "Ana", new string('x', 500), [Bia], Noon);

        var notice = Assert.Single(Decide(Event(1, EventKind.ConversationChanged, Talk, new { unreadCount = 1, note })).Notices);

        Assert.Equal((NotificationKind.NoteMention, Ana, Talk), (notice.Kind, notice.ActorId!.Value, notice.ConversationId!.Value));
        Assert.Equal([Bia], notice.To!);
        Assert.Equal(121, JsonSerializer.Deserialize<JsonElement>(notice.FactsJson).GetProperty("text").GetString()!.Length);
        Assert.Empty(Decide(Event(2, EventKind.ContactChanged, Talk, new { note = note with { Mentions = [] } })).Notices);
    }

    [Theory]
    [InlineData("token_expired", NotificationKind.AccountTokenExpired)]
    [InlineData("disconnected", NotificationKind.AccountDisconnected)]
    [InlineData("active", null)]
    public void An_account_that_stops_working_is_told(string status, string? kind) =>
        Assert.Equal(kind, Decide(Event(1, EventKind.AccountChanged, Account, new { status, statusReason = (string?)null })).Notices.SingleOrDefault()?.Kind);

    [Fact]
    public void A_notice_is_passed_on_as_it_was_raised()
    {
        var raised = new Notice(NotificationKind.PostFailed, Post, $"post.failed:{Post}:1", new { caption = "Hello", code = "media" }) { To = [Ana], By = Bia };

        var notice = Assert.Single(Decide(Event(1, EventKind.NoticeRaised, Post, raised)).Notices);

        Assert.Equal((raised.Kind, raised.SubjectId, raised.Key, Bia, false), (notice.Kind, notice.SubjectId, notice.Key, notice.ActorId!.Value, notice.Collapses));
        Assert.Equal([Ana], notice.To!);
        Assert.Equal("""{"caption":"Hello","code":"media"}""", notice.FactsJson);
    }

    public static TheoryData<string, string> Strange => new(
        from kind in NotificationRules.Followed.Except([EventKind.MessageReceived])
        from payload in (string[])["{}", "null", """{"kind":7}""", """{"comment":{"direction":"inbound","unread":true},"note":{},"status":7}"""]
        select (kind, payload));

    [Theory]
    [MemberData(nameof(Strange))]
    public void An_event_that_another_version_wrote_does_not_hold_up_the_others(string kind, string payload)
    {
        var decided = NotificationRules.Decide([new FollowedEventRow(Account, 1, Noon, kind, Post, null, false, payload), Message(2)], (_, account, sequence) => Assert.Equal((Account, 1L), (account, sequence)));

        Assert.Contains(decided.Notices, n => n.Kind == NotificationKind.MessageReceived);
    }

    [Fact]
    public void What_could_not_be_understood_is_told()
    {
        var told = 0;

        NotificationRules.Decide([new FollowedEventRow(Account, 1, Noon, EventKind.NoticeRaised, Post, null, false, "{}")], (_, _, _) => told++);

        Assert.Equal(1, told);
    }

    private static NoticeWrite Decide(params FollowedEventRow[] events) => NotificationRules.Decide(events, (e, _, _) => Assert.Fail(e.ToString()));

    private static FollowedEventRow Message(long sequence) => new(Account, sequence, Noon.AddSeconds(sequence), EventKind.MessageReceived, Guid.NewGuid(), Talk, Historic: false, Payload: null);

    private static FollowedEventRow Conversation(long sequence, int unread) => Event(sequence, EventKind.ConversationChanged, Talk, new { conversationId = Talk, unreadCount = unread });

    private static FollowedEventRow Comment(long sequence, string text = "Is it red?", string direction = "inbound", bool unread = true, string kind = "comment") => Event(sequence, CommentEventKind.Received, Post, new
    {
        comment = new { id = Guid.NewGuid(), postId = Post, kind, direction, unread, text, author = new { username = "maya" } },
    });

    private static FollowedEventRow Event(long sequence, string kind, Guid subject, object payload) =>
        new(Account, sequence, Noon.AddSeconds(sequence), kind, subject, null, Historic: false, JsonSerializer.Serialize(payload, WireJson.Options));
}
