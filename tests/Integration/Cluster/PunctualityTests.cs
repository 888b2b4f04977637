using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Two silos and one API host: posts go live on their second, and a silo that is killed makes them a little late, never double.</summary>
[Collection(Alone.Name)]
public sealed class PunctualityTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Posts_are_on_time_and_after_a_kill_at_most_15_seconds_late_and_once()
    {
        await using var cluster = new ProcessCluster(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        var first = await cluster.StartSilo();
        await cluster.StartSilo();
        var api = await cluster.StartApiHost(port);
        await using var seller = await Seller.SignUp(api.Url);
        var picture = await seller.UploadPicture();
        var accounts = new List<(string Shop, Guid Id)>();
        foreach (var shop in Enumerable.Range(1, 40).Select(i => $"shop.{i}"))
        {
            await meta.AddShop(shop);
            accounts.Add((shop, await seller.Connect(meta, shop)));
        }

        // 200 posts, five for each account, spread over a few seconds of the same minute.
        var calm = TimeProvider.System.GetUtcNow().AddSeconds(20);
        await Parallel.ForEachAsync(accounts.SelectMany(a => Enumerable.Range(0, 5).Select(n => (a.Id, N: n))), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (p, _) => await seller.Schedule(p.Id, picture, $"calm {p.N}", calm.AddSeconds(p.N * 3)));
        await Eventually.True(async () => await Published(meta, accounts, "calm") == 200, TimeSpan.FromSeconds(90), "200 posts");
        var lateness = await Lateness(meta, accounts, "calm", calm, seconds: 3);
        Assert.True(lateness[(int)(lateness.Count * 0.99) - 1] < TimeSpan.FromSeconds(1), $"p99 {lateness[(int)(lateness.Count * 0.99) - 1]}, worst {lateness[^1]}");

        // 40 more, due while one of the two silos dies.
        var storm = TimeProvider.System.GetUtcNow().AddSeconds(15);
        await Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (a, _) => await seller.Schedule(a.Id, picture, "storm 0", storm));
        var wait = storm - TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(2);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, TestContext.Current.CancellationToken);
        first.Kill();

        await Eventually.True(async () => await Published(meta, accounts, "storm") == 40, TimeSpan.FromSeconds(60), "40 posts");
        var late = await Lateness(meta, accounts, "storm", storm, seconds: 0);
        Assert.True(late[^1] < TimeSpan.FromSeconds(15), $"worst {late[^1]}");
        foreach (var (shop, _) in accounts) Assert.All(await meta.Posts(shop), p => Assert.Equal(1, p.GetProperty("publishes").GetInt32()));
        foreach (var (shop, _) in accounts) Assert.Equal(6, (await meta.Posts(shop)).Count);
    }

    private static async Task<int> Published(Sandbox meta, List<(string Shop, Guid Id)> accounts, string caption)
    {
        var count = 0;
        foreach (var (shop, _) in accounts) count += (await meta.Posts(shop)).Count(p => p.GetProperty("caption").GetString()!.StartsWith(caption, StringComparison.Ordinal));
        return count;
    }

    private static async Task<List<TimeSpan>> Lateness(Sandbox meta, List<(string Shop, Guid Id)> accounts, string caption, DateTimeOffset first, int seconds)
    {
        var lateness = new List<TimeSpan>();
        foreach (var (shop, _) in accounts)
            foreach (var post in await meta.Posts(shop))
            {
                var words = post.GetProperty("caption").GetString()!.Split(' ');
                if (words[0] == caption) lateness.Add(post.GetProperty("publishedAt").GetDateTimeOffset() - first.AddSeconds(int.Parse(words[1], null) * seconds));
            }
        lateness.Sort();
        Assert.True(lateness[0] >= TimeSpan.Zero, $"One was {-lateness[0]} early");
        return lateness;
    }
}
