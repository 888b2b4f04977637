namespace SocialSelling.Sandbox;

public sealed class MessagingTests
{
    [Theory]
    [InlineData(23, null, 0)]
    [InlineData(25, null, 2534022)]
    [InlineData(25, "HUMAN_AGENT", 0)]
    [InlineData(24 * 7 + 1, "HUMAN_AGENT", 2534022)]
    public async Task A_reply_needs_an_open_window(int hoursLater, string? tag, int subcode)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = (await sandbox.Extend(await sandbox.Connect()))["access_token"];
        await sandbox.Write("maya.torres", "Is the blue one there?");
        await sandbox.Advance(TimeSpan.FromHours(hoursLater));

        var answer = await sandbox.Post("/v25.0/me/messages", new { recipient = new { id = await sandbox.CustomerId("maya.torres") }, message = new { text = "Yes" }, tag }, token);

        Assert.Equal(subcode, answer.Error.Subcode);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("media")]
    [InlineData("media_publish")]
    [InlineData("subscribed_apps")]
    public async Task A_token_acts_for_no_other_account(string edge)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();

        var answer = await sandbox.Post($"/v25.0/{RunningSandbox.VerdeId}/{edge}", new { }, token);

        Assert.Equal((100, 33), answer.Error);
    }

    [Fact]
    public async Task A_token_sees_its_own_account_and_messages_and_nobody_else()
    {
        await using var sandbox = await RunningSandbox.Start();
        var (luna, verde) = (await sandbox.Connect(), await sandbox.Connect(RunningSandbox.Verde));
        var mid = await sandbox.Write("maya.torres", "Olá 🥣");

        var (own, foreign) = (await sandbox.Get($"/{mid}?fields=message", luna), await sandbox.Get($"/{mid}", verde));

        Assert.Equal("Olá 🥣", own["message"]);
        Assert.Equal((100, 33), foreign.Error);
        Assert.Equal(RunningSandbox.Luna, (await sandbox.Get($"/v25.0/{RunningSandbox.LunaId}", luna))["username"]);
        Assert.Equal((100, 33), (await sandbox.Get($"/v25.0/{RunningSandbox.LunaId}", verde)).Error);
    }

    [Theory]
    [InlineData("""{"recipient":{"id":12345},"message":{"text":"x"}}""", 2534014)]
    [InlineData("""{"recipient":"someone","message":{"text":"x"}}""", 0)]
    [InlineData("""{"recipient":{"id":"1"},"message":"x"}""", 2534015)]
    [InlineData("""{"recipient":{"id":"1"},"message":{"text":7}}""", 2534015)]
    [InlineData("""[]""", 0)]
    public async Task What_makes_no_sense_is_refused_as_Meta_does(string body, int subcode)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();

        var answer = await sandbox.Post("/v25.0/me/messages", System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(body), token);

        Assert.Equal((400, 100, subcode), (answer.Status, answer.Error.Code, answer.Error.Subcode));
    }

    [Theory]
    [InlineData("unsend")]
    [InlineData("edit")]
    [InlineData("read")]
    [InlineData("reaction")]
    public async Task Nothing_happens_to_a_message_that_does_not_exist(string what)
    {
        await using var sandbox = await RunningSandbox.Start();

        var answer = what == "edit" ? await sandbox.Control("shops/luna.ceramics/edit", new { mid = "none", text = "x" }) : await sandbox.Control($"shops/luna.ceramics/{what}", new { mid = "none" });

        Assert.Equal(404, answer.Status);
    }

    [Fact]
    public async Task Every_answer_says_how_much_was_used_in_both_forms()
    {
        await using var sandbox = await RunningSandbox.Start();

        var answer = await sandbox.Get("/v24.0/me", await sandbox.Connect());

        Assert.Contains("call_count", Assert.Single(answer.Headers.GetValues("X-App-Usage")), StringComparison.Ordinal);
        Assert.StartsWith($$"""{"{{RunningSandbox.LunaId}}":[""", Assert.Single(answer.Headers.GetValues("X-Business-Use-Case-Usage")), StringComparison.Ordinal);
        Assert.Equal("v24.0", Assert.Single(answer.Headers.GetValues("facebook-api-version")));
    }
}
