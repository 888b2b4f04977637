using System.Text.Json;

namespace SocialSelling.Sandbox;

public sealed class PublishingTests : IAsyncLifetime
{
    private Receiver receiver = null!;
    private RunningSandbox sandbox = null!;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.Start();
        sandbox = await RunningSandbox.Start(receiver);
        token = (await sandbox.Extend(await sandbox.Connect()))["access_token"];
        await sandbox.Control("behaviour", new { processingMs = 60_000 });
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_container_is_prepared_and_then_published_once()
    {
        var container = await Create();
        Assert.Equal("IN_PROGRESS", await Status(container));
        Assert.Equal((9007, 2207027), (await Publish(container)).Error);

        await sandbox.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("FINISHED", await Status(container));
        Assert.Equal(200, (await Publish(container)).Status);

        Assert.Equal("PUBLISHED", await Status(container));
        Assert.Equal((24, 2207008), (await Publish(container)).Error);
        Assert.Equal("1", Assert.Single((await sandbox.Get("/_control/shops/luna.ceramics/posts")).Json.EnumerateArray()).GetProperty("publishes").ToString());
    }

    [Fact]
    public async Task A_container_expires_after_a_day()
    {
        var container = await Create();

        await sandbox.Advance(TimeSpan.FromHours(25));

        Assert.Equal("EXPIRED", await Status(container));
        Assert.Equal((24, 2207008), (await Publish(container)).Error);
    }

    [Fact]
    public async Task Another_account_finds_neither_container_nor_post_nor_comments()
    {
        var other = (await sandbox.Extend(await sandbox.Connect(RunningSandbox.Verde)))["access_token"];
        var container = await Create();
        await sandbox.Advance(TimeSpan.FromMinutes(2));
        var medium = (await Publish(container))["id"];
        var comment = (await sandbox.Post($"/v25.0/{medium}/comments", new { message = "Shipping is free today" }, token))["id"];

        foreach (var path in (string[])[container, medium, comment, $"{medium}/comments"])
        {
            Assert.Equal(200, (await sandbox.Get($"/v25.0/{path}", token)).Status);
            Assert.Equal((100, 33), (await sandbox.Get($"/v25.0/{path}", other)).Error);
        }
        Assert.Equal((100, 33), (await sandbox.Post($"/v25.0/{medium}/comments", new { message = "Not mine" }, other)).Error);
    }

    [Theory]
    [InlineData("ftp://example/a.jpg")]
    [InlineData("file:///etc/hostname")]
    [InlineData("not an address")]
    public async Task What_cannot_be_fetched_is_refused(string address) =>
        Assert.Equal((9004, 2207052), (await sandbox.Post("/v25.0/me/media", new { image_url = address }, token)).Error);

    [Theory]
    [InlineData("\"user_tags\":[{\"username\":\"ana\"}]", 100, 2207036)]
    [InlineData("\"user_tags\":[{\"username\":\"ana\",\"x\":1.5,\"y\":0}]", 100, 2207036)]
    [InlineData("\"collaborators\":[\"a\",\"b\",\"c\",\"d\"]", 100, 0)]
    [InlineData("\"location_id\":\"Lisbon\"", 100, 0)]
    [InlineData("\"media_type\":\"STORIES\",\"alt_text\":\"A bowl\"", 100, 0)]
    [InlineData("\"media_type\":\"VIDEO\"", 100, 2207023)]
    [InlineData("\"media_type\":\"REELS\"", 352, 2207026)]
    [InlineData("\"media_type\":\"CAROUSEL\",\"children\":[\"1\"]", 100, 2207028)]
    public async Task Parameters_that_do_not_fit_are_refused(string parameters, int code, int subcode) => Assert.Equal(
        (code, subcode), (await sandbox.Post("/v25.0/me/media", JsonSerializer.Deserialize<JsonElement>($"{{{parameters},\"image_url\":\"{receiver.Url}/picture.jpg\"}}"), token)).Error);

    [Fact]
    public async Task What_another_tool_has_published_counts_against_the_limit()
    {
        var container = await Create();
        await sandbox.Advance(TimeSpan.FromMinutes(2));
        await sandbox.Control("shops/luna.ceramics/quota", new { limit = 50, usedElsewhere = 50 });

        Assert.Equal((9, 2207042), (await Publish(container)).Error);
        await sandbox.Control("shops/luna.ceramics/quota", new { usedElsewhere = 49 });
        Assert.Equal(200, (await Publish(container)).Status);
    }

    [Fact]
    public async Task An_error_may_come_after_success_and_a_container_may_fail_while_it_is_processed()
    {
        var container = await Create();
        await sandbox.Advance(TimeSpan.FromMinutes(2));
        await sandbox.Control("faults", new { kind = "error_after_success", path = "/media_publish", code = 4, subcode = 2207051 });
        await sandbox.Control("faults", new { kind = "processing_error", path = "/media", method = "POST", code = 352, subcode = 2207026 });

        Assert.Equal((4, 2207051), (await Publish(container)).Error);
        Assert.Equal("PUBLISHED", await Status(container));
        var broken = await sandbox.Get($"/v25.0/{await Create()}?fields=status_code,status", token);
        Assert.Equal(("ERROR", "Error: Media upload has failed with error code 2207026"), (broken["status_code"], broken["status"]));
    }

    private async Task<string> Create() => (await sandbox.Post("/v25.0/me/media", new { image_url = receiver.Url + "/picture.jpg", caption = "New bowls" }, token))["id"];

    private async Task<string> Status(string container) => (await sandbox.Get($"/v25.0/{container}?fields=status_code,status", token))["status_code"];

    private Task<Answer> Publish(string container) => sandbox.Post("/v25.0/me/media_publish", new { creation_id = container }, token);
}
