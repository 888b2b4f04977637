using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>The crash matrix with real processes: silos die by SIGKILL while posts of every kind are prepared, published and commented on.</summary>
[Collection(Alone.Name)]
public sealed class PublishKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Shops = 8, Kills = 6;

    [Fact]
    public async Task Silos_that_die_in_the_middle_of_publishing_double_nothing_and_lose_nothing()
    {
        await using var cluster = new ProcessCluster(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        // Slow enough that a kill finds calls on their way.
        await meta.Behaviour(new { processingMs = 500, publishMs = 400, listingLagMs = 2_000 });
        var silos = new Queue<Node>([await cluster.StartSilo(), await cluster.StartSilo()]);
        var api = await cluster.StartApiHost(port);
        await using var seller = await Seller.SignUp(api.Url);
        var picture = await seller.UploadPicture();
        var accounts = new List<(string Shop, Guid Id)>();
        foreach (var shop in Enumerable.Range(1, Shops).Select(i => $"kill.{i}"))
        {
            await meta.AddShop(shop);
            accounts.Add((shop, await seller.Connect(meta, shop)));
        }
        var first = TimeProvider.System.GetUtcNow().AddSeconds(8);
        var posts = new List<Guid>();
        foreach (var (type, n) in ((string[])["feed", "story", "carousel", "feed"]).Select((type, n) => (type, n)))
            foreach (var (_, account) in accounts)
                posts.Add((await seller.Post("/api/posts", new
                {
                    accountId = account,
                    type,
                    caption = type == "story" ? "" : $"{type} {n}",
                    mediaIds = type == "carousel" ? new[] { picture, picture } : [picture],
                    scheduledAt = first.AddSeconds(n * 9),
                    firstComment = type == "feed" ? "More in our story" : null,
                })).GetProperty("id").GetGuid());

        for (var kill = 0; kill < Kills; kill++)
        {
            silos.Dequeue().Kill();
            silos.Enqueue(await cluster.StartSilo());
            await Task.Delay(TimeSpan.FromSeconds(1 + kill % 3), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        // Nothing is left to do, not even a link to be read. Here, doubt lasts a minute and is followed by another try at most.
        try
        {
            await Eventually.True(async () => await database.Scalar("select count(*) from scheduled_posts where status = 'published' and next_attempt_at is null") == posts.Count, TimeSpan.FromMinutes(6), "All posts");
        }
        catch (Exception)
        {
            TestContext.Current.TestOutputHelper!.WriteLine(await Story());
            throw;
        }
        foreach (var (shop, _) in accounts)
        {
            var live = await meta.Posts(shop);
            Assert.Equal(4, live.Count);
            Assert.All(live, p => Assert.Equal(1, p.GetProperty("publishes").GetInt32()));
            Assert.All(live.Where(p => p.GetProperty("caption").GetString()!.StartsWith("feed", StringComparison.Ordinal)), p => Assert.Equal(1, p.GetProperty("comments").GetArrayLength()));
        }
    }
    /// <summary>Posts that are not done, each with the calls that nobody noted an answer of, for whoever has to understand a failure.</summary>
    private async Task<string> Story() => string.Join('\n', await database.Column<string>("""
        select concat_ws(' ', p.post_type, p.caption, p.status, p.comment_status, p.error_details::text, 'next', p.next_attempt_at::text, 'fence', p.fence,
               (select string_agg(concat_ws(' ', a.number, a.step, a.requested_at::text), ', ') from publish_attempts a where a.post_id = p.id and a.answered_at is null))
          from scheduled_posts p where p.status <> 'published' or p.next_attempt_at is not null
        """));
}
