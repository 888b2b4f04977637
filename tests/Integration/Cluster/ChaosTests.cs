using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Everything that can die dies once, under load.</summary>
[Collection(Alone.Name)]
public sealed class ChaosTests
{
    private const int Shops = 20, Customers = 25, PerSecond = 500;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killing_silo_API_host_PostgreSQL_and_Redis_in_turn_loses_nothing_and_doubles_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var servers = new PrivateServers();
        await servers.Start();
        var database = new TestDatabase(servers.DatabaseUrl);
        await database.InitializeAsync();
        await using var cluster = new ProcessCluster(database, new Dictionary<string, string> { ["REDIS_URL"] = servers.RedisUrl });
        var silo = await cluster.StartSilo();
        await cluster.StartSilo();
        var port = ProcessCluster.FreePort();
        var api = await cluster.StartApiHost(port);
        var owner = await ShopOwner.Register(api.Url);
        var shops = await owner.AddShops(database, Shops);
        await using var browser = await LiveBrowser.Connect(api.Url, owner.Token, shops.ConvertAll(s => AccountId.For("instagram", s)));

        using var meta = new WebhookSender(api.Url);
        var sending = meta.Storm(shops, Customers, PerSecond * (int)Span.TotalSeconds, Span);
        Task Pause(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, ct);

        await Pause(8);
        silo.Kill();
        await cluster.StartSilo();

        await Pause(6);
        api.Kill();
        api = await cluster.StartApiHost(port);

        await Pause(6);
        await servers.KillPostgres();
        await Pause(1);
        await servers.StartPostgres();

        await Pause(6);
        await servers.KillRedis();
        await Pause(2);
        await servers.StartRedis();

        await InboxTruth.Complete(database, await sending, TimeSpan.FromSeconds(120));

        // A browser that has lived through all of it, and asks for what it has missed, has what the database has.
        await Eventually.True(async () =>
        {
            await browser.Resume();
            return browser.Seen == await database.Scalar("select count(*) from account_events");
        }, what: "The browser's events");
        var stored = await database.Column<string>("select account_id || ' ' || sequence || ' ' || subject_id from account_events");
        Assert.Equal(stored.Order(StringComparer.Ordinal), browser.All.Select(e => $"{e.Account} {e.Sequence} {e.Subject}").Order(StringComparer.Ordinal));
    }
}
