using Npgsql;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Privacy;

/// <summary>The product as one process, whose database, media folder and log are searched for what should be gone.</summary>
public sealed class PrivacyProduct : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ssell-privacy").FullName;
    private ProcessCluster? cluster;

    public TestDatabase Database { get; } = new();
    public Node Api { get; private set; } = null!;
    public Cluster.Sandbox Meta { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        cluster = new ProcessCluster(Database, new Dictionary<string, string> { ["Meta__CallTimeout"] = "00:00:02", ["Media__RemovalInterval"] = "00:00:01", ["DATA_DIR"] = folder });
        var port = ProcessCluster.FreePort();
        Meta = await cluster.StartSandbox(port);
        Api = await cluster.StartSingle(port);
    }

    public async ValueTask DisposeAsync()
    {
        Meta?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()!];

    /// <summary>Lets files go at once that would wait some minutes for a copy that may be on its way, and an erasure look again at once that waits for them.</summary>
    public Task Hurry() => Database.Execute("""
        update removed_files set remove_at = now() - interval '1 second' where remove_at > now() and attempts = 0;
        update erasures set next_at = now() where state = 'running' and lease_until is null and next_at > now() and begins_at <= now();
        """);

    /// <summary>Where words stand: in any column of any table, whatever its type, in the log, or in a file of the store.</summary>
    /// <param name="ids">Ids of our own: they may stand in the log, which is kept for a month, and nowhere else.</param>
    /// <param name="but">Tables that may keep ids of our own: the list of docs/privacy.md.</param>
    public async Task<List<string>> Find(IReadOnlyList<string> words, IReadOnlyList<string> ids, params string[] but)
    {
        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = Database.Url }.ConnectionString().ConnectionString);
        var found = new List<string>();
        foreach (var table in (await Columns(db)).GroupBy(column => column.Table)) found.AddRange(await FindIn(db, table.Key, [.. table], but.Contains(table.Key) ? words : [.. words, .. ids]));
        found.AddRange(from line in Api.Lines() from word in words where line.Contains(word, StringComparison.OrdinalIgnoreCase) select $"{word} in the log: {line}");
        found.AddRange(from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                       let text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))
                       from word in words
                       where file.Contains(word, StringComparison.OrdinalIgnoreCase) || text.Contains(word, StringComparison.OrdinalIgnoreCase)
                       select $"{word} in the file {file}");
        return found;
    }

    /// <summary>In one look at each table: there are hundreds of them.</summary>
    private static async Task<List<string>> FindIn(NpgsqlDataSource db, string table, IReadOnlyList<(string Table, string Column, string Type)> columns, IReadOnlyList<string> words)
    {
        var places = columns.SelectMany(column => words.Select((word, n) => (column.Column, Word: word, Holds: column.Type == "bytea"
            ? $"""position(convert_to(${n + 1}, 'UTF8') in "{column.Column}") > 0"""
            : $"""("{column.Column}"::text) ilike '%' || ${n + 1} || '%'"""))).ToList();
        await using var command = db.CreateCommand($"select {string.Join(", ", places.Select(place => $"count(*) filter (where {place.Holds})"))} from {table}");
        foreach (var word in words) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = word });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return [.. places.Select((place, n) => (place.Column, place.Word, Rows: reader.GetInt64(n))).Where(place => place.Rows > 0).Select(place => $"{place.Word} in {place.Rows} rows of {table}.{place.Column}")];
    }

    /// <summary>Every column that can hold a word or a number. Of partitioned tables the parts are looked at, so that none is missed.</summary>
    private static async Task<List<(string Table, string Column, string Type)>> Columns(NpgsqlDataSource db)
    {
        await using var command = db.CreateCommand("""
            select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), c.column_name, c.data_type
              from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
             where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE' and c.data_type not in ('boolean', 'smallint', 'timestamp with time zone', 'date')
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string, string)>();
        while (await reader.ReadAsync()) columns.Add((reader.GetString(0).Replace("public.", "", StringComparison.Ordinal), reader.GetString(1), reader.GetString(2)));
        return columns;
    }

    public async Task<string> Text(string sql) => (await Database.Column<string>(sql)).Single();
}

[CollectionDefinition(Name)]
public sealed class SharedPrivacyProduct : ICollectionFixture<PrivacyProduct>
{
    public const string Name = "privacy product";
}
