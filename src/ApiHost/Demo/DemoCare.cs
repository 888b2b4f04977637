using SocialSelling.Inbox;
using UUIDNext;

namespace SocialSelling.Demo;

/// <summary>What colleagues have made of the demo's conversations: labels, stages, notes, and an answer that waits for its time. Everything has an id of its own, so doing it again changes nothing.</summary>
internal sealed class DemoCare(LabelRepository labels, PipelineRepository pipelines, ConversationRepository conversations, IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    /// <summary>Pauses until the customers' messages must have arrived.</summary>
    private const int ArrivedWithin = 30;

    /// <param name="accounts">Ids by username.</param>
    public async Task Take(Guid userId, string userName, Guid workspaceId, IReadOnlyDictionary<string, Guid> accounts, CancellationToken ct)
    {
        foreach (var (name, color) in DemoStory.Labels)
            await labels.Add(new LabelRow(Label(workspaceId, name), workspaceId, "conversation", name, color), clock.GetUtcNow(), ct);
        var stages = (await pipelines.List(workspaceId, ct)).Where(s => s.Key is not null).ToDictionary(s => s.Key!, s => s.Id);
        foreach (var care in DemoStory.Cared)
            if (await Find(accounts[care.Shop], care.Customer, ct) is { } conversation) await Take(care, conversation, stages, userId, userName, workspaceId, ct);
    }

    private async Task Take(DemoCared care, ConversationRow conversation, Dictionary<string, Guid> stages, Guid userId, string userName, Guid workspaceId, CancellationToken ct)
    {
        var account = grains.GetGrain<IAccountGrain>(conversation.AccountId);
        var assignee = care.Mine ? new PersonChoice(userId) : null;
        await account.ChangeConversations([conversation.Id], new ChangeConversation(Assignee: assignee, Priority: care.Priority, AddLabelIds: [.. care.Labels.Select(l => Label(workspaceId, l))], By: userId), ct);
        if (care.Stage is { } stage) await account.ChangeContact(new ChangeContact(conversation.ContactId, new StageChoice(stages.GetValueOrDefault(stage))), ct);
        if (care.Note is { } note) await account.AddNote(new AddNote(Uuid.NewNameBased(conversation.Id, "demo-note"), conversation.ContactId, conversation.Id, userId, userName, note, []), ct);
        if (care.Later is { } later)
            await account.ScheduleMessage(new SendMessage(conversation.Id, "demo-later", later, null, Author.Person, userId), clock.GetUtcNow() + care.LaterIn, ct);
    }

    /// <returns>Null when the customer's words did not arrive in time: a demo without them is no reason to wait longer.</returns>
    private async Task<ConversationRow?> Find(Guid accountId, string customer, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            var open = await conversations.Page(new ConversationQuery([accountId]) { Status = "open" }, before: null, limit: 50, ct);
            if (open.Find(c => c.ContactUsername == customer) is { } found) return found;
            if (tries == ArrivedWithin) return null;
            await Task.Delay(Pause, clock, ct);
        }
    }

    private static Guid Label(Guid workspaceId, string name) => Uuid.NewNameBased(workspaceId, $"demo-label:{name}");
}
