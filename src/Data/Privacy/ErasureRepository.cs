using System.Text.Json;
using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Mail;

namespace SocialSelling.Privacy;

/// <summary>Erasures: asked for by Meta and by people, worked off by one silo at a time, kept as evidence.</summary>
public sealed class ErasureRepository(Sql db)
{
    private const string Columns =
        "e.id, e.code, e.subject, e.subject_id, e.asked_by, e.facts, e.step, e.state, e.received_at, e.begins_at, e.promised_at, e.started_at, e.finished_at, e.fence";

    /// <summary>Writes down that something is to be erased; of what is being erased already, it answers with that.</summary>
    /// <param name="entry">Null where nobody of ours asked for it.</param>
    public async Task<ErasureRow> Add(ErasureRow erasure, AuditEntry? entry, CancellationToken ct)
    {
        for (; ; )
        {
            if (await AddNew(erasure, entry, ct) is { } added) return added;
            if (await FindOpen(erasure.SubjectId!.Value, erasure.Subject, ct) is { } open) return open;
            // It ended in this very moment: then this one is another.
        }
    }

    private Task<ErasureRow?> AddNew(ErasureRow erasure, AuditEntry? entry, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Query(Insert, Read, ct, Values(erasure)) is not [var added]) return null;
        await AuditLog.Add(connection, entry, erasure.ReceivedAt, ct);
        return added;
    }, ct);

    /// <summary>The same for a person, in one transaction with the end of their sessions and the mail that tells of it.</summary>
    /// <returns>Also the sessions that were ended.</returns>
    public Task<(ErasureRow Erasure, List<Guid> Ended)> AddPerson(ErasureRow erasure, MailMessage? mail, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var added = await connection.Query(Insert, Read, ct, Values(erasure));
        if (added is [_])
        {
            await MailOutbox.Add(connection, mail, now, ct);
            await AuditLog.Add(connection, entry, now, ct);
        }
        else added = await connection.Query(Open, Read, ct, ("subjectId", erasure.SubjectId), ("subject", erasure.Subject));
        return (added.Single(), await SessionRepository.EndAll(connection, erasure.SubjectId!.Value, keep: null, "logout", now, ct));
    }, ct);

    /// <summary>
    /// The same for a workspace, in one transaction with the end of everybody's membership and the mails that tell the others of it. Whoever is in no workspace then gets one of their own, as
    /// everybody has from the start.
    /// </summary>
    /// <param name="mail">For each member but the owner.</param>
    /// <returns>Null when it is not the person's any more; else who was in it.</returns>
    public Task<(ErasureRow Erasure, IReadOnlyList<Guid> Members)?> AddWorkspace(ErasureRow erasure, Guid ownerId, Func<UserRow, MailMessage?> mail, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        db.Transaction<(ErasureRow, IReadOnlyList<Guid>)?>(async connection =>
    {
        (string, object?)[] id = [("id", erasure.SubjectId)];
        if (await connection.Scalar<Guid>("select owner_id from workspaces where id = @id for update", ct, id) != ownerId || await connection.Query(Insert, Read, ct, Values(erasure)) is not [var added]) return null;
        // Taken out of two at once, each would find the other left.
        var people = await connection.Query("""
            select u.id, u.email, u.name, u.language, u.timezone from users u join workspace_members m on m.user_id = u.id where m.workspace_id = @id and u.deleted_at is null and m.role <> 'key' order by u.id for no key update of u
            """, r => new UserRow { Id = r.GetGuid(0), Email = r.GetString(1), Name = r.GetString(2), Language = r.GetString(3), TimeZone = r.GetString(4) }, ct, id);
        foreach (var person in people.Where(person => person.Id != ownerId)) await MailOutbox.Add(connection, mail(person), now, ct);
        await ErasedUserRows.Empty(connection, erasure.SubjectId!.Value, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return (added, [.. people.Select(person => person.Id)]);
    }, ct);

    /// <summary>Takes a person's wish back, if its time has not come.</summary>
    /// <returns>False when there is none, or it is too late.</returns>
    public Task<bool> CallOff(Guid userId, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("""
            update erasures set state = 'cancelled', finished_at = @now, subject_id = null, facts = null, next_at = null, lease_until = null
             where subject = 'user' and subject_id = @userId and state in ('waiting', 'running') and begins_at > @now
            """, ct, ("userId", userId), ("now", now)) == 0) return false;
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    private const string Insert = $"""
        insert into erasures as e (id, code, subject, subject_id, asked_by, facts, state, received_at, begins_at, promised_at, finished_at, next_at)
        values (@id, @code, @subject, @subjectId::uuid, @askedBy, @facts::jsonb, @state, @receivedAt, @beginsAt, @promisedAt, @finishedAt::timestamptz, case @state when 'waiting' then @receivedAt end)
        on conflict (subject_id, (subject = 'login')) where state in ('waiting', 'running') do nothing
        returning {Columns}
        """;

    public Task<ErasureRow?> FindByCode(string code, CancellationToken ct) => db.Find($"select {Columns} from erasures e where e.code = @code", Read, ct, ("code", code));

    /// <summary>The erasure of something that has not come to its end.</summary>
    public Task<ErasureRow?> FindOpen(Guid subjectId, string subject, CancellationToken ct) => db.Find(Open, Read, ct, ("subjectId", subjectId), ("subject", subject));

    /// <summary>Whether one of these accounts is still being erased.</summary>
    public Task<bool> AreAccountsLeft(IReadOnlyCollection<Guid> accountIds, CancellationToken ct) => db.Scalar<bool>("""
        select exists (select from erasures where subject = 'account' and subject_id = any(@ids) and state in ('waiting', 'running'))
        """, ct, ("ids", accountIds.ToArray()));

    private const string Open = $"select {Columns} from erasures e where e.subject_id = @subjectId and (e.subject = 'login') = (@subject = 'login') and e.state in ('waiting', 'running')";

    /// <summary>Takes on what has been due the longest and nobody holds; whoever held it before can no longer write.</summary>
    public Task<ErasureRow?> Claim(DateTimeOffset now, TimeSpan lease, CancellationToken ct) => db.Find($"""
        update erasures e set state = 'running', started_at = coalesce(started_at, @now), lease_until = @until, fence = fence + 1
         where id = (select id from erasures where next_at <= @now and (lease_until is null or lease_until <= @now) order by next_at limit 1 for update skip locked)
        returning {Columns}
        """, Read, ct, ("now", now), ("until", now + lease));

    /// <summary>Writes how far a job is, and holds it for <paramref name="lease"/> more.</summary>
    /// <returns>False when somebody else has taken it on.</returns>
    public async Task<bool> Advance(ErasureRow job, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => await db.Execute("""
        update erasures set step = @step, facts = @facts::jsonb, lease_until = @until where id = @id and fence = @fence and state = 'running'
        """, ct, ("id", job.Id), ("fence", job.Fence), ("step", job.Step), ("facts", Json(job.Facts)), ("until", now + lease)) == 1;

    /// <summary>Lets go of a job until somebody is to go on.</summary>
    public Task Rest(ErasureRow job, DateTimeOffset nextAt, CancellationToken ct) => db.Execute(
        "update erasures set next_at = @nextAt, lease_until = null where id = @id and fence = @fence and state = 'running'", ct, ("id", job.Id), ("fence", job.Fence), ("nextAt", nextAt));

    /// <summary>It is done: from now on the row says that, and of whom no more.</summary>
    public Task Finish(ErasureRow job, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update erasures set state = 'done', finished_at = @now, subject_id = null, facts = null, next_at = null, lease_until = null where id = @id and fence = @fence and state = 'running'
        """, ct, ("id", job.Id), ("fence", job.Fence), ("now", now));

    /// <summary>How many are late, for operators.</summary>
    public Task<long> CountLate(DateTimeOffset now, CancellationToken ct) => db.Scalar<long>("select count(*) from erasures where next_at is not null and promised_at < @now", ct, ("now", now));

    private static (string, object?)[] Values(ErasureRow e) =>
    [
        ("id", e.Id), ("code", e.Code), ("subject", e.Subject), ("subjectId", e.SubjectId), ("askedBy", e.AskedBy), ("facts", Json(e.Facts)), ("state", e.State), ("receivedAt", e.ReceivedAt), ("beginsAt", e.BeginsAt),
        ("promisedAt", e.PromisedAt), ("finishedAt", e.FinishedAt),
    ];

    private static string? Json(ErasureFacts? facts) => facts is null ? null : JsonSerializer.Serialize(facts);

    private static ErasureRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.Optional<Guid>(3), r.GetString(4), r.OptionalText(5) is { } facts ? JsonSerializer.Deserialize<ErasureFacts>(facts) : null, r.GetString(6),
        r.GetString(7), r.GetFieldValue<DateTimeOffset>(8), r.GetFieldValue<DateTimeOffset>(9), r.GetFieldValue<DateTimeOffset>(10), r.Optional<DateTimeOffset>(11),
        r.Optional<DateTimeOffset>(12), r.GetInt32(13));
}
