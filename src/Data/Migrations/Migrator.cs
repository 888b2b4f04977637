using System.Globalization;
using FluentMigrator.Runner;
using FluentMigrator.Runner.VersionTableInfo;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace SocialSelling.Migrations;

/// <summary>A migration and whether it has run.</summary>
public sealed record MigrationStatus(long Id, string Name, bool Applied, bool Edited);

/// <summary>
/// Takes a database up and down the numbered SQL files, each in its own transaction. Whoever migrates holds an advisory lock, so that two
/// processes that start at once wait for each other and the second finds nothing to do.
/// </summary>
public sealed class Migrator(string connectionString)
{
    private const long Lock = 0x50_67_4d_69_67; // "PgMig"

    /// <summary>Applies what is pending, at most <paramref name="steps"/> files.</summary>
    /// <exception cref="MigrationEditedException">A file that has run was edited since.</exception>
    public Task Up(int? steps, CancellationToken ct) => WithLock(async runner =>
    {
        var status = await Status(ct);
        if (status.FirstOrDefault(m => m.Edited) is { } edited) throw new MigrationEditedException(edited.Name);
        var pending = status.Where(m => !m.Applied).Take(steps ?? int.MaxValue).ToList();
        if (pending.Count > 0) runner.MigrateUp(pending[^1].Id);
    }, ct);

    /// <summary>Takes back the last <paramref name="steps"/> files that ran.</summary>
    public Task Down(int steps, CancellationToken ct) => WithLock(async runner =>
    {
        var applied = (await Status(ct)).Count(m => m.Applied);
        if (applied > 0) runner.Rollback(Math.Min(steps, applied));
    }, ct);

    public async Task Redo(CancellationToken ct)
    {
        await Down(1, ct);
        await Up(1, ct);
    }

    public async Task<IReadOnlyList<MigrationStatus>> Status(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var sql = new Sql(source);
        if (await sql.Scalar<bool>("select to_regclass('public.pg_migrations') is null", ct))
            return [.. SqlMigrations.All.Select(m => new MigrationStatus(m.Id, m.Name, Applied: false, Edited: false))];
        var ran = (await sql.Query("select id, name from public.pg_migrations", r => (Id: r.GetInt64(0), Name: r.GetString(1)), ct)).ToDictionary(r => r.Id, r => r.Name);
        return [.. SqlMigrations.All.Select(m => new MigrationStatus(m.Id, m.Name, ran.ContainsKey(m.Id), ran.TryGetValue(m.Id, out var name) && name != m.Description))];
    }

    private async Task WithLock(Func<IMigrationRunner, Task> work, CancellationToken ct)
    {
        // Of its own: a pooled one would go back to the pool with the lock.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var take = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_lock({Lock})"), connection) { CommandTimeout = 300 };
        await take.ExecuteNonQueryAsync(ct);
        // Closing the connection releases the lock, also when this process dies.
        await using var services = Runner();
        await using var scope = services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }

    private ServiceProvider Runner() => new ServiceCollection()
        .AddFluentMigratorCore()
        .ConfigureRunner(runner => runner.AddPostgres15_0().WithGlobalConnectionString(connectionString).WithGlobalCommandTimeout(TimeSpan.FromMinutes(10)))
        .AddScoped<IMigrationInformationLoader, SqlMigrations>()
        .AddScoped<IVersionTableMetaData, TrackingTable>()
        .BuildServiceProvider();
}

/// <summary>A migration that has run differs from its file: files that were merged are never edited.</summary>
public sealed class MigrationEditedException(string name) : Exception($"Migration {name} was edited after it ran here. Restore the file and write a new one.");
