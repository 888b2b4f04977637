using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Privacy;

/// <summary>Erasing goes on when the silo that does it dies.</summary>
public sealed class ErasureKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Messages = 200_000;

    [Fact]
    public async Task A_silo_that_dies_in_the_middle_of_an_erasure_leaves_it_to_the_next()
    {
        await using var cluster = new ProcessCluster(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        Node[] silos = [await cluster.StartSilo(), await cluster.StartSilo()];
        var api = await cluster.StartApiHost(port);
        await meta.AddShop("large.shop");
        await using var seller = await Seller.SignUp(api.Url);
        var account = await seller.Connect(meta, "large.shop");
        await database.Execute($"""
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at)
            select gen_random_uuid(), '{account}', gen_random_uuid(), n, 'instagram', '1', 'inbound', 'text', 'word ' || n, 'delivered', now() from generate_series(1, {Messages}) n
            """);

        var code = (await meta.Leave("large.shop", "data-deletion")).GetProperty("answer").GetProperty("confirmation_code").GetString();
        await Eventually.True(async () => await Left(account) is > 0 and < Messages, TimeSpan.FromMinutes(1), "A first part");
        var (eraser, other) = await Eraser(silos, account);
        eraser.Kill();
        await eraser.Gone();
        var left = await Left(account);
        Assert.True(left > 0, "The kill came too late");
        // As if its lease had run out.
        await database.Execute("update erasures set lease_until = now() where state = 'running'");

        await Eventually.True(async () => await Left(account) == 0 && await database.Scalar($"select count(*) from client_accounts where id = '{account}'") == 0, TimeSpan.FromMinutes(3), "The rest");
        using var http = new HttpClient { BaseAddress = api.Url };
        // What is left are files, and there are none; what the test ends must have been ended by the one that lives.
        Assert.DoesNotContain(other.Lines(), line => line.Contains("broke off at", StringComparison.Ordinal));
        await Eventually.True(async () => (await http.GetFromJsonAsync<JsonElement>($"/api/data-deletion/{code}")).GetProperty("state").GetString() == "done", TimeSpan.FromMinutes(1), "The word of it");
    }

    /// <summary>The silo that has taken the job: nothing goes on while it is stopped. It is left so, or running if it is the second.</summary>
    private async Task<(Node Eraser, Node Other)> Eraser(Node[] silos, Guid account)
    {
        silos[0].Freeze();
        // A statement that is under way ends in the database.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        var before = await Left(account);
        await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System);
        if (await Left(account) == before) return (silos[0], silos[1]);
        silos[0].Thaw();
        return (silos[1], silos[0]);
    }

    private Task<long> Left(Guid account) => database.Scalar($"select count(*) from messages where client_account_id = '{account}'");
}
