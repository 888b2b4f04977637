namespace SocialSelling.Publishing;

/// <summary>How a new post comes to its time: a time of its own, the next free slot, or a series that it begins.</summary>
internal static class PostPlans
{
    /// <returns>A field and a message when the parts of a draft do not go together.</returns>
    public static (string Field, string Message)? Problem(PostDraft draft, PostTime? time)
    {
        if (draft.Slot is not null && (time is not null || draft.Recurrence is not null)) return ("slot", "A slot is a time: give no other one, and no recurrence.");
        if ((draft.Slot ?? (object?)draft.Recurrence) is not null && draft.Status == "draft") return ("status", "A draft takes no slot and does not recur.");
        if (draft.Recurrence is not { } rule) return null;
        if (time is not { LocalTime: { } local }) return ("recurrence", "A post comes again by the wall clock: give localTime and timeZone.");
        return RecurrenceRules.Problem(rule, DateOnly.FromDateTime(local)) is { } wrong ? ("recurrence", wrong) : null;
    }

    public static Task<Result<PostView>> Create(PostDraft draft, CreatePost command, IAccountGrain account, CancellationToken ct) =>
        draft.Recurrence is { } rule ? account.CreateSeries(new CreateSeries(command, rule), ct)
        : draft.Slot is not null ? account.QueuePost(command, ct)
        : account.CreatePost(command, ct);
}
