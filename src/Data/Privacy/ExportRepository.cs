using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Privacy;

/// <summary>Exports: asked for by people, made by one silo at a time, taken away when their time is over or whom they are about is erased. A file follows its row: the database sees to it.</summary>
public sealed class ExportRepository(Sql db)
{
    private const string Columns =
        "e.id, e.subject, e.subject_id, e.workspace_id, e.contact_ids, e.requested_by, e.state, e.requested_at, e.attempts, e.fence, e.storage_key, e.file_size, e.ready_at, e.expires_at";

    /// <summary>Writes down that an export is wanted; of what is being exported already, it answers with that.</summary>
    /// <param name="most">How many one person may wait for.</param>
    /// <returns>Null when the person waits for too many.</returns>
    public async Task<ExportRow?> Add(ExportRow export, int most, AuditEntry entry, CancellationToken ct)
    {
        for (; ; )
        {
            if (await db.Find($"select {Columns} from exports e where e.subject_id = @subjectId and e.state in ('waiting', 'running')", Read, ct, ("subjectId", export.SubjectId)) is { } open) return open;
            if (await db.Scalar<long>("select count(*) from exports where requested_by = @userId and state in ('waiting', 'running')", ct, ("userId", export.RequestedBy)) >= most) return null;
            if (await AddNew(export, entry, ct) is { } added) return added;
            // Somebody else asked in this very moment.
        }
    }

    private Task<ExportRow?> AddNew(ExportRow export, AuditEntry entry, CancellationToken ct) => db.Transaction(async connection =>
    {
        var added = await connection.Query($"""
            insert into exports as e (id, subject, subject_id, workspace_id, contact_ids, requested_by, requested_at, next_at)
            values (@id, @subject, @subjectId, @workspaceId::uuid, @contactIds, @requestedBy, @requestedAt, @requestedAt)
            on conflict (subject_id) where state in ('waiting', 'running') do nothing
            returning {Columns}
            """, Read, ct,
            ("id", export.Id), ("subject", export.Subject), ("subjectId", export.SubjectId), ("workspaceId", export.WorkspaceId), ("contactIds", export.ContactIds.ToArray()), ("requestedBy", export.RequestedBy),
            ("requestedAt", export.RequestedAt));
        if (added is not [var row]) return null;
        await AuditLog.Add(connection, entry, export.RequestedAt, ct);
        return row;
    }, ct);

    /// <summary>The newest export of somebody that has not expired.</summary>
    public Task<ExportRow?> FindLast(Guid subjectId, DateTimeOffset now, CancellationToken ct) => db.Find($"""
        select {Columns} from exports e where e.subject_id = @subjectId and (e.expires_at is null or e.expires_at > @now) order by e.requested_at desc, e.id desc limit 1
        """, Read, ct, ("subjectId", subjectId), ("now", now));

    /// <summary>Takes on what has been due the longest and nobody holds; whoever held it before can no longer finish it.</summary>
    /// <param name="storageKey">Of the file that this attempt writes; what another has written goes.</param>
    public Task<ExportRow?> Claim(string storageKey, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => db.Find($"""
        update exports e set state = 'running', storage_key = @key, attempts = attempts + 1, fence = fence + 1, lease_until = @until
         where id = (select id from exports where next_at <= @now and (lease_until is null or lease_until <= @now) order by next_at limit 1 for update skip locked)
        returning {Columns}
        """, Read, ct, ("key", storageKey), ("now", now), ("until", now + lease));

    /// <returns>False when somebody else has taken it on, or nobody wants it any more.</returns>
    public async Task<bool> Hold(ExportRow job, DateTimeOffset until, CancellationToken ct) => await db.Execute(
        "update exports set lease_until = @until where id = @id and fence = @fence and state = 'running'", ct, ("id", job.Id), ("fence", job.Fence), ("until", until)) == 1;

    /// <summary>Lets go of a job until somebody is to try again.</summary>
    public Task Rest(ExportRow job, DateTimeOffset nextAt, CancellationToken ct) => db.Execute(
        "update exports set next_at = @nextAt, lease_until = null where id = @id and fence = @fence and state = 'running'", ct, ("id", job.Id), ("fence", job.Fence), ("nextAt", nextAt));

    /// <summary>Nobody tries any more.</summary>
    public Task GiveUp(ExportRow job, DateTimeOffset expiresAt, CancellationToken ct) => db.Execute("""
        update exports set state = 'failed', next_at = null, lease_until = null, storage_key = null, expires_at = @expiresAt where id = @id and fence = @fence and state = 'running'
        """, ct, ("id", job.Id), ("fence", job.Fence), ("expiresAt", expiresAt));

    /// <summary>The file lies in the store: whoever asked is told, once, and an older file of the same goes.</summary>
    /// <returns>The notifications that are new; null when the job is somebody else's, or nobody's any more.</returns>
    public Task<List<Guid>?> Finish(ExportRow job, long size, DateTimeOffset now, DateTimeOffset expiresAt, ExportNews news, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("""
            update exports set state = 'ready', file_size = @size, ready_at = @now, expires_at = @expiresAt, next_at = null, lease_until = null where id = @id and fence = @fence and state = 'running'
            """, ct, ("id", job.Id), ("fence", job.Fence), ("size", size), ("now", now), ("expiresAt", expiresAt)) == 0) return null;
        await connection.Execute("delete from exports where subject_id = @subjectId and id <> @id and state in ('ready', 'failed')", ct, ("subjectId", job.SubjectId), ("id", job.Id));
        var reader = await connection.Query("select id, email, name, language, timezone from users where id = @id and deleted_at is null",
            r => new ExportReader(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), ct, ("id", job.RequestedBy));
        if (reader is [var person]) await MailOutbox.Add(connection, news.Mail(person), now, ct);
        return (List<Guid>?)await Notify(connection, job, news.NoticeKind, now, ct);
    }, ct);

    /// <summary>Notifications belong to an account: that of the contact, or of a person's own data any that they see. Somebody who sees none is told by mail.</summary>
    private static Task<List<Guid>> Notify(NpgsqlConnection connection, ExportRow job, string kind, DateTimeOffset now, CancellationToken ct) => connection.Query("""
        insert into notifications (user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, conversation_id, occurred_at)
        select a.user_id, a.workspace_id, a.account_id, @kind, @id, @key, 1, jsonb_build_object('subject', @subject::text), (select c.id from conversations c where c.contact_id = @subjectId), @now
          from account_access a left join notification_preferences p on p.user_id = a.user_id and p.kind = @kind
         where a.user_id = @userId and coalesce(p.in_app, true) and (@subject = 'user' or a.account_id = (select k.client_account_id from contacts k where k.id = @subjectId))
         order by a.account_id limit 1
        on conflict do nothing returning id
        """, r => r.GetGuid(0), ct,
        ("kind", kind), ("id", job.Id), ("key", $"{kind}:{job.Id}"), ("subject", job.Subject), ("subjectId", job.SubjectId), ("userId", job.RequestedBy), ("now", now));

    /// <summary>Takes away what has expired.</summary>
    public Task<int> Expire(DateTimeOffset now, CancellationToken ct) => db.Execute("delete from exports where expires_at <= @now", ct, ("now", now));

    private static ExportRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetGuid(2), r.Optional<Guid>(3), r.GetFieldValue<Guid[]>(4), r.GetGuid(5), r.GetString(6), r.GetFieldValue<DateTimeOffset>(7), r.GetInt32(8), r.GetInt32(9),
        r.OptionalText(10), r.Optional<long>(11), r.Optional<DateTimeOffset>(12), r.Optional<DateTimeOffset>(13));
}
