using Npgsql;
using SocialSelling.Migrations;

[assembly: AssemblyFixture(typeof(SocialSelling.Infrastructure.MigratedDatabase))]

namespace SocialSelling.Infrastructure;

/// <summary>A fresh, migrated database for one test class, on the server that TEST_DATABASE_URL names (as a superuser). Dropped at the end.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private readonly string server;
    private readonly bool isCopied;

    private readonly string name = "test_" + Guid.NewGuid().ToString("N");

    public TestDatabase() => (server, isCopied) = (MigratedDatabase.Server, true);

    /// <summary>Migrated by itself: on a server of the test's own, or to be copied.</summary>
    internal TestDatabase(string server) => this.server = server;

    public string Url => new UriBuilder(server) { Path = "/" + name }.Uri.OriginalString;

    public async ValueTask InitializeAsync()
    {
        if (isCopied) await OnServer($"create database {name} template {(await MigratedDatabase.Get()).name}");
        else
        {
            await OnServer($"create database {name}");
            await new Migrator(Unpooled(Url)).Up(null, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync() => await OnServer($"drop database if exists {name} with (force)");

    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Unpooled(Url));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>The first column of the first row.</returns>
    public async Task<long> Scalar(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Unpooled(Url));
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <returns>The first column of every row.</returns>
    public async Task<List<T>> Column<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Unpooled(Url));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync()) values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    private async Task OnServer(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Unpooled(server));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One connection, which is gone when it is closed: a database that somebody is connected to cannot be copied.</summary>
    private static string Unpooled(string url)
    {
        var connection = new DatabaseOptions { Url = url }.ConnectionString();
        connection.Pooling = false;
        return connection.ConnectionString;
    }
}

/// <summary>What the databases of the test classes are copies of: migrated once, when the first is wanted. Dropped at the end of the run.</summary>
public sealed class MigratedDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<TestDatabase>> Made = new(Make);

    public static string Server => Environment.GetEnvironmentVariable("TEST_DATABASE_URL")
        ?? throw new InvalidOperationException("TEST_DATABASE_URL is missing: postgresql://superuser@host:port/postgres. ./test.sh sets it.");

    public static Task<TestDatabase> Get() => Made.Value;

    public async ValueTask DisposeAsync()
    {
        if (Made.IsValueCreated) await (await Made.Value).DisposeAsync();
    }

    private static async Task<TestDatabase> Make()
    {
        var database = new TestDatabase(Server);
        await database.InitializeAsync();
        return database;
    }
}
