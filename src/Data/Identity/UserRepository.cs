using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Privacy;

namespace SocialSelling.Identity;

/// <summary>Users and the workspaces they are members of.</summary>
public sealed class UserRepository(Sql db)
{
    private const string Select = """
        select id, email, password_hash, name, language, timezone, subscription_tier, role, email_verified, security_stamp, failed_logins, locked_until, created_at, mfa_enabled
          from users where deleted_at is null
        """;

    /// <summary>Somebody may put this address back. Whoever took it from them could else sign up with it, which takes no proof, and be in the way.</summary>
    private const string Promised = "select exists (select from mailed_tokens where purpose = 'revert-email' and used_at is null and expires_at > @now and lower(email) = lower(@email))";

    public Task<UserRow?> Find(Guid id, CancellationToken ct) => db.Find(Select + " and id = @id", Read, ct, ("id", id));

    /// <summary>A person: nobody signs in as an API key, and no mail goes to one.</summary>
    public Task<UserRow?> FindByEmail(string email, CancellationToken ct) => db.Find(Select + " and kind = 'person' and lower(email) = lower(@email)", Read, ct, ("email", email));

    /// <summary>Stores a new user with a workspace that is theirs and with what they agree to, in one transaction.</summary>
    /// <returns>False when a living user has the e-mail address, or can take it back.</returns>
    public async Task<bool> Add(UserRow user, Guid workspaceId, string workspaceName, CancellationToken ct)
    {
        try
        {
            return await db.Transaction(async connection =>
            {
                if (await connection.Scalar<bool>(Promised, ct, ("email", user.Email), ("now", user.CreatedAt))) return false;
                await connection.Execute("""
                    with person as (
                        insert into users (id, email, password_hash, name, language, timezone, subscription_tier, role, email_verified, security_stamp, created_at)
                        values (@id, @email, @hash, @name, @language, @timeZone, @tier, @role, @verified, @stamp, @createdAt) returning id
                    ), workspace as (
                        insert into workspaces (id, name, owner_id) select @workspaceId, @workspaceName, id from person returning id, owner_id
                    )
                    insert into workspace_members (workspace_id, user_id, role) select id, owner_id, 'owner' from workspace
                    """, ct,
                    ("id", user.Id), ("email", user.Email), ("hash", user.PasswordHash), ("name", user.Name), ("language", user.Language), ("timeZone", user.TimeZone), ("tier", user.Tier),
                    ("role", user.Role), ("verified", user.EmailVerified), ("stamp", user.SecurityStamp), ("createdAt", user.CreatedAt), ("workspaceId", workspaceId), ("workspaceName", workspaceName));
                foreach (var consent in user.SignUp?.Consents ?? []) await ConsentRepository.Add(connection, user.Id, consent, user.SignUp!.By, user.CreatedAt, ct);
                return true;
            }, ct);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_users_email" })
        {
            return false;
        }
    }

    /// <summary>Stores what a person or Identity may change. Failed logins and locks have their own statements, which count correctly when several attempts run at once.</summary>
    public Task Update(UserRow user, CancellationToken ct) => db.Execute("""
        update users set email = @email, password_hash = @hash, name = @name, language = @language, timezone = @timeZone, email_verified = @verified, security_stamp = @stamp where id = @id
        """, ct,
        ("id", user.Id), ("email", user.Email), ("hash", user.PasswordHash), ("name", user.Name), ("language", user.Language), ("timeZone", user.TimeZone), ("verified", user.EmailVerified),
        ("stamp", user.SecurityStamp));

    /// <summary>What people call themselves, and how they are spoken to.</summary>
    public Task ChangeProfile(UserRow user, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Execute(
        "update users set name = @name, language = @language, timezone = @timeZone where id = @id", entry, now, ct,
        ("id", user.Id), ("name", user.Name), ("language", user.Language), ("timeZone", user.TimeZone));

    /// <returns>How many logins in a row have failed, this one included.</returns>
    public async Task<int> CountFailedLogin(Guid id, CancellationToken ct) =>
        await db.Scalar<int>("update users set failed_logins = failed_logins + 1 where id = @id returning failed_logins", ct, ("id", id));

    public Task ForgetFailedLogins(Guid id, CancellationToken ct) => db.Execute("update users set failed_logins = 0 where id = @id and failed_logins > 0", ct, ("id", id));

    public Task Lock(Guid id, DateTimeOffset? until, CancellationToken ct) => db.Execute("update users set locked_until = @until::timestamptz where id = @id", ct, ("id", id), ("until", until));

    public Task MarkLogin(Guid id, DateTimeOffset at, CancellationToken ct) => db.Execute("update users set last_login_at = @at where id = @id", ct, ("id", id), ("at", at));

    /// <summary>The workspaces of a user, oldest membership first.</summary>
    public Task<List<WorkspaceRow>> ListWorkspaces(Guid userId, CancellationToken ct) => db.Query("""
        select w.id, w.name, m.role, m.restricted from workspace_members m join workspaces w on w.id = m.workspace_id where m.user_id = @userId order by m.created_at, w.id
        """, r => new WorkspaceRow(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetBoolean(3)), ct, ("userId", userId));

    /// <summary>Whether the person may see the account: a member of its workspace may, unless restricted to others.</summary>
    public async Task<bool> MaySee(Guid userId, Guid accountId, CancellationToken ct) => await db.Scalar<bool>("""
        select exists (select from account_access where account_id = @accountId and user_id = @userId)
        """, ct, ("accountId", accountId), ("userId", userId));

    private static UserRow Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetGuid(0),
        Email = r.GetString(1),
        PasswordHash = r.GetString(2),
        Name = r.GetString(3),
        Language = r.GetString(4),
        TimeZone = r.GetString(5),
        Tier = r.GetString(6),
        Role = r.GetString(7),
        EmailVerified = r.GetBoolean(8),
        SecurityStamp = r.GetString(9),
        FailedLogins = r.GetInt32(10),
        LockedUntil = r.Optional<DateTimeOffset>(11),
        CreatedAt = r.GetFieldValue<DateTimeOffset>(12),
        MfaEnabled = r.GetBoolean(13),
    };
}
