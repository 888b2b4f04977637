using SocialSelling.Audit;

namespace SocialSelling.Mail;

/// <summary>Addresses: which want no mail, and what was caught for them in development.</summary>
public sealed class MailAddressRepository(Sql db)
{
    /// <summary>Newest first.</summary>
    /// <param name="address">Null for all.</param>
    public Task<List<MailSuppressionRow>> Suppressions(string? address, int limit, CancellationToken ct) => db.Query("""
        select address, reason, detail, created_at from mail_suppressions where @address::text is null or address = lower(@address) order by created_at desc, address limit @limit
        """, r => new MailSuppressionRow(r.GetString(0), r.GetString(1), r.OptionalText(2), r.GetFieldValue<DateTimeOffset>(3)), ct, ("address", address), ("limit", limit));

    /// <returns>False when mail went there anyway.</returns>
    public async Task<bool> Lift(string address, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        await db.Execute("delete from mail_suppressions where address = lower(@address)", entry, now, ct, ("address", address)) == 1;

    /// <summary>No news goes to the person's address any more. Whatever else stops mail there goes on to do so.</summary>
    public Task Unsubscribe(Guid userId, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        insert into mail_suppressions (address, reason, created_at) select lower(email), 'unsubscribed', @now from users where id = @userId and deleted_at is null on conflict do nothing
        """, ct, ("userId", userId), ("now", now));

    /// <summary>Takes that back, and nothing else: who complained, or whose mailbox is gone, is not written to because of it.</summary>
    public Task Subscribe(Guid userId, CancellationToken ct) => db.Execute("""
        delete from mail_suppressions s using users u where u.id = @userId and s.address = lower(u.email) and s.reason = 'unsubscribed'
        """, ct, ("userId", userId));

    public Task Catch(Guid mailId, string recipient, string subject, string headersJson, string html, string plain, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        insert into mail_caught (mail_id, recipient, subject, headers, html, plain, caught_at) values (@id, @recipient, left(@subject, 998), @headers::jsonb, @html, @plain, @now) on conflict do nothing
        """, ct, ("id", mailId), ("recipient", recipient), ("subject", subject), ("headers", headersJson), ("html", html), ("plain", plain), ("now", now));

    /// <summary>Newest first.</summary>
    /// <param name="recipient">Null for everybody's.</param>
    public Task<List<CaughtMailRow>> Caught(string? recipient, int limit, CancellationToken ct) => db.Query("""
        select c.mail_id, m.template, m.language, c.recipient, c.subject, c.headers::text, c.html, c.plain, c.caught_at from mail_caught c join mail_outbox m on m.id = c.mail_id
         where @recipient::text is null or lower(c.recipient) = lower(@recipient) order by c.caught_at desc, c.mail_id desc limit @limit
        """, r => new CaughtMailRow(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetFieldValue<DateTimeOffset>(8)), ct,
        ("recipient", recipient), ("limit", limit));
}
