using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What people note about an account's contacts, and which of them are one person. Part of AccountGrain.</summary>
/// <remarks>
/// A merge moves nothing: the contact points at another, which may be another account's, and what is noted about that one holds for both. So each account still writes its
/// own rows only, messages keep coming to the contact that Meta names, and taking a merge back is clearing the pointer.
/// </remarks>
internal sealed class ContactCare(AccountState account, EventStream stream, ContactRepository contacts, SignedMediaUrls urls)
{
    public Task<Result<bool>> Change(ChangeContact command, CancellationToken ct) => stream.Append<Result<bool>>(async write =>
    {
        if (await contacts.Find(account.Id, command.ContactId, ct) is not { } contact) return new ContactNotFound();
        var changed = ContactNotes.Apply(contact, command);
        if (changed.Error is { } refusal) return refusal;
        write.Also.Add(ContactRepository.Save(changed.Get()));
        stream.Add(write, EventKind.ContactChanged, contact.Id, new ContactPayload(contact.ToView(urls, changed.Get().StageId)));
        return true;
    }, ct);

    public async Task<Result<bool>> Merge(Guid id, Guid into, CancellationToken ct)
    {
        try
        {
            return await Link(id, ContactRepository.Merge(account.Id, id, into), holds: into, ct);
        }
        catch (GuardFailedException)
        {
            return new ContactsNotMergeable();
        }
    }

    public async Task<Result<bool>> Unmerge(Guid id, CancellationToken ct)
    {
        try
        {
            return await Link(id, ContactRepository.Unmerge(account.Id, id), holds: null, ct);
        }
        catch (GuardFailedException)
        {
            return new ContactNotMerged();
        }
    }

    public async Task Announce(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        foreach (var id in ids)
            await stream.Append(async write =>
            {
                if (await contacts.Person(account.Row!.WorkspaceId, id, ct) is not [var root, ..] person || person.Find(k => k.Id == id && k.AccountId == account.Id) is not { } contact) return false;
                write.Also.Add(ContactRepository.CopyStage(account.Id, id, root.StageId));
                stream.Add(write, EventKind.ContactChanged, id, new ContactPayload(contact.ToView(urls, root.StageId)));
                return true;
            }, ct);
    }

    /// <param name="holds">The contact whose stage holds afterwards; null for its own.</param>
    private Task<Result<bool>> Link(Guid id, Guarded link, Guid? holds, CancellationToken ct) => stream.Append<Result<bool>>(async write =>
    {
        if (await contacts.Find(account.Id, id, ct) is not { } contact) return new ContactNotFound();
        var stageId = contact.StageId;
        if (holds is { } other)
        {
            if (await contacts.Person(account.Row!.WorkspaceId, other, ct) is not [var root, ..]) return new ContactNotFound();
            stageId = root.StageId;
        }
        write.Also.Add(link);
        write.Also.Add(ContactRepository.CopyStage(account.Id, id, stageId));
        stream.Add(write, EventKind.ContactChanged, id, new ContactPayload(contact.ToView(urls, stageId)));
        return true;
    }, ct);
}

/// <summary>What browsers get with contact events: the contact as it is now, and the note that came or went.</summary>
internal sealed record ContactPayload(ContactView Contact, NoteView? Note = null, Guid? RemovedNoteId = null);
