using System.Text;
using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Conversations with their contacts. Messages change them through <see cref="InboxWriter"/>, people through <see cref="Save"/>; read by keyset.</summary>
public sealed class ConversationRepository(Sql db)
{
    /// <summary>So many contacts with a name are read from the index of names; if there are more, so many of the newest conversations are looked through before the rest of them is read.</summary>
    private const int Few = 500, Newest = 2_000;

    private const string Columns = """
        c.id, c.client_account_id, c.contact_id, k.platform_contact_id, k.username, k.name, k.profile_picture_url, k.picture_key, c.status, c.unread_count, c.unread_since, c.last_sequence,
        c.last_message_at, c.last_message_text, c.last_message_kind, c.last_message_direction, c.last_inbound_at, c.assignee_id, c.priority, c.label_ids, c.stage_id,
        c.snoozed_until, c.snoozed_at, c.snoozed_sequence
        """;

    public Task<ConversationRow?> Find(Guid accountId, Guid id, CancellationToken ct) => db.Find(
        $"select {Columns} from conversations c join contacts k on k.id = c.contact_id where c.id = @id and c.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <summary>The conversation, if <paramref name="userId"/> may see its account.</summary>
    public Task<ConversationRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from conversations c join contacts k on k.id = c.contact_id
          join account_access w on w.account_id = c.client_account_id
         where c.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>Where conversations belong; those that <paramref name="userId"/> may not see are left out.</summary>
    public Task<List<ConversationPlace>> PlacesFor(Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query("""
        select c.id, c.client_account_id, w.workspace_id from conversations c
          join account_access w on w.account_id = c.client_account_id
         where c.id = any(@ids) and w.user_id = @userId
        """, r => new ConversationPlace(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2)), ct, ("ids", ids.ToArray()), ("userId", userId));

    /// <summary>A page over accounts and statuses, newest first: at most <paramref name="limit"/> of each are touched, by the index of the narrowest filter, and merged.</summary>
    public Task<List<ConversationRow>> Page(ConversationQuery query, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => query.Search is { } name ? Named(query, name, before, limit, ct) : db.Query($"""
        select {Columns}
          from unnest(@accountIds) as account (id) cross join unnest(@statuses) as state (name)
         cross join lateral (
            select c.* from conversations c where c.client_account_id = account.id and c.status = state.name{Narrow(query, before)}
             order by c.last_message_at desc, c.id desc limit @limit
          ) c
          join contacts k on k.id = c.contact_id
         order by c.last_message_at desc, c.id desc limit @limit
        """, Read, ct, [.. Parameters(query, before), ("limit", limit)]);

    /// <summary>A page of those whose contact has a name.</summary>
    /// <remarks>
    /// Three ways in one statement, since no plan is right for all: few contacts with the name are taken from the index of names (<c>rare</c>); if there are many, they are met on the way
    /// back from the newest conversation (<c>near</c>); and if those do not fill the page, the index has the rest, older than all that was walked through (<c>horizon</c>).
    /// <c>offset 0</c> keeps the planner from reading every name instead.
    /// </remarks>
    private async Task<List<ConversationRow>> Named(ConversationQuery query, SearchQuery name, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct)
    {
        if (name.IsEmpty) return [];
        var each = Math.Max(Newest / Math.Max(query.AccountIds.Count, 1), 20);
        var narrow = Narrow(query, before);
        const string Contacts = """
            from unnest(@accountIds) as account (id)
                 cross join lateral (select k.id from contacts k where k.client_account_id = account.id and k.search_name like @longest and k.search_name like all (@patterns) offset 0) k
            """;
        return await db.Query($"""
            with named as materialized (
                select k.id {Contacts} limit {Few + 1}
            ), many as materialized (
                select count(*) > {Few} as yes from named
            ), newest as materialized (
                select c.id, c.client_account_id, state.name as status, c.last_message_at, k.hit
                  from unnest(@accountIds) as account (id) cross join unnest(@statuses) as state (name)
                 cross join lateral (
                    select c.* from conversations c where c.client_account_id = account.id and c.status = state.name{narrow} order by c.last_message_at desc, c.id desc limit {each}
                  ) c
                 cross join lateral (select k.search_name like all (@patterns) as hit from contacts k where k.id = c.contact_id offset 0) k
                 where (select yes from many)
            ), horizon as materialized (
                select max(oldest) as at from (select min(last_message_at) as oldest from newest group by client_account_id, status having count(*) = {each}) unfinished
            ), near as materialized (
                select id, last_message_at from newest where hit and last_message_at > coalesce((select at from horizon), '-infinity') order by last_message_at desc, id desc limit {limit}
            ), older as materialized (
                select c.id, c.last_message_at {Contacts} join conversations c on c.contact_id = k.id
                 where c.last_message_at <= (select at from horizon) and c.status = any(@statuses){narrow} and (select at from horizon) is not null and (select count(*) from near) < {limit}
            ), rare as materialized (
                select c.id, c.last_message_at from named k join conversations c on c.contact_id = k.id where c.status = any(@statuses){narrow} and not (select yes from many)
            )
            select {Columns}
              from (select * from near union all select * from older union all select * from rare order by last_message_at desc, id desc limit {limit}) hit
              join conversations c on c.id = hit.id join contacts k on k.id = c.contact_id
             order by c.last_message_at desc, c.id desc
            """, Read, ct, [.. Parameters(query, before), ("longest", name.LongestNamePattern), ("patterns", name.NamePatterns)]);
    }

    private static string[] StatusesOf(ConversationQuery query) => query.Status is { } status ? [status] : [.. ConversationQuery.Statuses];

    private static (string, object?)[] Parameters(ConversationQuery query, (DateTimeOffset At, Guid Id)? before) => [
        ("accountIds", query.AccountIds.ToArray()), ("statuses", StatusesOf(query)), ("assigneeId", query.AssigneeId), ("labelId", query.LabelId), ("stageId", query.StageId),
        ("priority", query.Priority), ("at", before?.At), ("id", before?.Id)];

    /// <summary>What is unread in the accounts that <paramref name="userId"/> may see: one row per account, however many conversations it has.</summary>
    public Task<List<UnreadRow>> UnreadFor(Guid userId, CancellationToken ct) => db.Query("""
        select w.workspace_id, w.account_id, coalesce(u.messages, 0), coalesce(u.conversations, 0)
          from account_access w left join unread_totals u on u.client_account_id = w.account_id
         where w.user_id = @userId order by w.workspace_id, w.account_id
        """, r => new UnreadRow(r.GetGuid(0), r.GetGuid(1), r.GetInt64(2), r.GetInt32(3)), ct, ("userId", userId));

    /// <summary>When the next of the account's sleeping conversations wakes by itself; null when none sleeps.</summary>
    public async Task<DateTimeOffset?> NextWake(Guid accountId, CancellationToken ct) => await db.Scalar<DateTime?>(
        "select min(snoozed_until) from conversations where client_account_id = @accountId and status = 'snoozed'", ct, ("accountId", accountId)) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>Sleepers whose time has come, or whose contact has written since. A message that Meta held back for a day wakes; old ones that a back-fill brings do not.</summary>
    public Task<List<Guid>> ListToWake(Guid accountId, DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        select c.id from conversations c
         where c.client_account_id = @accountId and c.status = 'snoozed' and (c.snoozed_until <= @now
            or c.last_sequence > c.snoozed_sequence and exists (
                select from messages m where m.client_account_id = @accountId and m.conversation_id = c.id and m.direction = 'inbound' and m.sequence > c.snoozed_sequence
                   and m.sent_at > c.snoozed_at - interval '1 day'))
         order by c.snoozed_until limit @limit
        """, r => r.GetGuid(0), ct, ("accountId", accountId), ("now", now), ("limit", limit));

    /// <summary>Accounts with conversations that should have woken before <paramref name="dueBefore"/>: for the sweeper.</summary>
    public Task<List<Guid>> AccountsWithSleepersDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query(
        "select distinct client_account_id from conversations where status = 'snoozed' and snoozed_until < @dueBefore limit @limit", r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>Stores what people may change. The account's writes come one after the other, so that nothing has come between reading <paramref name="before"/> and this.</summary>
    public static Guarded Save(ConversationRow before, ConversationRow after) => new("""
        with marked as (
            update messages m set is_read = @isRead
             where m.client_account_id = @accountId and m.conversation_id = @id and m.sent_at >= @since::timestamptz and m.direction = 'inbound' and m.is_read <> @isRead
        )
        update conversations set status = @status, unread_count = @unread, unread_since = @unreadSince::timestamptz, assignee_id = @assigneeId::uuid, priority = @priority, label_ids = @labelIds,
               snoozed_until = @snoozedUntil::timestamptz, snoozed_at = @snoozedAt::timestamptz, snoozed_sequence = @snoozedSequence::bigint, updated_at = now()
         where id = @id and client_account_id = @accountId
        """, [
        ("accountId", after.AccountId), ("id", after.Id), ("status", after.Status), ("unread", after.UnreadCount), ("unreadSince", after.UnreadSince), ("isRead", after.UnreadCount == 0),
        ("since", before.UnreadCount == after.UnreadCount ? null : before.UnreadSince ?? after.UnreadSince), ("assigneeId", after.AssigneeId), ("priority", after.Priority),
        ("labelIds", after.LabelIds.ToArray()), ("snoozedUntil", after.Snooze?.Until), ("snoozedAt", after.Snooze?.At), ("snoozedSequence", after.Snooze?.Sequence)]);

    /// <summary>A message has changed: where it is the conversation's last, the list shows what it has become.</summary>
    public static Guarded RewritePreview(Guid accountId, Guid id, Guid messageId, string text, string kind) => new("""
        update conversations c set last_message_text = case when last.id = @messageId then @text else c.last_message_text end,
               last_message_kind = case when last.id = @messageId then @kind else c.last_message_kind end
          from (select id from messages where client_account_id = @accountId and conversation_id = @id order by sent_at desc, sequence desc limit 1) last
         where c.id = @id and c.client_account_id = @accountId
        """, [("accountId", accountId), ("id", id), ("messageId", messageId), ("text", text), ("kind", kind)]);

    /// <summary>Each filter names the predicate of its partial index: what a parameter holds is not known when the statement is planned.</summary>
    private static string Narrow(ConversationQuery query, (DateTimeOffset, Guid)? before)
    {
        var sql = new StringBuilder();
        if (query.UnreadOnly) sql.Append(" and c.unread_count > 0");
        if (query.UnassignedOnly) sql.Append(" and c.assignee_id is null");
        if (query.AssigneeId is not null) sql.Append(" and c.assignee_id = @assigneeId");
        if (query.StageId is not null) sql.Append(" and c.stage_id = @stageId");
        if (query.Priority is not null) sql.Append(query.Priority == "normal" ? " and c.priority = @priority" : " and c.priority = @priority and c.priority <> 'normal'");
        if (query.LabelId is not null) sql.Append(" and c.label_ids @> array[@labelId] and c.label_ids <> '{}'");
        if (before is not null) sql.Append(" and (c.last_message_at, c.id) < (@at, @id)");
        return sql.ToString();
    }

    private static ConversationRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.OptionalText(4), r.OptionalText(5), r.OptionalText(6), r.OptionalText(7), r.GetString(8), r.GetInt32(9),
        r.Optional<DateTimeOffset>(10), r.GetInt64(11), r.GetFieldValue<DateTimeOffset>(12), r.GetString(13), r.GetString(14), r.GetString(15), r.Optional<DateTimeOffset>(16),
        r.Optional<Guid>(17), r.GetString(18), r.GetFieldValue<Guid[]>(19), r.Optional<Guid>(20),
        r.Optional<DateTimeOffset>(21) is { } until ? new Snooze(until, r.GetFieldValue<DateTimeOffset>(22), r.GetInt64(23)) : null);
}
