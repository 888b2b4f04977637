namespace SocialSelling.Inbox;

public sealed class ConversationRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), C = Guid.NewGuid();

    private static readonly ConversationRow Talk = new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "1", null, null, null, null, "open", UnreadCount: 0, UnreadSince: null, 7, Noon, "Hi", "text", "inbound", LastInboundAt: Noon,
        AssigneeId: null, "normal", [A, B], StageId: null, Snooze: null);

    private static ConversationRow Apply(ConversationRow c, ChangeConversation change) => ConversationRules.Apply(c, change, sequence: 9, Noon);

    [Fact]
    public void A_change_that_changes_nothing_leaves_the_same_row() =>
        Assert.Equal(Talk, Apply(Talk, new ChangeConversation(Status: "open", Priority: "normal", AddLabelIds: [A], RemoveLabelIds: [C], Read: true)));

    [Fact]
    public void Snoozing_remembers_since_when_and_every_other_status_ends_it()
    {
        var asleep = Apply(Talk, new ChangeConversation(Status: "snoozed", SnoozedUntil: Noon.AddHours(1)));

        Assert.Equal(("snoozed", new Snooze(Noon.AddHours(1), Noon, 9)), (asleep.Status, asleep.Snooze));
        Assert.Null(Apply(asleep, new ChangeConversation(Status: "closed")).Snooze);
    }

    [Fact]
    public void Labels_come_and_go_by_name_or_all_together()
    {
        Assert.Equal([A, B, C], Apply(Talk, new ChangeConversation(AddLabelIds: [C, A])).LabelIds);
        Assert.Equal([B], Apply(Talk, new ChangeConversation(RemoveLabelIds: [A])).LabelIds);
        Assert.Equal([C], Apply(Talk, new ChangeConversation(LabelIds: [C])).LabelIds);
    }

    [Fact]
    public void Unread_is_one_message_since_the_contacts_last_and_never_of_a_contact_who_never_wrote()
    {
        var unread = Apply(Talk, new ChangeConversation(Read: false));

        Assert.Equal((1, Noon), (unread.UnreadCount, unread.UnreadSince));
        Assert.Equal(unread, Apply(unread, new ChangeConversation(Read: false)));
        Assert.Equal(0, Apply(unread, new ChangeConversation(Read: true)).UnreadCount);
        Assert.Equal(0, Apply(Talk with { LastInboundAt = null }, new ChangeConversation(Read: false)).UnreadCount);
    }

    [Fact]
    public void Somebody_and_nobody_can_be_assigned()
    {
        var assigned = Apply(Talk, new ChangeConversation(Assignee: new PersonChoice(A)));

        Assert.Equal(A, assigned.AssigneeId);
        Assert.Equal(A, Apply(assigned, new ChangeConversation(Priority: "low")).AssigneeId);
        Assert.Null(Apply(assigned, new ChangeConversation(Assignee: new PersonChoice(null))).AssigneeId);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    [InlineData(2, null)]
    public void A_profile_is_asked_for_three_times(int failedBefore, int? againInMinutes) =>
        Assert.True(againInMinutes is { } minutes
            ? ContactProfiles.AgainAt(A, failedBefore, Noon) is { } at && at >= Noon.AddMinutes(minutes * 0.8) && at <= Noon.AddMinutes(minutes * 1.2)
            : ContactProfiles.AgainAt(A, failedBefore, Noon) is null);
}
