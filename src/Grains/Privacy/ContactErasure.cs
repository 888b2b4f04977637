using SocialSelling.Accounts;
using SocialSelling.Inbox;

namespace SocialSelling.Privacy;

/// <summary>Erases a contact from its account, some rows at a time. Part of AccountGrain: its other calls run during every await here.</summary>
internal sealed class ContactErasure(AccountState account, EventStream stream, ErasedContactRows rows, TimeProvider clock)
{
    private const int AtOnce = 1_000;

    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> Step(Guid contactId, CancellationToken ct)
    {
        if (account.Row is null || await rows.Find(account.Id, contactId, id => AccountId.Conversation(account.Id, id), ct) is not { } trace) return true;
        await Bury(trace, ct);
        if (await rows.SomeMessages(trace, AtOnce, ct) + await rows.SomeComments(trace, AtOnce, ct) > 0) return false;
        return await stream.Append(async write =>
        {
            // What came since the look above came before this write.
            if (await rows.SomeMessages(trace, AtOnce, ct) > 0) return false;
            write.Also.Add(ErasedContactRows.Contact(trace));
            stream.Add(write, EventKind.ContactErased, contactId, new ErasedContactPayload(contactId, trace.ConversationId));
            return true;
        }, ct);
    }

    /// <summary>First of all: what Meta lists or repeats from now on is as old as what is being erased.</summary>
    private async Task Bury(ContactTrace trace, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        HashSet<Guid> ids = [trace.ContactId, .. (await rows.Authors(trace, ct)).Select(author => AccountId.Contact(account.Id, author))];
        await rows.Bury(account.Id, ids, now, ct);
        foreach (var id in ids) account.ErasedContacts[id] = now;
    }
}

/// <summary>What browsers get: whom to forget.</summary>
internal sealed record ErasedContactPayload(Guid ContactId, Guid ConversationId);

/// <summary>How a contact is erased: from each account that knows the person, and then from what is kept beside the rows.</summary>
internal sealed class ContactErasing(IGrainFactory grains, ErasedTraces traces) : IErasing
{
    public string Subject => ErasureSubject.Contact;

    public string[] Steps { get; } = ["contacts", "journal", "files", "stragglers"];

    public async Task<Progress> Take(string step, ErasureRow job, CancellationToken ct)
    {
        switch (step)
        {
            case "contacts":
                foreach (var contact in job.Facts!.Contacts ?? [])
                    if (!await grains.GetGrain<IAccountGrain>(contact.AccountId).EraseContact(contact.Id, ct)) return new Progress.Again(job.Facts);
                return new Progress.Next(job.Facts);
            case "files": return await traces.Files(job, ct);
            default: return await traces.Journal(job, ct);
        }
    }
}
