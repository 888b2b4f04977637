using System.Text;
using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>Finds messages by their words, inside accounts.</summary>
public sealed class SearchRepository(Sql db)
{
    /// <summary>
    /// So many of the newest messages are looked through first, and the index of words is believed if it names at most so many: what every other message has fills a page from the newest,
    /// what few have the index knows at once. What is neither is looked for again among <see cref="Further"/> times as many of both, which ends soon: one of the two has to suffice.
    /// </summary>
    private const int Newest = 200, Named = 1_000, Further = 5;

    /// <summary>A page of messages with all that <paramref name="query"/> asks for, newest first. <paramref name="before"/> is the last row of the page before.</summary>
    public async Task<List<SearchHitRow>> Messages(SearchQuery query, SearchFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct)
    {
        var asksIndex = true;
        for (int newest = Newest, named = Named; ; newest *= Further, named *= Further)
        {
            var (page, isCommon) = await Look(query, filter, before, limit, newest, named, asksIndex, ct);
            if (page is not null) return page;
            asksIndex = !isCommon;
        }
    }

    /// <summary>
    /// Walks back from the newest messages, and then asks the index of words for what is older, unless so much was found that a longer walk fills the page. Every message that is looked at is
    /// a page of the table read, so both are bounded.
    /// </summary>
    /// <returns>No page when the walk was too short, and the index was not asked or names too many. Common is what it names too many of in so few accounts already, that next time will be no better.</returns>
    /// <remarks>
    /// The walk ends at a time up to which every account has been seen (<c>horizon</c>). The index names messages in no order of time, so that only all of them are any use.
    /// <c>offset 0</c> keeps the planner from asking the index for all words. Numbers stand in the text, not beside it: of a limit that is not known a plan thinks the worst.
    /// </remarks>
    private async Task<(List<SearchHitRow>? Page, bool IsCommon)> Look(
        SearchQuery query, SearchFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, int newest, int named, bool asksIndex, CancellationToken ct)
    {
        var keys = query.IndexQueries;
        var each = Math.Max(newest / Math.Max(filter.AccountIds.Count, 1), 20);
        var (bounds, narrow) = (Bounds(filter, before), Narrow(filter));
        var rows = await db.QueryPlannedOnce($"""
            with query as materialized (
                select to_tsquery('inbox', @words) as words{string.Concat(keys.Select((_, n) => $", to_tsquery('inbox', @key{n}) as key{n}"))}
            ), newest as materialized (
                select m.client_account_id, m.id, m.sent_at, m.search_vector @@ (select words from query){narrow} as hit
                  from unnest(@accountIds) as account (id)
                 cross join lateral (
                    select m.client_account_id, m.id, m.sent_at, m.search_vector, m.direction, m.message_type, m.media_urls
                      from messages m where m.client_account_id = account.id{bounds} order by m.sent_at desc, m.id desc limit {each}
                  ) m
            ), horizon as materialized (
                select max(oldest) as at from (select min(sent_at) as oldest from newest group by client_account_id having count(*) = {each}) unfinished
            ), near as materialized (
                select client_account_id, id, sent_at from newest where hit and sent_at > coalesce((select at from horizon), '-infinity') order by sent_at desc, id desc limit {limit}
            ), walk as materialized (
                select (select at from horizon) is null or count(*) = {limit} as done, not @asksIndex or count(*) * {Further} >= {limit} as goes_on from near
            ), named as materialized (
                select m.client_account_id, m.id, m.sent_at, m.hit
                  from unnest(@accountIds) as account (id)
                 cross join lateral (
                    select m.client_account_id, m.id, m.sent_at, m.search_vector @@ (select words from query){bounds}{narrow} as hit from messages m
                     where m.client_account_id = account.id{string.Concat(keys.Select((_, n) => $" and m.search_vector @@ (select key{n} from query)"))}
                    offset 0
                  ) m
                 where (select not done and not goes_on from walk) limit {named + 1}
            ), more as materialized (
                select not done and (goes_on or too_many) as yes, too_many and accounts * {Further} < cardinality(@accountIds) as is_common
                  from walk cross join (select count(*) > {named} as too_many, count(distinct client_account_id) as accounts from named) named
            )
            select {MessageRepository.Columns}, m.contact_id, m.username, m.name, m.profile_picture_url, m.picture_key, m.platform_contact_id, m.stage_id, more.yes as more, more.is_common
              from more left join (
                select m.*, k.id as contact_id, k.username, k.name, k.profile_picture_url, k.picture_key, k.platform_contact_id, c.stage_id
                  from (
                    select client_account_id, id from (
                        select * from near union all select client_account_id, id, sent_at from named where hit and sent_at <= (select at from horizon)
                      ) found
                     where not (select yes from more) order by sent_at desc, id desc limit {limit}
                  ) hit
                  join messages m on m.client_account_id = hit.client_account_id and m.id = hit.id
                  join conversations c on c.id = m.conversation_id join contacts k on k.id = c.contact_id
              ) m on true {MessageRepository.Changes}
             order by m.sent_at desc, m.id desc
            """, r => (Hit: r.IsDBNull(0) ? null : new SearchHitRow(MessageRepository.Read(r), ReadContact(r)), More: r.GetBoolean(r.GetOrdinal("more")), IsCommon: r.GetBoolean(r.GetOrdinal("is_common"))), ct,
            [("words", query.TsQuery), .. keys.Select((key, n) => ($"key{n}", (object?)key)), ("accountIds", filter.AccountIds.ToArray()),
            ("asksIndex", asksIndex), ("conversationId", filter.ConversationId), ("direction", filter.Direction), ("kind", filter.Kind), ("from", filter.From), ("to", filter.To), ("at", before?.At),
            ("id", before?.Id)]);
        return (rows[0].More ? null : [.. rows.Select(row => row.Hit).OfType<SearchHitRow>()], rows[0].IsCommon);
    }

    /// <summary>
    /// Takes the words of what was stored lately into the index proper. PostgreSQL leaves them on a list of up to 4 MB per partition, which every search reads from end to end for
    /// each account: with 6,000 messages on it that took 140 ms instead of 0.7.
    /// </summary>
    /// <returns>Pages that the list had.</returns>
    public Task<long> IndexLately(CancellationToken ct) => db.Scalar<long>(
        "select coalesce(sum(gin_clean_pending_list(inhrelid::regclass)), 0)::bigint from pg_inherits where inhparent = 'ix_messages_search'::regclass", ct);

    /// <summary>The conversation with a contact, if it is in one of these accounts.</summary>
    public Task<PlaceRow?> FindConversation(IReadOnlyCollection<Guid> accountIds, Guid contactId, CancellationToken ct) => db.Find(
        "select client_account_id, id from conversations where contact_id = @contactId and client_account_id = any(@accountIds)", r => new PlaceRow(r.GetGuid(0), r.GetGuid(1)), ct,
        ("contactId", contactId), ("accountIds", accountIds.ToArray()));

    /// <summary>What bounds the time and the place of a search: these an index can start from.</summary>
    private static string Bounds(SearchFilter filter, (DateTimeOffset, Guid)? before)
    {
        var sql = new StringBuilder();
        if (filter.ConversationId is not null) sql.Append(" and m.conversation_id = @conversationId");
        if (filter.From is not null) sql.Append(" and m.sent_at >= @from");
        if (filter.To is not null) sql.Append(" and m.sent_at < @to");
        if (before is not null) sql.Append(" and (m.sent_at, m.id) < (@at, @id)");
        return sql.ToString();
    }

    private static string Narrow(SearchFilter filter)
    {
        var sql = new StringBuilder();
        if (filter.Direction is not null) sql.Append(" and m.direction = @direction");
        if (filter.Kind is not null) sql.Append(" and m.message_type = @kind");
        if (filter.HasMedia is { } has) sql.Append(has ? " and m.media_urls is not null" : " and m.media_urls is null");
        return sql.ToString();
    }

    private static FoundContactRow ReadContact(NpgsqlDataReader r)
    {
        var at = r.GetOrdinal("contact_id");
        return new(r.GetGuid(at), r.OptionalText(at + 1), r.OptionalText(at + 2), r.OptionalText(at + 3), r.OptionalText(at + 4), r.GetString(at + 5), r.Optional<Guid>(at + 6));
    }
}

/// <summary>Where and what kind of messages are searched.</summary>
/// <param name="AccountIds">Every search names its accounts: those that the one who asks may see.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record SearchFilter(
    IReadOnlyCollection<Guid> AccountIds, Guid? ConversationId = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Direction = null, bool? HasMedia = null, string? Kind = null);

public sealed record SearchHitRow(MessageRow Message, FoundContactRow Contact);

public sealed record FoundContactRow(Guid Id, string? Username, string? Name, string? PictureUrl, string? PictureKey, string PlatformContactId, Guid? StageId);

public sealed record PlaceRow(Guid AccountId, Guid ConversationId);
