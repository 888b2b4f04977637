using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Sandbox;

public sealed class DeliveryTests : IAsyncLifetime
{
    private Receiver receiver = null!;
    private RunningSandbox sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.Start();
        sandbox = await RunningSandbox.Start(receiver);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Theory]
    [InlineData("escaped", @"Ol\u00e1 \ud83e\udd63")]
    [InlineData("raw", "Olá 🥣")]
    public async Task The_bytes_on_the_wire_are_the_ones_that_are_signed(string wire, string expected)
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");
        await sandbox.Control("webhooks", new { wire });

        await sandbox.Write("maya.torres", "Olá 🥣");
        var delivery = await receiver.Next();

        Assert.Contains(expected, delivery.Text, StringComparison.Ordinal);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(RunningSandbox.Secret), delivery.Body)), delivery.Signature);
        Assert.Equal(["Olá 🥣"], delivery.Lines);
    }

    [Fact]
    public async Task What_is_lost_or_silent_is_never_told_and_stays_in_the_conversation()
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");
        await sandbox.Control("webhooks", new { lose = 1.0 });
        await sandbox.Write("maya.torres", "lost");
        await sandbox.Control("webhooks", new { reset = true });
        await sandbox.Control("shops/luna.ceramics/messages", new { customer = "maya.torres", text = "silent", silent = true });
        await sandbox.Write("maya.torres", "told");

        Assert.Equal(["told"], (await receiver.Next()).Lines);
        Assert.Equal(["lost", "silent", "told"], (await sandbox.Get("/_control/shops/luna.ceramics/messages?customer=maya.torres")).Json.EnumerateArray().Select(m => m.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_shop_hears_of_its_messages_in_order()
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");

        foreach (var n in Enumerable.Range(0, 30)) await sandbox.Write("maya.torres", $"{n}");

        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"{n}"), (await receiver.Next(30)).SelectMany(d => d.Lines));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reordering_reorders_with_any_batch(int batch)
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");
        await sandbox.Control("webhooks", new { reorder = true, batch, paused = true });
        foreach (var n in Enumerable.Range(0, 6)) await sandbox.Write("maya.torres", $"{n}");

        await sandbox.Control("webhooks", new { paused = false });

        Assert.Equal(["5", "4", "3", "2", "1", "0"], (await receiver.Next(6 / batch)).SelectMany(d => d.Lines));
    }

    [Fact]
    public async Task A_duplicate_is_the_same_delivery_again()
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");
        await sandbox.Control("webhooks", new { duplicate = 1.0 });

        await sandbox.Write("maya.torres", "Hello");
        var both = await receiver.Next(2);

        Assert.Equal(both[0].Body, both[1].Body);
    }

    [Fact]
    public async Task What_is_refused_comes_again()
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");
        receiver.NextStatus = 503;

        await sandbox.Write("maya.torres", "Hello");
        var both = await receiver.Next(2);

        Assert.Equal(both[0].Body, both[1].Body);
    }

    [Fact]
    public async Task No_more_than_sixteen_are_under_way_and_one_for_each_shop()
    {
        var release = new TaskCompletionSource();
        receiver.Hold = release.Task;
        foreach (var n in Enumerable.Range(0, 20))
        {
            await sandbox.Control("shops", new { username = $"shop{n}" });
            await sandbox.Subscribe($"shop{n}", "messages");
            await sandbox.Write("maya.torres", "first", $"shop{n}");
            await sandbox.Write("maya.torres", "second", $"shop{n}");
        }

        var held = await receiver.Next(16);
        Assert.All(held, d => Assert.Equal(["first"], d.Lines));
        release.SetResult();
        await receiver.Next(24);

        Assert.Equal(16, receiver.MostAtOnce);
    }

    [Fact]
    public async Task The_callback_proves_itself_when_an_account_subscribes()
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "messages");

        Assert.Equal(RunningSandbox.VerifyToken, await receiver.VerifyToken());
    }

    [Theory]
    [InlineData("❤️", "react", "love")]
    [InlineData("🥣", "react", "other")]
    [InlineData(null, "unreact", null)]
    public async Task A_reaction_names_the_message_and_the_feeling(string? emoji, string action, string? name)
    {
        await sandbox.Subscribe(RunningSandbox.Luna, "message_reactions");
        var mid = await sandbox.Write("maya.torres", "Hello");

        await sandbox.Control("shops/luna.ceramics/reaction", new { mid, emoji });
        var reaction = (await receiver.Next()).Entries.Single().GetProperty("messaging")[0].GetProperty("reaction");

        Assert.Equal((mid, action), (reaction.GetProperty("mid").GetString(), reaction.GetProperty("action").GetString()));
        Assert.Equal(name, reaction.TryGetProperty("reaction", out var feeling) ? feeling.GetString() : null);
    }

    [Theory]
    [InlineData("changes")]
    [InlineData("flat")]
    public async Task A_comment_arrives_in_either_of_its_envelopes(string commentShape)
    {
        var token = await sandbox.Subscribe(RunningSandbox.Luna, "comments");
        await sandbox.Control("behaviour", new { processingMs = 0, commentShape });
        var container = (await sandbox.Post("/me/media", new { image_url = receiver.Url + "/picture.jpg" }, token))["id"];
        var medium = (await sandbox.Post("/me/media_publish", new { creation_id = container }, token))["id"];

        var comment = (await sandbox.Control("shops/luna.ceramics/comment", new { mediaId = medium, customer = "maya.torres", text = "How much?" }))["id"];
        var entry = (await receiver.Next()).Entries.Single();

        var change = commentShape == "flat" ? entry : entry.GetProperty("changes")[0];
        Assert.Equal("comments", change.GetProperty("field").GetString());
        Assert.Equal((comment, medium), (change.GetProperty("value").GetProperty("id").GetString(), change.GetProperty("value").GetProperty("media").GetProperty("id").GetString()));
    }
}
