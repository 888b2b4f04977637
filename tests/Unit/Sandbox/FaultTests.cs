namespace SocialSelling.Sandbox;

public sealed class FaultTests
{
    [Fact]
    public async Task A_fault_without_a_path_strikes_any_call_so_often_as_it_says()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Control("faults", new { kind = "error", code = 4, subcode = 7, times = 2 });

        List<Answer> answers = [await sandbox.Get("/v25.0/me", token), await sandbox.Get("/v25.0/me/conversations", token), await sandbox.Get("/v25.0/me", token)];

        Assert.Equal([(4, 7), (4, 7), (0, 0)], answers.Select(a => a.Error));
    }

    [Theory]
    [InlineData("/conversations", null, null)]
    [InlineData(null, "post", null)]
    [InlineData(null, null, RunningSandbox.Verde)]
    public async Task A_fault_spares_what_it_does_not_match(string? path, string? method, string? account)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();

        await sandbox.Control("faults", new { kind = "error", match = new { path, method, account } });

        Assert.Equal(200, (await sandbox.Get("/v25.0/me", token)).Status);
    }

    [Fact]
    public async Task A_fault_may_be_for_one_account()
    {
        await using var sandbox = await RunningSandbox.Start();
        var (luna, verde) = (await sandbox.Connect(), await sandbox.Connect(RunningSandbox.Verde));
        await sandbox.Control("faults", new { path = "/me", kind = "error", account = RunningSandbox.VerdeId });

        Assert.Equal((200, 400), ((await sandbox.Get("/v25.0/me", luna)).Status, (await sandbox.Get("/v25.0/me", verde)).Status));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_hides_a_message_that_was_sent()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Write("maya.torres", "Still there?");
        var maya = await sandbox.CustomerId("maya.torres");
        await sandbox.Control("faults", new { path = "/messages", kind = "timeout_after_success", delayMs = 60_000 });

        var sending = sandbox.Post("/v25.0/me/messages", new { recipient = new { id = maya }, message = new { text = "Yes" } }, token);
        while ((await sandbox.Get("/_control/calls?path=/messages")).Json.GetArrayLength() == 0) Assert.False(sending.IsCompleted);

        Assert.False(sending.IsCompleted);
        Assert.Equal(["in", "api"], (await sandbox.Get("/_control/shops/luna.ceramics/messages")).Json.EnumerateArray().Select(m => m.GetProperty("from").GetString()));
    }

    [Fact]
    public async Task A_reset_is_no_answer_at_all()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Control("faults", new { kind = "reset" });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.Get("/v25.0/me", token));
    }

    [Theory]
    [InlineData("nonsense", 1)]
    [InlineData("error", 0)]
    public async Task A_fault_that_cannot_be_is_refused_in_words(string kind, int times)
    {
        await using var sandbox = await RunningSandbox.Start();

        var answer = await sandbox.Control("faults", new { kind, times });

        Assert.Equal(400, answer.Status);
        Assert.Contains(kind == "error" ? "times" : "timeout_after_success", answer["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", """{"shop":"luna.ceramics","authorizationUrl":"nonsense"}""")]
    [InlineData("approve", """{"shop":"luna.ceramics","authorizationUrl":"http://x/y"}""")]
    [InlineData("webhooks", """{"wire":"latin"}""")]
    [InlineData("webhooks", """{"bath":5}""")]
    [InlineData("shops/luna.ceramics/messages", """{"customer":null,"text":"x"}""")]
    [InlineData("clock", """{"advance":"99999.00:00:00"}""")]
    [InlineData("behaviour", """{"tokenShape":"round"}""")]
    public async Task Bad_input_to_the_control_is_400_and_says_why(string route, string body)
    {
        await using var sandbox = await RunningSandbox.Start();

        var answer = await sandbox.Control(route, System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(body));

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer["error"]);
    }
}
