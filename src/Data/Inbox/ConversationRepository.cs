using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Conversations with their contacts. Kept up by <see cref="InboxWriter"/>; read by keyset.</summary>
public sealed class ConversationRepository(Sql db)
{
    private const string Select = """
        select c.id, c.client_account_id, c.contact_id, k.platform_contact_id, k.username, k.name, k.profile_picture_url, c.status, c.unread_count, c.unread_since, c.last_sequence,
               c.last_message_at, c.last_message_text, c.last_message_kind, c.last_message_direction, c.last_inbound_at
          from conversations c join contacts k on k.id = c.contact_id
        """;

    public Task<ConversationRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find(Select + " where c.id = @id and c.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <summary>The conversation, if <paramref name="userId"/> may see its account.</summary>
    public Task<ConversationRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find(Select + """
         join client_accounts a on a.id = c.client_account_id join workspace_members w on w.workspace_id = a.workspace_id
         where c.id = @id and w.user_id = @userId and a.deleted_at is null
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page over accounts, newest first: at most <paramref name="limit"/> of each account are touched, by index, and merged.</summary>
    /// <param name="search">Part of a contact's name or username; null for all.</param>
    public Task<List<ConversationRow>> Page(
        IReadOnlyCollection<Guid> accountIds, string? status, bool unreadOnly, string? search, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query("""
        select c.id, c.client_account_id, c.contact_id, k.platform_contact_id, k.username, k.name, k.profile_picture_url, c.status, c.unread_count, c.unread_since, c.last_sequence,
               c.last_message_at, c.last_message_text, c.last_message_kind, c.last_message_direction, c.last_inbound_at
          from unnest(@accountIds) as account (id)
         cross join lateral (
            select c.* from conversations c join contacts k on k.id = c.contact_id
             where c.client_account_id = account.id
               and (@status::text is null or c.status = @status) and (not @unreadOnly or c.unread_count > 0)
               and (@search::text is null or (coalesce(k.username, '') || ' ' || coalesce(k.name, '')) ilike @search)
               and (@at::timestamptz is null or (c.last_message_at, c.id) < (@at, @id::uuid))
             order by c.last_message_at desc, c.id desc limit @limit
          ) c
          join contacts k on k.id = c.contact_id
         order by c.last_message_at desc, c.id desc limit @limit
        """, Read, ct,
        ("accountIds", accountIds.ToArray()), ("status", status), ("unreadOnly", unreadOnly), ("search", search is null ? null : $"%{Escape(search)}%"),
        ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>Marks a conversation read, and the unread messages in it.</summary>
    public static Guarded MarkRead(Guid accountId, Guid id) => new("""
        with messages_read as (
            update messages m set is_read = true from conversations c
             where c.id = @id and m.client_account_id = @accountId and m.conversation_id = @id and m.sent_at >= c.unread_since and m.direction = 'inbound' and not m.is_read
        )
        update conversations set unread_count = 0, unread_since = null, updated_at = now() where id = @id and client_account_id = @accountId and unread_count > 0
        """, [("accountId", accountId), ("id", id)]);

    public static Guarded SetStatus(Guid accountId, Guid id, string status) => new(
        "update conversations set status = @status, updated_at = now() where id = @id and client_account_id = @accountId", [("accountId", accountId), ("id", id), ("status", status)]);

    /// <summary>A message has changed: where it is the conversation's last, the list shows what it has become.</summary>
    public static Guarded RewritePreview(Guid accountId, Guid id, Guid messageId, string text, string kind) => new("""
        update conversations c set last_message_text = case when last.id = @messageId then @text else c.last_message_text end,
               last_message_kind = case when last.id = @messageId then @kind else c.last_message_kind end
          from (select id from messages where client_account_id = @accountId and conversation_id = @id order by sent_at desc, sequence desc limit 1) last
         where c.id = @id and c.client_account_id = @accountId
        """, [("accountId", accountId), ("id", id), ("messageId", messageId), ("text", text), ("kind", kind)]);

    private static string Escape(string search) => search.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static ConversationRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.OptionalText(4), r.OptionalText(5), r.OptionalText(6), r.GetString(7), r.GetInt32(8), r.Optional<DateTimeOffset>(9),
        r.GetInt64(10), r.GetFieldValue<DateTimeOffset>(11), r.GetString(12), r.GetString(13), r.GetString(14), r.Optional<DateTimeOffset>(15));
}
