using SocialSelling.Notifications;

namespace SocialSelling.Inbox;

/// <summary>What people do with a conversation besides answering, and the waking of those that sleep. Part of AccountGrain.</summary>
internal sealed class ConversationCare(AccountState account, EventStream stream, ConversationRepository conversations, TimeProvider clock)
{
    private const int WakeAtOnce = 50;
    private static readonly ChangeConversation Open = new(Status: "open");

    /// <summary>When the next sleeper wakes by itself; null when none sleeps.</summary>
    public DateTimeOffset? NextWake { get; private set; }

    public void Start(DateTimeOffset? nextWake) => NextWake = nextWake;

    public async Task Load(CancellationToken ct) => Start(await conversations.NextWake(account.Id, ct));

    public async Task<IReadOnlyList<ItemResult>> Change(IReadOnlyList<Guid> ids, ChangeConversation change, CancellationToken ct)
    {
        var results = new List<ItemResult>(ids.Count);
        foreach (var id in ids) results.Add(new ItemResult(id, (await Change(id, change, _ => true, ct)).Error));
        return results;
    }

    /// <summary>Opens the sleepers whose time has come or whose contact has written. Whoever is left is found by the next call.</summary>
    public async Task Wake(CancellationToken ct)
    {
        foreach (var id in await conversations.ListToWake(account.Id, clock.GetUtcNow(), WakeAtOnce, ct)) await Change(id, Open, c => c.Status == "snoozed", ct);
        await Load(ct);
    }

    /// <summary>Reads, decides and writes in the account's turn: of two changes at once the second sees the first.</summary>
    private async Task<Result<bool>> Change(Guid id, ChangeConversation change, Func<ConversationRow, bool> isWanted, CancellationToken ct)
    {
        var result = await stream.Append<Result<bool>>(async write =>
        {
            if (await conversations.Find(account.Id, id, ct) is not { } before) return new ConversationNotFound();
            var after = isWanted(before) ? ConversationRules.Apply(before, change, write.FirstSequence - 1, clock.GetUtcNow()) : before;
            if (after == before) return false;
            write.Also.Add(ConversationRepository.Save(before, after));
            stream.Add(write, EventKind.ConversationChanged, id, ConversationPayload.Of(after, change.By));
            if (after.AssigneeId is { } assignee && assignee != before.AssigneeId) stream.Notify(write, Assigned(id, assignee, change.By, write.NextSequence));
            return true;
        }, ct);
        if (change.SnoozedUntil is { } until && (NextWake is null || until < NextWake)) NextWake = until;
        return result;
    }

    /// <summary>Whoever takes it on by themselves is not told. Given back and given again is told again.</summary>
    private static Notice Assigned(Guid id, Guid assignee, Guid? by, long sequence) =>
        new(NotificationKind.ConversationAssigned, id, $"{NotificationKind.ConversationAssigned}:{id}:{sequence}") { To = [assignee], By = by, ConversationId = id };
}

/// <summary>What browsers get with conversation events: how it is now, who changed it (null for the system), and the note that came or went.</summary>
internal sealed record ConversationPayload(
    Guid ConversationId, string Status, int UnreadCount, Guid? AssigneeId, string Priority, IReadOnlyList<Guid> LabelIds, DateTimeOffset? SnoozedUntil, Guid? ChangedBy, NoteView? Note = null,
    Guid? RemovedNoteId = null)
{
    public static ConversationPayload Of(ConversationRow c, Guid? by) => new(c.Id, c.Status, c.UnreadCount, c.AssigneeId, c.Priority, c.LabelIds, c.Snooze?.Until, by);
}
