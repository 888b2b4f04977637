using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Several people and the publisher at one post at once: one order of changes, and nobody's is lost.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostRaceTests(MovableProduct product)
{
    private sealed record Change(string What, int Read, HttpStatusCode Status, JsonElement Answer, string? Caption);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Two_people_edit_approve_cancel_and_publish_the_same_post_at_once(int seed)
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        if (seed % 2 == 0) await desk.NeedsApproval();
        var random = new Random(seed);

        for (var round = 0; round < 5; round++)
        {
            var post = await desk.Scheduled($"{seed}.{round}: 0", product.Clock.GetUtcNow().AddMinutes(30));
            var live = (await product.Meta.Posts(desk.Shop)).Count;
            var changes = new ConcurrentBag<Change>();
            await Task.WhenAll(Work(desk.Author, new Random(random.Next())), Work(colleague, new Random(random.Next())));

            await Settled(desk, post.Id());
            var ended = await desk.Author.PostOf(post.Id());
            Judge(post, ended, [.. changes]);
            await JudgeEvents(desk, post.Id());
            // At Meta there is what the row says, once.
            var published = (await product.Meta.Posts(desk.Shop)).SkipLast(live).ToList();
            Assert.Equal(ended.Status() == "published" ? 1 : 0, published.Count);
            Assert.All(published, p => Assert.Equal((ended.Caption(), 1), (p.Caption(), p.GetProperty("publishes").GetInt32())));

            async Task Work(Seller who, Random dice)
            {
                for (var n = 0; n < 6; n++)
                {
                    var read = await who.PostOf(post.Id());
                    var (id, version) = (post.Id(), read.Version());
                    var caption = $"{seed}.{round}: {who.UserId:N} {n}";
                    var (what, method, body) = dice.Next(10) switch
                    {
                        < 4 => ("", HttpMethod.Patch, (object)new { version, caption }),
                        < 6 => ("/approve", HttpMethod.Post, new { version }),
                        6 => ("/cancel", HttpMethod.Post, new { version }),
                        7 => ("/publish-now", HttpMethod.Post, new { version }),
                        _ => ("/reschedule", HttpMethod.Post, new { version, scheduledAt = product.Clock.GetUtcNow().AddMinutes(30 + n) }),
                    };
                    var (status, answer) = await Desk.Ask(who, method, $"/api/posts/{id}{what}", body);
                    changes.Add(new(what, version, status, answer, what.Length == 0 ? caption : null));
                }
            }
        }
    }

    /// <summary>Each version was made by exactly one change, from the one before it; the last edit among them is what the post says.</summary>
    private static void Judge(JsonElement post, JsonElement ended, List<Change> changes)
    {
        var done = changes.Where(c => c.Status == HttpStatusCode.OK).OrderBy(c => c.Answer.Version()).ToList();
        Assert.Equal(Enumerable.Range(2, done.Count), done.Select(c => c.Answer.Version()));
        Assert.All(done, c => Assert.Equal(c.Read + 1, c.Answer.Version()));
        Assert.Equal(done.Count + 1, ended.Version());
        Assert.Equal(done.LastOrDefault(c => c.Caption is not null)?.Caption ?? post.Caption(), ended.Caption());
        foreach (var refused in changes.Where(c => c.Status != HttpStatusCode.OK))
        {
            Assert.True(refused.Status is HttpStatusCode.Conflict or HttpStatusCode.Forbidden, $"{refused.What}: {refused.Status} {refused.Answer}");
            if (refused.Answer.Code() != "version-conflict") continue;
            Assert.True(refused.Answer.Version() > refused.Read);
            Assert.Equal(refused.Answer.Version(), refused.Answer.GetProperty("post").Version());
        }
    }

    /// <summary>Everybody who follows the account sees the changes in one order.</summary>
    private static async Task JudgeEvents(Desk desk, Guid post)
    {
        var events = new List<JsonElement>();
        while ((await desk.Author.Get($"/api/accounts/{desk.Account}/events?limit=100&after={events.Count}")).GetProperty("items") is var page && page.GetArrayLength() > 0) events.AddRange(page.EnumerateArray());
        var versions = events.Where(e => e.GetProperty("kind").GetString() == "post.changed" && e.GetProperty("subjectId").GetGuid() == post).Select(e => e.GetProperty("payload").GetProperty("post").Version()).ToList();

        Assert.Equal(versions.Order(), versions);
        Assert.Equal(Enumerable.Range(1, versions[^1]), versions.Distinct());
    }

    private static Task Settled(Desk desk, Guid post) => Eventually.True(async () =>
    {
        var now = await desk.Author.PostOf(post);
        // Whatever was not told to go live waits for its time, half an hour from now.
        return now.Status() is "awaiting_approval" or "cancelled" or "published" or "failed"
            || now.Status() is "scheduled" or "preparing" or "ready" && now.GetProperty("scheduledAt").GetDateTimeOffset() > now.GetProperty("updatedAt").GetDateTimeOffset().AddMinutes(5);
    }, what: "The post at rest");
}
