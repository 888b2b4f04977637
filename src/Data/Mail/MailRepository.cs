using System.Text.Json;
using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Privacy;

namespace SocialSelling.Mail;

/// <summary>
/// Mail on its way. A claim holds for a lease and has a number, its fence; who lost it changes nothing but this: that a mail was sent is true whoever says so.
/// A try is open from <see cref="Begin"/> until one of the others ends it. One that a lease ran out under is a doubt: the mail may have gone.
/// </summary>
public sealed class MailRepository(Sql db)
{
    /// <summary>Of a mail that is in doubt for the second time. It may have arrived twice: it is not sent again.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>Of a mail that waits for its provider, or has waited in vain.</summary>
    public const string Unreachable = "provider-unreachable";

    // Claims stand in line for each other: counting what a person was sent would otherwise miss what another dispatcher claims at that moment.
    private const long ClaimLock = 0x6d61696c;

    /// <summary>Hands due mail to one dispatcher only, for <paramref name="lease"/>: the urgent first, then the longest waiting.</summary>
    /// <param name="most">Mails of one template to one address within <paramref name="window"/>; what is beyond waits until that allows it.</param>
    public Task<List<MailRow>> Claim(DateTimeOffset now, TimeSpan lease, int limit, int most, TimeSpan window, CancellationToken ct) => db.Transaction(async connection =>
    {
        await connection.Execute("select pg_advisory_xact_lock(@lock)", ct, ("lock", ClaimLock));
        return await connection.Query("""
            with due as (
                select id, lower(recipient) as mailbox, template, priority, next_try_at, sending_since is not null as doubtful, doubts from mail_outbox
                 where status = 'waiting' and next_try_at <= @now and (claimed_until is null or claimed_until <= @now)
                 order by priority, next_try_at, id limit @limit for update
            ), placed as (
                select d.id, d.doubtful, recent.oldest, recent.tries + row_number() over (partition by d.mailbox, d.template order by d.priority, d.next_try_at, d.id) as place
                  from due d cross join lateral (
                      select count(*) as tries, min(o.tried_at) as oldest from mail_outbox o
                       where lower(o.recipient) = d.mailbox and o.template = d.template and o.id <> d.id and (o.tried_at > @since or o.claimed_until > @now)) recent
                 where not (d.doubtful and d.doubts > 0)
            ), given_up as (
                update mail_outbox m set status = 'failed', reason = @unconfirmed, doubts = m.doubts + 1, ended_at = @now, claimed_until = null, sending_since = null
                  from due d where m.id = d.id and d.doubtful and d.doubts > 0
            ), postponed as (
                update mail_outbox m set next_try_at = coalesce(p.oldest, @now) + @window from placed p where m.id = p.id and p.place > @most
            ), claimed as (
                update mail_outbox m set claimed_until = @until, fence = m.fence + 1, doubts = m.doubts + p.doubtful::int, sending_since = null from placed p where m.id = p.id and p.place <= @most
                returning m.id, m.template, m.recipient, m.language, m.facts, m.priority, coalesce(m.retried_at, m.created_at) as asked_at, m.next_try_at, m.doubts, m.fence, m.user_id, m.workspace_id, m.account_ids
            )
            select c.id, c.template, c.recipient, c.language, c.facts::text, c.priority, c.asked_at, c.doubts, c.fence, s.reason,
                   case when c.workspace_id is not null and not exists (select from workspace_members w where w.workspace_id = c.workspace_id and w.user_id = c.user_id) then array[]::uuid[]
                        when c.account_ids is not null then array(select a.account_id from account_access a where a.user_id = c.user_id and a.account_id = any(c.account_ids)) end
              from claimed c left join mail_suppressions s on s.address = lower(c.recipient) order by c.priority, c.next_try_at, c.id
            """, Read, ct, ("now", now), ("until", now + lease), ("limit", limit), ("most", most), ("window", window), ("since", now - window), ("unconfirmed", Unconfirmed));
    }, ct);

    /// <summary>Opens a try: from now on nobody knows whether the mail has gone. Renews the lease.</summary>
    /// <returns>Which try it is, from 1; null when the claim is lost.</returns>
    public async Task<int?> Begin(MailRow mail, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => await db.Scalar<int?>("""
        update mail_outbox set sending_since = @now, tried_at = @now, tries = tries + 1, claimed_until = @until where id = @id and fence = @fence and status = 'waiting' returning tries
        """, ct, ("id", mail.Id), ("fence", mail.Fence), ("now", now), ("until", now + lease));

    /// <summary>It is with the provider, whatever was thought of it meanwhile. What stood in it is forgotten.</summary>
    public Task MarkSent(Guid id, string transport, string? providerMessageId, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update mail_outbox set status = case when status in ('waiting', 'failed', 'suppressed') then 'sent' else status end, facts = null, transport = @transport, provider_message_id = left(@messageId::text, 255), sent_at = @now,
            ended_at = @now, claimed_until = null, sending_since = null, reason = null, detail = null
         where id = @id and sent_at is null
        """, ct, ("id", id), ("transport", transport), ("messageId", providerMessageId), ("now", now));

    /// <summary>Ends a try that sent nothing, or of which nobody knows (<paramref name="doubt"/>), with another one to come.</summary>
    /// <param name="counts">Whether it was one of the tries that the mail has.</param>
    public Task TryAgain(MailRow mail, DateTimeOffset nextTryAt, bool doubt, bool counts, string reason, string detail, CancellationToken ct) => db.Execute("""
        update mail_outbox set next_try_at = @next, tries = tries - (not @counts)::int, doubts = doubts + @doubt::int, claimed_until = null, sending_since = null, reason = @reason, detail = left(@detail, 500)
         where id = @id and fence = @fence and status = 'waiting'
        """, ct, ("id", mail.Id), ("fence", mail.Fence), ("next", nextTryAt), ("doubt", doubt), ("counts", counts), ("reason", reason), ("detail", detail));

    /// <summary>Ends a mail that no further try can help. With <paramref name="deadAddress"/> nothing more goes to where it was to go.</summary>
    /// <param name="status">failed, bounced or suppressed.</param>
    public Task End(MailRow mail, string status, bool doubt, string reason, string detail, bool deadAddress, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with ended as (
            update mail_outbox set status = @status, doubts = doubts + @doubt::int, ended_at = @now, claimed_until = null, sending_since = null, reason = @reason, detail = left(@detail, 500)
             where id = @id and fence = @fence and status = 'waiting' returning lower(recipient) as address
        )
        insert into mail_suppressions (address, reason, detail, created_at) select address, 'bounce', left(@detail, 500), @now from ended where @dead on conflict do nothing
        """, ct, ("id", mail.Id), ("fence", mail.Fence), ("status", status), ("doubt", doubt), ("reason", reason), ("detail", detail), ("dead", deadAddress), ("now", now));

    /// <summary>Sends once more what failed, as long as it is known what stood in it. Its tries begin anew; its doubts stay.</summary>
    /// <returns>False when there is no such mail, it did not fail, or it is forgotten.</returns>
    public async Task<bool> Retry(Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => await db.Execute("""
        update mail_outbox set status = 'waiting', next_try_at = @now, tries = 0, retried_at = @now, ended_at = null, reason = null, detail = null where id = @id and status = 'failed' and facts is not null
        """, entry, now, ct, ("id", id), ("now", now)) == 1;

    /// <summary>What providers tell of mail that is still known, each once. A mail's state moves only forward: replays and events out of order change nothing.</summary>
    /// <returns>How many bounces and complaints were new.</returns>
    public async Task<MailNews> Note(IReadOnlyCollection<MailEventRow> events, CancellationToken ct) => (await db.Find("""
            with told as (
                select * from jsonb_to_recordset(@events::jsonb) as e (id text, mail_id uuid, kind text, occurred_at timestamptz, detail text, dead boolean)
            ), fresh as (
                insert into mail_events (id, mail_id, kind, occurred_at, detail)
                select distinct on (t.id) t.id, t.mail_id, t.kind, t.occurred_at, left(t.detail, 500) from told t join mail_outbox m on m.id = t.mail_id order by t.id
                on conflict do nothing returning id, mail_id, kind, occurred_at, detail
            ), furthest as (
                select distinct on (mail_id) mail_id, kind, occurred_at, array_position(@steps, kind) as step from fresh where kind = any(@steps) order by mail_id, array_position(@steps, kind) desc, occurred_at
            ), moved as (
                update mail_outbox m set status = f.kind, facts = null, sent_at = coalesce(m.sent_at, f.occurred_at), ended_at = coalesce(m.ended_at, f.occurred_at), claimed_until = null, sending_since = null
                  from furthest f where m.id = f.mail_id and f.step > coalesce(array_position(@steps, m.status::text), 0)
            ), stopped as (
                insert into mail_suppressions (address, reason, detail, created_at)
                select distinct on (lower(m.recipient)) lower(m.recipient), case f.kind when 'complained' then 'complaint' when 'unsubscribed' then 'unsubscribed' else 'bounce' end, f.detail, f.occurred_at
                  from fresh f join mail_outbox m on m.id = f.mail_id join told t on t.id = f.id where f.kind in ('complained', 'unsubscribed') or t.dead
                 order by lower(m.recipient), array_position(array['complained', 'bounced', 'failed', 'unsubscribed'], f.kind)
                on conflict (address) do update set reason = excluded.reason, detail = excluded.detail where mail_suppressions.reason = 'unsubscribed'
            )
            select count(*) filter (where kind = 'bounced')::int, count(*) filter (where kind = 'complained')::int, count(*)::int from fresh
            """, r => new MailNews(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2)), ct, ("events", JsonSerializer.Serialize(events.Select(e => new { id = e.Id, mail_id = e.MailId, kind = e.Kind, occurred_at = e.OccurredAt, detail = e.Detail, dead = e.DeadAddress }))),
            ("steps", Steps)))!;

    /// <summary>Newest first. <paramref name="before"/> is the last row of the page before.</summary>
    /// <param name="userId">A person's, under whatever address; mail that was made before it was kept whose it is, by their addresses.</param>
    public Task<List<MailListRow>> Page(string? status, string? recipient, Guid? userId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select id, template, recipient, language, priority, status, created_at, next_try_at, tries, doubts, transport, provider_message_id, sent_at, ended_at, reason, detail from mail_outbox
         where (@status::text is null or status = @status) and (@recipient::text is null or lower(recipient) = lower(@recipient)) and (@userId::uuid is null or {Theirs})
           and (@at::timestamptz is null or (created_at, id) < (@at, @id::uuid))
         order by created_at desc, id desc limit @limit
        """, r => new MailListRow(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), (MailPriority)r.GetInt16(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6), r.GetFieldValue<DateTimeOffset>(7), r.GetInt32(8), r.GetInt16(9),
            r.OptionalText(10), r.OptionalText(11), r.Optional<DateTimeOffset>(12), r.Optional<DateTimeOffset>(13), r.OptionalText(14), r.OptionalText(15)), ct,
        ("status", status), ("recipient", recipient), ("userId", userId), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>What a person was sent, by kind and by what became of it, as far as it is kept.</summary>
    public Task<List<MailSentRow>> Sent(Guid userId, CancellationToken ct) => db.Query($"""
        select template, count(*), count(*) filter (where status = 'waiting'), count(*) filter (where sent_at is not null), count(*) filter (where status in ('delivered', 'opened', 'clicked')),
               count(*) filter (where status in ('opened', 'clicked')), count(*) filter (where status = 'bounced'), count(*) filter (where status = 'complained'), count(*) filter (where status = 'failed'),
               count(*) filter (where status = 'suppressed'), max(created_at)
          from mail_outbox where {Theirs} group by template order by template
        """, r => new MailSentRow(
            r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9), r.GetFieldValue<DateTimeOffset>(10)), ct, ("userId", userId));

    /// <remarks>What waits for its provider is never due for long, and bounces that a server says at once were never sent.</remarks>
    public async Task<MailStatsRow> Stats(DateTimeOffset now, CancellationToken ct) => (await db.Find("""
        select w.waiting, w.oldest, s.sent, f.bounced, s.complained, f.failed, f.suppressed
          from (select count(*) as waiting, min(coalesce(retried_at, created_at)) filter (where next_try_at <= @now or reason = @unreachable) as oldest from mail_outbox where status = 'waiting') w,
               (select count(*) as sent, count(*) filter (where status = 'complained') as complained from mail_outbox where sent_at > @since) s,
               (select count(*) filter (where status = 'bounced') as bounced, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'suppressed') as suppressed
                  from mail_outbox where created_at > @since) f
        """, r => new MailStatsRow(r.GetInt64(0), r.Optional<DateTimeOffset>(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)), ct,
        ("now", now), ("since", now - TimeSpan.FromDays(1)), ("unreachable", Unreachable)))!;

    /// <summary>Forgets what stood in mail that ended before <paramref name="secretsBefore"/> without being sent, caught mail as old, and mail made before <paramref name="mailBefore"/>.</summary>
    /// <returns>How many of the last went; as many as <paramref name="limit"/> means that there are more.</returns>
    public Task<int> Prune(DateTimeOffset secretsBefore, DateTimeOffset mailBefore, int limit, CancellationToken ct) => db.Execute("""
        with forgotten as (
            update mail_outbox set facts = null where facts is not null and status <> 'waiting' and ended_at < @secrets
        ), thrown as (
            delete from mail_caught where caught_at < @secrets
        )
        delete from mail_outbox where id = any(array(select id from mail_outbox where created_at < @mail and status <> 'waiting' order by created_at, id limit @limit for update skip locked))
        """, ct, ("secrets", secretsBefore), ("mail", mailBefore), ("limit", limit));

    private static readonly string Theirs = $"(user_id = @userId or user_id is null and lower(recipient) in {PersonAddresses.Of("@userId")})";

    /// <summary>How far a mail gets, in this order.</summary>
    private static readonly string[] Steps = ["waiting", "suppressed", "sent", "failed", "delivered", "opened", "clicked", "bounced", "complained"];

    private static MailRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(4))!, (MailPriority)r.GetInt16(5), r.GetFieldValue<DateTimeOffset>(6),
        r.GetInt16(7), r.GetInt32(8), r.OptionalText(9), r.IsDBNull(10) ? null : r.GetFieldValue<Guid[]>(10));
}

/// <param name="New">Events that were not known, all kinds.</param>
public sealed record MailNews(int Bounces, int Complaints, int New);
