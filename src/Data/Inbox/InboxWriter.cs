using Npgsql;
using NpgsqlTypes;

namespace SocialSelling.Inbox;

/// <summary>
/// Writes what accounts bring, many accounts to a commit: contacts, messages, conversations and events in one transaction and one round trip.
/// Measured against one insert per message in <c>bench/</c>. An account has one write in flight.
/// </summary>
public sealed class InboxWriter(Sql db) : IAsyncDisposable
{
    private readonly GroupCommit<AccountWrite> shared = new(capacity: 10_000, maxWeight: 1_000, w => w.Messages.Count + w.Events.Count, batch => WriteShared(db, batch));

    /// <exception cref="SequenceTakenException">A second activation of the account has written.</exception>
    /// <exception cref="GuardFailedException">A statement of <see cref="AccountWrite.Also"/> did not change its one row.</exception>
    public async Task Write(AccountWrite write, CancellationToken ct)
    {
        try
        {
            // Not cancelled once queued: the caller could not know whether it was written.
            await (write.Also.Count == 0 ? shared.Write(write) : WriteAlone(write, ct));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SequenceTakenException(e);
        }
    }

    public ValueTask DisposeAsync() => shared.DisposeAsync();

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
            if (await command.ExecuteNonQueryAsync(ct) != 1) throw new GuardFailedException();
        }
        await using var batch = connection.CreateBatch();
        Fill(batch, [write]);
        return batch.BatchCommands.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(ct);
    }, ct);

    private static void Fill(NpgsqlBatch batch, IReadOnlyList<AccountWrite> writes)
    {
        var contacts = new Columns(); var messages = new Columns(); var conversations = new Columns(); var events = new Columns();
        foreach (var w in writes)
        {
            foreach (var c in w.Contacts) contacts.Add(c.Id, w.AccountId, c.PlatformContactId);
            foreach (var m in w.Messages)
                messages.Add(m.Id, w.AccountId, m.ConversationId, m.Sequence, m.Platform, m.PlatformMessageId, m.MidKey, m.ClientMessageId, m.SenderId, m.RecipientId, m.Direction,
                    m.Kind, m.Content, m.AttachmentsJson, m.Status, m.Automatic, m.ReplyTo, m.Tag, m.SentByUserId, m.SentAt, m.NextAttemptAt);
            foreach (var c in w.Conversations)
                conversations.Add(c.Id, w.AccountId, c.ContactId, c.LastSequence, c.LastMessageAt, c.LastText, c.LastKind, c.LastDirection, c.LastInboundAt, c.Unread, c.UnreadSince);
            foreach (var e in w.Events) events.Add(w.AccountId, e.Sequence, e.OccurredAt, e.Kind, e.SubjectId, e.Payload);
        }

        if (events.Count > 0)
            batch.BatchCommands.Add(events.Command("""
                insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
                select * from unnest($1, $2, $3, $4, $5, $6)
                """, Uuid, BigInt, Instant, Text, Uuid, Jsonb));
        if (contacts.Count > 0)
            batch.BatchCommands.Add(contacts.Command("""
                insert into contacts (id, client_account_id, platform_contact_id) select * from unnest($1, $2, $3) on conflict (id) do nothing
                """, Uuid, Uuid, Text));
        if (messages.Count > 0)
            batch.BatchCommands.Add(messages.Command("""
                insert into messages (id, client_account_id, conversation_id, sequence, platform, platform_message_id, mid_key, client_message_id, sender_id, recipient_id, direction,
                    message_type, content, media_urls, status, automatic, reply_to_platform_id, tag, sent_by_user_id, sent_at, next_attempt_at)
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
                """, Uuid, Uuid, Uuid, BigInt, Text, Text, Uuid, Text, Text, Text, Text, Text, Text, Jsonb, Text, Bool, Text, Text, Uuid, Instant, Instant));
        if (conversations.Count > 0)
            batch.BatchCommands.Add(conversations.Command("""
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
                """, Uuid, Uuid, Uuid, BigInt, Instant, Text, Text, Text, Instant, Int, Instant));
    }

    private static readonly ArrayType Uuid = new(NpgsqlDbType.Uuid, n => new Guid?[n]), Text = new(NpgsqlDbType.Text, n => new string?[n]), Jsonb = new(NpgsqlDbType.Jsonb, n => new string?[n]),
        BigInt = new(NpgsqlDbType.Bigint, n => new long[n]), Int = new(NpgsqlDbType.Integer, n => new int[n]), Bool = new(NpgsqlDbType.Boolean, n => new bool[n]),
        Instant = new(NpgsqlDbType.TimestampTz, n => new DateTimeOffset?[n]);

    private sealed record ArrayType(NpgsqlDbType Element, Func<int, Array> Create);

    /// <summary>Rows, turned into one array per column.</summary>
    private sealed class Columns
    {
        private readonly List<object?[]> rows = [];
        public int Count => rows.Count;
        public void Add(params object?[] row) => rows.Add(row);

        public NpgsqlBatchCommand Command(string sql, params ArrayType[] types)
        {
            var command = new NpgsqlBatchCommand(sql);
            for (var column = 0; column < types.Length; column++)
            {
                var values = types[column].Create(rows.Count);
                for (var row = 0; row < rows.Count; row++) values.SetValue(rows[row][column], row);
                command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | types[column].Element });
            }
            return command;
        }
    }
}
