using System.Text.Json;
using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Where reading back each account's conversations stands. The account's grain writes.</summary>
public sealed class HistoryRepository(Sql db)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<HistoryRow?> Find(Guid accountId, CancellationToken ct) => db.Find("""
        select account_id, run_id, kind, state, step, progress, started_at, finished_at, next_step_at, complete_until, measured_at, messages_known, messages_stored, messages_filled,
               failure_code, failure_message
          from account_history where account_id = @accountId
        """, Read, ct, ("accountId", accountId));

    /// <summary>Accounts whose next step should have been taken by <paramref name="dueBefore"/>: for the sweeper.</summary>
    public Task<List<Guid>> AccountsDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query("""
        select account_id from account_history where next_step_at < @dueBefore order by next_step_at limit @limit
        """, r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>Writes a run as it stands after one more step, unless another activation has taken that step.</summary>
    public static Guarded Advance(HistoryRow run) => new("""
        insert into account_history as h (account_id, run_id, kind, state, step, progress, started_at, finished_at, next_step_at, complete_until, measured_at, messages_known,
            messages_stored, messages_filled, failure_code, failure_message)
        values (@accountId, @runId, @kind, @state, @step, @progress::jsonb, @startedAt, @finishedAt::timestamptz, @nextStepAt::timestamptz, @completeUntil::timestamptz,
            @measuredAt::timestamptz, @known, @stored, @filled, @failureCode::text, @failureMessage::text)
        on conflict (account_id) do update set run_id = excluded.run_id, kind = excluded.kind, state = excluded.state, step = excluded.step, progress = excluded.progress,
            started_at = excluded.started_at, finished_at = excluded.finished_at, next_step_at = excluded.next_step_at, complete_until = excluded.complete_until,
            measured_at = excluded.measured_at, messages_known = excluded.messages_known, messages_stored = excluded.messages_stored, messages_filled = excluded.messages_filled,
            failure_code = excluded.failure_code, failure_message = excluded.failure_message
        where h.step = excluded.step - 1
        """,
        [
            ("accountId", run.AccountId), ("runId", run.RunId), ("kind", run.Kind), ("state", run.State), ("step", run.Step), ("progress", JsonSerializer.Serialize(run.Progress, Json)),
            ("startedAt", run.StartedAt), ("finishedAt", run.FinishedAt), ("nextStepAt", run.NextStepAt), ("completeUntil", run.CompleteUntil), ("measuredAt", run.Completeness?.MeasuredAt),
            ("known", run.Completeness?.Known ?? 0), ("stored", run.Completeness?.Stored ?? 0), ("filled", run.Completeness?.Filled ?? 0), ("failureCode", run.FailureCode),
            ("failureMessage", run.FailureMessage),
        ]);

    private static HistoryRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetInt32(4), ReadProgress(r.GetString(5)), r.GetFieldValue<DateTimeOffset>(6), r.Optional<DateTimeOffset>(7),
        r.Optional<DateTimeOffset>(8), r.Optional<DateTimeOffset>(9), r.Optional<DateTimeOffset>(10) is { } at ? new(at, r.GetInt32(11), r.GetInt32(12), r.GetInt32(13)) : null,
        r.OptionalText(14), r.OptionalText(15));

    /// <summary>A row that a migration made has none yet.</summary>
    private static HistoryProgress ReadProgress(string json) => json == "{}" ? HistoryProgress.Start(null) : JsonSerializer.Deserialize<HistoryProgress>(json, Json)!;
}
