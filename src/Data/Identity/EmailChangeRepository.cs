using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>
/// Another e-mail address: a wish until whoever reads the mail of the new one brings the link. Nothing here looks whether somebody has the address before that: a stranger would learn from it
/// who is registered.
/// </summary>
public sealed class EmailChangeRepository(Sql db)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Stores the wish with the mail that carries its link, and the one that tells the present address. A link that was sent before counts no more.</summary>
    /// <returns>False when the person has asked <paramref name="most"/> times within the hour: nothing was stored.</returns>
    public Task<bool> Ask(NewMailedToken token, Guid sessionId, int most, MailMessage link, MailMessage? notice, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        // Two at once would both find room, and both links would count.
        await connection.Execute("select from users where id = @id for update", ct, ("id", token.UserId));
        var stored = await connection.Execute("""
            with forgotten as (delete from mailed_tokens where user_id = @userId and expires_at < @now - interval '1 day')
            insert into mailed_tokens (token_hash, user_id, purpose, email, session_id, created_at, expires_at)
            select @hash, @userId, 'change-email', @email, @sessionId, @now, @expiresAt
             where (select count(*) from mailed_tokens where user_id = @userId and purpose = 'change-email' and created_at > @since) < @most
            """, ct, ("hash", token.Hash), ("userId", token.UserId), ("email", link.To), ("sessionId", sessionId), ("now", now), ("expiresAt", token.ExpiresAt), ("since", now - Window), ("most", most));
        if (stored == 0) return false;
        await connection.Execute("update mailed_tokens set used_at = @now where user_id = @userId and purpose = 'change-email' and used_at is null and token_hash <> @hash", ct,
            ("now", now), ("userId", token.UserId), ("hash", token.Hash));
        await MailOutbox.Add(connection, link, now, ct);
        await MailOutbox.Add(connection, notice, now, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    /// <summary>What a person waits for.</summary>
    public Task<PendingEmail?> Pending(Guid userId, DateTimeOffset now, CancellationToken ct) => db.Find("""
        select user_id, email, session_id, expires_at from mailed_tokens where user_id = @userId and purpose = 'change-email' and used_at is null and expires_at > @now order by created_at desc limit 1
        """, Read, ct, ("userId", userId), ("now", now));

    /// <returns>Null when the link is unknown, over, was used or called off, or its person is gone.</returns>
    public Task<PendingEmail?> FindByToken(byte[] hash, DateTimeOffset now, CancellationToken ct) => db.Find("""
        select t.user_id, t.email, t.session_id, t.expires_at from mailed_tokens t join users u on u.id = t.user_id
         where t.token_hash = @hash and t.purpose = 'change-email' and t.used_at is null and t.expires_at > @now and u.deleted_at is null
        """, Read, ct, ("hash", hash), ("now", now));

    /// <returns>False when there is nothing to call off.</returns>
    public Task<bool> CallOff(Guid userId, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("update mailed_tokens set used_at = @now where user_id = @userId and purpose = 'change-email' and used_at is null and expires_at > @now", ct, ("userId", userId), ("now", now)) == 0) return false;
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    /// <summary>Uses the link up. With the address change, in one transaction: what was mailed to the former one counts no more, all sessions end but the one that asked, and the former address is told.</summary>
    /// <param name="former">The address the person has: somebody may have changed it in this moment.</param>
    /// <param name="revert">The secret by which whoever reads the mail of the former address puts it back; null where that address was never shown to be the person's.</param>
    /// <param name="notice">To the former address.</param>
    public Task<EmailChanged> Confirm(byte[] hash, Guid userId, string former, NewMailedToken? revert, MailMessage? notice, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        UnlessTaken(connection => Confirm(connection, hash, userId, former, revert, notice, entry, now, ct), ct);

    /// <summary>A link to the former address.</summary>
    /// <returns>Null when it is unknown, over, or was used, or its person is gone.</returns>
    public Task<EmailRevert?> FindRevert(byte[] hash, DateTimeOffset now, CancellationToken ct) => db.Find("""
        select t.user_id, t.email, t.created_at from mailed_tokens t join users u on u.id = t.user_id
         where t.token_hash = @hash and t.purpose = 'revert-email' and t.used_at is null and t.expires_at > @now and u.deleted_at is null
        """, r => new EmailRevert(r.GetGuid(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2)), ct, ("hash", hash), ("now", now));

    /// <summary>
    /// Puts a former address back. Whoever changed it knows the password, so that counts no more; with it go all sessions, a second factor that came after the change, and all links that were mailed,
    /// those to addresses that came later included. Links to addresses before it stay: of two thieves the second does not shut out the owner.
    /// </summary>
    /// <param name="present">The address the person has: somebody may have changed it in this moment.</param>
    /// <param name="password">One that nobody knows.</param>
    /// <param name="reset">By which a new one is chosen.</param>
    /// <param name="notice">To the address that is taken away.</param>
    public Task<EmailChanged> Revert(byte[] hash, EmailRevert back, string present, NewPassword password, NewMailedToken reset, MailMessage? notice, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        UnlessTaken(connection => Revert(connection, hash, back, present, password, reset, notice, entry, now, ct), ct);

    private async Task<EmailChanged> UnlessTaken(Func<NpgsqlConnection, Task<EmailChanged>> change, CancellationToken ct)
    {
        try
        {
            return await db.Transaction(change, ct);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_users_email" })
        {
            return EmailChanged.Taken;
        }
    }

    private static async Task<EmailChanged> Confirm(
        NpgsqlConnection connection, byte[] hash, Guid userId, string former, NewMailedToken? revert, MailMessage? notice, AuditEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        // The person before the link, as when it is asked for: nobody waits for each other.
        await connection.Execute("select from users where id = @id for update", ct, ("id", userId));
        var used = await connection.Query("""
            with used as (
                update mailed_tokens set used_at = @now where token_hash = @hash and user_id = @userId and purpose = 'change-email' and used_at is null and expires_at > @now returning user_id, email, session_id, expires_at
            ), changed as (
                update users u set email = used.email, email_verified = true from used where u.id = used.user_id and u.email = @former and u.deleted_at is null returning u.id
            )
            select used.* from used join changed on changed.id = used.user_id
            """, Read, ct, ("hash", hash), ("userId", userId), ("former", former), ("now", now));
        if (used is not [var change]) return EmailChanged.Invalid;
        // What somebody uses in this very moment waits for the person, and is let go. The ways back to former addresses stay: who changes an address twice shuts nobody out by it.
        await connection.Execute("""
            update mailed_tokens set used_at = @now where token_hash in (select token_hash from mailed_tokens where user_id = @userId and purpose <> 'revert-email' and used_at is null for update skip locked)
            """, ct, ("userId", userId), ("now", now));
        await Swap(connection, userId, change.Email, former, now, ct);
        if (revert is not null) await Store(connection, revert, former, now, ct);
        var ended = await SessionRepository.EndAll(connection, userId, change.SessionId, "email", now, ct);
        await AuditLog.Add(connection, entry.Is(("sessionsEnded", ended.Count)), now, ct);
        await MailOutbox.Add(connection, notice, now, ct);
        return new(EmailChangeOutcome.Changed, ended);
    }

    private static async Task<EmailChanged> Revert(
        NpgsqlConnection connection, byte[] hash, EmailRevert back, string present, NewPassword password, NewMailedToken reset, MailMessage? notice, AuditEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        await connection.Execute("select from users where id = @id for update", ct, ("id", back.UserId));
        var reverted = await connection.Execute("""
            with used as (
                update mailed_tokens set used_at = @now where token_hash = @hash and user_id = @userId and purpose = 'revert-email' and used_at is null and expires_at > @now returning user_id, email
            )
            update users u set email = used.email, email_verified = true, password_hash = @password, security_stamp = @stamp, failed_logins = 0, locked_until = null
              from used where u.id = used.user_id and u.email = @present and u.deleted_at is null
            """, ct, ("hash", hash), ("userId", back.UserId), ("present", present), ("password", password.Hash), ("stamp", password.Stamp), ("now", now));
        if (reverted == 0) return EmailChanged.Invalid;
        await connection.Execute("""
            update mailed_tokens set used_at = @now
             where token_hash in (select token_hash from mailed_tokens where user_id = @userId and used_at is null and (purpose <> 'revert-email' or created_at > @changedAt) for update skip locked)
            """, ct, ("userId", back.UserId), ("changedAt", back.ChangedAt), ("now", now));
        var factors = await connection.Execute("""
            with factor as (delete from user_mfa where user_id = @userId and confirmed_at > @changedAt returning user_id),
                 codes as (delete from recovery_codes where user_id in (select user_id from factor)), challenges as (delete from mfa_challenges where user_id = @userId)
            update users u set mfa_enabled = false from factor where u.id = factor.user_id
            """, ct, ("userId", back.UserId), ("changedAt", back.ChangedAt));
        await Swap(connection, back.UserId, back.Email, present, now, ct);
        await Store(connection, reset, back.Email, now, ct);
        var ended = await SessionRepository.EndAll(connection, back.UserId, keep: null, "email", now, ct);
        await AuditLog.Add(connection, entry.Is(("sessionsEnded", ended.Count), ("secondFactorEnded", factors > 0)), now, ct);
        await MailOutbox.Add(connection, notice, now, ct);
        return new(EmailChangeOutcome.Changed, ended);
    }

    /// <summary>Of the addresses that a person has had the one that they have is none.</summary>
    private static Task<int> Swap(NpgsqlConnection connection, Guid userId, string email, string former, DateTimeOffset now, CancellationToken ct) => connection.Execute("""
        with back as (
            delete from former_emails where user_id = @userId and email = lower(@email)
        )
        insert into former_emails (user_id, email, replaced_at) select @userId, lower(@former), @now where lower(@former) <> lower(@email)
        on conflict (user_id, email) do update set replaced_at = excluded.replaced_at
        """, ct, ("userId", userId), ("email", email), ("former", former), ("now", now));

    private static Task<int> Store(NpgsqlConnection connection, NewMailedToken token, string email, DateTimeOffset now, CancellationToken ct) => connection.Execute(
        "insert into mailed_tokens (token_hash, user_id, purpose, email, created_at, expires_at) values (@hash, @userId, @purpose, @email, @now, @expiresAt)", ct,
        ("hash", token.Hash), ("userId", token.UserId), ("purpose", token.Purpose), ("email", email), ("now", now), ("expiresAt", token.ExpiresAt));

    private static PendingEmail Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.Optional<Guid>(2), r.GetFieldValue<DateTimeOffset>(3));
}

/// <param name="SessionId">Which asked for it; null when it is forgotten by now.</param>
public sealed record PendingEmail(Guid UserId, string Email, Guid? SessionId, DateTimeOffset ExpiresAt);

/// <param name="Email">The former one, which is to come back.</param>
/// <param name="ChangedAt">When it was replaced.</param>
public sealed record EmailRevert(Guid UserId, string Email, DateTimeOffset ChangedAt);

public enum EmailChangeOutcome { Changed, Invalid, Taken }

/// <param name="Ended">The sessions that were.</param>
public sealed record EmailChanged(EmailChangeOutcome Outcome, IReadOnlyList<Guid> Ended)
{
    /// <summary>The link counts no more.</summary>
    public static EmailChanged Invalid { get; } = new(EmailChangeOutcome.Invalid, []);

    /// <summary>Somebody else has the address by now.</summary>
    public static EmailChanged Taken { get; } = new(EmailChangeOutcome.Taken, []);
}
