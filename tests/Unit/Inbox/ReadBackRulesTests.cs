using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class ReadBackRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), Yesterday = Now.AddDays(-1);

    [Fact]
    public void A_reaction_that_no_webhook_told_is_taken_over()
    {
        var change = Assert.IsType<ReactionChanged>(Assert.Single(Changes(Listed() with { ContactReaction = new("love", null) })));

        Assert.Equal(("m", "love", Now), (change.Mid, change.Reaction, change.At));
    }

    [Theory]
    [InlineData("love", null, "love", "❤")]
    [InlineData("love", "❤️", "love", null)]
    [InlineData("other", "❤", "love", "❤️")]
    [InlineData("other", "🎉", "other", "🎉")]
    public void A_reaction_that_is_known_changes_nothing_however_it_is_written(string name, string? emoji, string knownName, string? knownEmoji) =>
        Assert.Empty(Changes(Listed() with { ContactReaction = new(name, emoji) }, MessageChangesRow.None with { Reaction = knownName, ReactionEmoji = knownEmoji, ReactedAt = Yesterday }));

    [Fact]
    public void Another_reaction_replaces_the_one_that_is_known() =>
        Assert.Single(Changes(Listed() with { ContactReaction = new("other", "🎉") }, MessageChangesRow.None with { Reaction = "other", ReactionEmoji = "🔥", ReactedAt = Yesterday }));

    [Fact]
    public void A_reaction_that_is_not_listed_says_nothing() => Assert.Empty(Changes(Listed(), MessageChangesRow.None with { Reaction = "love", ReactedAt = Yesterday }));

    [Fact]
    public void Words_that_differ_were_edited()
    {
        var edit = Assert.IsType<MessageEdited>(Assert.Single(Changes(Listed("Size L, please"), stored: Stored("Size M, please"))));

        Assert.Equal(("Size L, please", 0), (edit.Text, edit.Number));
        Assert.Equal("Size L, please", ChangeRules.Apply(MessageChangesRow.None, edit).EditedText);
    }

    [Fact]
    public void An_edit_that_was_missed_replaces_the_one_that_was_told()
    {
        var known = MessageChangesRow.None with { EditNumber = 1, EditedText = "Size M", EditedAt = Yesterday };

        var edit = Assert.Single(Changes(Listed("Size L"), known, Stored("Size M")));

        Assert.Equal("Size L", ChangeRules.Apply(known, edit).EditedText);
    }

    [Fact]
    public void Words_of_ours_blanks_and_what_was_taken_back_are_left_alone()
    {
        Assert.Empty(Changes(Listed("Yes!"), stored: Stored("Yes") with { Direction = "outbound" }));
        Assert.Empty(Changes(Listed(" Yes "), stored: Stored("Yes")));
        Assert.Empty(Changes(Listed("Yes"), MessageChangesRow.TakenBack, Stored("")));
        Assert.Empty(Changes(Listed("Yes"), stored: null));
    }

    [Theory]
    [InlineData("love", null, null, "❤")]
    [InlineData("other", "👍", "❤", "👍")]
    [InlineData("other", "❤️", "❤", null)]
    [InlineData("unknown-name", null, null, null)]
    public void The_accounts_own_reaction_is_taken_over_when_it_is_another(string name, string? emoji, string? stored, string? expected) =>
        Assert.Equal(expected, ReadBackRules.OwnReaction(Listed() with { OwnReaction = new(name, emoji) }, Stored("x") with { OwnReaction = stored }));

    private static List<MessageChange> Changes(ListedMessage listed, MessageChangesRow? known = null, MessageRow? stored = null) => [.. ReadBackRules.Changes(listed, stored, known ?? MessageChangesRow.None, Now)];

    private static ListedMessage Listed(string text = "x") => new("m", Yesterday, new MessageArrived("m", "9001", true, Yesterday, text, [], null, null, null, false));

    private static MessageRow Stored(string text) =>
        new(Guid.NewGuid(), Guid.Empty, Guid.Empty, 1, "m", null, "inbound", "text", text, null, "delivered", false, null, null, null, Yesterday);
}
