using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What colleagues write for each other about an account's conversations and contacts. Part of AccountGrain.</summary>
internal sealed class Notebook(
    AccountState account, EventStream stream, NoteRepository notes, ConversationRepository conversations, ContactRepository contacts, SignedMediaUrls urls, TimeProvider clock)
{
    public Task<Result<NoteView>> Add(AddNote command, CancellationToken ct) => stream.Append<Result<NoteView>>(async write =>
    {
        if (await notes.Find(account.Id, command.NoteId, ct) is { } earlier) return earlier.ToView();
        var note = new NoteRow(
            command.NoteId, account.Id, command.ContactId, command.ConversationId, command.AuthorId, command.AuthorName, command.Body, command.Mentions, clock.GetUtcNow());
        if (await Tell(write, note, note.ToView(), ct) is { } missing) return missing;
        write.Also.Add(NoteRepository.Add(note));
        return note.ToView();
    }, ct);

    public Task<Result<bool>> Remove(Guid noteId, CancellationToken ct) => stream.Append<Result<bool>>(async write =>
    {
        if (await notes.Find(account.Id, noteId, ct) is not { } note) return new NoteNotFound();
        if (await Tell(write, note, added: null, ct) is { } missing) return missing;
        write.Also.Add(NoteRepository.Remove(account.Id, noteId));
        return true;
    }, ct);

    private async Task<DomainError?> Tell(AccountWrite write, NoteRow note, NoteView? added, CancellationToken ct)
    {
        Guid? removed = added is null ? note.Id : null;
        if (note.ConversationId is { } conversationId)
        {
            if (await conversations.Find(account.Id, conversationId, ct) is not { } conversation) return new ConversationNotFound();
            stream.Add(write, EventKind.ConversationChanged, conversationId, ConversationPayload.Of(conversation, note.AuthorId) with { Note = added, RemovedNoteId = removed });
            return null;
        }
        if (await contacts.Find(account.Id, note.ContactId, ct) is not { } contact) return new ContactNotFound();
        var person = await contacts.Person(account.Row!.WorkspaceId, contact.Id, ct);
        stream.Add(write, EventKind.ContactChanged, contact.Id, new ContactPayload(contact.ToView(urls, person[0].StageId), added, removed));
        return null;
    }
}
