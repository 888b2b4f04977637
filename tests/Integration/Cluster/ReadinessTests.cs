using System.Net;
using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

public sealed class ReadinessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Readiness_tells_when_the_database_is_gone_and_liveness_does_not_mind()
    {
        await using var cluster = new ProcessCluster(database);
        var host = await cluster.StartSingle(ProcessCluster.FreePort());
        using var http = new HttpClient { BaseAddress = host.Url };

        await Shut(true);
        await Eventually.True(async () => await Status(http, "/health/ready") == HttpStatusCode.ServiceUnavailable, what: "Unready");
        Assert.Equal(HttpStatusCode.OK, await Status(http, "/health/live"));

        await Shut(false);
        await Eventually.True(async () => await Status(http, "/health/ready") == HttpStatusCode.OK, what: "Ready again");
    }

    /// <summary>Ends every connection to the database and lets no new one in, or lets them in again.</summary>
    private async Task Shut(bool shut)
    {
        var name = new Uri(database.Url).AbsolutePath[1..];
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Environment.GetEnvironmentVariable("TEST_DATABASE_URL")! }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand($"alter database {name} with allow_connections {!shut}; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
