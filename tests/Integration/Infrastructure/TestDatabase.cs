using Npgsql;
using SocialSelling.Migrations;

namespace SocialSelling.Infrastructure;

/// <summary>A fresh, migrated database for one test class, on the server that TEST_DATABASE_URL names (as a superuser). Dropped at the end.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private readonly string server;

    private readonly string name = "test_" + Guid.NewGuid().ToString("N");

    public TestDatabase() => server = Environment.GetEnvironmentVariable("TEST_DATABASE_URL")
        ?? throw new InvalidOperationException("TEST_DATABASE_URL is missing: postgresql://superuser@host:port/postgres. ./test.sh sets it.");

    /// <summary>On a server of the test's own.</summary>
    internal TestDatabase(string server) => this.server = server;

    public string Url => new UriBuilder(server) { Path = "/" + name }.Uri.OriginalString;

    public async ValueTask InitializeAsync()
    {
        await OnServer($"create database {name}");
        await new Migrator(new DatabaseOptions { Url = Url }.ConnectionString().ConnectionString).Up(null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await OnServer($"drop database if exists {name} with (force)");

    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Url }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>The first column of the first row.</returns>
    public async Task<long> Scalar(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Url }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <returns>The first column of every row.</returns>
    public async Task<List<T>> Column<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Url }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync()) values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    private async Task OnServer(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = server }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
