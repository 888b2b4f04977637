using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling;

public sealed class HungProcessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_process_that_hangs_in_a_transaction_lets_go_of_its_rows()
    {
        var options = new DatabaseOptions { Url = database.Url, StatementTimeout = TimeSpan.FromSeconds(1) };
        await using var source = NpgsqlDataSource.Create(options.ConnectionString());
        await database.Execute("create table counters (value int not null); insert into counters values (0)");
        await using var hung = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await hung.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var held = new NpgsqlCommand("update counters set value = 1", hung)) await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // Waits for the row until it is free.
        await database.Execute("update counters set value = value + 10");

        Assert.Equal(10, await database.Scalar("select value::bigint from counters"));
    }
}
