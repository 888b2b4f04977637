using System.Text.Json;
using Npgsql;

namespace SocialSelling.Notifications;

/// <summary>What people are told of, as they read it. Written by <see cref="NotificationLedger"/>. Each person sees what is theirs, of workspaces they are still members of.</summary>
public sealed class NotificationRepository(Sql db)
{
    private const string Visible = """
         from notifications n join account_access m on m.account_id = n.client_account_id and m.user_id = n.user_id
        """;

    private const string Select = """
        select n.id, n.user_id, n.workspace_id, n.client_account_id, n.kind, n.subject_id, n.count, n.facts, n.conversation_id, k.id, k.username, k.name, k.picture_key, k.profile_picture_url,
               n.actor_id, u.name, left(p.caption, 120), n.occurred_at, n.read_at
        """ + Visible + """
          left join conversations c on c.id = n.conversation_id left join contacts k on k.id = c.contact_id
          left join users u on u.id = n.actor_id and u.deleted_at is null left join comment_posts p on p.id = n.subject_id
        """;

    /// <summary>Newest first. <paramref name="before"/> is the last row of the page before.</summary>
    public Task<List<NotificationRow>> Page(Guid userId, bool unreadOnly, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query(Select + """
         where n.user_id = @userId and (not @unreadOnly or n.read_at is null) and (@at::timestamptz is null or (n.occurred_at, n.id) < (@at, @id::uuid))
         order by n.occurred_at desc, n.id desc limit @limit
        """, Read, ct, ("userId", userId), ("unreadOnly", unreadOnly), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    public Task<List<NotificationRow>> List(IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query(Select + " where n.id = any(@ids)", Read, ct, ("ids", ids.ToArray()));

    public async Task<NotificationRow?> Find(Guid userId, Guid id, CancellationToken ct) =>
        await db.Find(Select + " where n.id = @id and n.user_id = @userId", Read, ct, ("id", id), ("userId", userId));

    public Task<int> CountUnread(Guid userId, CancellationToken ct) => db.Scalar<int>("select count(*)::int" + Visible + " where n.user_id = @userId and n.read_at is null", ct, ("userId", userId))!;

    public Task MarkRead(Guid userId, Guid id, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("update notifications set read_at = @now where id = @id and user_id = @userId and read_at is null", ct, ("id", id), ("userId", userId), ("now", now));

    /// <summary>Everything that had come by <paramref name="until"/>.</summary>
    public Task<int> MarkAllRead(Guid userId, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update notifications n set read_at = @now
          from (select id from notifications where user_id = @userId and read_at is null and occurred_at <= @until order by key for update) mine where n.id = mine.id
        """, ct, ("userId", userId), ("until", until), ("now", now));

    /// <summary>What a person has changed; a kind that is missing is as it was given.</summary>
    public Task<List<NotificationPreferenceRow>> Preferences(Guid userId, CancellationToken ct) => db.Query(
        "select kind, in_app, mail_by from notification_preferences where user_id = @userId", r => new NotificationPreferenceRow(r.GetString(0), r.GetBoolean(1), r.OptionalText(2)), ct, ("userId", userId));

    /// <summary>Changes some kinds; what is null of one stays.</summary>
    public Task Prefer(Guid userId, IReadOnlyList<(string Kind, bool? InApp, string? MailBy)> changes, CancellationToken ct) => db.Execute("""
        with changes as (select * from jsonb_to_recordset(@changes::jsonb) as c (kind text, in_app boolean, mail_by text))
        insert into notification_preferences as p (user_id, kind, in_app, mail_by) select @userId, c.kind, coalesce(c.in_app, true), c.mail_by from changes c order by c.kind
        on conflict (user_id, kind) do update set
            in_app = coalesce((select c.in_app from changes c where c.kind = p.kind), p.in_app), mail_by = coalesce(excluded.mail_by, p.mail_by)
        """, ct, ("userId", userId), ("changes", JsonSerializer.Serialize(changes.Select(c => new { kind = c.Kind, in_app = c.InApp, mail_by = c.MailBy }))));

    /// <summary>Takes away what came before <paramref name="before"/>, read or not.</summary>
    /// <returns>How many went; as many as <paramref name="limit"/> means that there are more.</returns>
    public Task<int> Prune(DateTimeOffset before, int limit, CancellationToken ct) => db.Execute("""
        delete from notifications where id = any(array(select id from notifications where occurred_at < @before order by occurred_at limit @limit for update skip locked))
        """, ct, ("before", before), ("limit", limit));

    private static NotificationRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetGuid(3), r.GetString(4), r.GetGuid(5), r.GetInt32(6), r.GetString(7), r.Optional<Guid>(8),
        r.Optional<Guid>(9) is { } contactId ? new(contactId, r.OptionalText(10), r.OptionalText(11), r.OptionalText(12), r.OptionalText(13)) : null,
        r.Optional<Guid>(14), r.OptionalText(15), r.OptionalText(16), r.GetFieldValue<DateTimeOffset>(17), r.Optional<DateTimeOffset>(18));
}
