namespace SocialSelling.Inbox;

/// <summary>An account's numbered events. Written by <see cref="InboxWriter"/>.</summary>
public sealed class EventRepository(Sql db)
{
    /// <returns>The last number given; 0 before the first.</returns>
    public async Task<long> LastSequence(Guid accountId, CancellationToken ct) =>
        await db.Scalar<long>("select max(sequence) from account_events where account_id = @accountId", ct, ("accountId", accountId));

    /// <returns>The first number that is still kept; 0 when there is none.</returns>
    public async Task<long> FirstSequence(Guid accountId, CancellationToken ct) =>
        await db.Scalar<long>("select min(sequence) from account_events where account_id = @accountId", ct, ("accountId", accountId));

    public Task<List<EventRow>> After(Guid accountId, long sequence, int limit, CancellationToken ct) => db.Query("""
        select sequence, occurred_at, kind, subject_id, payload from account_events where account_id = @accountId and sequence > @sequence order by sequence limit @limit
        """, r => new EventRow(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetGuid(3), r.GetString(4)), ct,
        ("accountId", accountId), ("sequence", sequence), ("limit", limit));
}
