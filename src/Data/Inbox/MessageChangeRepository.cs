using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>What became of messages, whether they have come or not, and up to when contacts have read.</summary>
public sealed class MessageChangeRepository(Sql db)
{
    /// <summary>The columns of <see cref="Read"/>, of an <c>x</c> that may be missing.</summary>
    internal const string Columns = "x.deleted, x.edit_number, x.edited_text, x.edited_at, x.reaction, x.reaction_emoji, x.reacted_at";

    public async Task<Dictionary<Guid, MessageChangesRow>> Find(Guid accountId, IReadOnlyCollection<Guid> midKeys, CancellationToken ct) => (await db.Query($"""
        select {Columns}, x.mid_key from message_changes x where x.client_account_id = @accountId and x.mid_key = any(@midKeys)
        """, r => (Key: r.GetGuid(7), Changes: Read(r, 0)!), ct, ("accountId", accountId), ("midKeys", midKeys.ToArray()))).ToDictionary(f => f.Key, f => f.Changes);

    public static Guarded Put(Guid accountId, Guid midKey, MessageChangesRow changes) => new("""
        insert into message_changes (client_account_id, mid_key, deleted, edit_number, edited_text, edited_at, reaction, reaction_emoji, reacted_at)
        values (@accountId, @midKey, @deleted, @editNumber, @editedText, @editedAt, @reaction, @emoji, @reactedAt)
        on conflict (client_account_id, mid_key) do update set deleted = excluded.deleted, edit_number = excluded.edit_number, edited_text = excluded.edited_text,
               edited_at = excluded.edited_at, reaction = excluded.reaction, reaction_emoji = excluded.reaction_emoji, reacted_at = excluded.reacted_at
        """, [("accountId", accountId), ("midKey", midKey), ("deleted", changes.Deleted), ("editNumber", changes.EditNumber), ("editedText", changes.EditedText), ("editedAt", changes.EditedAt),
        ("reaction", changes.Reaction), ("emoji", changes.ReactionEmoji), ("reactedAt", changes.ReactedAt)]);

    /// <returns>By conversation, up to when its contact has read; without those that have read nothing.</returns>
    public async Task<Dictionary<Guid, DateTimeOffset>> FindReads(IReadOnlyCollection<Guid> conversationIds, CancellationToken ct) => (await db.Query(
        "select conversation_id, read_at from contact_reads where conversation_id = any(@ids)", r => (Id: r.GetGuid(0), At: r.GetFieldValue<DateTimeOffset>(1)), ct,
        ("ids", conversationIds.ToArray()))).ToDictionary(r => r.Id, r => r.At);

    /// <summary>The contact has read up to <paramref name="at"/>, and with it what the account had sent until then.</summary>
    public static Guarded PutRead(Guid accountId, Guid conversationId, DateTimeOffset at) => new("""
        with seen as (
            update messages set status = 'read'
             where client_account_id = @accountId and conversation_id = @conversationId and sent_at <= @at and direction = 'outbound' and status in ('sent', 'delivered')
        )
        insert into contact_reads (conversation_id, client_account_id, read_at) values (@conversationId, @accountId, @at)
        on conflict (conversation_id) do update set read_at = excluded.read_at
        """, [("accountId", accountId), ("conversationId", conversationId), ("at", at)]);

    /// <returns>Null when the row of a left join is missing.</returns>
    internal static MessageChangesRow? Read(NpgsqlDataReader r, int first) => r.IsDBNull(first) ? null : new(
        r.GetBoolean(first), r.GetInt32(first + 1), r.OptionalText(first + 2), r.Optional<DateTimeOffset>(first + 3), r.OptionalText(first + 4), r.OptionalText(first + 5),
        r.Optional<DateTimeOffset>(first + 6));
}
