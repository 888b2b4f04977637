using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>People's second factors. Secrets come and go sealed; codes and challenges are known by their SHA-256 alone.</summary>
public sealed class MfaRepository(Sql db)
{
    /// <summary>Stores a secret that the person has yet to confirm, in place of one that was never confirmed.</summary>
    /// <returns>False when the person has a confirmed one.</returns>
    public async Task<bool> Propose(Guid userId, byte[] secret, string keyId, DateTimeOffset now, CancellationToken ct) => await db.Execute("""
        insert into user_mfa as m (user_id, secret, key_id, created_at) values (@userId, @secret, @keyId, @now)
        on conflict (user_id) do update set secret = excluded.secret, key_id = excluded.key_id, created_at = excluded.created_at, last_step = 0 where m.confirmed_at is null
        """, ct, ("userId", userId), ("secret", secret), ("keyId", keyId), ("now", now)) == 1;

    public Task<MfaRow?> Find(Guid userId, CancellationToken ct) => db.Find("""
        select secret, key_id, confirmed_at is not null, (select count(*)::int from recovery_codes c where c.user_id = m.user_id and c.used_at is null) from user_mfa m where m.user_id = @userId
        """, r => new MfaRow(r.GetFieldValue<byte[]>(0), r.GetString(1), r.GetBoolean(2), r.GetInt32(3)), ct, ("userId", userId));

    /// <summary>Takes a code's half minute. However many bring the same code at once, one is let in.</summary>
    /// <returns>False when that code, or a later one, was taken before.</returns>
    public async Task<bool> TakeStep(Guid userId, long step, CancellationToken ct) =>
        await db.Execute("update user_mfa set last_step = @step where user_id = @userId and last_step < @step", ct, ("userId", userId), ("step", step)) == 1;

    /// <returns>False when the person has no such code, or it was used before.</returns>
    public Task<bool> TakeRecoveryCode(Guid userId, byte[] hash, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("update recovery_codes set used_at = @now where user_id = @userId and code_hash = @hash and used_at is null", ct, ("userId", userId), ("hash", hash), ("now", now)) == 0) return false;
        await AuditLog.Add(connection, new AuditEntry(AuditAction.RecoveryCodeUsed, by).To("user", userId), now, ct);
        return true;
    }, ct);

    /// <summary>From now on it is asked for: the secret counts, the codes are new, other sessions end, and a mail tells of it.</summary>
    /// <returns>The sessions that were ended; null when there is nothing to confirm.</returns>
    public Task<List<Guid>?> Confirm(Guid userId, Guid keep, IReadOnlyCollection<byte[]> codes, MailMessage? mail, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var confirmed = await connection.Execute("""
            with confirmed as (update user_mfa set confirmed_at = @now where user_id = @userId and confirmed_at is null returning user_id)
            update users u set mfa_enabled = true from confirmed where u.id = confirmed.user_id
            """, ct, ("userId", userId), ("now", now));
        if (confirmed == 0) return null;
        await WriteCodes(connection, userId, codes, ct);
        var ended = await SessionRepository.EndAll(connection, userId, keep, "mfa", now, ct);
        await AuditLog.Add(connection, new AuditEntry(AuditAction.MfaEnabled, by).To("user", userId), now, ct);
        await MailOutbox.Add(connection, mail, now, ct);
        return (List<Guid>?)ended;
    }, ct);

    /// <returns>False when the second factor is off.</returns>
    public Task<bool> RenewCodes(Guid userId, IReadOnlyCollection<byte[]> codes, MailMessage? mail, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (!await connection.Scalar<bool>("select true from user_mfa where user_id = @userId and confirmed_at is not null for update", ct, ("userId", userId))) return false;
        await WriteCodes(connection, userId, codes, ct);
        await AuditLog.Add(connection, new AuditEntry(AuditAction.RecoveryCodesRenewed, by).To("user", userId), now, ct);
        await MailOutbox.Add(connection, mail, now, ct);
        return true;
    }, ct);

    /// <returns>False when it was off.</returns>
    public Task<bool> Disable(Guid userId, MailMessage? mail, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var disabled = await connection.Execute("""
            with codes as (delete from recovery_codes where user_id = @userId), challenges as (delete from mfa_challenges where user_id = @userId),
                 secret as (delete from user_mfa where user_id = @userId)
            update users set mfa_enabled = false where id = @userId and mfa_enabled
            """, ct, ("userId", userId));
        if (disabled == 0) return false;
        await AuditLog.Add(connection, new AuditEntry(AuditAction.MfaDisabled, by).To("user", userId), now, ct);
        await MailOutbox.Add(connection, mail, now, ct);
        return true;
    }, ct);

    /// <summary>Somebody knew the password: remembers that until the code comes.</summary>
    public Task Challenge(byte[] hash, Guid userId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with forgotten as (delete from mfa_challenges where user_id = @userId and expires_at < @now)
        insert into mfa_challenges (token_hash, user_id, expires_at) values (@hash, @userId, @expiresAt)
        """, ct, ("hash", hash), ("userId", userId), ("expiresAt", expiresAt), ("now", now));

    /// <summary>Counts a try.</summary>
    /// <returns>Whose challenge it is; null when it is unknown, over, answered, or was tried <paramref name="most"/> times.</returns>
    public async Task<Guid?> Try(byte[] hash, int most, DateTimeOffset now, CancellationToken ct) => await db.Scalar<Guid>("""
        update mfa_challenges set attempts = attempts + 1 where token_hash = @hash and expires_at > @now and attempts < @most returning user_id
        """, ct, ("hash", hash), ("now", now), ("most", most)) is var id && id != Guid.Empty ? id : null;

    /// <returns>False when somebody has answered it in this moment.</returns>
    public async Task<bool> Answer(byte[] hash, CancellationToken ct) => await db.Execute("delete from mfa_challenges where token_hash = @hash", ct, ("hash", hash)) == 1;

    private static async Task WriteCodes(NpgsqlConnection connection, Guid userId, IReadOnlyCollection<byte[]> codes, CancellationToken ct)
    {
        await connection.Execute("delete from recovery_codes where user_id = @userId", ct, ("userId", userId));
        await connection.Execute("insert into recovery_codes (user_id, code_hash) select @userId, unnest(@hashes)", ct, ("userId", userId), ("hashes", codes.ToArray()));
    }
}

/// <param name="Secret">Sealed.</param>
/// <param name="CodesLeft">Recovery codes that were not used yet.</param>
public sealed record MfaRow(byte[] Secret, string KeyId, bool Confirmed, int CodesLeft);
