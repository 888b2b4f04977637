using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>What waits to be sent later. <see cref="MediaKeys"/> are storage keys, sent in their order before the text.</summary>
/// <param name="PlannedSequence">The account's last event when it was planned: what came after was not known then. Null when that is not known.</param>
/// <param name="HeldBecause">Why it was not sent at its time and waits for a person: answered or spam; null when nothing holds it.</param>
public sealed record ScheduledMessageRow(
    Guid Id, Guid AccountId, Guid ConversationId, string ClientMessageId, Guid? UserId, string Content, IReadOnlyList<string> MediaKeys, string? QuickRepliesJson, string? ReplyTo,
    DateTimeOffset SendAt, DateTimeOffset CreatedAt, long? PlannedSequence, DateTimeOffset? HeldAt = null, string? HeldBecause = null);

/// <summary>Messages for later. A row leaves when it becomes messages, or is cancelled.</summary>
public sealed class ScheduledMessageRepository(Sql db)
{
    private const string Columns = """
        s.id, s.client_account_id, s.conversation_id, s.client_message_id, s.user_id, s.content, array(select jsonb_array_elements_text(s.media_keys)), s.quick_replies,
        s.reply_to_platform_id, s.send_at, s.created_at, s.planned_sequence, s.held_at, s.held_because
        """;

    public Task<ScheduledMessageRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {Columns} from scheduled_messages s where s.id = @id and s.client_account_id = @accountId", Read, ct, ("accountId", accountId), ("id", id));

    public Task<ScheduledMessageRow?> FindByClientId(Guid accountId, string clientMessageId, CancellationToken ct) => db.Find(
        $"select {Columns} from scheduled_messages s where s.client_account_id = @accountId and s.client_message_id = @clientMessageId", Read, ct,
        ("accountId", accountId), ("clientMessageId", clientMessageId));

    /// <summary>What waits in a conversation, the next first.</summary>
    public Task<List<ScheduledMessageRow>> ListIn(Guid accountId, Guid conversationId, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from scheduled_messages s where s.conversation_id = @conversationId and s.client_account_id = @accountId order by s.send_at, s.id limit @limit
        """, Read, ct, ("accountId", accountId), ("conversationId", conversationId), ("limit", limit));

    public Task<List<ScheduledMessageRow>> ListDue(Guid accountId, DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from scheduled_messages s where s.client_account_id = @accountId and s.send_at <= @dueBefore and s.held_at is null order by s.send_at, s.id limit @limit
        """, Read, ct, ("accountId", accountId), ("dueBefore", dueBefore), ("limit", limit));

    /// <returns>When the account's next message is due; null when none waits. What is held has no time.</returns>
    public async Task<DateTimeOffset?> NextDue(Guid accountId, CancellationToken ct) =>
        await db.Scalar<DateTime?>("select min(send_at) from scheduled_messages where client_account_id = @accountId and held_at is null", ct, ("accountId", accountId)) is { } at
            ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>Accounts with a message due by a time: for the sweeper.</summary>
    public Task<List<Guid>> AccountsDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query(
        "select distinct client_account_id from scheduled_messages where send_at <= @dueBefore and held_at is null limit @limit", r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    public static Guarded Add(ScheduledMessageRow row) => new("""
        insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, user_id, content, media_keys, quick_replies, reply_to_platform_id, send_at, created_at,
            planned_sequence)
        values (@id, @accountId, @conversationId, @clientMessageId, @userId::uuid, @content, to_jsonb(@mediaKeys), @quickReplies::jsonb, @replyTo::text, @sendAt, @createdAt, @plannedSequence)
        """, [("id", row.Id), ("accountId", row.AccountId), ("conversationId", row.ConversationId), ("clientMessageId", row.ClientMessageId), ("userId", row.UserId), ("content", row.Content),
              ("mediaKeys", row.MediaKeys.ToArray()), ("quickReplies", row.QuickRepliesJson), ("replyTo", row.ReplyTo), ("sendAt", row.SendAt), ("createdAt", row.CreatedAt), ("plannedSequence", row.PlannedSequence)]);

    /// <summary>It is not sent at its time: a person has to look.</summary>
    public static Guarded Hold(Guid accountId, Guid id, string because, DateTimeOffset now) => new(
        "update scheduled_messages set held_at = @now, held_because = @because where id = @id and client_account_id = @accountId and held_at is null",
        [("accountId", accountId), ("id", id), ("because", because), ("now", now)]);

    /// <summary>It is sent or cancelled: whoever removes the row does it.</summary>
    public static Guarded Remove(Guid accountId, Guid id) => new("delete from scheduled_messages where id = @id and client_account_id = @accountId", [("accountId", accountId), ("id", id)]);

    private static ScheduledMessageRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.Optional<Guid>(4), r.GetString(5), r.GetFieldValue<string[]>(6), r.OptionalText(7), r.OptionalText(8),
        r.GetFieldValue<DateTimeOffset>(9), r.GetFieldValue<DateTimeOffset>(10), r.Optional<long>(11), r.Optional<DateTimeOffset>(12), r.OptionalText(13));
}
