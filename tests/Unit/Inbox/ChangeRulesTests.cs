using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

public sealed class ChangeRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Few numbers, times and words, so that they collide.</summary>
    private static readonly Gen<MessageChange> AnyChange =
        from at in Gen.Choose(0, 3).Select(second => Noon.AddSeconds(second))
        from change in Gen.Frequency(
            (1, Gen.Constant<MessageChange>(new MessageDeleted("m", at))),
            (5, from number in Gen.Choose(0, 3) from text in Gen.Elements("a", "b", "c") select (MessageChange)new MessageEdited("m", text, number, at)),
            (5, from emoji in Gen.Elements("❤", "👍", null) from reaction in Gen.Elements("love", "like", null) select (MessageChange)new ReactionChanged("m", reaction, emoji, at)))
        select change;

    private static MessageChangesRow After(IEnumerable<MessageChange> changes) => changes.Aggregate(MessageChangesRow.None, ChangeRules.Apply);

    [Property(MaxTest = 2_000)]
    public Property The_order_of_changes_does_not_matter() => Prop.ForAll(
        (from changes in Gen.ListOf(AnyChange) from shuffled in Gen.Shuffle(changes.ToArray()) select (changes, shuffled)).ToArbitrary(), both => After(both.changes) == After(both.shuffled));

    [Property]
    public Property A_change_that_comes_again_changes_nothing() => Prop.ForAll(Gen.ListOf(AnyChange).ToArbitrary(), changes => After(changes) == After([.. changes, .. changes]));

    [Property]
    public Property What_is_taken_back_is_gone_whatever_else_was_said() => Prop.ForAll(
        Gen.ListOf(AnyChange).ToArbitrary(), changes => After([.. changes, new MessageDeleted("m", Noon)]) == MessageChangesRow.TakenBack);

    [Fact]
    public void The_highest_edit_counts_and_the_latest_reaction()
    {
        var state = After([
            new MessageEdited("m", "second", 2, Noon.AddSeconds(1)), new MessageEdited("m", "first", 1, Noon.AddSeconds(5)),
            new ReactionChanged("m", null, null, Noon.AddSeconds(2)), new ReactionChanged("m", "love", "❤", Noon)]);

        Assert.Equal(("second", 2, null), (state.EditedText, state.EditNumber, state.Reaction));
    }
}
