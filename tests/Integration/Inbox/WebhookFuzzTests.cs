using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SocialSelling.Cluster;
using SocialSelling.Fixtures;
using SocialSelling.Infrastructure;

namespace SocialSelling.Inbox;

/// <summary>Bodies that nobody meant, with right signatures, through the front door, the journal, the grains and PostgreSQL.</summary>
[Collection(Alone.Name)]
public sealed class WebhookFuzzTests(InProcessHost host, ITestOutputHelper output) : IClassFixture<InProcessHost>
{
    private const int Bodies = 20_000, Lanes = 16;

    [Fact]
    public async Task Twenty_thousand_bodies_that_nobody_meant_are_answered_200_and_finished()
    {
        await host.HasAccount("17841400000000001");
        var mutations = new WebhookMutations();
        await Post(mutations, new Random(0), 500);
        await Finished();
        var (before, watch) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());

        await Task.WhenAll(Enumerable.Range(1, Lanes).Select(lane => Task.Run(() => Post(mutations, new Random(lane), Bodies / Lanes))));
        var answered = watch.Elapsed;
        await Finished();

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Bodies:N0} bodies answered in {answered.TotalSeconds:N1} s, finished in {watch.Elapsed.TotalSeconds:N1} s, {grown / 1024:N0} KB more memory, "
            + $"{(await host.Rows("select count(*) as messages from messages"))[0]}, {(await host.Rows("select count(*) as parked from webhook_parked"))[0]}");
        Assert.InRange(grown, long.MinValue, 64 << 20);
    }

    private async Task Post(WebhookMutations mutations, Random random, int count)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        for (var i = 0; i < count; i++)
        {
            var body = mutations.Next(random);
            using var content = new ByteArrayContent(body);
            content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ProcessCluster.AppSecret), body)));
            using var answer = await http.PostAsync(new Uri(host.Url, "/api/webhooks/instagram"), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>A delivery that poisons its account is never finished.</summary>
    private Task Finished() => Eventually.True(async () => (await host.Rows("select count(*) as n from webhook_deliveries where finished_at is null"))[0] == "n=0", TimeSpan.FromSeconds(60), "Every delivery's end");
}
