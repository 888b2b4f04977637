using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Comments: lists by keyset, the look-up of duplicates, and the states of an answer. The account's grain writes, each change together with its event.</summary>
public sealed class CommentRepository(Sql db)
{
    private const string Columns = """
        c.id, c.client_account_id, c.post_id, p.platform_media_id, c.thread_id, c.sequence, c.kind, c.direction, c.platform_comment_id, c.platform_parent_id, c.in_reply_to, c.author_id,
        c.author_username, k.name, k.profile_picture_url, k.picture_key, v.id, c.content, c.hidden, c.deleted_at is not null, c.status,
        c.direction = 'inbound' and c.status = 'open' and c.sequence > p.read_sequence, c.delivery, c.error_code, c.error_message, c.client_id, c.automatic,
        exists (select from comments r where r.in_reply_to = c.id and r.kind = 'private_reply' and (r.delivery <> 'failed' or r.error_code = 'already-replied')), c.commented_at
        """;
    /// <summary>An answer leads to the same conversation as the comment; its author is the account.</summary>
    private const string Around = """
         join comment_posts p on p.id = c.post_id
         left join conversations v on v.id = c.conversation_id left join contacts k on k.id = v.contact_id and c.direction = 'inbound'
        """;
    private const string From = $"""
         from comments c{Around}
        """;

    public Task<CommentRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {Columns}{From} where c.client_account_id = @accountId and c.id = @id", Read, ct, ("accountId", accountId), ("id", id));

    public Task<CommentRow?> FindByClientId(Guid accountId, string clientId, CancellationToken ct) =>
        db.Find($"select {Columns}{From} where c.client_account_id = @accountId and c.client_id = @clientId", Read, ct, ("accountId", accountId), ("clientId", clientId));

    public Task<CommentRow?> FindByKey(Guid accountId, Guid key, CancellationToken ct) =>
        db.Find($"select {Columns}{From} where c.client_account_id = @accountId and c.comment_key = @key", Read, ct, ("accountId", accountId), ("key", key));

    /// <summary>The comment, if <paramref name="userId"/> may see its account.</summary>
    public Task<CommentRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns}{From} join account_access w on w.account_id = c.client_account_id
         where c.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page over accounts, newest first: at most <paramref name="limit"/> of each account are touched, by index, and merged.</summary>
    public Task<List<CommentRow>> Page(IReadOnlyCollection<Guid> accountIds, CommentQuery query, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from unnest(@accountIds) as account (id)
         cross join lateral (
            select c.* from comments c join comment_posts p on p.id = c.post_id
             where c.client_account_id = account.id and (@postId::uuid is null or c.post_id = @postId)
               and (@status::text is null or c.status = @status) and (@kind::text is null or c.kind = @kind)
               and (not @unreadOnly or (c.direction = 'inbound' and c.status = 'open' and c.sequence > p.read_sequence))
               and (@search::text is null or (c.content || ' ' || coalesce(c.author_username, '')) ilike @search)
               and (@at::timestamptz is null or (c.commented_at, c.id) < (@at, @id::uuid))
             order by c.commented_at desc, c.id desc limit @limit
          ) c{Around}
         order by c.commented_at desc, c.id desc limit @limit
        """, Read, ct,
        ("accountIds", accountIds.ToArray()), ("postId", query.PostId), ("status", query.Status), ("kind", query.Kind), ("unreadOnly", query.UnreadOnly), ("search", Pattern(query.Search)),
        ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <returns>How many comments of each account wait for an answer, and how many of those nobody has looked at; accounts without any are left out.</returns>
    public Task<List<(Guid AccountId, int Open, int Unread)>> Counts(IReadOnlyCollection<Guid> accountIds, CancellationToken ct) => db.Query("""
        select c.client_account_id, count(*)::int, (count(*) filter (where c.sequence > p.read_sequence))::int from comments c join comment_posts p on p.id = c.post_id
         where c.client_account_id = any(@accountIds) and c.direction = 'inbound' and c.status = 'open' group by c.client_account_id
        """, r => (r.GetGuid(0), r.GetInt32(1), r.GetInt32(2)), ct, ("accountIds", accountIds.ToArray()));

    /// <returns>Those of <paramref name="keys"/> that the account has.</returns>
    public async Task<HashSet<Guid>> Known(Guid accountId, IReadOnlyCollection<Guid> keys, CancellationToken ct) => [.. await db.Query("""
        select comment_key from comments where client_account_id = @accountId and comment_key = any(@keys)
        """, r => r.GetGuid(0), ct, ("accountId", accountId), ("keys", keys.ToArray()))];

    /// <returns>Those of <paramref name="conversationIds"/> that there are.</returns>
    public async Task<HashSet<Guid>> Conversations(IReadOnlyCollection<Guid> conversationIds, CancellationToken ct) => [.. await db.Query("""
        select id from conversations where id = any(@ids)
        """, r => r.GetGuid(0), ct, ("ids", conversationIds.ToArray()))];

    /// <returns>When the account itself last wrote in each of the threads, publicly; threads in which it did not are missing.</returns>
    public async Task<Dictionary<Guid, DateTimeOffset>> LastOwn(Guid accountId, IReadOnlyCollection<Guid> threadIds, CancellationToken ct) => (await db.Query("""
        select thread_id, max(commented_at) from comments
         where client_account_id = @accountId and thread_id = any(@threadIds) and direction = 'outbound' and kind <> 'private_reply' and coalesce(delivery, 'sent') = 'sent' group by thread_id
        """, r => (r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1)), ct, ("accountId", accountId), ("threadIds", threadIds.ToArray()))).ToDictionary(t => t.Item1, t => t.Item2);

    /// <summary>What is said to stand under a post at Instagram since a time, the newest first.</summary>
    public Task<List<CommentRow>> ListStanding(Guid accountId, Guid postId, DateTimeOffset since, int limit, CancellationToken ct) => db.Query($"""
        select {Columns}{From} where c.client_account_id = @accountId and c.post_id = @postId and c.commented_at >= @since and c.deleted_at is null and c.kind = 'comment'
           and c.platform_comment_id is not null and coalesce(c.delivery, 'sent') = 'sent'
         order by c.commented_at desc, c.id desc limit @limit
        """, Read, ct, ("accountId", accountId), ("postId", postId), ("since", since), ("limit", limit));

    /// <summary>What waits for an answer in threads, older than an event: at most 200.</summary>
    public Task<List<CommentRow>> ListOpen(Guid accountId, IReadOnlyCollection<Guid> threadIds, long before, CancellationToken ct) => db.Query($"""
        select {Columns}{From} where c.client_account_id = @accountId and c.thread_id = any(@threadIds) and c.direction = 'inbound' and c.status = 'open' and c.sequence < @before
         order by c.sequence limit 200
        """, Read, ct, ("accountId", accountId), ("threadIds", threadIds.ToArray()), ("before", before));

    /// <summary>Answers that wait, are under way or are in doubt, oldest first.</summary>
    internal const string Unsettled = $"""
        select {Columns}, coalesce(case when c.kind <> 'private_reply' then c.platform_parent_id end, t.platform_comment_id), t.author_id, t.author_username, c.attempts, c.next_attempt_at, c.fence
        {From} join comments t on t.id = c.in_reply_to
         where c.client_account_id = any(@accountIds) and c.delivery in ('queued', 'sending', 'unconfirmed') order by c.sequence
        """;

    /// <inheritdoc cref="Unsettled"/>
    public Task<List<UnsettledComment>> ListUnsettled(Guid accountId, CancellationToken ct) => db.Query(Unsettled, ReadUnsettled, ct, ("accountIds", new[] { accountId }));

    internal static UnsettledComment ReadUnsettled(NpgsqlDataReader r) =>
        new(Read(r), r.GetString(29), r.OptionalText(30), r.OptionalText(31), r.GetInt16(32), r.Optional<DateTimeOffset>(33), r.GetInt32(34));

    /// <summary>Accounts whose answers should have moved by <paramref name="dueBefore"/> and did not: for the sweeper.</summary>
    public Task<List<Guid>> AccountsWithStaleAnswers(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query("""
        select distinct client_account_id from comments where delivery in ('queued', 'sending', 'unconfirmed') and next_attempt_at < @dueBefore limit @limit
        """, r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    public static Guarded Add(Guid accountId, NewComment c) => new("""
        insert into comments (id, client_account_id, post_id, thread_id, sequence, kind, direction, platform_comment_id, comment_key, platform_parent_id, in_reply_to, author_id,
            author_username, conversation_id, content, status, delivery, client_id, sent_by_user_id, automatic, commented_at, next_attempt_at)
        values (@id, @accountId, @postId, @threadId, @sequence, @kind, @direction, @platformId::text, @key::uuid, @parentId::text, @inReplyTo::uuid, @authorId::text,
            @username::text, @conversationId::uuid, @content, @status, @delivery::text, @clientId::text, @userId::uuid, @automatic, @at, @next::timestamptz)
        """,
        [("id", c.Id), ("accountId", accountId), ("postId", c.PostId), ("threadId", c.ThreadId), ("sequence", c.Sequence), ("kind", c.Kind), ("direction", c.Direction),
         ("platformId", c.PlatformCommentId), ("key", c.Key), ("parentId", c.ParentId), ("inReplyTo", c.InReplyTo), ("authorId", c.AuthorId), ("username", c.AuthorUsername),
         ("conversationId", c.ConversationId), ("content", c.Content), ("status", c.Status), ("delivery", c.Delivery), ("clientId", c.ClientId), ("userId", c.SentByUserId),
         ("automatic", c.Automatic), ("at", c.CommentedAt), ("next", c.NextAttemptAt)]);

    public static Guarded SetStatus(Guid accountId, Guid id, string status) => new(
        "update comments set status = @status where client_account_id = @accountId and id = @id and deleted_at is null", [("accountId", accountId), ("id", id), ("status", status)]);

    /// <summary>Its author has changed the words.</summary>
    public static Guarded SetContent(Guid accountId, Guid id, string content) => new(
        "update comments set content = @content where client_account_id = @accountId and id = @id and deleted_at is null", [("accountId", accountId), ("id", id), ("content", content)]);

    public static Guarded SetHidden(Guid accountId, Guid id, bool hidden) => new(
        "update comments set hidden = @hidden where client_account_id = @accountId and id = @id", [("accountId", accountId), ("id", id), ("hidden", hidden)]);

    /// <summary>Gone at Instagram, and with a top-level comment its replies. The words are not kept.</summary>
    public static Guarded Delete(Guid accountId, CommentRow comment, DateTimeOffset at) => new("""
        with replies as (
            update comments set deleted_at = @at, content = '', status = 'closed'
             where client_account_id = @accountId and thread_id = @threadId and @topLevel and id <> @id and kind <> 'private_reply' and deleted_at is null and coalesce(delivery, 'sent') = 'sent'
        )
        update comments set deleted_at = @at, content = '', status = 'closed' where client_account_id = @accountId and id = @id and deleted_at is null
        """, [("accountId", accountId), ("id", comment.Id), ("threadId", comment.ThreadId), ("topLevel", comment.ParentId is null), ("at", at)]);

    /// <summary>Takes an answer that waits: from here to <paramref name="leaseUntil"/> it is this activation's alone.</summary>
    public static Guarded Claim(Guid accountId, Guid id, int fence, DateTimeOffset leaseUntil) => new("""
        update comments set delivery = 'sending', attempts = attempts + 1, lease_until = @leaseUntil, next_attempt_at = @leaseUntil, fence = fence + 1
         where client_account_id = @accountId and id = @id and delivery = 'queued' and fence = @fence
        """, [("accountId", accountId), ("id", id), ("fence", fence), ("leaseUntil", leaseUntil)]);

    /// <summary>Meta has it. From whichever doubt: the answer, the webhook or a look at the thread said so.</summary>
    /// <param name="key">Of a public reply; null for a private one.</param>
    /// <param name="conversationId">Where a private reply went; null leaves what was expected.</param>
    public static Guarded Sent(Guid accountId, Guid id, string? platformId, Guid? key, Guid? conversationId) => new("""
        update comments set delivery = 'sent', platform_comment_id = @platformId::text, comment_key = @key::uuid, conversation_id = coalesce(@conversationId::uuid, conversation_id),
               lease_until = null, next_attempt_at = null, error_code = null, error_message = null
         where client_account_id = @accountId and id = @id and delivery in ('queued', 'sending', 'unconfirmed')
        """, [("accountId", accountId), ("id", id), ("platformId", platformId), ("key", key), ("conversationId", conversationId)]);

    /// <summary>The answer to a private reply told who the author is among those who write messages.</summary>
    public static Guarded Link(Guid accountId, Guid id, Guid conversationId) => new(
        "update comments set conversation_id = @conversationId where client_account_id = @accountId and id = @id", [("accountId", accountId), ("id", id), ("conversationId", conversationId)]);

    /// <summary>Moves an answer on, unless its fence has moved.</summary>
    public static Guarded Move(Guid accountId, Guid id, int fence, string delivery, DateTimeOffset? nextAttemptAt, string? errorCode, string? errorMessage) => new("""
        update comments set delivery = @delivery, next_attempt_at = @next::timestamptz, lease_until = null, error_code = @code::text, error_message = @message::text
         where client_account_id = @accountId and id = @id and fence = @fence and delivery in ('queued', 'sending', 'unconfirmed')
        """, [("accountId", accountId), ("id", id), ("fence", fence), ("delivery", delivery), ("next", nextAttemptAt), ("code", errorCode), ("message", errorMessage)]);

    /// <summary>Takes away what a webhook had left of a comment that turned out to be an answer written here.</summary>
    public static Guarded Absorb(Guid accountId, Guid id) =>
        new("delete from comments where client_account_id = @accountId and id = @id and delivery is null", [("accountId", accountId), ("id", id)]);

    /// <summary>The contact who got a private reply, there or not. Meta tells nothing of persons who never wrote: the comment's own name is all there is.</summary>
    public static Guarded Acquaint(Guid accountId, Guid contactId, string platformContactId, string? username) => new("""
        insert into contacts as k (id, client_account_id, platform_contact_id, username) values (@id, @accountId, @platformId, @username::text)
        on conflict (id) do update set username = coalesce(k.username, excluded.username)
        """, [("id", contactId), ("accountId", accountId), ("platformId", platformContactId), ("username", username)]);

    /// <summary>An answer that was never sent is taken away.</summary>
    public static Guarded Discard(Guid accountId, Guid id) =>
        new("delete from comments where client_account_id = @accountId and id = @id and delivery = 'failed'", [("accountId", accountId), ("id", id)]);

    internal static string? Pattern(string? search) => search is null ? null
        : $"%{search.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static CommentRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.GetGuid(4), r.GetInt64(5), r.GetString(6), r.GetString(7), r.OptionalText(8), r.OptionalText(9), r.Optional<Guid>(10),
        r.OptionalText(11), r.OptionalText(12), r.OptionalText(13), r.OptionalText(14), r.OptionalText(15), r.Optional<Guid>(16), r.GetString(17), r.GetBoolean(18), r.GetBoolean(19),
        r.GetString(20), r.GetBoolean(21), r.OptionalText(22), r.OptionalText(23), r.OptionalText(24), r.OptionalText(25), r.GetBoolean(26), r.GetBoolean(27),
        r.GetFieldValue<DateTimeOffset>(28));
}
