using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Inbox;
using SocialSelling.Infrastructure;

namespace SocialSelling.Hooks;

/// <summary>From a customer's message to somebody's server, through the product's front door.</summary>
[Collection(InboxProduct.Name)]
public sealed class HookTests(SingleProcess product)
{
    private static readonly string[] Kinds = ["message.received"];

    [Fact]
    public async Task A_customers_message_reaches_the_server_that_asked_for_it_and_the_log_says_so()
    {
        await using var receiver = await HookReceiver.Start();
        await using var team = await Team.Start(product);
        var path = $"/api/workspaces/{await team.Workspace()}/webhooks";
        var made = await team.Seller.Post(path, new { url = receiver.Url, kinds = Kinds });
        var (hook, secret) = ($"{path}/{made.GetProperty("webhook").GetProperty("id").GetGuid()}", made.GetProperty("secret").GetString()!);

        await team.Hears("maya", "É a última?");
        var arrival = await Arrives(receiver, a => a.Kind == "message.received");

        Assert.True(HookReceiver.Verifies(arrival, secret));
        Assert.Equal((team.Account, "É a última?"), (arrival.Body.GetProperty("accountId").GetGuid(), arrival.Body.GetProperty("payload").GetProperty("message").GetProperty("text").GetString()));
        var shown = (await team.Seller.Get($"/api/accounts/{team.Account}/events?after={arrival.Body.GetProperty("sequence").GetInt64() - 1}&limit=1")).GetProperty("items")[0];
        Assert.True(JsonElement.DeepEquals(shown.GetProperty("payload"), arrival.Body.GetProperty("payload")));
        var delivery = await Eventually.Value(async () => (await team.Seller.Get(hook + "/deliveries?state=delivered")).GetProperty("items").EnumerateArray().Cast<JsonElement?>().FirstOrDefault(), "The delivery in the log");
        Assert.Equal((arrival.Id, arrival.Delivery, 200), (delivery.GetProperty("eventId").GetString(), delivery.GetProperty("id").GetString(), delivery.GetProperty("statusCode").GetInt32()));

        await team.Seller.Send(HttpMethod.Post, hook + "/test");
        await Arrives(receiver, a => a.Kind == HookKind.Test);
        await team.Seller.Send(HttpMethod.Post, $"{hook}/deliveries/{delivery.GetProperty("id").GetGuid()}/redeliver");
        await Eventually.True(() => Task.FromResult(receiver.Arrivals.Count(a => a.Id == arrival.Id) == 2), what: "The same event once more");
    }

    private static Task<HookArrival> Arrives(HookReceiver receiver, Func<HookArrival, bool> isIt) => Eventually.Get(() => Task.FromResult(receiver.Arrivals.FirstOrDefault(isIt)), what: "The webhook");
}

/// <summary>With a real process that dies by SIGKILL between a request and its note.</summary>
public sealed class HookKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Kinds = ["message.received"];

    [Fact]
    public async Task What_a_process_died_over_is_sent_once_more_and_nothing_is_lost()
    {
        await using var receiver = await HookReceiver.Start();
        await using var cluster = new ProcessCluster(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        var product = await cluster.StartSingle(port);
        await using var seller = await Seller.SignUp(product.Url);
        await meta.AddShop("killed");
        var account = await seller.Connect(meta, "killed");
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await seller.Post($"/api/workspaces/{workspace}/webhooks", new { url = receiver.Url, kinds = Kinds });
        var answer = new TaskCompletionSource();
        receiver.Hold = answer.Task;

        await meta.Write("killed", "maya", "One");
        await meta.Write("killed", "maya", "Two");
        await Eventually.True(() => Task.FromResult(receiver.Arrivals.Count == 1), what: "The first request");
        product.Kill();
        await product.Gone();
        (receiver.Hold, _) = (null, answer.TrySetResult());
        // Its lease would run out within a minute.
        await database.Execute("update hooks set claimed_until = now()");
        await cluster.StartSingle(port);

        await Eventually.True(async () => await database.Scalar("select count(*) from hook_deliveries where state = 'delivered'") == 2, TimeSpan.FromSeconds(60), "Both events");
        Assert.Equal(2, receiver.Arrivals.Select(a => a.Id).Distinct().Count());
        Assert.Equal(receiver.Arrivals.First().Id, receiver.Arrivals.Skip(1).First().Id);
        Assert.All(receiver.Arrivals, a => Assert.Equal(account, a.Body.GetProperty("accountId").GetGuid()));
    }
}
