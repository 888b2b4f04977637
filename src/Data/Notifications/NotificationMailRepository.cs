using Npgsql;
using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>
/// Notifications on their way into mail. A queue is written by <see cref="NotificationLedger"/> in the transaction of the notification, and ends in the transaction that puts the mail into the outbox: whoever dies in between has done
/// nothing, and nobody is mailed twice of one thing.
/// </summary>
public sealed class NotificationMailRepository(Sql db)
{
    internal const string Mailing = """
        u.email, u.email_verified, (select s.reason from mail_suppressions s where s.address = lower(u.email)), u.timezone, coalesce(m.digest_at, '08:00'), coalesce(m.quiet, false), coalesce(m.quiet_from, '22:00'),
        coalesce(m.quiet_until, '07:00'), coalesce(m.quiet_days, '{1,2,3,4,5,6,7}'), coalesce(m.weekly, true)
        """;

    /// <summary>People whose queue is to be looked at, those who have waited longest first.</summary>
    public Task<List<Guid>> Due(DateTimeOffset now, int limit, CancellationToken ct) =>
        db.Query("select user_id from notification_mailing where look_at <= @now order by look_at limit @limit", r => r.GetGuid(0), ct, ("now", now), ("limit", limit));

    /// <summary>Looks at a person's queue and does what <paramref name="decide"/> says, all or nothing. Leaves alone whom somebody else looks at.</summary>
    /// <returns>The mail that was made.</returns>
    public Task<Guid?> Settle(Guid userId, DateTimeOffset now, Func<NotificationReader?, IReadOnlyList<QueuedNotification>, NotificationMailStep> decide, CancellationToken ct) => db.Transaction(async connection =>
    {
        var mine = await connection.Query("select mailed_at from notification_mailing where user_id = @userId and look_at <= @now for update skip locked", r => r.Optional<DateTimeOffset>(0), ct, ("userId", userId), ("now", now));
        if (mine is not [var mailedAt]) return null;
        var reader = await connection.Query($"select {Mailing}, u.name, u.language from users u join notification_mailing m on m.user_id = u.id where u.id = @userId and u.deleted_at is null",
            r => new NotificationReader(userId, r.GetString(10), r.GetString(11), Read(r), mailedAt), ct, ("userId", userId));
        var step = decide(reader.FirstOrDefault(), await Queue(connection, userId, ct));
        var mail = await MailOutbox.Add(connection, step.Mail, now, ct);
        await connection.Execute("delete from notification_mails where notification_id = any(@ids)", ct, ("ids", step.Settled.ToArray()));
        await connection.Execute("update notification_mailing set look_at = @lookAt::timestamptz, mailed_at = case when @mailed then @now else mailed_at end where user_id = @userId", ct,
            ("userId", userId), ("lookAt", step.LookAt), ("mailed", mail is not null), ("now", now));
        return mail;
    }, ct);

    /// <summary>Sends a mail that waits for nothing.</summary>
    public Task<Guid?> Send(MailMessage? mail, DateTimeOffset now, CancellationToken ct) => db.Transaction(connection => MailOutbox.Add(connection, mail, now, ct), ct);

    /// <summary>Looks at somebody's queue later, or again: what is due may be another time since they changed their mind, or their zone.</summary>
    public Task LookAt(Guid userId, DateTimeOffset at, CancellationToken ct) =>
        db.Execute("update notification_mailing set look_at = @at where user_id = @userId and look_at is not null", ct, ("userId", userId), ("at", at));

    public Task<NotificationMailingRow?> Find(Guid userId, CancellationToken ct) => db.Find(
        $"select {Mailing} from users u left join notification_mailing m on m.user_id = u.id where u.id = @userId and u.deleted_at is null", Read, ct, ("userId", userId));

    /// <summary>Changes when somebody is mailed; null keeps what is there.</summary>
    public Task Change(Guid userId, TimeOnly? digestAt, QuietTime? quiet, bool? weekly, CancellationToken ct) => db.Execute("""
        insert into notification_mailing as m (user_id, digest_at, quiet, quiet_from, quiet_until, quiet_days, weekly)
        values (@userId, coalesce(@digestAt::time, '08:00'), coalesce(@quiet::boolean, false), coalesce(@from::time, '22:00'), coalesce(@until::time, '07:00'), coalesce(@days::smallint[], '{1,2,3,4,5,6,7}'),
            coalesce(@weekly::boolean, true))
        on conflict (user_id) do update set digest_at = coalesce(@digestAt::time, m.digest_at), quiet = coalesce(@quiet::boolean, m.quiet), quiet_from = coalesce(@from::time, m.quiet_from),
            quiet_until = coalesce(@until::time, m.quiet_until), quiet_days = coalesce(@days::smallint[], m.quiet_days), weekly = coalesce(@weekly::boolean, m.weekly)
        """, ct, ("userId", userId), ("digestAt", digestAt), ("quiet", quiet?.On), ("from", quiet?.From), ("until", quiet?.Until), ("days", quiet?.Days.ToArray()), ("weekly", weekly));

    /// <summary>What waits, and whether it may still be told: it is unread, and the person still sees the account.</summary>
    private static Task<List<QueuedNotification>> Queue(NpgsqlConnection connection, Guid userId, CancellationToken ct) => connection.Query("""
        select n.id, n.kind, n.count, a.id, a.username, q.queued_at, p.mail_by, n.read_at is null and m.user_id is not null
          from notification_mails q join notifications n on n.id = q.notification_id join client_accounts a on a.id = n.client_account_id
          left join account_access m on m.account_id = n.client_account_id and m.user_id = q.user_id
          left join notification_preferences p on p.user_id = q.user_id and p.kind = n.kind
         where q.user_id = @userId order by q.queued_at, n.id
        """, r => new QueuedNotification(r.GetGuid(0), r.GetString(1), r.GetInt32(2), r.GetGuid(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.OptionalText(6), r.GetBoolean(7)), ct, ("userId", userId));

    internal static NotificationMailingRow Read(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetBoolean(1), r.OptionalText(2), r.GetString(3), r.GetFieldValue<TimeOnly>(4), new QuietTime(r.GetBoolean(5), r.GetFieldValue<TimeOnly>(6), r.GetFieldValue<TimeOnly>(7), r.GetFieldValue<short[]>(8)), r.GetBoolean(9));
}
