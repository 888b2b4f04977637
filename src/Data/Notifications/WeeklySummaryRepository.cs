using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>Whom to tell what their week was like, and what it was like.</summary>
public sealed class WeeklySummaryRepository(Sql db)
{
    /// <summary>The clocks that people live by.</summary>
    public Task<List<string>> Zones(CancellationToken ct) => db.Query("select distinct timezone from users where deleted_at is null and kind = 'person'", r => r.GetString(0), ct);

    /// <summary>People who want to be told and have not been, in the order of their ids. Whether their address may be written to is for the outbox to see.</summary>
    /// <param name="weeks">Of each zone the first day of the week that is over.</param>
    /// <param name="after">The last of the page before.</param>
    public Task<List<WeeklyReader>> Due(IReadOnlyDictionary<string, DateOnly> weeks, Guid after, int limit, CancellationToken ct) => db.Query($"""
        select {NotificationMailRepository.Mailing}, u.name, u.language, u.id
          from unnest(@zones, @weeks) as z (zone, week) join users u on u.timezone = z.zone left join notification_mailing m on m.user_id = u.id
         where u.id > @after and u.deleted_at is null and u.kind = 'person' and coalesce(m.weekly, true) and (m.weekly_for is null or m.weekly_for < z.week) order by u.id limit @limit
        """, r => new WeeklyReader(r.GetGuid(12), r.GetString(10), r.GetString(11), NotificationMailRepository.Read(r)), ct,
        ("zones", weeks.Keys.ToArray()), ("weeks", weeks.Values.ToArray()), ("after", after), ("limit", limit));

    /// <summary>Settles somebody's week: the mail, if there is one, is made in the transaction that notes it. However many try, it is done once.</summary>
    /// <returns>The mail that was made.</returns>
    public Task<Guid?> Settle(Guid userId, DateOnly monday, MailMessage? mail, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
        await connection.Execute("""
            insert into notification_mailing as m (user_id, weekly_for) select id, @monday from users where id = @userId and deleted_at is null
            on conflict (user_id) do update set weekly_for = excluded.weekly_for where m.weekly and (m.weekly_for is null or m.weekly_for < excluded.weekly_for)
            """, ct, ("userId", userId), ("monday", monday)) == 0 ? null : await MailOutbox.Add(connection, mail, now, ct), ct);

    /// <summary>What the week was like in each workspace of which the person sees accounts, by name. Two statements: messages are many, and posts are few.</summary>
    public async Task<IReadOnlyList<WorkspaceWeekRow>> Figures(Guid userId, WeekSpan week, DateTimeOffset now, CancellationToken ct)
    {
        (string, object?)[] span = [("userId", userId), ("from", week.From), ("until", week.Until)];
        var talk = (await db.Query("""
            with mine as (
                select account_id, workspace_id from account_access where user_id = @userId
            ), said as (
                select mine.workspace_id, m.client_account_id, m.conversation_id, m.direction, m.sent_at, m.direction = 'outbound' and not m.automatic as answer,
                       count(*) filter (where m.direction = 'outbound' and not m.automatic)
                           over (partition by m.client_account_id, m.conversation_id order by m.sent_at, m.sequence rows between unbounded preceding and 1 preceding) as turn
                  from mine join messages m on m.client_account_id = mine.account_id join conversations c on c.id = m.conversation_id and c.status <> 'spam'
                 where m.sent_at >= @from and m.sent_at < @until and (m.direction = 'inbound' or m.status in ('sent', 'delivered', 'read'))
            ), turns as (
                -- What contacts wrote until a person answered, and that answer.
                select workspace_id, count(*) filter (where direction = 'inbound') as received, min(sent_at) filter (where direction = 'inbound') as asked_at, max(sent_at) filter (where answer) as answered_at
                  from said group by workspace_id, client_account_id, conversation_id, turn
            ), begun as (
                select s.workspace_id, count(*) as conversations from (select distinct workspace_id, client_account_id, conversation_id from said where direction = 'inbound') s
                 where not exists (select from messages p where p.client_account_id = s.client_account_id and p.conversation_id = s.conversation_id and p.sent_at < @from) group by s.workspace_id
            )
            select t.workspace_id, coalesce(max(b.conversations), 0)::int, sum(t.received)::int, coalesce(sum(t.received) filter (where t.answered_at is not null), 0)::int,
                   percentile_cont(0.5) within group (order by extract(epoch from t.answered_at - t.asked_at))
              from turns t left join begun b on b.workspace_id = t.workspace_id where t.received > 0 group by t.workspace_id
            """, r => (Workspace: r.GetGuid(0), Conversations: r.GetInt32(1), Received: r.GetInt32(2), Answered: r.GetInt32(3), Wait: r.Optional<double>(4)), ct, span)).ToDictionary(t => t.Workspace);
        return await db.Query("""
            with mine as (
                select account_id, workspace_id from account_access where user_id = @userId
            ), posts as (
                select mine.workspace_id, p.status, p.scheduled_time, p.published_at, a.username, (p.numbers ->> 'likes')::int as likes, (p.numbers ->> 'comments')::int as comments
                  from mine join client_accounts a on a.id = mine.account_id join scheduled_posts p on p.client_account_id = a.id
                 where p.scheduled_time >= @from and p.scheduled_time < @ahead and p.status in ('published', 'failed', 'scheduled', 'preparing', 'ready')
            ), best as (
                select distinct on (workspace_id) workspace_id, username, coalesce(published_at, scheduled_time) as at, coalesce(likes, 0) as likes, coalesce(comments, 0) as comments
                  from posts where status = 'published' and scheduled_time < @until and coalesce(likes, 0) + coalesce(comments, 0) > 0
                 order by workspace_id, coalesce(likes, 0) + coalesce(comments, 0) desc, scheduled_time desc
            ), counted as (
                select workspace_id, count(*) filter (where status = 'published' and scheduled_time < @until)::int as published, count(*) filter (where status = 'failed' and scheduled_time < @until)::int as failed,
                       count(*) filter (where status in ('scheduled', 'preparing', 'ready') and scheduled_time >= @now)::int as planned
                  from posts group by workspace_id
            )
            select w.id, w.name, s.accounts, coalesce(c.published, 0), coalesce(c.failed, 0), coalesce(c.planned, 0), b.username, b.at, b.likes, b.comments
              from (select workspace_id, array_agg(account_id order by account_id) as accounts from mine group by workspace_id) s join workspaces w on w.id = s.workspace_id
              left join counted c on c.workspace_id = w.id left join best b on b.workspace_id = w.id
             order by lower(w.name), w.id
            """, r =>
        {
            var t = talk.GetValueOrDefault(r.GetGuid(0));
            return new WorkspaceWeekRow(
                r.GetString(1), r.GetFieldValue<Guid[]>(2), t.Conversations, t.Received, t.Answered, t.Wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null, r.GetInt32(3), r.GetInt32(4),
                r.OptionalText(6) is { } account ? new BestPostRow(account, r.GetFieldValue<DateTimeOffset>(7), r.GetInt32(8), r.GetInt32(9)) : null, r.GetInt32(5));
        }, ct, [.. span, ("now", now), ("ahead", week.Until.AddDays(7))]);
    }
}
