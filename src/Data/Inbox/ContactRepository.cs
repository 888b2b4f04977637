using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Contacts: their profiles, and what a workspace notes about them. New ones come through <see cref="InboxWriter"/>.</summary>
public sealed class ContactRepository(Sql db)
{
    private const string Columns = """
        k.id, k.client_account_id, k.platform_contact_id, k.username, k.name, k.profile_picture_url, k.picture_key, k.follower_count, k.is_verified, k.follows_account, k.account_follows,
        k.profile_fetched_at, k.stage_id, k.deal_amount, k.deal_currency, k.tag_ids, k.attributes, k.merged_into, k.created_at, (select c.id from conversations c where c.contact_id = k.id)
        """;

    public Task<ContactRow?> Find(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {Columns} from contacts k where k.id = @id and k.client_account_id = @accountId", Read, ct, ("id", id), ("accountId", accountId));

    /// <returns>The workspace of the contact, if <paramref name="userId"/> is a member of it.</returns>
    public async Task<Guid?> WorkspaceFor(Guid userId, Guid id, CancellationToken ct) => await db.Scalar<Guid?>("""
        select w.workspace_id from contacts k join account_access w on w.account_id = k.client_account_id
         where k.id = @id and w.user_id = @userId
        """, ct, ("id", id), ("userId", userId));

    /// <summary>The contacts that are one person with <paramref name="id"/>, the one that others are merged into first. Contacts of other workspaces are not looked at.</summary>
    public Task<List<ContactRow>> Person(Guid workspaceId, Guid id, CancellationToken ct) => db.Query($"""
        with recursive up as (
            select k.id, k.merged_into from contacts k join client_accounts a on a.id = k.client_account_id where k.id = @id and a.workspace_id = @workspaceId
             union
            select k.id, k.merged_into from up join contacts k on k.id = up.merged_into join client_accounts a on a.id = k.client_account_id and a.workspace_id = @workspaceId
        ), root as (
            select id from up where not exists (select from up as above where above.id = up.merged_into)
        ), person as (
            select id from root
             union
            select k.id from person join contacts k on k.merged_into = person.id join client_accounts a on a.id = k.client_account_id and a.workspace_id = @workspaceId
        )
        select {Columns} from person join contacts k on k.id = person.id order by k.id <> (select id from root), k.created_at, k.id
        """, Read, ct, ("workspaceId", workspaceId), ("id", id));

    /// <summary>A page over accounts, newest first.</summary>
    public Task<List<ContactRow>> Page(ContactQuery query, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns}
          from unnest(@accountIds) as account (id)
         cross join lateral (
            select k.* from contacts k
             where k.client_account_id = account.id{(before is null ? "" : " and (k.created_at, k.id) < (@at, @id)")}
               {(query.StageId is null ? "" : "and k.stage_id = @stageId")} {(query.TagId is null ? "" : "and k.tag_ids @> array[@tagId] and k.tag_ids <> '{}'")}
               {(query.Search is null ? "" : "and k.search_name like @longest and k.search_name like all (@patterns)")}
             order by k.created_at desc, k.id desc limit @limit
          ) k
         order by k.created_at desc, k.id desc limit @limit
        """, Read, ct,
        ("accountIds", query.AccountIds.ToArray()), ("stageId", query.StageId), ("tagId", query.TagId), ("longest", query.Search?.LongestNamePattern), ("patterns", query.Search?.NamePatterns),
        ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <summary>Whose profile is to be asked for now, the longest waiting first.</summary>
    public Task<List<DueProfile>> ListProfilesDue(Guid accountId, DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        select id, platform_contact_id, profile_attempts from contacts where client_account_id = @accountId and profile_due_at <= @now order by profile_due_at limit @limit
        """, r => new DueProfile(r.GetGuid(0), r.GetString(1), r.GetInt16(2)), ct, ("accountId", accountId), ("now", now), ("limit", limit));

    /// <returns>When the next profile is due; null when none is.</returns>
    public async Task<DateTimeOffset?> NextProfileDue(Guid accountId, CancellationToken ct) => await db.Scalar<DateTime?>(
        "select min(profile_due_at) from contacts where client_account_id = @accountId and profile_due_at is not null", ct, ("accountId", accountId)) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>Accounts with profiles that should have been asked for by <paramref name="dueBefore"/>: for the sweeper.</summary>
    public Task<List<Guid>> AccountsWithProfilesDue(DateTimeOffset dueBefore, int limit, CancellationToken ct) => db.Query("""
        select distinct k.client_account_id from contacts k join client_accounts a on a.id = k.client_account_id
         where k.profile_due_at < @dueBefore and a.status = 'active' and a.deleted_at is null limit @limit
        """, r => r.GetGuid(0), ct, ("dueBefore", dueBefore), ("limit", limit));

    /// <summary>
    /// Has profiles asked for again that are older than <paramref name="fetchedBefore"/>, of contacts in talk since <paramref name="activeSince"/>, the last in talk first: nobody pays for
    /// the silent ones, nor for spam.
    /// </summary>
    /// <returns>How many; <paramref name="limit"/> at most.</returns>
    public Task<int> MarkStale(Guid accountId, DateTimeOffset fetchedBefore, DateTimeOffset activeSince, DateTimeOffset now, int limit, CancellationToken ct) => db.Execute("""
        update contacts k set profile_due_at = @now from (
            select s.id from conversations c join contacts s on s.id = c.contact_id
             where c.client_account_id = @accountId and c.status <> 'spam' and c.last_message_at >= @activeSince and s.profile_due_at is null and s.profile_fetched_at < @fetchedBefore
             order by c.last_message_at desc, c.id desc limit @limit
          ) stale where k.id = stale.id
        """, ct, ("accountId", accountId), ("fetchedBefore", fetchedBefore), ("activeSince", activeSince), ("now", now), ("limit", limit));

    /// <summary>What Meta said of the contact; nulls where it said nothing: what was known stays.</summary>
    public static Guarded SetProfile(ContactRow contact, DateTimeOffset at) => new("""
        with arrived as (
            delete from removed_files where storage_key = @pictureKey::text
        )
        update contacts set username = @username::text, name = @name::text, profile_picture_url = @pictureUrl::text, picture_key = @pictureKey::text, follower_count = @followers::int,
               is_verified = @verified::boolean, follows_account = @follows::boolean, account_follows = @followed::boolean,
               profile_fetched_at = @at, profile_due_at = null, profile_attempts = 0, updated_at = @at
         where id = @id and client_account_id = @accountId
        """, [
        ("accountId", contact.AccountId), ("id", contact.Id), ("username", contact.Username), ("name", contact.Name), ("pictureUrl", contact.ProfilePictureUrl), ("pictureKey", contact.PictureKey),
        ("followers", contact.Facts.FollowerCount), ("verified", contact.Facts.IsVerified), ("follows", contact.Facts.FollowsAccount), ("followed", contact.Facts.AccountFollows), ("at", at)]);

    /// <summary>Says that the contact's first picture is about to be written, and goes at <paramref name="removeAt"/> if no profile has taken it by then. Every later one is written over it.</summary>
    /// <returns>False when nothing may be written: the contact is gone, or what an earlier try has left is being removed.</returns>
    public Task<bool> AnnouncePicture(Guid accountId, Guid id, string pictureKey, DateTimeOffset removeAt, CancellationToken ct) => db.Scalar<bool>("""
        with contact as (
            select coalesce(picture_key = @key, false) as has_it from contacts where id = @id and client_account_id = @accountId
        ), announced as (
            insert into removed_files as f (storage_key, remove_at) select @key, @removeAt from contact where not has_it
            on conflict (storage_key) do update set remove_at = excluded.remove_at where f.attempts = 0 returning storage_key
        )
        select exists (select from contact where has_it) or exists (select from announced)
        """, ct, ("accountId", accountId), ("id", id), ("key", pictureKey), ("removeAt", removeAt));

    /// <summary>Asking failed.</summary>
    /// <param name="dueAt">When to ask again; null gives it up until it is stale.</param>
    public Task NoteFailedProfile(Guid accountId, Guid id, DateTimeOffset? dueAt, DateTimeOffset at, CancellationToken ct) => db.Execute("""
        update contacts set profile_attempts = profile_attempts + 1, profile_due_at = @dueAt::timestamptz, profile_fetched_at = case when @dueAt::timestamptz is null then @at else profile_fetched_at end
         where id = @id and client_account_id = @accountId
        """, ct, ("accountId", accountId), ("id", id), ("dueAt", dueAt), ("at", at));

    /// <summary>Stores what a workspace notes about a contact, and the copy of its stage beside its conversation.</summary>
    public static Guarded Save(ContactRow contact) => new("""
        with listed as (update conversations set stage_id = @stageId::uuid where contact_id = @id and client_account_id = @accountId and stage_id is distinct from @stageId::uuid)
        update contacts set stage_id = @stageId::uuid, deal_amount = @amount::numeric, deal_currency = @currency::text, tag_ids = @tagIds, attributes = @attributes::jsonb, updated_at = now()
         where id = @id and client_account_id = @accountId
        """, [
        ("accountId", contact.AccountId), ("id", contact.Id), ("stageId", contact.StageId), ("amount", contact.DealAmount), ("currency", contact.DealCurrency), ("tagIds", contact.TagIds.ToArray()),
        ("attributes", contact.AttributesJson)]);

    /// <summary>Makes the contact one person with another. Only of two that stand for themselves, whose rows it holds meanwhile: two merges at once make no circle.</summary>
    public static Guarded Merge(Guid accountId, Guid id, Guid into) => new("""
        with both_rows as (select id from contacts where id in (@id, @into) and merged_into is null order by id for update)
        update contacts set merged_into = @into, updated_at = now() where id = @id and client_account_id = @accountId and (select count(*) from both_rows) = 2
        """, [("accountId", accountId), ("id", id), ("into", into)]);

    public static Guarded Unmerge(Guid accountId, Guid id) => new(
        "update contacts set merged_into = null, updated_at = now() where id = @id and client_account_id = @accountId and merged_into is not null", [("accountId", accountId), ("id", id)]);

    /// <summary>Puts the stage that holds for the contact beside its conversation, if it has one.</summary>
    public static Guarded CopyStage(Guid accountId, Guid id, Guid? stageId) => new("""
        with listed as (update conversations set stage_id = @stageId::uuid where contact_id = @id and client_account_id = @accountId and stage_id is distinct from @stageId::uuid)
        update contacts set updated_at = now() where id = @id and client_account_id = @accountId
        """, [("accountId", accountId), ("id", id), ("stageId", stageId)]);

    private static ContactRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.OptionalText(3), r.OptionalText(4), r.OptionalText(5), r.OptionalText(6),
        new ProfileFacts(r.Optional<int>(7), r.Optional<bool>(8), r.Optional<bool>(9), r.Optional<bool>(10)), r.Optional<DateTimeOffset>(11), r.Optional<Guid>(12), r.Optional<decimal>(13),
        r.OptionalText(14), r.GetFieldValue<Guid[]>(15), r.GetString(16), r.Optional<Guid>(17), r.GetFieldValue<DateTimeOffset>(18), r.Optional<Guid>(19));
}
