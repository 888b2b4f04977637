using System.Collections.Concurrent;
using System.Net;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>A silo that is told to stop while shops are busy.</summary>
[Collection(Alone.Name)]
public sealed class SiloDrainTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_silo_that_is_told_to_stop_hands_its_accounts_over_and_nobody_notices()
    {
        await using var cluster = new ProcessCluster(database);
        await using var ledger = new Ledger(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        var leaving = await cluster.StartSilo();
        await cluster.StartSilo();
        var api = await cluster.StartApiHost(port);
        await using var seller = await Seller.SignUp(api.Url);
        var shops = Enumerable.Range(1, 6).Select(n => $"busy.shop.{n}").ToList();
        foreach (var shop in shops)
        {
            await meta.AddShop(shop);
            await seller.Connect(meta, shop);
        }
        using var closing = new CancellationTokenSource();
        var arrived = new ConcurrentBag<string>();
        var customers = shops.ConvertAll(shop => Customer(meta, shop, arrived, closing.Token));
        await Eventually.True(async () => (await seller.Conversations()).Count == shops.Count, what: "A conversation with every shop");
        var replies = new ConcurrentBag<string>();
        var answers = new ConcurrentBag<HttpStatusCode>();
        var replying = (await seller.Conversations()).ConvertAll(c => Reply(seller, c.GetProperty("id").GetGuid(), replies, answers, closing.Token));

        await Eventually.True(() => Task.FromResult(replies.Count > 30));
        leaving.Terminate();
        var code = await leaving.Ended(Drain);
        var before = replies.Count;
        await Eventually.True(() => Task.FromResult(replies.Count > before + 30));
        await closing.CancelAsync();
        await Task.WhenAll([.. customers, .. replying]);

        Assert.Equal(0, code);
        // The only refusal that a caller is told to expect: come again in a moment.
        Assert.All(answers, answer => Assert.True(answer is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{answer}"));
        await ledger.Balances(arrived, TimeSpan.FromSeconds(60), api);
        await Eventually.True(async () => await ledger.Count("select count(*) from messages where direction = 'outbound' and status not in ('sent', 'delivered', 'read')") == 0, TimeSpan.FromSeconds(40), "Every reply sent");
        var sent = new List<string>();
        foreach (var shop in shops) sent.AddRange((await meta.Messages(shop, "maya")).Where(m => m.GetProperty("from").GetString() == "api").Select(m => m.GetProperty("text").GetString()!));
        Assert.Equal(replies.Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
    }

    private static async Task Customer(Sandbox meta, string shop, ConcurrentBag<string> arrived, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            arrived.Add(await meta.Write(shop, "maya", "Do you have it in blue?"));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>As the web client: the same message again, under the same id, until it is taken.</summary>
    private static async Task Reply(Seller seller, Guid conversation, ConcurrentBag<string> replies, ConcurrentBag<HttpStatusCode> answers, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var text = $"Reply {Guid.NewGuid():N}";
            HttpStatusCode answer;
            do answers.Add(answer = await seller.TryReply(conversation, text, clientMessageId: text));
            while (answer != HttpStatusCode.Created && answers.Count < 10_000);
            replies.Add(text);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
        }
    }
}

/// <summary>A silo that hangs for longer than the others wait for it, and wakes up.</summary>
[Collection(Alone.Name)]
public sealed class FrozenSiloTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_accounts_of_a_silo_that_hangs_move_and_it_does_no_harm_when_it_wakes()
    {
        await using var cluster = new ProcessCluster(database);
        await using var ledger = new Ledger(database);
        var hanging = await cluster.StartSilo();
        await cluster.StartSilo();
        var api = await cluster.StartApiHost();
        var shops = await ledger.Shops(20);
        await using var traffic = new Traffic(api.Url, shops, perSecond: 40);
        await Eventually.True(async () => await ledger.AccountsHeardOfSince(DateTimeOffset.UnixEpoch) == shops.Count && traffic.Taken > 80, what: "Messages of every shop");

        hanging.Freeze();
        var evicted = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(12);
        await Eventually.True(async () => await ledger.AccountsHeardOfSince(evicted) == shops.Count, TimeSpan.FromSeconds(60), "Messages of every shop while one silo hangs");
        var taken = traffic.Taken;
        hanging.Thaw();
        await Eventually.True(() => Task.FromResult(traffic.Taken > taken + 80), what: "More messages");
        // It learns of its own death when it next reads the members, at the latest.
        var code = await hanging.Ended(TimeSpan.FromSeconds(90));
        var mids = await traffic.Stop();

        // It has been declared dead, and says so instead of going on.
        Assert.NotEqual(0, code);
        await ledger.Balances(mids, TimeSpan.FromSeconds(60), api);
    }
}

/// <summary>Redis loses everything it holds under a running cluster.</summary>
[Collection(Alone.Name)]
public sealed class FlushedRedisTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_flushed_Redis_heals()
    {
        await using var redis = await PrivateRedis.Start();
        await using var cluster = new ProcessCluster(database, new Dictionary<string, string> { ["REDIS_URL"] = redis.Url });
        await using var ledger = new Ledger(database);
        Node[] silos = [await cluster.StartSilo(), await cluster.StartSilo()];
        var api = await cluster.StartApiHost();
        var shops = await ledger.Shops(10);
        await using var traffic = new Traffic(api.Url, shops, perSecond: 20);
        await Eventually.True(() => Task.FromResult(traffic.Taken > 40));

        await redis.Flush();
        // Each notices that nobody knows it any more, and ends; whoever looks after the processes starts them again.
        foreach (var silo in silos) Assert.Equal(1, await silo.Ended(TimeSpan.FromSeconds(40)));
        await cluster.StartSilo();
        await cluster.StartSilo();
        var restarted = TimeProvider.System.GetUtcNow();
        await Eventually.True(async () => await ledger.AccountsHeardOfSince(restarted) == shops.Count, TimeSpan.FromSeconds(40), "Messages of every shop");
        var mids = await traffic.Stop();

        await ledger.Balances(mids, TimeSpan.FromSeconds(60), api);
    }
}
