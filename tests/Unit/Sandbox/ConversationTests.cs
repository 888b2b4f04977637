namespace SocialSelling.Sandbox;

public sealed class ConversationTests
{
    private const string Path = "/v25.0/me/conversations?platform=instagram";

    [Fact]
    public async Task Conversations_come_newest_first_in_pages_with_the_fields_asked_for()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        foreach (var customer in (string[])["maya.torres", "daniel_k", "joao.lima"]) await sandbox.Write(customer, "Hi");

        var bare = await sandbox.Get(Path, token);
        var first = await sandbox.Get(Path + "&fields=participants{id,username},messages.limit(1){id,from,message}&limit=2", token);
        var after = first.Json.GetProperty("paging").GetProperty("cursors").GetProperty("after").GetString();
        var second = await sandbox.Get($"{Path}&fields=participants&limit=2&after={after}", token);

        Assert.Equal(["updated_time", "id"], bare.Json.GetProperty("data")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["joao.lima", "daniel_k"], Others(first));
        Assert.Equal("Hi", first.Json.GetProperty("data")[0].GetProperty("messages").GetProperty("data")[0].GetProperty("message").GetString());
        Assert.True(first.Json.GetProperty("paging").TryGetProperty("next", out _));
        Assert.Equal(["maya.torres"], Others(second));
        Assert.False(second.Json.GetProperty("paging").TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Of_a_thread_all_messages_are_listed_and_twenty_opened()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        var mids = new List<string>();
        for (var n = 1; n <= 23; n++) mids.Add(await sandbox.Write("maya.torres", $"line {n}"));
        await sandbox.Control("shops/luna.ceramics/unsend", new { mid = mids[21] });
        var thread = (await sandbox.Get(Path, token)).Json.GetProperty("data")[0].GetProperty("id").GetString();

        var listed = (await sandbox.Get($"/v25.0/{thread}/messages?fields=id,message&limit=50", token)).Json.GetProperty("data").EnumerateArray().ToList();

        Assert.Equal(22, listed.Count);
        Assert.Equal("line 23", listed[0].GetProperty("message").GetString());
        Assert.Equal(20, listed.Count(m => m.TryGetProperty("message", out _)));
        Assert.Equal("line 3", (await sandbox.Get($"/v25.0/{mids[2]}?fields=message", token))["message"]);
        Assert.Equal((100, 33), (await sandbox.Get($"/v25.0/{mids[1]}?fields=message", token)).Error);
        Assert.Equal((100, 33), (await sandbox.Get($"/v25.0/{mids[21]}?fields=message", token)).Error);
    }

    [Theory]
    [InlineData("image", """{"data":[{"image_data":1}]}""", "attachments")]
    [InlineData("audio", """{"data":[{"file_url":1}]}""", "attachments")]
    [InlineData("ig_post", """{"data":[{"link":1}]}""", "shares")]
    [InlineData("story_reply", """{"reply_to":{"link":1,"id":1}}""", "story")]
    [InlineData("story_mention", """{"mention":{"link":1,"id":1}}""", "story")]
    [InlineData("unsupported", "true", "is_unsupported")]
    [InlineData("postback", "\"Talk to us\"", "message")]
    public async Task What_is_more_than_words_is_read_under_the_names_of_reading(string shape, string holds, string field)
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Control("shops/luna.ceramics/shape", new { customer = "maya.torres", shape });

        var read = (await sandbox.Get(Path + "&fields=messages{message,attachments,shares,story,is_unsupported}", token)).Json.GetProperty("data")[0].GetProperty("messages").GetProperty("data")[0];

        Assert.True(Holds(read.GetProperty(field), System.Text.Json.JsonDocument.Parse(holds).RootElement), read.ToString());
    }

    [Fact]
    public async Task What_is_never_answered_is_not_listed_after_thirty_days()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();
        await sandbox.Write("maya.torres", "Hi");
        await sandbox.Advance(TimeSpan.FromDays(31));

        Assert.Equal(0, (await sandbox.Get(Path, (await sandbox.Extend(await sandbox.Connect()))["access_token"])).Json.GetProperty("data").GetArrayLength());
        Assert.Equal((190, 463), (await sandbox.Get(Path, token)).Error);
    }

    /// <summary>Whether one has the members of the other; a number stands for any value.</summary>
    private static bool Holds(System.Text.Json.JsonElement one, System.Text.Json.JsonElement other) => other.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => other.EnumerateObject().All(p => one.TryGetProperty(p.Name, out var value) && Holds(value, p.Value)),
        System.Text.Json.JsonValueKind.Array => Holds(one[0], other[0]),
        System.Text.Json.JsonValueKind.Number => true,
        _ => one.ToString() == other.ToString(),
    };

    private static IEnumerable<string?> Others(Answer answer) =>
        answer.Json.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("participants").GetProperty("data")[1].GetProperty("username").GetString());
}
