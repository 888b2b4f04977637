using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Who has come in, or tried to. Of each person the newest <see cref="Kept"/> are kept, and none for longer than a year.</summary>
public sealed class LoginRepository(Sql db)
{
    /// <summary>So many that somebody who tries passwords all day does not push out what the person did this month.</summary>
    public const int Kept = 500;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="entry">Stands in the audit log with it, in one transaction.</param>
    /// <param name="mail">Goes out with it.</param>
    public Task Add(LoginRow login, AuditEntry entry, MailMessage? mail, CancellationToken ct) => db.Transaction(async connection =>
    {
        await connection.Execute("""
            with forgotten as (
                delete from logins where user_id = @userId and (occurred_at < @oldest or id in (select id from logins where user_id = @userId order by occurred_at desc, id desc offset @kept - 1))
            )
            insert into logins (id, user_id, occurred_at, outcome, session_id, ip, user_agent) values (@id, @userId, @at, @outcome, @sessionId::uuid, @ip::text, left(@userAgent::text, 500))
            """, ct,
            ("id", login.Id), ("userId", login.UserId), ("at", login.OccurredAt), ("outcome", login.Outcome), ("sessionId", login.SessionId), ("ip", login.Ip), ("userAgent", login.UserAgent),
            ("oldest", login.OccurredAt - Longest), ("kept", Kept));
        await AuditLog.Add(connection, entry, login.OccurredAt, ct);
        return await MailOutbox.Add(connection, mail, login.OccurredAt, ct);
    }, ct);

    /// <summary>A person's history, newest first.</summary>
    public Task<List<LoginRow>> Page(Guid userId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query("""
        select id, user_id, occurred_at, outcome, session_id, ip, user_agent from logins
         where user_id = @userId and (@at::timestamptz is null or (occurred_at, id) < (@at, @before)) order by occurred_at desc, id desc limit @limit
        """, r => new LoginRow(r.GetGuid(0), r.GetGuid(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.Optional<Guid>(4), r.OptionalText(5), r.OptionalText(6)), ct,
        ("userId", userId), ("at", before?.At), ("before", before?.Id ?? Guid.Empty), ("limit", limit));

    /// <summary>The browsers a person has come in with, as they name themselves.</summary>
    public Task<List<string>> KnownAgents(Guid userId, CancellationToken ct) => db.Query("""
        select distinct coalesce(user_agent, '') from logins where user_id = @userId and outcome in ('signed-up', 'signed-in')
        """, r => r.GetString(0), ct, ("userId", userId));
}

/// <param name="Outcome">One of <see cref="LoginOutcome"/>.</param>
public sealed record LoginRow(Guid Id, Guid UserId, DateTimeOffset OccurredAt, string Outcome, Guid? SessionId, string? Ip, string? UserAgent);

public static class LoginOutcome
{
    public const string SignedUp = "signed-up", SignedIn = "signed-in", WrongPassword = "wrong-password", WrongCode = "wrong-code", Locked = "locked", TokenReused = "token-reused";
}
