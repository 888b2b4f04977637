namespace SocialSelling.Inbox;

/// <summary>Where looking through an account's posts for comments stands.</summary>
/// <param name="Cursor">Where the next page of posts begins; null for the first.</param>
/// <param name="Pages">That this run has read.</param>
/// <param name="Attempts">How often the next call has failed in a row.</param>
/// <param name="NextStepAt">When the run goes on, or the next one begins; null while the account may not speak to Meta.</param>
/// <param name="CompletedAt">When a run last came to its end; null before the first has.</param>
public sealed record CommentScanRow(Guid AccountId, int Step, string? Cursor, int Pages, int Attempts, DateTimeOffset? NextStepAt, DateTimeOffset? CompletedAt);

/// <summary>Looking through accounts' posts for comments that no webhook brought. The account's grain writes.</summary>
public sealed class CommentScanRepository(Sql db)
{
    public Task<CommentScanRow?> Find(Guid accountId, CancellationToken ct) => db.Find(
        "select account_id, step, cursor, pages, attempts, next_step_at, completed_at from comment_scans where account_id = @accountId",
        r => new CommentScanRow(r.GetGuid(0), r.GetInt32(1), r.OptionalText(2), r.GetInt32(3), r.GetInt32(4), r.Optional<DateTimeOffset>(5), r.Optional<DateTimeOffset>(6)), ct, ("accountId", accountId));

    /// <summary>Accounts whose next step should have been taken by <paramref name="dueBefore"/>: for the sweeper.</summary>
    public Task<List<Guid>> AccountsDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query(
        "select account_id from comment_scans where next_step_at < @dueBefore order by next_step_at limit @limit", r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>Writes a run as it stands after one more step, unless another activation has taken that step.</summary>
    public static Guarded Advance(CommentScanRow scan) => new("""
        insert into comment_scans as s (account_id, step, cursor, pages, attempts, next_step_at, completed_at)
        values (@accountId, @step, @cursor::text, @pages, @attempts, @nextStepAt::timestamptz, @completedAt::timestamptz)
        on conflict (account_id) do update set step = excluded.step, cursor = excluded.cursor, pages = excluded.pages, attempts = excluded.attempts, next_step_at = excluded.next_step_at,
            completed_at = excluded.completed_at
        where s.step = excluded.step - 1
        """, [("accountId", scan.AccountId), ("step", scan.Step), ("cursor", scan.Cursor), ("pages", scan.Pages), ("attempts", scan.Attempts), ("nextStepAt", scan.NextStepAt),
              ("completedAt", scan.CompletedAt)]);
}
