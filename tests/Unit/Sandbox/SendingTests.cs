namespace SocialSelling.Sandbox;

public sealed class SendingTests
{
    [Fact]
    public async Task A_customer_who_blocked_the_shop_is_not_available()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Write("maya.torres", "Hi");
        await sandbox.Control("shops/luna.ceramics/block", new { customer = "maya.torres", blocked = true });

        Assert.Equal((551, 1545041), (await Send(sandbox, token, new { message = new { text = "Yes" } })).Error);
    }

    [Theory]
    [InlineData("""{"message":{"text":"x","attachment":{"type":"image","payload":{"url":"http://x"}}}}""", 2534015)]
    [InlineData("""{"message":{"attachment":{"type":"hologram","payload":{"url":"http://x"}}}}""", 2534015)]
    [InlineData("""{"message":{"attachment":{"type":"image","payload":{"url":"http://127.0.0.1:1/none.jpg"}}}}""", 2018008)]
    [InlineData("""{"message":{"text":"x","quick_replies":[]}}""", 0)]
    [InlineData("""{"message":{"text":"x","quick_replies":[{"content_type":"text","title":"A"}]}}""", 0)]
    [InlineData("""{"message":{"text":"x"},"sender_action":"typing_on"}""", 2018014)]
    [InlineData("""{"sender_action":"dance"}""", 0)]
    [InlineData("""{"message":{"text":"x"},"reply_to":{"mid":"nobody's"}}""", 2534015)]
    public async Task What_Meta_does_not_take_is_refused(string body, int subcode)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Write("maya.torres", "Hi");

        var answer = await Send(sandbox, token, System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, System.Text.Json.JsonElement>>(body)!);

        Assert.Equal((400, 100, subcode), (answer.Status, answer.Error.Code, answer.Error.Subcode));
    }

    [Fact]
    public async Task A_file_of_the_wrong_type_is_a_mismatch()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Write("maya.torres", "Hi");

        var answer = await Send(sandbox, token, new { message = new { attachment = new { type = "image", payload = new { url = sandbox.Url + "sandbox.css" } } } });

        Assert.Equal((100, 2018047), answer.Error);
    }

    [Fact]
    public async Task A_throttled_answer_says_for_how_many_minutes()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Control("faults", new { kind = "error", path = "/messages", code = 80006, regainMinutes = 12 });

        var answer = await Send(sandbox, token, new { message = new { text = "Yes" } });

        Assert.Contains("\"estimated_time_to_regain_access\":12", Assert.Single(answer.Headers.GetValues("X-Business-Use-Case-Usage")), StringComparison.Ordinal);
        Assert.Equal(80006, answer.Error.Code);
    }

    private static async Task<Answer> Send(RunningSandbox sandbox, string token, object what)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(what)!.AsObject();
        body["recipient"] = new System.Text.Json.Nodes.JsonObject { ["id"] = await sandbox.CustomerId("maya.torres") };
        return await sandbox.Post("/v25.0/me/messages", body, token);
    }
}
