using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Two silos, one API host, Redis, PostgreSQL; one silo is killed while 5,000 webhooks arrive in 30 seconds, a tenth of them twice.</summary>
[Collection(Alone.Name)]
public sealed class SiloLossTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Messages = 5_000, Shops = 20, Customers = 25;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Killing_a_silo_loses_nothing_doubles_nothing_and_leaves_no_gap()
    {
        await using var cluster = new ProcessCluster(database);
        var first = await cluster.StartSilo();
        await cluster.StartSilo();
        var api = await cluster.StartApiHost();
        var owner = await ShopOwner.Register(api.Url);
        var shops = await owner.AddShops(database, Shops);
        await using var browser = await LiveBrowser.Connect(api.Url, owner.Token, shops.ConvertAll(s => AccountId.For("instagram", s)));

        using var meta = new WebhookSender(api.Url);
        var sending = meta.Storm(shops, Customers, Messages, Span);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        first.Kill();
        await browser.Interrupt();
        var mids = await sending;

        await InboxTruth.Complete(database, mids, TimeSpan.FromSeconds(90));
        await browser.Resume();
        Assert.Equal(await database.Scalar("select count(*) from account_events"), browser.Seen);
    }
}
