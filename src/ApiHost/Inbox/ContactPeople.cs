namespace SocialSelling.Inbox;

/// <summary>A contact that somebody asked for, and all that are one person with it.</summary>
/// <param name="Contacts">The one that others are merged into first.</param>
internal sealed record Person(Guid WorkspaceId, ContactRow Asked, List<ContactRow> Contacts)
{
    public ContactRow Root => Contacts[0];
}

/// <summary>The people behind contacts. Each account's grain writes its own contacts; what concerns several goes from one to the next, in an order in which stopping between is harmless.</summary>
internal sealed class ContactPeople(ContactRepository contacts, IGrainFactory grains)
{
    /// <returns>Null when the user may not see the contact.</returns>
    public async Task<Person?> Find(Guid userId, Guid contactId, CancellationToken ct)
    {
        if (await contacts.WorkspaceFor(userId, contactId, ct) is not { } workspaceId) return null;
        var all = await contacts.Person(workspaceId, contactId, ct);
        return all.Find(k => k.Id == contactId) is { } asked ? new Person(workspaceId, asked, all) : null;
    }

    public async Task<DomainError?> Change(Person person, ChangeContact change, CancellationToken ct)
    {
        var changed = await grains.GetGrain<IAccountGrain>(person.Root.AccountId).ChangeContact(change with { ContactId = person.Root.Id }, ct);
        if (changed.Error is { } error) return error;
        await Announce(person.Contacts.Skip(1), ct);
        return null;
    }

    /// <summary>Makes two people one: what is noted about <paramref name="person"/> holds, together with what only the other has.</summary>
    public async Task<DomainError?> Merge(Person person, Person other, CancellationToken ct)
    {
        if (person.WorkspaceId != other.WorkspaceId) return new ContactsNotMergeable();
        if (person.Root.Id == other.Root.Id) return null;
        // Stopping after this leaves a contact that knows a little more than before.
        if (await Change(person, ContactNotes.Absorb(person.Root, other.Root), ct) is { } refusal) return refusal;
        var merged = await grains.GetGrain<IAccountGrain>(other.Root.AccountId).MergeContact(other.Root.Id, person.Root.Id, ct);
        if (merged.Error is { } error) return error;
        await Announce(person.Contacts.Concat(other.Contacts), ct);
        return null;
    }

    /// <summary>Takes the asked contact, with those merged into it, out of the person.</summary>
    public async Task<DomainError?> Unmerge(Person person, CancellationToken ct)
    {
        var parted = await grains.GetGrain<IAccountGrain>(person.Asked.AccountId).UnmergeContact(person.Asked.Id, ct);
        if (parted.Error is { } error) return error;
        await Announce(person.Contacts, ct);
        return null;
    }

    private async Task Announce(IEnumerable<ContactRow> changed, CancellationToken ct)
    {
        foreach (var account in changed.GroupBy(k => k.AccountId)) await grains.GetGrain<IAccountGrain>(account.Key).AnnounceContacts([.. account.Select(k => k.Id)], ct);
    }
}
