using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Migrations;

public sealed class MigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private string ConnectionString => new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString;

    [Fact]
    public async Task All_the_way_down_and_up_again_leaves_the_same_schema()
    {
        var migrator = new Migrator(ConnectionString);
        var before = await Schema();

        await migrator.Down(1_000, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(await Schema(), line => line.Contains(" messages", StringComparison.Ordinal) || line.Contains("orleans", StringComparison.Ordinal));
        Assert.All(await migrator.Status(TestContext.Current.CancellationToken), m => Assert.False(m.Applied));
        await migrator.Up(null, TestContext.Current.CancellationToken);

        Assert.Equal(before, await Schema());
    }

    [Fact]
    public async Task Two_that_migrate_at_once_wait_for_each_other()
    {
        var empty = new TestDatabase();
        await using var _ = empty;
        await empty.InitializeAsync();
        var connection = new DatabaseOptions { Url = empty.Url }.ConnectionString().ConnectionString;
        await new Migrator(connection).Down(1_000, TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => new Migrator(connection).Up(null, TestContext.Current.CancellationToken))));

        Assert.All(await new Migrator(connection).Status(TestContext.Current.CancellationToken), m => Assert.True(m.Applied));
    }

    [Fact]
    public async Task Every_table_of_the_seed_is_there_with_its_key_and_every_foreign_key_has_an_index()
    {
        var tables = await Rows("select tablename from pg_tables where schemaname = 'public'");
        foreach (var table in "users client_accounts oauth_tokens messages scheduled_posts analytics_snapshots sessions workspaces conversations contacts account_events webhook_deliveries media_assets".Split(' ')) Assert.Contains(table, tables);

        var bare = await Rows("""
            select c.conrelid::regclass || '.' || a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
             where c.contype = 'f' and c.conparentid = 0
               and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
            """);
        // The primary key of members and keys leads with the other column; these are looked up by index as listed in the migration.
        Assert.Empty(bare);
    }

    private Task<List<string>> Schema() => Rows("""
        select 'column ' || table_schema || ' ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') from information_schema.columns
         where table_schema in ('public', 'orleans') and table_name not like 'webhook_deliveries_%'
        union all select 'index ' || indexdef from pg_indexes where schemaname in ('public', 'orleans') and tablename not like 'webhook_deliveries_%'
        union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text not like 'webhook_deliveries_%'
        union all select 'trigger ' || tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal
        order by 1
        """);

    private async Task<List<string>> Rows(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
