namespace SocialSelling.Hooks;

/// <param name="Made">Deliveries.</param>
/// <param name="Unfinished">Accounts that have more events than were looked at, or that another process follows at the moment: it may have read before the event that is meant.</param>
public sealed record HookStep(int Made, IReadOnlyList<Guid> Unfinished);

/// <summary>
/// Turns accounts' events into deliveries, each event once for each hook that wants it: where an account was left off is moved in the statement that makes them. However many follow, an account is followed
/// by one at a time.
/// </summary>
public sealed class HookLedger(Sql db)
{
    /// <summary>Accounts with events that nobody has looked at, of workspaces with a hook that is on: those that were forgotten when a process died.</summary>
    public Task<List<Guid>> ListBehind(int limit, CancellationToken ct) => db.Query("""
        select a.id from client_accounts a left join hook_cursors c on c.account_id = a.id
          cross join lateral (select e.sequence from account_events e where e.account_id = a.id order by e.sequence desc limit 1) last
         where a.workspace_id in (select h.workspace_id from hooks h where h.enabled) and last.sequence > coalesce(c.sequence, 0) limit @limit
        """, r => r.GetGuid(0), ct, ("limit", limit));

    /// <summary>Takes the next events of those of the accounts that somebody wants to be told of.</summary>
    public Task<HookStep> Follow(IReadOnlyCollection<Guid> accountIds, int perAccount, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // Accounts that are connected after their workspace's hooks begin at their first event.
        var wanted = await connection.Query("""
            with wanted as (
                select a.id from client_accounts a where a.id = any(@ids) and exists (select from hooks h where h.workspace_id = a.workspace_id and h.enabled)
            ), begun as (
                insert into hook_cursors (account_id, sequence) select id, 0 from wanted order by id on conflict do nothing
            )
            select id from wanted
            """, r => r.GetGuid(0), ct, ("ids", accountIds.ToArray()));
        if (wanted.Count == 0) return new HookStep(0, []);
        var followed = await connection.Query("""
            with mine as (
                select account_id, sequence from hook_cursors where account_id = any(@ids) order by account_id for update skip locked
            ), seen as (
                select mine.account_id, e.sequence, e.occurred_at, e.kind from mine cross join lateral (
                    select e.sequence, e.occurred_at, e.kind from account_events e where e.account_id = mine.account_id and e.sequence > mine.sequence order by e.sequence limit @perAccount) e
            ), moved as (
                update hook_cursors c set sequence = last.sequence from (select account_id, max(sequence) as sequence from seen group by account_id) last where c.account_id = last.account_id
            ), made as (
                insert into hook_deliveries (hook_id, account_id, sequence, kind, created_at, next_try_at)
                select h.id, seen.account_id, seen.sequence, seen.kind, @now, @now
                  from seen join client_accounts a on a.id = seen.account_id join hooks h on h.workspace_id = a.workspace_id
                 where h.enabled and h.since <= seen.occurred_at and seen.kind = any(h.kinds)
                   and (h.all_accounts or exists (select from hook_accounts chosen where chosen.hook_id = h.id and chosen.account_id = seen.account_id))
                 order by seen.account_id, seen.sequence
                on conflict on constraint ux_hook_deliveries_event do nothing returning account_id
            )
            select mine.account_id, (select count(*)::int from seen where seen.account_id = mine.account_id), (select count(*)::int from made where made.account_id = mine.account_id) from mine
            """, r => (AccountId: r.GetGuid(0), Seen: r.GetInt32(1), Made: r.GetInt32(2)), ct, ("ids", wanted.ToArray()), ("perAccount", perAccount), ("now", now));
        return new HookStep(followed.Sum(f => f.Made), [.. wanted.Except(followed.Select(f => f.AccountId)), .. followed.Where(f => f.Seen == perAccount).Select(f => f.AccountId)]);
    }, ct);
}
