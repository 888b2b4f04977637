using System.Globalization;
using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Inbox;

/// <summary>Whichever way a search takes, it finds what reading every message of its accounts would find, in the same order, and hands it out in pages without a gap or a double.</summary>
public sealed class SearchWaysTests(SearchWaysTests.Shops shops) : IClassFixture<SearchWaysTests.Shops>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_way_finds_what_a_reading_of_all_messages_finds(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 25; n++)
        {
            var (typed, filter, limit) = (Typed(random), Filter(random), random.Next(1, 40));
            var query = SearchQuery.Parse(typed);

            var pages = await Pages(query, filter, limit, most: 12);

            var all = await Scan(query, filter);
            Assert.True(all.Take(pages.Count).SequenceEqual(pages), $"seed {seed}, search {n}: {typed}, {filter}, pages of {limit}");
            Assert.Equal(Math.Min(all.Count, 12 * limit), pages.Count);
        }
    }

    [Theory]
    [InlineData(0)] // in every other message
    [InlineData(20)]
    [InlineData(120)]
    [InlineData(600)] // in hardly any
    public async Task To_the_last_page_nothing_is_missed_and_nothing_comes_twice(int rank)
    {
        var query = SearchQuery.Parse(Shops.Word(rank) + " ");
        var filter = new SearchFilter(shops.Accounts);

        var pages = await Pages(query, filter, limit: 35, most: int.MaxValue);

        Assert.NotEmpty(pages);
        Assert.Equal(await Scan(query, filter), pages);
    }

    [Fact]
    public async Task What_is_in_other_accounts_is_never_found()
    {
        foreach (var rank in (int[])[0, 20, 120, 600])
        {
            var found = await shops.Search.Messages(SearchQuery.Parse(Shops.Word(rank)), new SearchFilter([shops.Accounts[1], shops.Accounts[3]]), before: null, limit: 100, Cancel);

            Assert.All(found, hit => Assert.Contains(hit.Message.AccountId, (IEnumerable<Guid>)[shops.Accounts[1], shops.Accounts[3]]));
        }
        Assert.Empty(await shops.Search.Messages(SearchQuery.Parse(Shops.Word(0)), new SearchFilter([]), before: null, limit: 100, Cancel));
        Assert.Empty(await shops.Search.Messages(SearchQuery.Parse(Shops.Word(0)), new SearchFilter([Guid.NewGuid()]), before: null, limit: 100, Cancel));
    }

    [Fact]
    public async Task A_search_is_planned_once_and_leaves_its_connection_as_it_was()
    {
        var alone = shops.Connection();
        (alone.MinPoolSize, alone.MaxPoolSize) = (0, 1);
        await using var source = NpgsqlDataSource.Create(alone);
        var sql = new Sql(source);
        var search = new SearchRepository(sql);

        for (var n = 0; n < 5; n++) await search.Messages(SearchQuery.Parse(Shops.Word(0) + " "), new SearchFilter(shops.Accounts), before: null, limit: 5, Cancel);

        // The first time it is not prepared yet.
        var plans = await sql.Query("select generic_plans, custom_plans from pg_prepared_statements where statement like '%horizon as%'", r => (General: r.GetInt64(0), Other: r.GetInt64(1)), Cancel);
        Assert.Equal((4, 0), Assert.Single(plans));
        Assert.Equal("auto", await sql.Scalar<string>("show plan_cache_mode", Cancel));
    }

    private static string Typed(Random random)
    {
        var words = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Shops.Word(random.Next(3) switch { 0 => random.Next(10), 1 => random.Next(100), _ => random.Next(Shops.Words) })).ToList();
        return random.Next(8) switch
        {
            0 => $"{words[0]} -{words[^1]} ",
            1 => $"\"{string.Join(' ', words)}\" ",
            2 => string.Join(' ', words), // the last is still being typed
            3 => words[0][..3],
            4 => words[0].ToUpperInvariant() + " ",
            5 => words[0][..2],
            _ => string.Join(' ', words) + " ",
        };
    }

    private SearchFilter Filter(Random random)
    {
        var filter = new SearchFilter([.. shops.Accounts.Where(_ => random.Next(4) > 0)]);
        if (random.Next(5) == 0) filter = filter with { AccountIds = [shops.Accounts[0]], ConversationId = shops.ConversationOf(0, random.Next(Shops.Customers)) };
        if (random.Next(4) == 0) filter = filter with { From = Shops.Time(random.Next(Shops.Seconds)) };
        if (random.Next(4) == 0) filter = filter with { To = Shops.Time(random.Next(Shops.Seconds)) };
        if (random.Next(4) == 0) filter = filter with { Direction = random.Next(2) == 0 ? "inbound" : "outbound" };
        if (random.Next(4) == 0) filter = filter with { HasMedia = random.Next(2) == 0 };
        return random.Next(4) == 0 ? filter with { Kind = random.Next(2) == 0 ? "text" : "story_reply" } : filter;
    }

    /// <summary>As somebody reads who goes on and on, one row more than a page being asked for each time.</summary>
    private async Task<List<Guid>> Pages(SearchQuery query, SearchFilter filter, int limit, int most)
    {
        var found = new List<Guid>();
        (DateTimeOffset, Guid)? before = null;
        for (var page = 0; page < most; page++)
        {
            var hits = await shops.Search.Messages(query, filter, before, limit + 1, Cancel);
            found.AddRange(hits.Take(limit).Select(hit => hit.Message.Id));
            if (hits.Count <= limit) break;
            before = (hits[limit - 1].Message.SentAt, hits[limit - 1].Message.Id);
        }
        return found;
    }

    private Task<List<Guid>> Scan(SearchQuery query, SearchFilter filter) => shops.Sql.Query("""
        select m.id from messages m
         where m.client_account_id = any(@accountIds) and m.search_vector @@ to_tsquery('inbox', @words)
           and (@conversationId::uuid is null or m.conversation_id = @conversationId)
           and (@from::timestamptz is null or m.sent_at >= @from) and (@to::timestamptz is null or m.sent_at < @to)
           and (@direction::text is null or m.direction = @direction) and (@kind::text is null or m.message_type = @kind)
           and (@hasMedia::boolean is null or (m.media_urls is not null) = @hasMedia)
         order by m.sent_at desc, m.id desc
        """, r => r.GetGuid(0), Cancel, ("accountIds", filter.AccountIds.ToArray()), ("words", query.TsQuery), ("conversationId", filter.ConversationId), ("from", filter.From), ("to", filter.To),
        ("direction", filter.Direction), ("kind", filter.Kind), ("hasMedia", filter.HasMedia));

    /// <summary>Accounts from empty to large, stored in no order of time, many messages at the same second, their words from common to rare.</summary>
    public sealed class Shops : IAsyncLifetime
    {
        internal const int Words = 1_000, Customers = 5, Seconds = 40_000;
        private static readonly int[] Sizes = [14_000, 5_000, 400, 30, 1, 0, 600];
        private readonly TestDatabase database = new();
        private NpgsqlDataSource? source;

        internal IReadOnlyList<Guid> Accounts { get; } = [.. Sizes.Select(_ => Guid.NewGuid())];
        internal Sql Sql { get; private set; } = null!;
        internal SearchRepository Search { get; private set; } = null!;

        internal NpgsqlConnectionStringBuilder Connection() => new DatabaseOptions { Url = database.Url }.ConnectionString();

        public async ValueTask InitializeAsync()
        {
            await database.InitializeAsync();
            source = NpgsqlDataSource.Create(Connection());
            Sql = new Sql(source);
            Search = new SearchRepository(Sql);
            await Sql.Execute("""
                with person as (insert into users (email, password_hash, name) values ('ana@example.com', 'x', 'Ana') returning id),
                     workspace as (insert into workspaces (name, owner_id) select 'w', id from person returning id, owner_id)
                insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                select account, id, owner_id, 'instagram', account::text, 'shop' from workspace cross join unnest(@accounts) account
                """, Cancel, ("accounts", Accounts.ToArray()));
            await Sql.Execute("""
                with k as (
                    insert into contacts (id, client_account_id, platform_contact_id, name) select gen_random_uuid(), account, n::text, 'Ana ' || n from unnest(@accounts) account cross join generate_series(1, @customers) n
                    returning id, client_account_id
                )
                insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction)
                select id, client_account_id, id, 1, now(), 'text', 'inbound' from k
                """, Cancel, ("accounts", Accounts.ToArray()), ("customers", Customers));
            conversations = (await Sql.Query("select client_account_id, id from conversations order by client_account_id, id", r => (Account: r.GetGuid(0), Id: r.GetGuid(1)), Cancel)).ToLookup(c => c.Account, c => c.Id);
            var random = new Random(20);
            foreach (var (account, size) in Accounts.Zip(Sizes))
                await Store(account, [.. Enumerable.Range(0, size).Select(_ => new Planned(Text(random), Time(random.Next(Seconds)), random.Next(Customers), random.Next(5) < 2, random.Next(12) == 0))]);
            await Sql.Execute("analyze messages, conversations, contacts", Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            if (source is not null) await source.DisposeAsync();
            await database.DisposeAsync();
        }

        /// <summary>The word at rank n comes about 1/n as often as the first.</summary>
        internal static string Word(int rank) => rank switch
        {
            0 => "pedido",
            1 => "entrega",
            2 => "camisetas",
            _ => string.Create(CultureInfo.InvariantCulture, $"{(char)('b' + (rank % 5))}{"aeiou"[rank / 5 % 5]}{(char)('l' + (rank / 25 % 5))}{"aeiou"[rank / 125 % 5]}{(char)('r' + (rank / 625))}a"),
        };

        internal static DateTimeOffset Time(int second) => new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddSeconds(second);

        internal Guid ConversationOf(int account, int customer) => conversations![Accounts[account]].ElementAt(customer);

        private ILookup<Guid, Guid>? conversations;

        private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => Word((int)Math.Exp(random.NextDouble() * Math.Log(Words)) - 1)));

        private Task<int> Store(Guid account, List<Planned> messages) => Sql.Execute("""
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, media_urls, status, sent_at)
            select gen_random_uuid(), @account, conversation, n, 'instagram', '1', case when outbound then 'outbound' else 'inbound' end, case when story then 'story_reply' else 'text' end, text,
                   case when story then '[]'::jsonb end, 'delivered', at
              from unnest(@texts, @times, @conversations, @outbound, @stories) with ordinality as planned (text, at, conversation, outbound, story, n)
            """, Cancel, ("account", account), ("texts", messages.Select(m => m.Text).ToArray()), ("times", messages.Select(m => m.At).ToArray()),
            ("conversations", messages.Select(m => conversations![account].ElementAt(m.Customer)).ToArray()), ("outbound", messages.Select(m => m.Outbound).ToArray()),
            ("stories", messages.Select(m => m.Story).ToArray()));

        private sealed record Planned(string Text, DateTimeOffset At, int Customer, bool Outbound, bool Story);
    }
}
