using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Secrets that go out by mail and come back once. Known by their SHA-256 alone.</summary>
public sealed class MailedTokenRepository(Sql db)
{
    public const string VerifyEmail = "verify-email", ResetPassword = "reset-password", ChangeEmail = "change-email", RevertEmail = "revert-email";

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Stores a token with the mail that carries it.</summary>
    /// <param name="mail">Null where nobody can be written to: nothing is stored then.</param>
    /// <returns>False when the person was sent <paramref name="most"/> for this purpose within the hour: nothing was stored.</returns>
    public Task<bool> Issue(NewMailedToken token, int most, MailMessage? mail, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (mail is null) return true;
        var issued = await connection.Execute("""
            with forgotten as (delete from mailed_tokens where user_id = @userId and expires_at < @now - interval '1 day')
            insert into mailed_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
            select @hash, @userId, @purpose, @email, @now, @expiresAt
             where (select count(*) from mailed_tokens where user_id = @userId and purpose = @purpose and created_at > @since) < @most
            """, ct, ("hash", token.Hash), ("userId", token.UserId), ("purpose", token.Purpose), ("email", mail.To), ("now", now), ("expiresAt", token.ExpiresAt), ("since", now - Window), ("most", most));
        if (issued == 0) return false;
        await MailOutbox.Add(connection, mail, now, ct);
        return true;
    }, ct);

    /// <returns>Whose it is; null when it is unknown, over, was used before, or its person is gone.</returns>
    public async Task<Guid?> OwnerOf(byte[] hash, string purpose, DateTimeOffset now, CancellationToken ct) => await db.Scalar<Guid>("""
        select t.user_id from mailed_tokens t join users u on u.id = t.user_id
         where t.token_hash = @hash and t.purpose = @purpose and t.used_at is null and t.expires_at > @now and u.deleted_at is null
        """, ct, ("hash", hash), ("purpose", purpose), ("now", now)) is var id && id != Guid.Empty ? id : null;

    /// <summary>Uses a token up, and notes that the person reads the mail of their address.</summary>
    /// <param name="welcome">Goes out with it.</param>
    /// <returns>False when it is unknown, over, was used before, or the person has another address by now.</returns>
    public Task<bool> Verify(byte[] hash, MailMessage? welcome, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var isTheirs = await connection.Execute("""
            with used as (
                update mailed_tokens set used_at = @now where token_hash = @hash and purpose = 'verify-email' and used_at is null and expires_at > @now returning user_id, email
            )
            update users u set email_verified = true from used where u.id = used.user_id and lower(u.email) = lower(used.email) and u.deleted_at is null
            """, ct, ("hash", hash), ("now", now)) == 1;
        if (isTheirs) await MailOutbox.Add(connection, welcome, now, ct);
        return isTheirs;
    }, ct);
}

/// <param name="Purpose">One of <see cref="MailedTokenRepository"/>'s.</param>
public sealed record NewMailedToken(byte[] Hash, Guid UserId, string Purpose, DateTimeOffset ExpiresAt);
