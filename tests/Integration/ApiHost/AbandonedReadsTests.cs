using System.Net;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Hosting;

[Collection(nameof(MovableProduct))]
public sealed class AbandonedReadsTests(MovableProduct product)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    /// <summary>A query that is cancelled half way must leave its pooled connection in step, or give it up: the next reader gets its own rows and no error.</summary>
    [Fact]
    public async Task Readers_who_leave_in_the_middle_of_an_answer_harm_nobody_else()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        foreach (var n in Enumerable.Range(1, 60)) await product.Meta.Write(shop, "ana", $"line {n}");
        await Eventually.True(async () => (await seller.Conversations()) is [var c] && c.GetProperty("unreadCount").GetInt32() == 60, what: "Sixty lines");
        var conversation = (await seller.Conversations())[0].GetProperty("id").GetGuid();
        string[] paths = [$"/api/conversations/{conversation}/messages?limit=100", $"/api/conversations/{conversation}", "/api/conversations", "/api/accounts", $"/api/accounts/{account}/events?limit=100", "/api/users/me"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => LeaveEarly(seller, paths, new Random(seed))));

        // Enough of both kinds for the test to mean something.
        Assert.True(answers.Sum(a => a.Left) > 200, $"{answers.Sum(a => a.Left)} left");
        Assert.All(answers.SelectMany(a => a.Seen), status => Assert.Equal(HttpStatusCode.OK, status));
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (n, ct) => Assert.Equal(HttpStatusCode.OK, await seller.Status(paths[n % paths.Length], ct)));
        Assert.Equal(60, (await seller.Get(paths[0])).GetProperty("items").GetArrayLength());
    }

    private static async Task<(int Left, List<HttpStatusCode> Seen)> LeaveEarly(Seller seller, string[] paths, Random random)
    {
        var (left, seen) = (0, new List<HttpStatusCode>());
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < Long;)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.NextDouble() * 40));
            try
            {
                seen.Add(await seller.Status(paths[random.Next(paths.Length)], patience.Token));
            }
            catch (OperationCanceledException)
            {
                left++;
            }
        }
        return (left, seen);
    }
}
