using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Identity;
using SocialSelling.Inbox;

namespace SocialSelling.Privacy;

/// <summary>Takes in what is to be erased, and says where one can see what becomes of it.</summary>
internal sealed class ErasureDesk(ErasureRepository erasures, AccountMails mails, Revocations revocations, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>What is promised. It takes minutes; this leaves time to put right what hinders it.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromDays(3);

    /// <summary>How long a person may change their mind.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <param name="entry">Null where nobody of ours asked for it.</param>
    /// <returns>The erasure; of something that is being erased already, that one.</returns>
    public Task<ErasureRow> Begin(string subject, Guid subjectId, string askedBy, AuditEntry? entry, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return erasures.Add(New(subject, subjectId, askedBy, "waiting", now, now), entry, ct);
    }

    /// <summary>Of a person behind contacts, on all accounts of the workspace.</summary>
    /// <param name="entry">Without the contact: it is not to be named anywhere afterwards.</param>
    public Task<ErasureRow> Begin(Person person, AuditEntry entry, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var facts = new ErasureFacts(
            [.. person.Contacts.Select(k => k.PlatformContactId).Distinct()], [.. person.Contacts.Select(k => k.Username).OfType<string>().Distinct()],
            [.. person.Contacts.Select(k => k.Id), .. person.Contacts.Select(k => k.ConversationId).OfType<Guid>()], [.. person.Contacts.Select(k => new ErasedContact(k.AccountId, k.Id))]);
        return erasures.Add(New(ErasureSubject.Contact, person.Root.Id, "owner", "waiting", now, now) with { Facts = facts }, entry, ct);
    }

    /// <summary>Of a user, when they have had time to change their mind. They are signed out everywhere, and told by mail.</summary>
    public async Task<ErasureRow> Begin(UserRow user, string? reason, AuditEntry entry, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var wish = New(ErasureSubject.User, user.Id, "person", "waiting", now, now + Grace) with { Facts = new ErasureFacts([], Reason: reason) };
        var (erasure, ended) = await erasures.AddPerson(wish, mails.AccountDeleted(user, now + Grace), entry, now, ct);
        revocations.End(ended);
        return erasure;
    }

    /// <summary>Of a workspace, with all its accounts. From now on nobody is in it; the others are told by mail.</summary>
    /// <returns>Null when it is not the owner's any more; else also who was in it.</returns>
    public Task<(ErasureRow Erasure, IReadOnlyList<Guid> Members)?> Begin(WorkspaceDetailRow workspace, UserRow owner, AuditEntry entry, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return erasures.AddWorkspace(
            New(ErasureSubject.Workspace, workspace.Id, "owner", "waiting", now, now), owner.Id, member => mails.WorkspaceDeleted(member, workspace.Id, workspace.Name, owner.Name), entry, now, ct);
    }

    /// <summary>Of somebody of whom nothing is here: done as soon as it is asked for. They get a code all the same.</summary>
    public Task<ErasureRow> OfNobody(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return erasures.Add(New(ErasureSubject.Nobody, null, "meta", "done", now, now) with { FinishedAt = now }, entry: null, ct);
    }

    public Uri PageOf(ErasureRow erasure) => new(new Uri(app.Value.Url), "/data-deletion/" + erasure.Code);

    private static ErasureRow New(string subject, Guid? subjectId, string askedBy, string state, DateTimeOffset now, DateTimeOffset beginsAt) =>
        new(Guid.CreateVersion7(now), ErasureCode.New(), subject, subjectId, askedBy, Facts: null, Step: "", state, now, beginsAt, beginsAt + Promise);
}
