using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

/// <summary>Changes to one conversation or many: judged once per workspace, carried out by each account for its own.</summary>
internal sealed class ConversationChanges(MemberRepository members, LabelRepository labels, IGrainFactory grains, TimeProvider clock)
{
    private const int AccountsAtOnce = 8;
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(366);

    /// <returns>What is wrong with the change itself, whichever conversation it is for; null when nothing is.</returns>
    public async Task<ValidationProblem?> Judge(IReadOnlyList<ConversationPlace> places, ConversationChange change, CancellationToken ct)
    {
        if (change is { Status: not null, SnoozedUntil: not null }) return Problems.Invalid("snoozedUntil", "Snoozing is a status of its own: give one of the two.");
        if (change.SnoozedUntil is { } until && (until <= clock.GetUtcNow() || until > clock.GetUtcNow() + LongestSnooze)) return Problems.Invalid("snoozedUntil", "This has to be within the next year.");
        Guid[] asked = [.. (change.LabelIds ?? []).Concat(change.AddLabelIds ?? []).Distinct()];
        foreach (var workspaceId in places.Select(p => p.WorkspaceId).Distinct())
        {
            if (change.Assignee is { Id: { } assignee } && await members.Find(workspaceId, assignee, ct) is null) return Problems.Invalid("assignee", "This is no member of the workspace.");
            if (asked.Length > 0 && await labels.Unknown(workspaceId, "conversation", asked, ct) is [var unknown, ..]) return Problems.Invalid("labelIds", $"The workspace has no label {unknown}.");
        }
        return null;
    }

    /// <returns>One result for each of <paramref name="ids"/>, in their order; those without a place are not found.</returns>
    public async Task<IReadOnlyList<ItemResult>> Apply(IReadOnlyList<Guid> ids, IReadOnlyList<ConversationPlace> places, ConversationChange change, Guid userId, CancellationToken ct)
    {
        var command = new ChangeConversation(change.SnoozedUntil is null ? change.Status : "snoozed", change.SnoozedUntil?.ToUniversalTime(), change.Assignee, change.Priority, change.LabelIds,
            change.AddLabelIds, change.RemoveLabelIds, change.Read, userId);
        var done = new System.Collections.Concurrent.ConcurrentDictionary<Guid, ItemResult>();
        await Parallel.ForEachAsync(places.GroupBy(p => p.AccountId), new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = ct }, async (account, token) =>
        {
            foreach (var result in await grains.GetGrain<IAccountGrain>(account.Key).ChangeConversations([.. account.Select(p => p.Id)], command, token)) done[result.Id] = result;
        });
        return [.. ids.Select(id => done.TryGetValue(id, out var result) ? result : new ItemResult(id, new ConversationNotFound()))];
    }
}
