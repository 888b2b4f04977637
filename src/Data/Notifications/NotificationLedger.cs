using System.Text.Json;
using Npgsql;

namespace SocialSelling.Notifications;

/// <summary>An event that people may have to be told of.</summary>
/// <param name="ConversationId">Of a message.</param>
/// <param name="Historic">A message that was read back; no news.</param>
/// <param name="Payload">JSON; null of a message, of which there are many.</param>
public sealed record FollowedEventRow(Guid AccountId, long Sequence, DateTimeOffset OccurredAt, string Kind, Guid SubjectId, Guid? ConversationId, bool Historic, string? Payload);

/// <summary>Something to tell, before it is known to whom.</summary>
/// <param name="Key">The occasion.</param>
/// <param name="Collapses">More of it raise the count of what is there, and bring it back when it was read. Otherwise nobody is told twice.</param>
/// <param name="FactsJson">An object.</param>
/// <param name="To">Null for everybody in the workspace.</param>
/// <param name="ActorId">Is not told.</param>
public sealed record NewNotice(
    Guid AccountId, string Kind, Guid SubjectId, string Key, bool Collapses, int Count, string FactsJson, Guid? ConversationId, IReadOnlyList<Guid>? To, Guid? ActorId, DateTimeOffset OccurredAt)
{
    /// <summary>How it is mailed to people who have chosen nothing for its kind: now, digest or never.</summary>
    public string MailBy { get; init; } = "never";
}

/// <param name="Seen">Keys of what somebody has dealt with: nobody needs to be told any more.</param>
public sealed record NoticeWrite(IReadOnlyCollection<string> Seen, IReadOnlyCollection<NewNotice> Notices);

/// <param name="Changed">The notifications that are new, came again, or are read now.</param>
/// <param name="Unfinished">Accounts that have more events than were looked at, or that another process follows at the moment: it may have read before the event that is meant.</param>
public sealed record FollowStep(IReadOnlyList<Guid> Changed, IReadOnlyList<Guid> Unfinished, int Events);

/// <summary>
/// Turns accounts' events into notifications, each event once: where an account was left off is moved in the transaction that writes what people are told. However many follow, an account is followed by one at a time.
/// </summary>
public sealed class NotificationLedger(Sql db)
{
    /// <summary>Accounts with events that nobody has looked at: those that were forgotten when a process died.</summary>
    public Task<List<Guid>> ListBehind(int limit, CancellationToken ct) => db.Query("""
        select a.id from client_accounts a left join notification_cursors c on c.account_id = a.id
          cross join lateral (select e.sequence from account_events e where e.account_id = a.id order by e.sequence desc limit 1) last
         where last.sequence > coalesce(c.sequence, 0) limit @limit
        """, r => r.GetGuid(0), ct, ("limit", limit));

    /// <summary>Takes the next events of some accounts, lets <paramref name="decide"/> what they mean, and writes it.</summary>
    /// <param name="kinds">Of other events nothing but their number is read.</param>
    public Task<FollowStep> Follow(IReadOnlyCollection<Guid> accountIds, IReadOnlyCollection<string> kinds, int perAccount, Func<IReadOnlyList<FollowedEventRow>, NoticeWrite> decide, DateTimeOffset now, CancellationToken ct) =>
        db.Transaction(async connection =>
        {
            await connection.Execute("insert into notification_cursors (account_id, sequence) select a.id, 0 from client_accounts a where a.id = any(@ids) on conflict do nothing", ct, ("ids", accountIds.ToArray()));
            var (events, mine) = await ReadEvents(connection, accountIds, kinds, perAccount, ct);
            var busy = await Existing(connection, accountIds.Except(mine).ToArray(), ct);
            if (events.Count == 0) return new FollowStep([], busy, 0);
            var write = decide(events.FindAll(e => e.Kind.Length > 0));
            var changed = new List<Guid>();
            if (write.Seen.Count > 0) changed.AddRange(await MarkSeen(connection, write.Seen, now, ct));
            if (write.Notices.Count > 0) changed.AddRange(await Write(connection, write.Notices, now, ct));
            var read = events.GroupBy(e => e.AccountId).Select(e => (AccountId: e.Key, Last: e.Max(x => x.Sequence), Count: e.Count())).ToList();
            await connection.Execute("update notification_cursors c set sequence = r.last from unnest(@ids, @lasts) as r (id, last) where c.account_id = r.id", ct,
                ("ids", read.ConvertAll(r => r.AccountId).ToArray()), ("lasts", read.ConvertAll(r => r.Last).ToArray()));
            return new FollowStep(changed.Distinct().ToList(), [.. busy, .. read.Where(r => r.Count == perAccount).Select(r => r.AccountId)], events.Count);
        }, ct);

    /// <summary>In the order of their numbers, of the accounts that nobody else follows at the moment.</summary>
    private static async Task<(List<FollowedEventRow> Events, HashSet<Guid> Mine)> ReadEvents(NpgsqlConnection connection, IReadOnlyCollection<Guid> accountIds, IReadOnlyCollection<string> kinds, int perAccount, CancellationToken ct)
    {
        var rows = await connection.Query("""
            with mine as (
                select account_id, sequence from notification_cursors where account_id = any(@ids) order by account_id for update skip locked
            )
            select mine.account_id, e.sequence, e.occurred_at, case when e.kind = any(@kinds) then e.kind else '' end, e.subject_id,
                   case e.kind when 'message.received' then e.payload #>> '{message,conversationId}' end, coalesce(e.payload ->> 'historic' = 'true', false),
                   case when e.kind = any(@kinds) and e.kind <> 'message.received' then e.payload::text end
              from mine left join lateral (
                  select e.sequence, e.occurred_at, e.kind, e.subject_id, e.payload from account_events e where e.account_id = mine.account_id and e.sequence > mine.sequence order by e.sequence limit @perAccount) e on true
             order by mine.account_id, e.sequence
            """, r => (AccountId: r.GetGuid(0), Event: r.IsDBNull(1) ? null : ReadEvent(r)), ct, ("ids", accountIds.ToArray()), ("kinds", kinds.ToArray()), ("perAccount", perAccount));
        return ([.. rows.Select(r => r.Event).OfType<FollowedEventRow>()], [.. rows.Select(r => r.AccountId)]);
    }

    /// <summary>The conversation's id is read here and not cast by PostgreSQL, which would refuse all for one that another version wrote.</summary>
    private static FollowedEventRow ReadEvent(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.GetGuid(4), Guid.TryParse(r.OptionalText(5), out var conversationId) ? conversationId : null, r.GetBoolean(6),
        r.OptionalText(7));

    /// <summary>Without those that were deleted meanwhile, which nobody follows any more.</summary>
    private static Task<List<Guid>> Existing(NpgsqlConnection connection, Guid[] accountIds, CancellationToken ct) => accountIds.Length == 0 ? Task.FromResult(new List<Guid>())
        : connection.Query("select id from client_accounts where id = any(@ids)", r => r.GetGuid(0), ct, ("ids", accountIds));

    private static Task<List<Guid>> MarkSeen(NpgsqlConnection connection, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken ct) => connection.Query("""
        update notifications n set read_at = @now
          from (select id from notifications where key = any(@keys) and read_at is null order by user_id, key for update) seen where n.id = seen.id returning n.id
        """, r => r.GetGuid(0), ct, ("keys", keys.ToArray()), ("now", now));

    /// <summary>
    /// One row for each member of the workspace who wants to know: of messages in an assigned conversation its assignee alone, as long as that is a member. What concerns an API key concerns
    /// who answers for it, or where that person sees the account no more, those who may publish. What is new, or has come back after it was read, waits to be mailed
    /// to whoever wants that; what only rises does not, since they have been told.
    /// </summary>
    private static Task<List<Guid>> Write(NpgsqlConnection connection, IReadOnlyCollection<NewNotice> notices, DateTimeOffset now, CancellationToken ct) => connection.Query("""
        with notices as (
            select * from jsonb_to_recordset(@notices::jsonb) as n (
                account_id uuid, kind text, subject_id uuid, key text, count int, facts jsonb, conversation_id uuid, recipients uuid[], actor_id uuid, occurred_at timestamptz, mail_by text)
        ), told as (
            insert into notifications as o (user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, conversation_id, actor_id, occurred_at)
            select m.user_id, a.workspace_id, a.id, n.kind, n.subject_id, n.key, n.count, n.facts, n.conversation_id, actor.id, n.occurred_at
              from notices n
              join client_accounts a on a.id = n.account_id
              join account_access m on m.account_id = a.id
              left join users actor on actor.id = n.actor_id
              left join conversations c on c.id = n.conversation_id and n.kind = 'message.received'
              left join account_access assignee on assignee.account_id = a.id and assignee.user_id = c.assignee_id
              left join notification_preferences p on p.user_id = m.user_id and p.kind = n.kind
             where m.role <> 'key' and coalesce(p.in_app, true) and m.user_id is distinct from n.actor_id and (n.recipients is null or m.user_id = any(n.recipients) or exists (
                       select from api_keys k left join account_access maker on maker.account_id = a.id and maker.user_id = k.created_by
                        where k.id = any(n.recipients) and (m.user_id = maker.user_id or maker.user_id is null and m.role in ('owner', 'admin', 'publisher'))))
               and coalesce(assignee.user_id, m.user_id) = m.user_id and c.status is distinct from 'spam'
             order by m.user_id, n.key
            on conflict (user_id, key) do update set
                count = case when o.read_at is null then o.count else 0 end + excluded.count, facts = excluded.facts, occurred_at = greatest(o.occurred_at, excluded.occurred_at), read_at = null
             where excluded.key = any(@collapsing)
            returning id, user_id, key, count
        ), fresh as (
            select t.id, t.user_id from told t join notices n on n.key = t.key and n.count = t.count left join notification_preferences p on p.user_id = t.user_id and p.kind = n.kind
             where coalesce(p.mail_by, n.mail_by) <> 'never'
        ), queued as (
            insert into notification_mails (notification_id, user_id, queued_at) select id, user_id, @now from fresh on conflict do nothing
        ), looked as (
            insert into notification_mailing as m (user_id, look_at) select distinct user_id, @now from fresh order by user_id
            on conflict (user_id) do update set look_at = least(m.look_at, excluded.look_at)
        )
        select id from told
        """, r => r.GetGuid(0), ct,
        ("notices", JsonSerializer.Serialize(notices.Select(n => new
        {
            account_id = n.AccountId,
            kind = n.Kind,
            subject_id = n.SubjectId,
            key = n.Key,
            count = n.Count,
            facts = JsonSerializer.Deserialize<JsonElement>(n.FactsJson),
            conversation_id = n.ConversationId,
            recipients = n.To,
            actor_id = n.ActorId,
            occurred_at = n.OccurredAt,
            mail_by = n.MailBy,
        }))),
        ("now", now), ("collapsing", notices.Where(n => n.Collapses).Select(n => n.Key).ToArray()));
}
