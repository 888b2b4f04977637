using System.Diagnostics.Metrics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using SocialSelling.Audit;
using SocialSelling.Publishing;
using static NpgsqlTypes.NpgsqlDbType;

namespace SocialSelling.Inbox;

/// <summary>
/// Writes what accounts bring, many accounts to a commit: contacts, messages, conversations, steps of posts and events in one transaction and one round trip.
/// Measured against one insert per message in <c>bench/</c>. An account has one write in flight.
/// </summary>
public sealed class InboxWriter : IAsyncDisposable
{
    private readonly Sql db;
    /// <summary>Posts have a lane of their own: a row that somebody else holds keeps no messages waiting, nor do a thousand messages a post that is due.</summary>
    private readonly GroupCommit<AccountWrite> shared, steps;
    private readonly Counter<long> applied;

    public InboxWriter(Sql db, IMeterFactory meters)
    {
        this.db = db;
        shared = new(capacity: 10_000, maxWeight: 1_000, w => w.Messages.Count + w.Events.Count, batch => WriteShared(db, batch));
        steps = new(capacity: 10_000, maxWeight: 128, w => w.Posts.Count, batch => WriteShared(db, batch));
        var meter = meters.Create("SocialSelling");
        applied = meter.CreateCounter<long>("account_events_applied_total", description: "Events committed, of all accounts of this process");
        meter.CreateObservableGauge("inbox_queued", () => shared.Queued + steps.Queued, description: "Writes of accounts waiting for their commit");
    }

    /// <exception cref="SequenceTakenException">A second activation of the account has written.</exception>
    /// <exception cref="GuardFailedException">A statement of <see cref="AccountWrite.Also"/> did not change the rows that it has to, or a post has moved on.</exception>
    public async Task Write(AccountWrite write, CancellationToken ct)
    {
        try
        {
            // Not cancelled once queued: the caller could not know whether it was written.
            await (write.Also.Count > 0 ? WriteAlone(write, ct) : write.Posts.Count > 0 ? steps.Write(write) : shared.Write(write));
            applied.Add(write.Events.Count);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SequenceTakenException(e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero && write.Posts.Count > 0)
        {
            throw new GuardFailedException();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await shared.DisposeAsync();
        await steps.DisposeAsync();
    }

    private static async Task WriteShared(Sql db, IReadOnlyList<AccountWrite> writes)
    {
        await using var batch = db.Source.CreateBatch();
        Fill(batch, writes);
        await batch.ExecuteNonQueryAsync();
    }

    private Task<int> WriteAlone(AccountWrite write, CancellationToken ct) => db.Transaction(async connection =>
    {
        foreach (var guarded in write.Also)
        {
            await using var command = new NpgsqlCommand(guarded.Sql, connection);
            foreach (var (name, value) in guarded.Parameters) command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
            if (await command.ExecuteNonQueryAsync(ct) != guarded.Rows) throw new GuardFailedException();
        }
        await using var batch = connection.CreateBatch();
        Fill(batch, [write]);
        return batch.BatchCommands.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(ct);
    }, ct);

    private static void Fill(NpgsqlBatch batch, IReadOnlyList<AccountWrite> writes)
    {
        var posts = Rows(writes, w => w.Posts);
        if (posts.Count > 0)
        {
            // The server itself looks whether every post was still as it was read, and ends the transaction with an error when one was not: it waits for nobody's answer in the middle of it,
            // so that a process that hangs leaves no row locked.
            batch.BatchCommands.Add(new Insert<Of<PostStep>>(posts, """
                with step as (
                    select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
                        as s (id, account_id, fence, new_fence, version, status, container_id, children, container_created_at, publish_started_at, published_at, platform_post_id, permalink,
                              comment_status, error_code, error_message, attempts, next_at, lease_until, numbers_due_at)
                ), taken as (
                    update scheduled_posts p set status = s.status, container_id = s.container_id, child_container_ids = s.children, container_created_at = s.container_created_at,
                           publish_started_at = s.publish_started_at, published_at = s.published_at, platform_post_id = s.platform_post_id, permalink = s.permalink, comment_status = s.comment_status,
                           error_details = case when s.error_code is not null then jsonb_build_object('code', s.error_code, 'message', s.error_message) end,
                           retry_count = s.attempts, next_attempt_at = s.next_at, lease_until = s.lease_until, fence = s.new_fence, version = s.version, swept_until = null, numbers_due_at = s.numbers_due_at
                      from step s where p.id = s.id and p.client_account_id = s.account_id and p.fence = s.fence
                    returning 1
                )
                select 1 / ((select count(*) from taken) = (select count(*) from step))::int
                """)
                .Column(Uuid, p => p.Row.After.Id).Column(Uuid, p => p.AccountId).Column(Integer, p => p.Row.Fence).Column(Integer, p => p.Row.After.Fence).Column(Integer, p => p.Row.After.Version)
                .Column(Text, p => p.Row.After.Status).Column(Text, p => p.Row.After.ContainerId).Column(Jsonb, p => JsonSerializer.Serialize(p.Row.After.ChildContainerIds))
                .Column(TimestampTz, p => p.Row.After.ContainerCreatedAt).Column(TimestampTz, p => p.Row.After.PublishStartedAt).Column(TimestampTz, p => p.Row.After.PublishedAt)
                .Column(Text, p => p.Row.After.PlatformPostId).Column(Text, p => p.Row.After.Permalink).Column(Text, p => p.Row.After.CommentStatus).Column(Text, p => p.Row.After.ErrorCode)
                .Column(Text, p => p.Row.After.ErrorMessage).Column(Integer, p => p.Row.After.Attempts).Column(TimestampTz, p => p.Row.After.NextAttemptAt)
                .Column(TimestampTz, p => p.Row.After.LeaseUntil).Column(TimestampTz, p => p.Row.After.NumbersDueAt).Command);
        }

        var entries = posts.Where(p => p.Row.Entry is not null).Select(p => p.Row.Entry!).ToList();
        if (entries.Count > 0)
            batch.BatchCommands.Add(new Insert<PublishAttemptRow>(entries, """
                insert into publish_attempts (post_id, number, attempt, step, container_id, requested_at, answered_at, answer, code, subcode, detail, trace_id, decision)
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                on conflict (post_id, number) do update set container_id = excluded.container_id, answered_at = excluded.answered_at, answer = excluded.answer, code = excluded.code,
                       subcode = excluded.subcode, detail = excluded.detail, trace_id = excluded.trace_id, decision = excluded.decision
                """)
                .Column(Uuid, a => a.PostId).Column(Integer, a => a.Number).Column(Integer, a => a.Attempt).Column(Text, a => a.Step).Column(Text, a => a.ContainerId)
                .Column(TimestampTz, a => a.RequestedAt).Column(TimestampTz, a => a.AnsweredAt).Column(Text, a => a.Answer).Column(Integer, a => a.Code).Column(Integer, a => a.Subcode)
                .Column(Text, a => a.Detail).Column(Text, a => a.TraceId).Column(Text, a => a.Decision).Command);

        var audit = writes.SelectMany(w => w.Audit).ToList();
        if (audit.Count > 0)
        {
            var (sql, parameters, _) = AuditLog.Statement(audit);
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (name, value) in parameters) command.Parameters.Add(new NpgsqlParameter(name, value));
            batch.BatchCommands.Add(command);
        }

        var events = Rows(writes, w => w.Events);
        if (events.Count > 0)
            batch.BatchCommands.Add(new Insert<Of<NewEvent>>(events, """
                insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
                select * from unnest($1, $2, $3, $4, $5, $6)
                """)
                .Column(Uuid, e => e.AccountId).Column(Bigint, e => e.Row.Sequence).Column(TimestampTz, e => e.Row.OccurredAt).Column(Text, e => e.Row.Kind).Column(Uuid, e => e.Row.SubjectId)
                .Column(Jsonb, e => e.Row.Payload).Command);

        var contacts = Rows(writes, w => w.Contacts);
        if (contacts.Count > 0)
            batch.BatchCommands.Add(new Insert<Of<NewContact>>(contacts, """
                insert into contacts (id, client_account_id, platform_contact_id) select * from unnest($1, $2, $3) on conflict (id) do nothing
                """)
                .Column(Uuid, c => c.Row.Id).Column(Uuid, c => c.AccountId).Column(Text, c => c.Row.PlatformContactId).Command);

        var messages = Rows(writes, w => w.Messages);
        if (messages.Count > 0)
            batch.BatchCommands.Add(new Insert<Of<NewMessage>>(messages, """
                insert into messages (id, client_account_id, conversation_id, sequence, platform, platform_message_id, mid_key, client_message_id, sender_id, recipient_id, direction,
                    message_type, content, media_urls, status, automatic, reply_to_platform_id, tag, sent_by_user_id, sent_at, next_attempt_at, quick_replies, sent_at_assumed)
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
                """)
                .Column(Uuid, m => m.Row.Id).Column(Uuid, m => m.AccountId).Column(Uuid, m => m.Row.ConversationId).Column(Bigint, m => m.Row.Sequence).Column(Text, m => m.Row.Platform)
                .Column(Text, m => m.Row.PlatformMessageId).Column(Uuid, m => m.Row.MidKey).Column(Text, m => m.Row.ClientMessageId).Column(Text, m => m.Row.SenderId)
                .Column(Text, m => m.Row.RecipientId).Column(Text, m => m.Row.Direction).Column(Text, m => m.Row.Kind).Column(Text, m => m.Row.Content).Column(Jsonb, m => m.Row.AttachmentsJson)
                .Column(Text, m => m.Row.Status).Column(NpgsqlDbType.Boolean, m => m.Row.Automatic).Column(Text, m => m.Row.ReplyTo).Column(Text, m => m.Row.Tag).Column(Uuid, m => m.Row.SentByUserId)
                .Column(TimestampTz, m => m.Row.SentAt).Column(TimestampTz, m => m.Row.NextAttemptAt).Column(Jsonb, m => m.Row.QuickRepliesJson)
                .Column(NpgsqlDbType.Boolean, m => m.Row.SentAtAssumed).Command);

        var copies = Rows(writes, w => w.Copies);
        if (copies.Count > 0)
            batch.BatchCommands.Add(new Insert<Of<NewAttachmentCopy>>(copies, """
                insert into attachment_copies (client_account_id, message_id, position, source_url, next_attempt_at) select * from unnest($1, $2, $3, $4, $5)
                """)
                .Column(Uuid, c => c.AccountId).Column(Uuid, c => c.Row.MessageId).Column(Smallint, c => (short)c.Row.Position).Column(Text, c => c.Row.SourceUrl)
                .Column(TimestampTz, c => c.Row.DueAt).Command);

        var conversations = Rows(writes, w => w.Conversations);
        if (conversations.Count > 0)
            batch.BatchCommands.Add(new Insert<Of<ConversationDelta>>(conversations, """
                insert into conversations as c (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_text, last_message_kind, last_message_direction,
                    last_inbound_at, unread_count, unread_since)
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict (id) do update set
                    last_sequence = greatest(c.last_sequence, excluded.last_sequence),
                    last_message_at = greatest(c.last_message_at, excluded.last_message_at),
                    last_message_text = case when excluded.last_message_at >= c.last_message_at then excluded.last_message_text else c.last_message_text end,
                    last_message_kind = case when excluded.last_message_at >= c.last_message_at then excluded.last_message_kind else c.last_message_kind end,
                    last_message_direction = case when excluded.last_message_at >= c.last_message_at then excluded.last_message_direction else c.last_message_direction end,
                    last_inbound_at = greatest(c.last_inbound_at, excluded.last_inbound_at),
                    unread_count = c.unread_count + excluded.unread_count,
                    unread_since = least(c.unread_since, excluded.unread_since),
                    status = case when excluded.unread_count > 0 and c.status in ('closed', 'archived') then 'open' else c.status end
                """)
                .Column(Uuid, c => c.Row.Id).Column(Uuid, c => c.AccountId).Column(Uuid, c => c.Row.ContactId).Column(Bigint, c => c.Row.LastSequence).Column(TimestampTz, c => c.Row.LastMessageAt)
                .Column(Text, c => c.Row.LastText).Column(Text, c => c.Row.LastKind).Column(Text, c => c.Row.LastDirection).Column(TimestampTz, c => c.Row.LastInboundAt).Column(Integer, c => c.Row.Unread)
                .Column(TimestampTz, c => c.Row.UnreadSince).Command);
    }

    private static List<Of<T>> Rows<T>(IReadOnlyList<AccountWrite> writes, Func<AccountWrite, List<T>> rows)
    {
        var all = new List<Of<T>>();
        foreach (var write in writes)
            foreach (var row in rows(write))
                all.Add(new(write.AccountId, row));
        return all;
    }

    private readonly record struct Of<T>(Guid AccountId, T Row);

    /// <summary>An insert of many rows with one array parameter per column, none of them boxed.</summary>
    private sealed class Insert<T>(List<T> rows, string sql)
    {
        public NpgsqlBatchCommand Command { get; } = new(sql);

        public Insert<T> Column<TValue>(NpgsqlDbType type, Func<T, TValue> value)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
            Command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
            return this;
        }
    }
}
