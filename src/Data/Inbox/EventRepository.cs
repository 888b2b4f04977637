namespace SocialSelling.Inbox;

/// <summary>An account's numbered events. Written by <see cref="InboxWriter"/>.</summary>
public sealed class EventRepository(Sql db)
{
    /// <returns>The last number given; 0 before the first.</returns>
    public async Task<long> LastSequence(Guid accountId, CancellationToken ct) =>
        await db.Scalar<long>("select max(sequence) from account_events where account_id = @accountId", ct, ("accountId", accountId));

    /// <summary>
    /// Takes away events before <paramref name="before"/>, of the next <paramref name="accounts"/> accounts after <paramref name="after"/>. Always from an account's first on, without a hole, and never
    /// its last: the numbering goes on from that.
    /// </summary>
    /// <param name="perAccount">Most events of one account that are taken away at once.</param>
    /// <returns>The last account looked at, null when there was none; and how many events went.</returns>
    public async Task<(Guid? Last, int Pruned)> Prune(Guid? after, int accounts, DateTimeOffset before, int perAccount, CancellationToken ct) => (await db.Query("""
        with looked_at as (
            select id from client_accounts where @after::uuid is null or id > @after order by id limit @accounts
        ), mark as (
            select looked_at.id, least(ends.last, ends.first + @perAccount, (
                       select e.sequence from account_events e
                        where e.account_id = looked_at.id and e.sequence < ends.first + @perAccount and e.occurred_at >= @before order by e.sequence limit 1)) as keep_from
              from looked_at cross join lateral (select min(sequence) as first, max(sequence) as last from account_events where account_id = looked_at.id) ends
             where ends.last is not null
        ), gone as (
            delete from account_events e using mark where e.account_id = mark.id and e.sequence < mark.keep_from returning 1
        )
        select (select id from looked_at order by id desc limit 1), (select count(*)::int from gone)
        """, r => (r.Optional<Guid>(0), r.GetInt32(1)), ct, ("after", after), ("accounts", accounts), ("before", before), ("perAccount", perAccount)))[0];

    public Task<List<EventRow>> After(Guid accountId, long sequence, int limit, CancellationToken ct) => db.Query("""
        select sequence, occurred_at, kind, subject_id, payload from account_events where account_id = @accountId and sequence > @sequence order by sequence limit @limit
        """, r => new EventRow(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetGuid(3), r.GetString(4)), ct,
        ("accountId", accountId), ("sequence", sequence), ("limit", limit));
}
