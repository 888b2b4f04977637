using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Inbox;

public sealed class SearchIndexTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_lately_is_found_before_and_after_it_is_taken_into_the_index()
    {
        var account = Guid.NewGuid();
        await database.Execute($"""
            -- A vacuum that comes by itself takes them into the index, too.
            do $$ declare part regclass; begin
                for part in select inhrelid from pg_inherits where inhparent = 'messages'::regclass loop execute format('alter table %s set (autovacuum_enabled = false)', part); end loop;
            end $$;
            with person as (insert into users (email, password_hash, name) values ('{account}@example.com', 'x', 'Ana') returning id),
                 workspace as (insert into workspaces (name, owner_id) select 'w', id from person returning id, owner_id)
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) select '{account}', id, owner_id, 'instagram', '{account}', 'shop' from workspace;
            insert into contacts (id, client_account_id, platform_contact_id) values ('{account}', '{account}', '1');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction)
            values ('{account}', '{account}', '{account}', 1, now(), 'text', 'inbound');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at)
            select gen_random_uuid(), '{account}', '{account}', n, 'instagram', '1', 'inbound', 'text', case when n % 1500 = 1 then 'turquesa' else 'nr ' || n end, 'delivered', now() + n * interval '1 second'
              from generate_series(1, 3000) n;
            """);
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        var search = new SearchRepository(new Sql(source));
        Task<List<SearchHitRow>> Found() => search.Messages(SearchQuery.Parse("turquesas"), new SearchFilter([account]), before: null, limit: 10, Cancel);
        var before = await Found();

        var pages = await search.IndexLately(Cancel);

        Assert.Equal([1501, 1], before.Select(hit => hit.Message.Sequence));
        Assert.True(pages > 0);
        Assert.Equal(0, await search.IndexLately(Cancel));
        Assert.Equal([1501, 1], (await Found()).Select(hit => hit.Message.Sequence));
    }
}
