using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Messages: the thread, the look-up of duplicates, and the states of a send. New ones come through <see cref="InboxWriter"/>.</summary>
public sealed class MessageRepository(Sql db)
{
    /// <summary>What <see cref="Read"/> reads, of messages called m with their <see cref="Changes"/>.</summary>
    internal const string Columns = $"""
        m.id, m.client_account_id, m.conversation_id, m.sequence, m.platform_message_id, m.client_message_id, m.direction, m.message_type, m.content, m.media_urls, m.status,
        m.automatic, m.reply_to_platform_id, m.error_code, m.error_message, m.sent_at, m.quick_replies, m.own_reaction, m.sent_at_assumed, {MessageChangeRepository.Columns}
        """;
    /// <summary>Joins what became of messages called m.</summary>
    internal const string Changes = "left join message_changes x on x.client_account_id = m.client_account_id and x.mid_key = m.mid_key";

    /// <summary>A page of a thread, newest first. <paramref name="before"/> is the last row of the page before.</summary>
    public Task<List<MessageRow>> Page(Guid accountId, Guid conversationId, (DateTimeOffset SentAt, long Sequence)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from messages m {Changes}
         where m.client_account_id = @accountId and m.conversation_id = @conversationId
           and (@sentAt::timestamptz is null or (m.sent_at, m.sequence) < (@sentAt, @sequence))
         order by m.sent_at desc, m.sequence desc limit @limit
        """, Read, ct, ("accountId", accountId), ("conversationId", conversationId), ("sentAt", before?.SentAt), ("sequence", before?.Sequence ?? 0L), ("limit", limit));

    /// <summary>What comes right after a place in a thread, newest first as everywhere.</summary>
    public Task<List<MessageRow>> PageAfter(Guid accountId, Guid conversationId, DateTimeOffset sentAt, long sequence, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from (
            select * from messages m where m.client_account_id = @accountId and m.conversation_id = @conversationId and (m.sent_at, m.sequence) > (@sentAt, @sequence)
             order by m.sent_at, m.sequence limit @limit
          ) m {Changes}
         order by m.sent_at desc, m.sequence desc
        """, Read, ct, ("accountId", accountId), ("conversationId", conversationId), ("sentAt", sentAt), ("sequence", sequence), ("limit", limit));

    public Task<MessageRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {Columns} from messages m {Changes} where m.client_account_id = @accountId and m.id = @id", Read, ct, ("accountId", accountId), ("id", id));

    public Task<MessageRow?> FindByClientId(Guid accountId, string clientMessageId, CancellationToken ct) => db.Find(
        $"select {Columns} from messages m {Changes} where m.client_account_id = @accountId and m.client_message_id = @clientMessageId", Read, ct, ("accountId", accountId), ("clientMessageId", clientMessageId));

    public Task<MessageRow?> FindByMid(Guid accountId, Guid midKey, CancellationToken ct) =>
        db.Find($"select {Columns} from messages m {Changes} where m.client_account_id = @accountId and m.mid_key = @midKey", Read, ct, ("accountId", accountId), ("midKey", midKey));

    /// <returns>By key, those of <paramref name="midKeys"/> that are stored.</returns>
    public async Task<Dictionary<Guid, MessageRow>> FindByMids(Guid accountId, IReadOnlyCollection<Guid> midKeys, CancellationToken ct) => (await db.Query(
        $"select {Columns}, m.mid_key from messages m {Changes} where m.client_account_id = @accountId and m.mid_key = any(@midKeys)", r => (Key: r.GetGuid(26), Row: Read(r)), ct,
        ("accountId", accountId), ("midKeys", midKeys.ToArray()))).ToDictionary(f => f.Key, f => f.Row);

    /// <summary>Our messages that a read receipt at <paramref name="upTo"/> covers, newest first, at most 50: those that browsers show.</summary>
    public Task<List<MessageRow>> ListSentNotRead(Guid accountId, Guid conversationId, DateTimeOffset upTo, CancellationToken ct) => db.Query($"""
        select {Columns} from messages m {Changes}
         where m.client_account_id = @accountId and m.conversation_id = @conversationId and m.direction = 'outbound' and m.status in ('sent', 'delivered') and m.sent_at <= @upTo
         order by m.sent_at desc, m.sequence desc limit 50
        """, Read, ct, ("accountId", accountId), ("conversationId", conversationId), ("upTo", upTo));

    /// <summary>Those of a conversation's newest <paramref name="limit"/> messages that came after a number, in the order of the thread.</summary>
    public Task<List<MessageRow>> ListAfter(Guid accountId, Guid conversationId, long sequence, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from (
            select * from messages m where m.client_account_id = @accountId and m.conversation_id = @conversationId order by m.sent_at desc, m.sequence desc limit @limit
          ) m {Changes} where m.sequence > @sequence order by m.sent_at, m.sequence
        """, Read, ct, ("accountId", accountId), ("conversationId", conversationId), ("sequence", sequence), ("limit", limit));

    /// <summary>Whether somebody has answered with a number above <paramref name="sequence"/>: a colleague, or whoever uses the telephone; neither a rule nor <paramref name="userId"/>.</summary>
    public Task<bool> AnsweredByOthers(Guid accountId, Guid conversationId, long sequence, Guid? userId, CancellationToken ct) => db.Scalar<bool>("""
        select exists (select from (
            select m.sequence, m.direction, m.status, m.automatic, m.sent_by_user_id from messages m
             where m.client_account_id = @accountId and m.conversation_id = @conversationId order by m.sent_at desc, m.sequence desc limit 50
          ) m where m.sequence > @sequence and m.direction = 'outbound' and not m.automatic and m.status <> 'failed'
                and (m.sent_by_user_id is null or m.sent_by_user_id is distinct from @userId::uuid))
        """, ct, ("accountId", accountId), ("conversationId", conversationId), ("sequence", sequence), ("userId", userId));

    /// <summary>Sends that wait, are under way or are in doubt, oldest first.</summary>
    internal const string Unsettled = $"""
        select {Columns}, {SendColumns} from messages m {Changes}
         where m.client_account_id = any(@accountIds) and m.status in ('queued', 'sending', 'unconfirmed') order by m.sequence
        """;

    /// <inheritdoc cref="Unsettled"/>
    public Task<List<UnsettledRow>> ListUnsettled(Guid accountId, CancellationToken ct) => db.Query(Unsettled, ReadUnsettled, ct, ("accountIds", new[] { accountId }));

    /// <summary>Sends of a conversation, called since a time, of which Meta's id is not known: one of them may be what an echo speaks of. Oldest first.</summary>
    public Task<List<UnsettledRow>> ListInDoubt(Guid accountId, Guid conversationId, DateTimeOffset calledSince, CancellationToken ct) => db.Query($"""
        select {Columns}, {SendColumns} from messages m {Changes}
         where m.client_account_id = @accountId and m.conversation_id = @conversationId and m.direction = 'outbound' and m.sent_at >= @calledSince and m.called_at >= @calledSince
           and m.mid_key is null order by m.sequence
        """, ReadUnsettled, ct, ("accountId", accountId), ("conversationId", conversationId), ("calledSince", calledSince));

    /// <summary>One send of a conversation, whatever its state.</summary>
    public Task<UnsettledRow?> FindSend(Guid accountId, Guid conversationId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns}, {SendColumns} from messages m {Changes}
         where m.client_account_id = @accountId and m.id = @id and m.conversation_id = @conversationId and m.direction = 'outbound'
        """, ReadUnsettled, ct, ("accountId", accountId), ("conversationId", conversationId), ("id", id));

    /// <summary>Accounts whose sends should have moved by <paramref name="dueBefore"/> and did not: for the sweeper.</summary>
    public Task<List<Guid>> AccountsWithStaleSends(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query("""
        select distinct client_account_id from messages where status in ('queued', 'sending', 'unconfirmed') and next_attempt_at < @dueBefore limit @limit
        """, r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>Takes a send that waits: from here to <paramref name="leaseUntil"/> it is this activation's alone.</summary>
    public static Guarded Claim(Guid accountId, Guid id, int fence, DateTimeOffset now, DateTimeOffset leaseUntil) => new("""
        update messages set status = 'sending', attempts = attempts + 1, called_at = @now, lease_until = @leaseUntil, next_attempt_at = @leaseUntil, fence = fence + 1
         where client_account_id = @accountId and id = @id and status = 'queued' and fence = @fence
        """, [("accountId", accountId), ("id", id), ("fence", fence), ("now", now), ("leaseUntil", leaseUntil)]);

    /// <summary>Meta has it. From whichever doubt: the answer, the echo, or the conversation said so; even after it was given up.</summary>
    /// <param name="status">sent, or read when its contact has read that far.</param>
    public static Guarded Sent(Guid accountId, Guid id, string platformMessageId, Guid midKey, string status) => new("""
        update messages set status = @status, platform_message_id = @platformMessageId, mid_key = @midKey, lease_until = null, next_attempt_at = null, error_code = null, error_message = null
         where client_account_id = @accountId and id = @id and mid_key is null
        """, [("accountId", accountId), ("id", id), ("platformMessageId", platformMessageId), ("midKey", midKey), ("status", status)]);

    /// <summary>A person wants a message that failed to be sent after all: it waits again, as if written now.</summary>
    public static Guarded Retry(Guid accountId, Guid id, int fence, long sequence, string? tag, DateTimeOffset now) => new("""
        update messages set status = 'queued', sequence = @sequence, tag = @tag::text, sent_at = @now, next_attempt_at = @now, attempts = 0, lease_until = null, error_code = null, error_message = null, fence = fence + 1
         where client_account_id = @accountId and id = @id and status = 'failed' and fence = @fence
        """, [("accountId", accountId), ("id", id), ("fence", fence), ("sequence", sequence), ("tag", tag), ("now", now)]);

    /// <summary>Moves a send on, unless its fence has moved.</summary>
    public static Guarded Move(Guid accountId, Guid id, int fence, string status, DateTimeOffset? nextAttemptAt, string? errorCode, string? errorMessage) => new("""
        update messages set status = @status, next_attempt_at = @next::timestamptz, lease_until = null, error_code = @code::text, error_message = @message::text
         where client_account_id = @accountId and id = @id and fence = @fence and status in ('queued', 'sending', 'unconfirmed')
        """, [("accountId", accountId), ("id", id), ("fence", fence), ("status", status), ("next", nextAttemptAt), ("code", errorCode), ("message", errorMessage)]);

    /// <summary>A row that another way of reading made of a message we sent ourselves. Not one that somebody wrote here.</summary>
    public static Guarded RemoveTwin(Guid accountId, Guid id) => new("""
        with copies as (delete from attachment_copies where client_account_id = @accountId and message_id = @id)
        delete from messages where client_account_id = @accountId and id = @id and direction = 'outbound' and called_at is null and status in ('sent', 'read')
        """, [("accountId", accountId), ("id", id)]);

    public static Guarded SetAttachments(Guid accountId, Guid id, string attachmentsJson) => new("""
        update messages set media_urls = @attachments::jsonb where client_account_id = @accountId and id = @id and message_type <> 'deleted'
        """, [("accountId", accountId), ("id", id), ("attachments", attachmentsJson)]);

    public static Guarded SetOwnReaction(Guid accountId, Guid id, string? emoji) => new(
        "update messages set own_reaction = @emoji::text where client_account_id = @accountId and id = @id", [("accountId", accountId), ("id", id), ("emoji", emoji)]);

    /// <summary>A contact changed or took back what was written; what is taken back is not kept.</summary>
    public static Guarded Rewrite(Guid accountId, Guid id, string kind, string content) => new("""
        with copies as (delete from attachment_copies where client_account_id = @accountId and message_id = @id and @kind = 'deleted')
        update messages set content = @content, message_type = @kind, media_urls = case when @kind = 'deleted' then null else media_urls end
         where client_account_id = @accountId and id = @id
        """, [("accountId", accountId), ("id", id), ("kind", kind), ("content", content)]);

    private const string SendColumns = "m.recipient_id, m.tag, m.attempts, m.next_attempt_at, m.lease_until, m.fence, m.called_at";

    internal static UnsettledRow ReadUnsettled(NpgsqlDataReader r) => new(
        Read(r), r.GetString(26), r.OptionalText(27), r.GetInt16(28), r.Optional<DateTimeOffset>(29), r.Optional<DateTimeOffset>(30), r.GetInt32(31), r.Optional<DateTimeOffset>(32));

    internal static MessageRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetInt64(3), r.OptionalText(4), r.OptionalText(5), r.GetString(6), r.GetString(7), r.GetString(8), r.OptionalText(9), r.GetString(10),
        r.GetBoolean(11), r.OptionalText(12), r.OptionalText(13), r.OptionalText(14), r.GetFieldValue<DateTimeOffset>(15),
        MessageChangeRepository.Read(r, 19), r.OptionalText(16), r.OptionalText(17), r.GetBoolean(18));
}
