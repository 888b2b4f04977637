using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.VersionTableInfo;

namespace SocialSelling.Migrations;

/// <summary>One <c>NNN-name</c>: its number, its name, and what takes the database there and back.</summary>
internal sealed record SqlMigration(long Id, string Name, string Up, string Down)
{
    /// <summary>Of the way up, so that an edited file is noticed.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Up)));

    /// <summary>What the tracking table keeps: the name, and the checksum that was run.</summary>
    public string Description => $"{Name} sha256:{Checksum}";
}

/// <summary>The SQL files that are built into this assembly, as FluentMigrator wants to see them.</summary>
internal sealed class SqlMigrations : IMigrationInformationLoader
{
    public static readonly IReadOnlyList<SqlMigration> All = [.. Read()];

    public SortedList<long, IMigrationInfo> LoadMigrations() =>
        new(All.ToDictionary(m => m.Id, IMigrationInfo (m) => new MigrationInfo(m.Id, m.Description, TransactionBehavior.Default, false, () => new Script(m))));

    private static IEnumerable<SqlMigration> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"Migration file {resource} is missing"));
            return reader.ReadToEnd();
        }
        return from file in assembly.GetManifestResourceNames()
               where file.EndsWith(".up.sql", StringComparison.Ordinal)
               let name = file[..^".up.sql".Length]
               orderby name
               select new SqlMigration(long.Parse(name.AsSpan(0, 3), null), name, Text(file), Text(name + ".down.sql"));
    }

    private sealed class Script(SqlMigration migration) : IMigration
    {
        public string? ConnectionString => null;
        public void GetUpExpressions(IMigrationContext context) => context.Expressions.Add(new ExecuteSqlStatementExpression { SqlStatement = migration.Up });
        public void GetDownExpressions(IMigrationContext context) => context.Expressions.Add(new ExecuteSqlStatementExpression { SqlStatement = migration.Down });
    }
}

/// <summary>The tracking table: <c>pg_migrations(id, name, run_on)</c>.</summary>
internal sealed class TrackingTable : IVersionTableMetaData
{
    public string SchemaName => "public";
    public string TableName => "pg_migrations";
    public string ColumnName => "id";
    public string DescriptionColumnName => "name";
    public string AppliedOnColumnName => "run_on";
    public string UniqueIndexName => "ux_pg_migrations";
    public bool OwnsSchema => false;
    // FluentMigrator makes the unique index in any case, and a primary key would take its name.
    public bool CreateWithPrimaryKey => false;
}
