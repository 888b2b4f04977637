// How fast the inbox is read with 10 million messages stored: over HTTP, and beside it PostgreSQL's own time for the same questions.
using System.Globalization;
using Npgsql;
using SocialSelling;
using SocialSelling.Bench;
using SocialSelling.Migrations;

switch (args)
{
    case ["load", var databaseUrl, var minutes]:
        {
            var connection = new DatabaseOptions { Url = databaseUrl }.ConnectionString();
            connection.CommandTimeout = 1_200;
            await new Migrator(connection.ConnectionString).Up(null, CancellationToken.None);
            connection.Options += " -c synchronous_commit=off -c maintenance_work_mem=512MB";
            await using var database = NpgsqlDataSource.Create(connection);
            return await new Dataset(database, TimeProvider.System).Load(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))) ? 0 : 3;
        }
    case ["measure", var url, var databaseUrl, var rate, var seconds]:
        {
            await using var database = NpgsqlDataSource.Create(new DatabaseOptions { Url = databaseUrl }.ConnectionString());
            await new Measure(new Uri(url), database, TimeProvider.System)
                .Run(double.Parse(rate, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
            return 0;
        }
    default:
        Console.Error.WriteLine("usage: Reads load DATABASE MINUTES            (ends with 3 when there is more to load: run it again)\n       Reads measure URL DATABASE RATE SECONDS");
        return 2;
}
