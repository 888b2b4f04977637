using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>A file of a message that is to be copied to our own store.</summary>
/// <param name="Position">Place among the message's attachments, from 0.</param>
/// <param name="StorageKey">Where a try that broke off may have left it; null before the first file came.</param>
public sealed record AttachmentCopyRow(Guid AccountId, Guid MessageId, int Position, string SourceUrl, int Attempts, string? StorageKey);

/// <summary>Copies of what hangs on messages. A row comes in the transaction of its message, and leaves with it; the file follows its row.</summary>
public sealed class AttachmentCopyRepository(Sql db)
{
    /// <summary>What is to be copied now, the longest waiting first.</summary>
    public Task<List<AttachmentCopyRow>> ListDue(Guid accountId, DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        select client_account_id, message_id, position, source_url, attempts, storage_key from attachment_copies
         where client_account_id = @accountId and state = 'waiting' and next_attempt_at <= @now order by next_attempt_at, message_id, position limit @limit
        """, Read, ct, ("accountId", accountId), ("now", now), ("limit", limit));

    /// <param name="underway">Copies that are being made, and are not meant.</param>
    /// <returns>When the account's next copy is due; null when none waits.</returns>
    public async Task<DateTimeOffset?> NextDue(Guid accountId, IReadOnlyCollection<(Guid MessageId, int Position)> underway, CancellationToken ct) => await db.Scalar<DateTime?>("""
        select min(next_attempt_at) from attachment_copies
         where client_account_id = @accountId and state = 'waiting' and (message_id, position) not in (select message_id, position from unnest(@messages, @positions) as u(message_id, position))
        """, ct, ("accountId", accountId), ("messages", underway.Select(u => u.MessageId).ToArray()), ("positions", underway.Select(u => (short)u.Position).ToArray())) is { } at
            ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>Accounts whose copies should have been made by <paramref name="dueBefore"/>: for the sweeper.</summary>
    public Task<List<Guid>> AccountsDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query(
        "select distinct client_account_id from attachment_copies where state = 'waiting' and next_attempt_at < @dueBefore limit @limit", r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>Counts a try before it is made: a file that takes its process down is not tried for ever.</summary>
    /// <param name="nextAttemptAt">When somebody else may try, if this one never ends.</param>
    /// <returns>False when the row is gone or settled, or somebody else tries.</returns>
    public async Task<bool> Begin(AttachmentCopyRow copy, DateTimeOffset nextAttemptAt, CancellationToken ct) => await db.Execute("""
        update attachment_copies set attempts = attempts + 1, next_attempt_at = @next
         where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting' and attempts = @attempts
        """, ct, [.. Key(copy), ("attempts", copy.Attempts), ("next", nextAttemptAt)]) == 1;

    /// <summary>Notes where the file will lie, before it does; a place that an earlier try was to leave is left no more. What an earlier try may have left elsewhere, having been sent another kind of file, goes at <paramref name="removeAt"/>.</summary>
    /// <returns>False when the row is gone: its message was taken back, and nothing may be stored.</returns>
    public async Task<bool> Place(AttachmentCopyRow copy, string storageKey, DateTimeOffset removeAt, CancellationToken ct) => await db.Execute("""
        with earlier as (
            select storage_key from attachment_copies where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting'
        ), removed as (
            insert into removed_files (storage_key, remove_at) select storage_key, @removeAt from earlier where storage_key <> @storageKey on conflict (storage_key) do nothing
        ), taken_back as (
            delete from removed_files where storage_key = @storageKey and exists (select from earlier)
        )
        update attachment_copies set storage_key = @storageKey where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting'
        """, ct, [.. Key(copy), ("storageKey", storageKey), ("removeAt", removeAt)]) == 1;

    /// <summary>The try has failed; the next comes at <paramref name="nextAttemptAt"/>.</summary>
    public Task Postpone(AttachmentCopyRow copy, DateTimeOffset nextAttemptAt, CancellationToken ct) => db.Execute("""
        update attachment_copies set next_attempt_at = @next where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting'
        """, ct, [.. Key(copy), ("next", nextAttemptAt)]);

    /// <summary>The try has come to nothing for reasons of our own, and does not count.</summary>
    public Task GiveBack(AttachmentCopyRow copy, DateTimeOffset nextAttemptAt, CancellationToken ct) => db.Execute("""
        update attachment_copies set next_attempt_at = @next, attempts = attempts - 1
         where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting' and attempts = @attempts
        """, ct, [.. Key(copy), ("attempts", copy.Attempts), ("next", nextAttemptAt)]);

    public static Guarded Keep(AttachmentCopyRow copy, string storageKey, string mimeType, long size) => new("""
        update attachment_copies set state = 'kept', next_attempt_at = null, storage_key = @storageKey, mime_type = @mimeType, file_size = @size
         where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting'
        """, [.. Key(copy), ("storageKey", storageKey), ("mimeType", mimeType), ("size", size)]);

    public static Guarded GiveUp(AttachmentCopyRow copy, string reason) => new("""
        update attachment_copies set state = 'given_up', next_attempt_at = null, reason = @reason
         where client_account_id = @accountId and message_id = @messageId and position = @position and state = 'waiting'
        """, [.. Key(copy), ("reason", reason)]);

    private static (string, object?)[] Key(AttachmentCopyRow copy) => [("accountId", copy.AccountId), ("messageId", copy.MessageId), ("position", (short)copy.Position)];

    private static AttachmentCopyRow Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetInt16(2), r.GetString(3), r.GetInt16(4), r.OptionalText(5));
}
