using Npgsql;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Privacy;

/// <summary>An export goes on when the silo that makes it dies, and is told of once.</summary>
public sealed class ExportKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Messages = 1_000;

    [Fact]
    public async Task A_silo_that_dies_in_the_middle_of_an_export_leaves_it_to_the_next()
    {
        var folder = Directory.CreateTempSubdirectory("ssell-export");
        try
        {
            await using var cluster = new ProcessCluster(database, new Dictionary<string, string> { ["DATA_DIR"] = folder.FullName });
            var port = ProcessCluster.FreePort();
            using var meta = await cluster.StartSandbox(port);
            var first = await cluster.StartSilo();
            var api = await cluster.StartApiHost(port);
            await meta.AddShop("large.shop");
            await using var seller = await Seller.SignUp(api.Url);
            var account = await seller.Connect(meta, "large.shop");
            await database.Execute($"""
                insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at, sent_by_user_id)
                select gen_random_uuid(), '{account}', gen_random_uuid(), n, 'instagram', '1', 'outbound', 'text', 'word ' || n, 'sent', now(), '{seller.UserId}' from generate_series(1, {Messages}) n
                """);

            await using (await Held("messages"))
            {
                await seller.Post("/api/users/me/export", new { password = "Correct-Horse-7" });
                await Eventually.True(async () => await database.Scalar("select count(*) from exports where state = 'running'") == 1, what: "The beginning");
                first.Kill();
                await first.Gone();
            }
            Assert.Equal(1, await database.Scalar("select count(*) from exports where state = 'running' and fence = 1 and lease_until > now()"));

            await cluster.StartSilo();
            // As if its lease had run out.
            await database.Execute("update exports set lease_until = now()");
            await Eventually.True(async () => await database.Scalar("select count(*) from exports where state = 'ready' and fence = 2") == 1, TimeSpan.FromMinutes(3), "The export");
            Assert.Equal(1, await database.Scalar("select count(*) from mail_outbox where template = 'export-ready'"));
            Assert.Equal(1, await database.Scalar("select count(*) from notifications where kind = 'export.ready'"));
            // What the first one may have written is on the list of files to be taken away.
            Assert.Equal(1, await database.Scalar("select count(*) from removed_files where storage_key like 'exports/%'"));
            Assert.Single(Directory.EnumerateFiles(folder.FullName, "*.zip", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Nobody reads this table until it is let go of: what has to read it cannot come to its end.</summary>
    private async Task<NpgsqlConnection> Held(string table)
    {
        var connection = new NpgsqlConnection(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
