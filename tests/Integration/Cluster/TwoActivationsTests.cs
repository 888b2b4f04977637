using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Two clusters on one database, as after a lost membership table: every account is active twice, and both are fed.</summary>
public sealed class TwoActivationsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Shops = 3, Customers = 10, Messages = 3_000;

    [Fact]
    public async Task Two_activations_of_one_account_leave_no_gap_no_double_and_no_disorder()
    {
        await using var one = new ProcessCluster(database);
        await using var other = new ProcessCluster(database);
        var (left, right) = (await one.StartSingle(ProcessCluster.FreePort()), await other.StartSingle(ProcessCluster.FreePort()));
        var shops = await (await ShopOwner.Register(left.Url)).AddShops(database, Shops);

        using var meta = new WebhookSender(left.Url);
        using var twin = new WebhookSender(right.Url);
        // The same messages to both, at the same time; and some to one only.
        var both = meta.Storm(shops, Customers, Messages, TimeSpan.FromSeconds(15));
        var again = twin.Storm(shops, Customers, Messages, TimeSpan.FromSeconds(15));
        var onlyLeft = meta.Storm(shops, Customers, Messages / 3, TimeSpan.FromSeconds(15), "left");
        var onlyRight = twin.Storm(shops, Customers, Messages / 3, TimeSpan.FromSeconds(15), "right");
        await again;

        await InboxTruth.Complete(database, [.. await both, .. await onlyLeft, .. await onlyRight], TimeSpan.FromSeconds(120));
        // Otherwise only one of them was active, and nothing was shown.
        Assert.Contains("was taken by another activation", left.Log(whole: true) + right.Log(whole: true), StringComparison.Ordinal);
    }
}
