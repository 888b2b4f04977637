using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>
/// A new password: with it, in the same transaction, go the sessions that the old one has opened, the ways back that were mailed before, a change of address that waits, and a mail that tells of it. Between these no crash may
/// leave somebody inside.
/// </summary>
public sealed class PasswordRepository(Sql db)
{
    /// <param name="formerHash">What the person has proved to know: somebody else may have changed it in this moment.</param>
    /// <param name="keep">The session that stays.</param>
    /// <returns>The sessions that were ended; null when the password has been changed meanwhile.</returns>
    public Task<List<Guid>?> Change(NewPassword password, string formerHash, Guid keep, MailMessage? mail, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var changed = await connection.Execute("""
            update users set password_hash = @hash, security_stamp = @stamp, failed_logins = 0 where id = @id and password_hash = @former and deleted_at is null
            """, ct, ("hash", password.Hash), ("stamp", password.Stamp), ("id", password.UserId), ("former", formerHash));
        return changed == 1 ? await Settle(connection, password.UserId, keep, mail, new(AuditAction.PasswordChanged, by), now, ct) : null;
    }, ct);

    /// <summary>Uses up a token that was mailed. Who brings it reads the mail of the address: it counts as verified, and a lock ends.</summary>
    /// <returns>The sessions that were ended; null when the token does not count any more.</returns>
    public Task<List<Guid>?> Reset(byte[] tokenHash, NewPassword password, MailMessage? mail, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var reset = await connection.Execute("""
            with used as (
                update mailed_tokens set used_at = @now
                 where token_hash = @token and user_id = @id and purpose = 'reset-password' and used_at is null and expires_at > @now returning user_id, email
            )
            update users u set password_hash = @hash, security_stamp = @stamp, failed_logins = 0, locked_until = null, email_verified = u.email_verified or lower(u.email) = lower(used.email)
              from used where u.id = used.user_id and u.deleted_at is null
            """, ct, ("token", tokenHash), ("hash", password.Hash), ("stamp", password.Stamp), ("id", password.UserId), ("now", now));
        return reset == 1 ? await Settle(connection, password.UserId, keep: null, mail, new(AuditAction.PasswordReset, by), now, ct) : null;
    }, ct);

    private static async Task<List<Guid>?> Settle(NpgsqlConnection connection, Guid userId, Guid? keep, MailMessage? mail, AuditEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        await connection.Execute("update mailed_tokens set used_at = @now where user_id = @userId and purpose in ('reset-password', 'change-email') and used_at is null", ct, ("userId", userId), ("now", now));
        var ended = await SessionRepository.EndAll(connection, userId, keep, "password", now, ct);
        await AuditLog.Add(connection, entry.To("user", userId).Is(("sessionsEnded", ended.Count)), now, ct);
        await MailOutbox.Add(connection, mail, now, ct);
        return ended;
    }
}

/// <param name="Stamp">Identity's security stamp, a new one.</param>
public sealed record NewPassword(Guid UserId, string Hash, string Stamp);
