namespace SocialSelling.Publishing;

public sealed class SlotRulesTests
{
    private static PostingSlotRow Slot(DayOfWeek day, string time, string zone = "Europe/Berlin") => new(Guid.CreateVersion7(), Guid.Empty, day, TimeOnly.Parse(time, null), zone, default);

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, null);

    /// <summary>2026-11-27 is a Friday.</summary>
    [Fact]
    public void Slots_come_in_order_week_after_week()
    {
        PostingSlotRow[] slots = [Slot(DayOfWeek.Monday, "09:00"), Slot(DayOfWeek.Friday, "18:30"), Slot(DayOfWeek.Friday, "08:00")];

        var coming = SlotRules.Upcoming(slots, At("2026-11-27T12:00Z")).Take(4).Select(t => t.At);

        Assert.Equal([At("2026-11-27T17:30Z"), At("2026-11-30T08:00Z"), At("2026-12-04T07:00Z"), At("2026-12-04T17:30Z")], coming);
    }

    [Fact]
    public void A_slot_keeps_its_hour_when_the_clocks_change()
    {
        var times = SlotRules.Upcoming([Slot(DayOfWeek.Monday, "09:00")], At("2026-10-20T00:00Z")).Take(2).ToList();

        Assert.Equal([At("2026-10-26T08:00Z"), At("2026-11-02T08:00Z")], times.Select(t => t.At));
        Assert.Equal(At("2026-10-19T07:00Z"), SlotRules.Upcoming([Slot(DayOfWeek.Monday, "09:00")], At("2026-10-13T00:00Z")).First().At);
        Assert.All(times, t => Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(t.LocalTime)));
    }

    [Fact]
    public void The_day_of_a_slot_is_the_day_in_its_own_zone()
    {
        // Saturday 00:30 in Auckland is Friday noon in UTC.
        Assert.Equal(At("2026-11-27T11:30Z"), SlotRules.Upcoming([Slot(DayOfWeek.Saturday, "00:30", "Pacific/Auckland")], At("2026-11-27T11:00Z")).First().At);
    }

    [Fact]
    public void Two_slots_that_meet_in_one_instant_are_one()
    {
        PostingSlotRow[] slots = [Slot(DayOfWeek.Monday, "09:00"), Slot(DayOfWeek.Monday, "08:00", "Europe/London")];

        Assert.Equal([At("2026-11-30T08:00Z"), At("2026-12-07T08:00Z")], SlotRules.Upcoming(slots, At("2026-11-27T12:00Z")).Take(2).Select(t => t.At));
    }

    [Fact]
    public void The_next_free_slot_is_the_first_that_nobody_has()
    {
        PostingSlotRow[] slots = [Slot(DayOfWeek.Monday, "09:00")];
        HashSet<DateTimeOffset> taken = [At("2026-11-30T08:00Z"), At("2026-12-07T08:00Z")];

        var (now, year) = (At("2026-11-27T12:00Z"), TimeSpan.FromDays(366));
        Assert.Equal(At("2026-12-14T08:00Z"), SlotRules.Free(slots, taken, now, year).First().At);
        Assert.Empty(SlotRules.Free([], taken, now, year));
        Assert.Empty(SlotRules.Free(slots, SlotRules.Upcoming(slots, now).Select(t => t.At).ToHashSet(), now, year));
        // Nobody has the one after those, and it is too far ahead.
        Assert.Empty(SlotRules.Free(slots, taken, now, TimeSpan.FromDays(14)));
    }
}
