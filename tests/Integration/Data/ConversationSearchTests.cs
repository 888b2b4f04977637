using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Inbox;

/// <summary>A common name is looked for another way than a rare one: both find the same, in the same order.</summary>
public sealed class ConversationSearchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("maría", ConversationRepository.CommonName + 500)]
    [InlineData("zoe", 5)]
    public async Task Every_conversation_of_a_name_is_found_once_newest_first(string name, int count)
    {
        var account = Guid.NewGuid();
        await database.Execute($"""
            with person as (insert into users (email, password_hash, name) values ('{account}@example.com', 'x', 'Ana') returning id),
                 workspace as (insert into workspaces (name, owner_id) select 'w', id from person returning id, owner_id)
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) select '{account}', id, owner_id, 'instagram', '{account}', 'shop' from workspace;
            insert into contacts (id, client_account_id, platform_contact_id, name)
            select gen_random_uuid(), '{account}', n, case when n <= {count} then '{name} ' || n else 'Somebody' end from generate_series(1, {count + 200}) n;
            insert into conversations (id, client_account_id, contact_id, status, last_sequence, last_message_at, last_message_kind, last_message_direction)
            select gen_random_uuid(), '{account}', id, case when random() < 0.5 then 'open' else 'closed' end, 1, now() - random() * interval '90 days', 'text', 'inbound' from contacts where client_account_id = '{account}';
            """);
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        var conversations = new ConversationRepository(new Sql(source));

        var found = new List<ConversationRow>();
        for ((DateTimeOffset, Guid)? before = null; await conversations.Page(new ConversationQuery([account]) { Search = name.ToUpperInvariant() }, before, 500, CancellationToken.None) is [.., var last] page;)
        {
            found.AddRange(page);
            before = (last.LastMessageAt, last.Id);
        }

        Assert.Equal(count, found.DistinctBy(c => c.Id).Count());
        Assert.Equal(count, found.Count);
        Assert.All(found, c => Assert.StartsWith(name, c.ContactName, StringComparison.Ordinal));
        Assert.Equal(found.OrderByDescending(c => c.LastMessageAt).Select(c => c.Id), found.Select(c => c.Id));
    }
}
