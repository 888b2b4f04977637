using System.Text.Json;
using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>Posts. The account's grain writes, each change together with its event; API hosts read.</summary>
public sealed partial class PostRepository(Sql db)
{
    /// <summary>Media that become visible further apart than this are told apart by their time.</summary>
    private static readonly TimeSpan TwinsStartWithin = TimeSpan.FromMinutes(5.5);

    private const string File = """
        jsonb_build_object('Id', m.id, 'WorkspaceId', m.workspace_id, 'UserId', m.user_id, 'FileName', m.filename, 'Kind', m.kind, 'MimeType', m.mime_type,
                           'Size', m.file_size, 'Width', m.width, 'Height', m.height, 'DurationSeconds', m.duration_seconds, 'StorageKey', m.storage_key, 'ThumbnailKey', m.thumbnail_key,
                           'CreatedAt', m.created_at, 'Facts', m.facts, 'PreviewKey', m.preview_key, 'VariantOf', m.variant_of, 'Tags', m.tags, 'OriginalRemovedAt', m.original_removed_at)
        """;

    private const string Select = $"""
        select p.id, p.client_account_id, p.user_id, p.post_type, p.caption, p.media_keys, p.first_comment, p.scheduled_time, p.local_time, p.timezone, p.status, p.container_id,
               p.child_container_ids, p.container_created_at, p.publish_started_at, p.published_at, p.platform_post_id, p.permalink, p.comment_status,
               p.error_details ->> 'code', p.error_details ->> 'message', p.retry_count, p.next_attempt_at, p.lease_until, p.fence, p.version, p.created_at, p.updated_at,
               (select jsonb_agg({File} order by k.position)
                  from jsonb_array_elements_text(p.media_keys) with ordinality as k (key, position) join media_assets m on m.storage_key = k.key),
               p.details, p.cover_media_id, (select {File} from media_assets m where m.id = p.cover_media_id),
               p.submitted_by, p.submitted_at, p.decided_by, p.decided_at, p.approved_hash, p.rejection_reason,
               p.findings, p.preflight_at, p.series_id, p.series_date, p.numbers, p.numbers_due_at
          from scheduled_posts p
        """;

    public Task<PostRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find(Select + " where p.id = @id and p.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <summary>The post, if <paramref name="userId"/> may see its account.</summary>
    public Task<PostRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find(Select + """
         join account_access w on w.account_id = p.client_account_id
         where p.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>Those of <paramref name="ids"/> whose accounts <paramref name="userId"/> may see.</summary>
    public Task<List<PostRow>> ListFor(Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken ct) => db.Query(Select + """
         join account_access w on w.account_id = p.client_account_id
         where p.id = any(@ids) and w.user_id = @userId
        """, Read, ct, ("ids", ids.ToArray()), ("userId", userId));

    /// <summary>A page over accounts, newest first.</summary>
    public Task<List<PostRow>> Page(IReadOnlyCollection<Guid> accountIds, string? status, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query(Select + """
         where p.client_account_id = any(@accountIds) and (@status::text is null or p.status = @status)
           and (@at::timestamptz is null or (p.created_at, p.id) < (@at, @id::uuid))
         order by p.created_at desc, p.id desc limit @limit
        """, Read, ct, ("accountIds", accountIds.ToArray()), ("status", status), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>The account's posts that want a step by <paramref name="dueBefore"/>, <paramref name="except"/> aside, the most urgent first.</summary>
    public Task<List<PostRow>> ListDue(Guid accountId, DateTimeOffset dueBefore, IReadOnlyCollection<Guid> except, CancellationToken ct) => db.Query(
        Select + " where p.client_account_id = @accountId and p.next_attempt_at <= @dueBefore and p.id <> all(@except) order by p.next_attempt_at, p.id limit 50", Read, ct,
        ("accountId", accountId), ("dueBefore", dueBefore), ("except", except.ToArray()));

    /// <summary>All of the account's posts that are on their way and not yet being published.</summary>
    public Task<List<PostRow>> ListPlanned(Guid accountId, CancellationToken ct) => db.Query(
        Select + " where p.client_account_id = @accountId and p.next_attempt_at is not null and p.status in ('awaiting_approval', 'scheduled', 'preparing', 'ready')", Read, ct, ("accountId", accountId));

    /// <returns>When the account's next step is due, <paramref name="except"/> aside; null when nothing is.</returns>
    public async Task<DateTimeOffset?> NextDue(Guid accountId, IReadOnlyCollection<Guid> except, CancellationToken ct) => await db.Scalar<DateTime?>(
        "select min(next_attempt_at) from scheduled_posts where client_account_id = @accountId and next_attempt_at is not null and id <> all(@except)", ct,
        ("accountId", accountId), ("except", except.ToArray())) is { } at ? new DateTimeOffset(at) : null;

    /// <summary>
    /// Accounts with a post that is overdue or due by <paramref name="dueBefore"/>: for the sweeper. Each is handed to one sweeper for <paramref name="lease"/>.
    /// </summary>
    public Task<List<Guid>> ClaimDueAccounts(DateTimeOffset dueBefore, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => db.Query("""
        with due as (
            select id from scheduled_posts where next_attempt_at <= @dueBefore and (swept_until is null or swept_until <= @now)
             order by next_attempt_at limit @limit for update skip locked
        ), claimed as (
            update scheduled_posts p set swept_until = @sweptUntil from due where p.id = due.id returning p.client_account_id
        )
        select distinct client_account_id from claimed
        """, r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("now", now), ("sweptUntil", now + lease), ("limit", limit));

    /// <summary>Adds a post. A cover that has gone meanwhile is none.</summary>
    public static Guarded Add(PostRow post) => new("""
        insert into scheduled_posts (id, client_account_id, user_id, post_type, caption, media_keys, first_comment, scheduled_time, local_time, timezone, status, next_attempt_at, created_at, updated_at,
            details, cover_media_id, submitted_by, submitted_at)
        values (@id, @accountId, @userId::uuid, @type, @caption, @mediaKeys::jsonb, @firstComment::text, @scheduledAt::timestamptz, @localTime::timestamp, @timeZone::text, @status,
            @next::timestamptz, @createdAt, @createdAt, @details::jsonb, (select id from media_assets where id = @cover::uuid),
            @submittedBy::uuid, @submittedAt::timestamptz)
        """,
        [("id", post.Id), ("accountId", post.AccountId), ("userId", post.UserId), ("type", post.Type), ("caption", post.Caption), ("mediaKeys", JsonSerializer.Serialize(post.MediaKeys)),
         ("firstComment", post.FirstComment), ("scheduledAt", post.ScheduledAt), ("localTime", post.LocalTime), ("timeZone", post.TimeZone), ("status", post.Status),
         ("next", post.NextAttemptAt), ("createdAt", post.CreatedAt), ("details", post.Details.Write()), ("cover", post.CoverMediaId),
         ("submittedBy", post.Approval?.SubmittedBy), ("submittedAt", post.Approval?.SubmittedAt)]);

    /// <summary>
    /// Replaces everything that changes, unless the post has moved on since <paramref name="fence"/> was read: fence and version grow by one with every user's edit,
    /// the fence with every claim.
    /// </summary>
    public static Guarded Replace(PostRow post, int fence) => new("""
        update scheduled_posts set caption = @caption, media_keys = @mediaKeys::jsonb, first_comment = @firstComment::text, scheduled_time = @scheduledAt::timestamptz,
               local_time = @localTime::timestamp, timezone = @timeZone::text, status = @status, container_id = @containerId::text, child_container_ids = @children::jsonb,
               container_created_at = @containerCreatedAt::timestamptz, publish_started_at = @publishStartedAt::timestamptz, published_at = @publishedAt::timestamptz,
               platform_post_id = @platformPostId::text, permalink = @permalink::text, comment_status = @commentStatus::text,
               error_details = case when @errorCode::text is null then null else jsonb_build_object('code', @errorCode::text, 'message', @errorMessage::text) end,
               retry_count = @attempts, next_attempt_at = @next::timestamptz, lease_until = @leaseUntil::timestamptz, fence = @newFence, version = @version, swept_until = null,
               details = @details::jsonb, cover_media_id = (select id from media_assets where id = @cover::uuid), submitted_by = @submittedBy::uuid, submitted_at = @submittedAt::timestamptz, decided_by = @decidedBy::uuid,
               decided_at = @decidedAt::timestamptz, approved_hash = @approvedHash::text, rejection_reason = @rejection::text
         where id = @id and client_account_id = @accountId and fence = @fence
        """,
        [("id", post.Id), ("accountId", post.AccountId), ("caption", post.Caption), ("mediaKeys", JsonSerializer.Serialize(post.MediaKeys)), ("firstComment", post.FirstComment),
         ("scheduledAt", post.ScheduledAt), ("localTime", post.LocalTime), ("timeZone", post.TimeZone), ("status", post.Status), ("containerId", post.ContainerId),
         ("children", JsonSerializer.Serialize(post.ChildContainerIds)), ("containerCreatedAt", post.ContainerCreatedAt), ("publishStartedAt", post.PublishStartedAt),
         ("publishedAt", post.PublishedAt), ("platformPostId", post.PlatformPostId), ("permalink", post.Permalink), ("commentStatus", post.CommentStatus), ("errorCode", post.ErrorCode),
         ("errorMessage", post.ErrorMessage), ("attempts", post.Attempts), ("next", post.NextAttemptAt), ("leaseUntil", post.LeaseUntil), ("newFence", post.Fence),
         ("version", post.Version), ("fence", fence), ("details", post.Details.Write()), ("cover", post.CoverMediaId), ("submittedBy", post.Approval?.SubmittedBy),
         ("submittedAt", post.Approval?.SubmittedAt), ("decidedBy", post.Approval?.DecidedBy), ("decidedAt", post.Approval?.DecidedAt), ("approvedHash", post.Approval?.Hash),
         ("rejection", post.Approval?.Reason)]);

    /// <summary>Cancels <paramref name="posts"/>, all of them or, when one has moved on since it was read, none.</summary>
    public static Guarded Cancel(Guid accountId, IReadOnlyCollection<PostRow> posts) => new("""
        update scheduled_posts p set status = 'cancelled', next_attempt_at = null, lease_until = null, swept_until = null, fence = p.fence + 1, version = p.version + 1
          from unnest(@ids, @fences) as read (id, fence) where p.id = read.id and p.fence = read.fence and p.client_account_id = @accountId
        """, [("accountId", accountId), ("ids", posts.Select(p => p.Id).ToArray()), ("fences", posts.Select(p => p.Fence).ToArray())], Rows: posts.Count);

    /// <summary>Removes a draft, unless it has been changed since <paramref name="fence"/> was read.</summary>
    public static Guarded Delete(Guid accountId, Guid id, int fence) => new(
        "delete from scheduled_posts where id = @id and client_account_id = @accountId and status = 'draft' and fence = @fence", [("id", id), ("accountId", accountId), ("fence", fence)]);

    /// <returns>How many posts of the account are still to go live, <paramref name="except"/> aside.</returns>
    public Task<long> CountPending(Guid accountId, Guid except, CancellationToken ct) => db.Scalar<long>("""
        select count(*) from scheduled_posts
         where client_account_id = @accountId and next_attempt_at is not null and id <> @except
           and status in ('awaiting_approval', 'scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed')
        """, ct, ("accountId", accountId), ("except", except));

    /// <returns>Which of <paramref name="platformPostIds"/> belong to posts of ours already.</returns>
    public Task<List<string>> KnownPlatformIds(Guid accountId, IReadOnlyCollection<string> platformPostIds, CancellationToken ct) => db.Query("""
        select platform_post_id from scheduled_posts where client_account_id = @accountId and platform_post_id = any(@ids)
        """, r => r.GetString(0), ct, ("accountId", accountId), ("ids", platformPostIds.ToArray()));

    /// <summary>Other posts of the account that were sent to Meta about the same time, of which no medium is known.</summary>
    public Task<List<SentPost>> SentWith(PostRow post, CancellationToken ct) => db.Query("""
        select post_type, caption, status = 'published' from scheduled_posts
         where client_account_id = @accountId and id <> @id and platform_post_id is null and publish_started_at between @startedAt::timestamptz - @near and @startedAt::timestamptz + @near
           and (status in ('publishing', 'unconfirmed', 'published') or (status = 'failed' and next_attempt_at is not null))
        """, r => new SentPost(r.GetString(0), r.GetString(1), r.GetBoolean(2)), ct,
        ("accountId", post.AccountId), ("id", post.Id), ("startedAt", post.PublishStartedAt), ("near", TwinsStartWithin));

    private static PostRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), r.GetString(3), r.GetString(4), JsonSerializer.Deserialize<string[]>(r.GetString(5)) ?? [], r.OptionalText(6),
        r.Optional<DateTimeOffset>(7), r.Optional<DateTime>(8), r.OptionalText(9), r.GetString(10), r.OptionalText(11), JsonSerializer.Deserialize<string[]>(r.GetString(12)) ?? [],
        r.Optional<DateTimeOffset>(13), r.Optional<DateTimeOffset>(14), r.Optional<DateTimeOffset>(15), r.OptionalText(16), r.OptionalText(17), r.OptionalText(18),
        r.OptionalText(19), r.OptionalText(20), r.GetInt32(21), r.Optional<DateTimeOffset>(22), r.Optional<DateTimeOffset>(23), r.GetInt32(24), r.GetInt32(25),
        r.GetFieldValue<DateTimeOffset>(26), r.GetFieldValue<DateTimeOffset>(27), r.IsDBNull(28) ? [] : JsonSerializer.Deserialize<MediaRow[]>(r.GetString(28)) ?? [],
        PostDetailsRow.Read(r.GetString(29)), r.Optional<Guid>(30), r.IsDBNull(31) ? null : JsonSerializer.Deserialize<MediaRow>(r.GetString(31)),
        r.Optional<DateTimeOffset>(33) is not { } submittedAt ? null
            : new(r.Optional<Guid>(32), submittedAt, r.Optional<Guid>(34), r.Optional<DateTimeOffset>(35), r.OptionalText(36), r.OptionalText(37)))
    {
        Findings = r.IsDBNull(38) ? null : FindingRow.Read(r.GetString(38)),
        PreflightAt = r.Optional<DateTimeOffset>(39),
        SeriesId = r.Optional<Guid>(40),
        SeriesDate = r.Optional<DateOnly>(41),
        Numbers = PostNumbersRow.Read(r.OptionalText(42)),
        NumbersDueAt = r.Optional<DateTimeOffset>(43),
    };
}
