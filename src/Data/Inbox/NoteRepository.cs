using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>A note as stored. <see cref="AuthorName"/> is null when the author is gone.</summary>
public sealed record NoteRow(
    Guid Id, Guid AccountId, Guid ContactId, Guid? ConversationId, Guid? AuthorId, string? AuthorName, string Body, IReadOnlyList<Guid> Mentions, DateTimeOffset CreatedAt);

/// <summary>What colleagues write for each other, in threads and beside contacts.</summary>
public sealed class NoteRepository(Sql db)
{
    private const string Select = """
        select n.id, n.client_account_id, n.contact_id, n.conversation_id, n.author_id, u.name, n.body, n.mentions, n.created_at from notes n left join users u on u.id = n.author_id
        """;

    public Task<NoteRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find(Select + " where n.id = @id and n.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <summary>The note, if <paramref name="userId"/> may see its account.</summary>
    public Task<NoteRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find(Select + """
         join account_access w on w.account_id = n.client_account_id
         where n.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>The notes in a thread, newest first.</summary>
    public Task<List<NoteRow>> PageOfConversation(Guid conversationId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query(
        Select + " where n.conversation_id = @conversationId and (@at::timestamptz is null or (n.created_at, n.id) < (@at, @id::uuid)) order by n.created_at desc, n.id desc limit @limit", Read, ct,
        ("conversationId", conversationId), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>The notes beside contacts, newest first; those in their threads are not among them.</summary>
    public Task<List<NoteRow>> PageOfContacts(IReadOnlyCollection<Guid> contactIds, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query(Select + """
         where n.contact_id = any(@contactIds) and n.conversation_id is null and (@at::timestamptz is null or (n.created_at, n.id) < (@at, @id::uuid))
         order by n.created_at desc, n.id desc limit @limit
        """, Read, ct, ("contactIds", contactIds.ToArray()), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    public static Guarded Add(NoteRow note) => new("""
        insert into notes (id, client_account_id, contact_id, conversation_id, author_id, body, mentions, created_at)
        values (@id, @accountId, @contactId, @conversationId::uuid, @authorId, @body, @mentions, @createdAt)
        """, [
        ("id", note.Id), ("accountId", note.AccountId), ("contactId", note.ContactId), ("conversationId", note.ConversationId), ("authorId", note.AuthorId), ("body", note.Body),
        ("mentions", note.Mentions.ToArray()), ("createdAt", note.CreatedAt)]);

    public static Guarded Remove(Guid accountId, Guid id) => new("delete from notes where id = @id and client_account_id = @accountId", [("accountId", accountId), ("id", id)]);

    private static NoteRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.Optional<Guid>(3), r.Optional<Guid>(4), r.OptionalText(5), r.GetString(6), r.GetFieldValue<Guid[]>(7), r.GetFieldValue<DateTimeOffset>(8));
}
