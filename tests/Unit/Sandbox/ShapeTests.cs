using SocialSelling.Inbox;
using SocialSelling.Meta;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox;

public sealed class ShapeTests
{
    [Fact]
    public async Task Every_shape_is_delivered_and_means_something()
    {
        await using var receiver = await Receiver.Start();
        await using var sandbox = await RunningSandbox.Start(receiver);
        await sandbox.Subscribe(RunningSandbox.Luna, "messages,messaging_postbacks,messaging_referral,standby");
        var first = await sandbox.Write("maya.torres", "Hi");
        await receiver.Next();

        foreach (var shape in DmShapes.Names)
        {
            var sent = await sandbox.Control($"shops/{RunningSandbox.Luna}/shape", new { customer = "maya.torres", shape, replyTo = first });
            var told = Told(await receiver.Next());
            if (shape == "whisper")
            {
                Assert.IsType<Unknown>(told);
                continue;
            }
            var arrival = Arrival.From(told)!;
            Assert.Equal((shape, shape is not ("tool" or "template")), (shape, arrival.Inbound));
            Assert.Equal((shape, shape != "referral"), (shape, arrival.IsNamed && arrival.Mid == sent["mid"]));
            Assert.Equal((shape, shape is "unsupported" or "unsupported_type"), (shape, arrival.Kind == MessageKind.Unsupported));
        }
    }

    [Fact]
    public async Task The_dashboards_test_is_nobodys()
    {
        await using var receiver = await Receiver.Start();
        await using var sandbox = await RunningSandbox.Start(receiver);

        await sandbox.Control("test", new { });

        Assert.IsType<Ignored>(Told(await receiver.Next()));
    }

    private static InstagramEvent Told(Delivery delivery) =>
        Assert.Single(InstagramEvents.Read(Assert.Single(Assert.IsType<SplitPayload.Entries>(WebhookPayload.Split(delivery.Body)).Items).Json, TimeProvider.System.GetUtcNow()));
}
