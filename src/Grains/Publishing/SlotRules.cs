namespace SocialSelling.Publishing;

/// <summary>A coming occurrence of a slot.</summary>
public sealed record SlotTime(PostingSlotRow Slot, DateTimeOffset At, DateTime LocalTime)
{
    public PostTime ToPostTime() => new(At, LocalTime, Slot.TimeZone);
}

/// <summary>When an account's slots come. Pure.</summary>
public static class SlotRules
{
    /// <summary>Nobody looks further ahead.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    /// <summary>The occurrences after an instant, in order; each instant once, even when slots of two zones meet in it.</summary>
    public static IEnumerable<SlotTime> Upcoming(IReadOnlyCollection<PostingSlotRow> slots, DateTimeOffset after)
    {
        var queue = new PriorityQueue<SlotTime, DateTimeOffset>(slots.Select(slot => First(slot, after)).Select(t => (t, t.At)));
        var last = after;
        while (queue.TryDequeue(out var next, out var at) && at - after <= Horizon)
        {
            if (at > last) yield return next;
            last = at > last ? at : last;
            var following = On(next.Slot, DateOnly.FromDateTime(next.LocalTime).AddDays(7));
            queue.Enqueue(following, following.At);
        }
    }

    /// <param name="longestAhead">How far ahead a post may be planned.</param>
    /// <returns>The occurrences that nobody has, in order.</returns>
    public static IEnumerable<SlotTime> Free(IReadOnlyCollection<PostingSlotRow> slots, IReadOnlySet<DateTimeOffset> taken, DateTimeOffset after, TimeSpan longestAhead) =>
        Upcoming(slots, after).TakeWhile(time => time.At - after <= longestAhead).Where(time => !taken.Contains(time.At));

    /// <summary>The slot's occurrence in the week that begins with today, as its zone has it; it may be over.</summary>
    private static SlotTime First(PostingSlotRow slot, DateTimeOffset after)
    {
        var today = DateOnly.FromDateTime(TimeZones.Local(after, slot.TimeZone));
        return On(slot, today.AddDays(((int)slot.Weekday - (int)today.DayOfWeek + 7) % 7));
    }

    private static SlotTime On(PostingSlotRow slot, DateOnly day)
    {
        var local = day.ToDateTime(slot.Time);
        return new(slot, TimeZones.At(local, slot.TimeZone), local);
    }
}
