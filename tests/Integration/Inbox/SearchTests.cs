using System.Net;
using System.Text.Json;
using Npgsql;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Inbox;

public sealed class SearchTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("pedidos", "Cadê meu pedido?")] // a plural finds the singular, and the accents of others do not matter
    [InlineData("PROMOCAO ", "Tem promoções hoje?")]
    [InlineData("shipped ", "How much is shipping?")]
    [InlineData("tallas ", "¿Qué talla tienes?")]
    [InlineData("disp", "Está disponível?")] // still being typed
    [InlineData("verde ", "azul/verde")]
    [InlineData("quanto ", "obrigada.Quanto custa?")]
    [InlineData("\"meu pedido\"", "Cadê meu pedido?")]
    [InlineData("49,90", "Fica R$49,90 no pix")]
    public async Task A_message_is_found_by_what_was_meant(string typed, string text)
    {
        var shop = await Shop();
        await shop.Writes("Cadê meu pedido?", "Tem promoções hoje?", "How much is shipping?", "¿Qué talla tienes?", "Está disponível?", "azul/verde", "obrigada.Quanto custa?", "Fica R$49,90 no pix");

        var found = await shop.Search(typed);

        Assert.Equal([text], Texts(found));
        Assert.NotEmpty(found.GetProperty("items")[0].GetProperty("marks").EnumerateArray());
    }

    [Theory]
    [InlineData("\"pedidos\"")] // exactly that word
    [InlineData("\"pedido meu\"")]
    [InlineData("pedido -cadê")]
    [InlineData("ped ")] // a whole word, not the beginning of one
    public async Task A_message_that_was_not_meant_is_not_found(string typed)
    {
        var shop = await Shop();
        await shop.Writes("Cadê meu pedido?");

        Assert.Empty(Texts(await shop.Search(typed)));
    }

    [Theory]
    [InlineData("'); drop table messages; --")]
    [InlineData("a & b | !c <-> (d:*")]
    [InlineData("\"\"\" - -- \\ %_ \\0")]
    [InlineData("\u0000\uD83D ❤️ ﷽ \u202E")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public async Task Nothing_that_is_typed_is_an_error(string typed)
    {
        var shop = await Shop();
        await shop.Writes("<img src=x onerror=alert(1)>");

        await shop.Search(typed);
        await shop.Search(new string('x', 5_000) + typed);
        await shop.Search(string.Join(' ', Enumerable.Range(0, 500).Select(n => $"w{n}")));
    }

    [Fact]
    public async Task Filters_narrow_what_is_found()
    {
        var shop = await Shop();
        var other = await shop.Contact("Bo");
        await shop.Writes("azul um");
        await shop.Write(other, "azul dois", at: Noon.AddDays(1), outbound: true);
        await shop.Write(other, "azul três", at: Noon.AddDays(2), media: true, kind: "story_reply");

        Assert.Equal(["azul três", "azul dois", "azul um"], Texts(await shop.Search("azul")));
        Assert.Equal(["azul dois"], Texts(await shop.Search("azul", "direction=outbound")));
        Assert.Equal(["azul três"], Texts(await shop.Search("azul", "hasMedia=true")));
        Assert.Equal(["azul dois", "azul um"], Texts(await shop.Search("azul", "hasMedia=false")));
        Assert.Equal(["azul três"], Texts(await shop.Search("azul", "kind=story_reply")));
        Assert.Equal(["azul três", "azul dois"], Texts(await shop.Search("azul", $"contactId={other}")));
        Assert.Equal(["azul dois"], Texts(await shop.Search("azul", "from=2026-11-21T12:00:00Z&to=2026-11-22T12:00:00Z")));
        Assert.Equal(["azul um"], Texts(await shop.Search("azul", "to=2026-11-21T09:00:00-03:00")));
        Assert.Equal(["azul três", "azul dois", "azul um"], Texts(await shop.Search("azul", $"accountId={shop.AccountId}")));
    }

    [Fact]
    public async Task Pages_hold_every_message_once_whether_it_is_common_or_rare()
    {
        var shop = await Shop();
        // More than the walk looks through, so that all ways of finding have their part; several at the same instant.
        await shop.Repeats("azul {0}", 4_500, Noon, secondsApart: 20, atOnce: 4, rare: "turquesa", every: 97);

        Assert.Equal(4_500, (await shop.All("azul", limit: 100)).Distinct().Count());
        foreach (var limit in (int[])[3, 7, 100])
        {
            var rare = await shop.All("turquesa", limit);
            Assert.Equal(47, rare.Count);
            Assert.Equal(rare.Distinct(), rare);
        }
        Assert.Equal(["azul 17"], await shop.All("17 azul ", limit: 7));
    }

    [Fact]
    public async Task Contacts_are_found_by_the_beginnings_of_their_names()
    {
        var shop = await Shop();
        await shop.Write(await shop.Contact("João da Silva", "maya_torres.99"), "oi");
        await shop.Write(await shop.Contact("Silvia", "joana"), "oi");

        Assert.Equal(["João da Silva"], Names(await shop.Search("joao sil")));
        Assert.Equal(["João da Silva"], Names(await shop.Search("torres")));
        Assert.Equal(["João da Silva", "Silvia"], Names(await shop.Search("jo")).Order());
        Assert.Empty(Names(await shop.Search("oao")));
        Assert.Empty(Names(await shop.Search("%")));
    }

    [Theory]
    [InlineData("mar", 2_900, 100)] // many, and met at once
    [InlineData("zoe mar", 20, 7)] // few; each word begins one, in any order
    [InlineData("joan", 700, 50)] // many, and older than what is looked through
    public async Task Pages_of_a_name_hold_every_conversation_once_newest_first_whether_it_is_common_or_rare(string typed, int count, int limit)
    {
        var shop = await Shop();
        await shop.Contacts("María", 2_900, "Joana", 700, rare: "Zoé", every: 150);

        var found = await shop.Conversations(typed, limit);

        Assert.Equal(count, found.Select(c => c.Id).Distinct().Count());
        Assert.Equal(found.OrderByDescending(c => c.At).Select(c => c.At), found.Select(c => c.At));
        Assert.Equal(count, found.Count);
    }

    [Fact]
    public async Task A_list_of_conversations_for_no_name_at_all_is_empty()
    {
        var shop = await Shop();

        Assert.Single(await shop.Conversations("ana", 10));
        Assert.Empty(await shop.Conversations("%", 10));
        Assert.Empty(await shop.Conversations("na", 10));
    }

    [Fact]
    public async Task Nobody_finds_what_is_in_a_foreign_workspace()
    {
        var (mine, theirs) = (await Shop(), await Shop());
        await mine.Writes("azul");
        await theirs.Writes("azul");

        Assert.Single(Texts(await mine.Search("azul")));
        Assert.Single(Names(await mine.Search("ana")));
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Ask("azul", $"accountId={theirs.AccountId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Ask("azul", $"contactId={theirs.ContactId}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Browser().GetAsync("/api/messages/search?q=azul")).StatusCode);
    }

    [Theory]
    [InlineData("direction=sideways")]
    [InlineData("cursor=mine")]
    [InlineData("from=yesterday")]
    public async Task A_filter_that_is_none_is_refused(string filter) => Assert.Equal(HttpStatusCode.BadRequest, (await (await Shop()).Ask("azul", filter)).StatusCode);

    [Fact]
    public async Task A_thread_opens_around_a_message_and_goes_on_both_ways()
    {
        var shop = await Shop();
        await shop.Repeats("nr {0}", 100, Noon, secondsApart: 60, atOnce: 3, rare: "meio", every: 40);
        var hit = (await shop.Search("meio", "limit=1")).GetProperty("items")[0].GetProperty("message");

        var middle = await shop.Thread($"around={hit.GetProperty("id").GetString()}&limit=10");
        var newer = await shop.Thread($"cursor={middle.GetProperty("previousCursor").GetString()}&limit=100");
        var older = await shop.Thread($"cursor={middle.GetProperty("nextCursor").GetString()}&limit=100");

        var all = Ids(newer).Concat(Ids(middle)).Concat(Ids(older)).ToList();
        Assert.Equal(Ids(await shop.Thread("limit=100")), all);
        Assert.Equal(11, Ids(middle).Count);
        Assert.Equal(hit.GetProperty("id").GetString(), Ids(middle)[5]);
        Assert.Equal(JsonValueKind.Null, newer.GetProperty("previousCursor").ValueKind);
        Assert.Equal(JsonValueKind.Null, older.GetProperty("nextCursor").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.AskThread($"around={Guid.NewGuid()}")).StatusCode);
    }

    private static List<string?> Texts(JsonElement found) => [.. found.GetProperty("items").EnumerateArray().Select(hit => hit.GetProperty("message").GetProperty("text").GetString())];

    private static List<string?> Names(JsonElement found) => [.. found.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("contact").GetProperty("name").GetString())];

    private static List<string?> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString())];

    private async Task<SearchedShop> Shop()
    {
        var browser = await api.SignedIn();
        var me = await Json(await browser.GetAsync("/api/users/me"));
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetString();
        var shop = new SearchedShop(browser, new Sql(NpgsqlDataSource.Create(new DatabaseOptions { Url = api.Database.Url }.ConnectionString().ConnectionString)), Guid.NewGuid());
        await shop.Sql.Execute("""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values (@id, @workspace::uuid, @user::uuid, 'instagram', @id::text, 'shop')
            """, TestContext.Current.CancellationToken, ("id", shop.AccountId), ("workspace", workspace), ("user", me.GetProperty("id").GetString()));
        await shop.Contact("Ana");
        return shop;
    }

    /// <summary>A shop with customers, and its seller's browser.</summary>
    private sealed class SearchedShop(HttpClient browser, Sql sql, Guid accountId)
    {
        private long sequence;
        public Sql Sql => sql;
        public Guid AccountId => accountId;
        /// <summary>The first customer.</summary>
        public Guid ContactId { get; private set; }

        public async Task<Guid> Contact(string name, string? username = null)
        {
            var id = Guid.NewGuid();
            if (ContactId == default) ContactId = id;
            await sql.Execute("""
                with k as (insert into contacts (id, client_account_id, platform_contact_id, username, name) values (@id, @accountId, @id::text, @username::text, @name))
                insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction)
                values (@id, @accountId, @id, 1, @at, 'text', 'inbound')
                """, TestContext.Current.CancellationToken, ("id", id), ("accountId", accountId), ("username", username), ("name", name), ("at", Noon));
            return id;
        }

        public async Task Writes(params string[] texts)
        {
            foreach (var text in texts) await Write(ContactId, text);
        }

        public async Task Write(Guid contact, string text, DateTimeOffset? at = null, bool outbound = false, bool media = false, string kind = "text") => await sql.Execute("""
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, media_urls, status, sent_at)
            values (gen_random_uuid(), @accountId, @contact, @sequence, 'instagram', '1', @direction, @kind, @text, case when @media then '[]'::jsonb end, 'delivered', @at)
            """, TestContext.Current.CancellationToken, ("accountId", accountId), ("contact", contact), ("sequence", ++sequence), ("direction", outbound ? "outbound" : "inbound"), ("kind", kind),
            ("text", text), ("media", media), ("at", at ?? Noon));

        /// <param name="rare">Stands in each <paramref name="every"/>th message besides.</param>
        public async Task Repeats(string text, int count, DateTimeOffset from, int secondsApart, int atOnce, string rare, int every) => await sql.Execute("""
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at)
            select gen_random_uuid(), @accountId, @contact, n + 1, 'instagram', '1', 'inbound', 'text', replace(@text, '{0}', n::text) || case when n % @every = 0 then ' ' || @rare else '' end, 'delivered',
                   @from + (n / @atOnce) * @apart * interval '1 second'
              from generate_series(0, @count - 1) n
            """, TestContext.Current.CancellationToken, ("accountId", accountId), ("contact", ContactId), ("text", text), ("count", count), ("from", from), ("apart", secondsApart), ("atOnce", atOnce),
            ("rare", rare), ("every", every));

        /// <summary>Two names, of those who wrote last and of those before them.</summary>
        /// <param name="rare">Stands in the name of each <paramref name="every"/>th besides.</param>
        public async Task Contacts(string name, int count, string before, int countBefore, string rare, int every) => await sql.Execute("""
            with k as (
                insert into contacts (id, client_account_id, platform_contact_id, name)
                select gen_random_uuid(), @accountId, n::text, case when n < @count then @name else @before end || case when n % @every = 0 then ' ' || @rare else '' end
                  from generate_series(0, @count + @countBefore - 1) n
                returning id, platform_contact_id::int as n
            )
            insert into conversations (id, client_account_id, contact_id, status, last_sequence, last_message_at, last_message_kind, last_message_direction)
            select id, @accountId, id, case n % 5 when 0 then 'closed' else 'open' end, 1, @at - (n / 4) * interval '1 minute', 'text', 'inbound' from k
            """, TestContext.Current.CancellationToken, ("accountId", accountId), ("name", name), ("count", count), ("before", before), ("countBefore", countBefore), ("rare", rare), ("every", every),
            ("at", Noon));

        /// <summary>All pages of the list of conversations.</summary>
        public async Task<List<(string? Id, DateTimeOffset At)>> Conversations(string name, int limit)
        {
            var found = new List<(string?, DateTimeOffset)>();
            for (string? cursor = null; ;)
            {
                var page = await Json(await browser.GetAsync(new Uri($"/api/conversations?q={Uri.EscapeDataString(name)}&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}", UriKind.Relative)));
                found.AddRange(page.GetProperty("items").EnumerateArray().Select(c => (c.GetProperty("id").GetString(), c.GetProperty("lastMessageAt").GetDateTimeOffset())));
                if ((cursor = page.GetProperty("nextCursor").GetString()) is null) return found;
            }
        }

        public Task<HttpResponseMessage> Ask(string typed, string filter = "") => browser.GetAsync(new Uri($"/api/messages/search?q={Uri.EscapeDataString(typed)}&{filter}", UriKind.Relative));

        public async Task<JsonElement> Search(string typed, string filter = "")
        {
            var answer = await Ask(typed, filter);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await Json(answer);
        }

        public async Task<List<string?>> All(string typed, int limit)
        {
            var found = new List<string?>();
            for (string? cursor = null; ;)
            {
                var page = await Search(typed, $"limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
                found.AddRange(Texts(page));
                if ((cursor = page.GetProperty("nextCursor").GetString()) is null) return found;
            }
        }

        public Task<HttpResponseMessage> AskThread(string query) => browser.GetAsync(new Uri($"/api/conversations/{ContactId}/messages?{query}", UriKind.Relative));

        public async Task<JsonElement> Thread(string query) => await Json(await AskThread(query));
    }
}
