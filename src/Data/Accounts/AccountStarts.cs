using System.Collections.ObjectModel;
using System.Text.Json;
using Npgsql;
using SocialSelling.Inbox;

namespace SocialSelling.Accounts;

/// <summary>What an account's grain starts from. Times are UTC, and null when nothing is due.</summary>
/// <param name="Account">Null when nobody has connected the account; everything else is empty then.</param>
/// <param name="LastSequence">The last number given to an event; 0 before the first.</param>
/// <param name="Sends">Messages that are not settled.</param>
/// <param name="Answers">Answers to comments that are not settled.</param>
/// <param name="NextWakeAt">When the next sleeping conversation wakes.</param>
/// <param name="NextScheduledAt">When the next message for later is due.</param>
/// <param name="AutoReplies">Whether rules answer.</param>
/// <param name="NextPostAt">When the next step of a post is due.</param>
/// <param name="NextHistoryAt">When reading back goes on.</param>
/// <param name="NextCommentScanAt">When looking for comments goes on.</param>
/// <param name="NextCopyAt">When the next file of a message is to be copied.</param>
/// <param name="ErasedContacts">Who was erased, and when.</param>
public sealed record AccountStart(
    AccountRow? Account, long LastSequence, IReadOnlyList<UnsettledRow> Sends, IReadOnlyList<UnsettledComment> Answers, DateTimeOffset? NextWakeAt, DateTimeOffset? NextScheduledAt,
    bool AutoReplies, DateTimeOffset? NextPostAt, DateTimeOffset? NextHistoryAt, DateTimeOffset? NextCommentScanAt,
    DateTimeOffset? NextCopyAt, IReadOnlyDictionary<Guid, DateTimeOffset> ErasedContacts)
{
    public static AccountStart Unknown { get; } = new(null, 0, [], [], null, null, AutoReplies: false, null, null, null, null, ReadOnlyDictionary<Guid, DateTimeOffset>.Empty);
}

/// <summary>
/// Reads what grains start from, of all that start at the same time in one round trip: after the loss of a silo its accounts come back by the thousand.
/// </summary>
public sealed class AccountStarts(Sql db) : IAsyncDisposable
{
    private const string Accounts = $"""
        select {AccountRepository.Columns},
               coalesce((select max(e.sequence) from account_events e where e.account_id = a.id), 0),
               (select min(c.snoozed_until) from conversations c where c.client_account_id = a.id and c.status = 'snoozed'),
               (select min(s.send_at) from scheduled_messages s where s.client_account_id = a.id and s.held_at is null),
               coalesce((select r.enabled from auto_reply_settings r where r.client_account_id = a.id), false),
               (select min(p.next_attempt_at) from scheduled_posts p where p.client_account_id = a.id and p.next_attempt_at is not null),
               (select h.next_step_at from account_history h where h.account_id = a.id),
               (select s.next_step_at from comment_scans s where s.account_id = a.id),
               (select min(f.next_attempt_at) from attachment_copies f where f.client_account_id = a.id and f.state = 'waiting'),
               (select jsonb_object_agg(e.contact_id, e.erased_at) from erased_contacts e where e.client_account_id = a.id)
          from client_accounts a where a.id = any(@accountIds) and a.deleted_at is null
        """;

    private readonly GroupCommit<Question> questions = new(capacity: 10_000, maxWeight: 500, _ => 1, batch => Answer(db, batch));

    public async Task<AccountStart> Find(Guid accountId)
    {
        var question = new Question(accountId);
        await questions.Write(question);
        return question.Answer;
    }

    public ValueTask DisposeAsync() => questions.DisposeAsync();

    private static async Task Answer(Sql db, IReadOnlyList<Question> questions)
    {
        var ids = questions.Select(q => q.AccountId).Distinct().ToArray();
        await using var batch = db.Source.CreateBatch();
        foreach (var sql in (string[])[Accounts, MessageRepository.Unsettled, CommentRepository.Unsettled])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter("accountIds", ids) } });
        await using var reader = await batch.ExecuteReaderAsync();
        var starts = (await Rows(reader, Read)).ToDictionary(s => s.Account!.Id);
        await reader.NextResultAsync();
        var sends = (await Rows(reader, MessageRepository.ReadUnsettled)).ToLookup(s => s.Message.AccountId);
        await reader.NextResultAsync();
        var answers = (await Rows(reader, CommentRepository.ReadUnsettled)).ToLookup(a => a.Comment.AccountId);
        foreach (var question in questions)
            if (starts.TryGetValue(question.AccountId, out var start))
                question.Answer = start with { Sends = [.. sends[question.AccountId]], Answers = [.. answers[question.AccountId]] };
    }

    private static async Task<List<T>> Rows<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static AccountStart Read(NpgsqlDataReader r) => new(
        AccountRepository.Read(r), r.GetInt64(22), [], [], r.Optional<DateTimeOffset>(23), r.Optional<DateTimeOffset>(24), r.GetBoolean(25), r.Optional<DateTimeOffset>(26),
        r.Optional<DateTimeOffset>(27), r.Optional<DateTimeOffset>(28), r.Optional<DateTimeOffset>(29),
        r.OptionalText(30) is { } erased ? JsonSerializer.Deserialize<Dictionary<Guid, DateTimeOffset>>(erased)! : []);

    private sealed record Question(Guid AccountId)
    {
        public AccountStart Answer { get; set; } = AccountStart.Unknown;
    }
}
