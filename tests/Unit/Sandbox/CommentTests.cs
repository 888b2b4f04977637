using System.Text.Json;

namespace SocialSelling.Sandbox;

public sealed class CommentTests : IAsyncLifetime
{
    private Receiver receiver = null!;
    private RunningSandbox sandbox = null!;
    private string token = "", medium = "";

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.Start();
        sandbox = await RunningSandbox.Start(receiver);
        token = (await sandbox.Extend(await sandbox.Subscribe(RunningSandbox.Luna, "comments,messages")))["access_token"];
        medium = (await sandbox.Control("shops/luna.ceramics/posts", new { caption = "New mugs" }))["id"];
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_accounts_own_reply_is_told_with_both_marks_and_names_its_parent()
    {
        var comment = await Comment("maya.torres", "How much?");

        var reply = (await sandbox.Post($"/v25.0/{comment}/replies", new { message = "30 euros" }, token))["id"];

        var value = await Told(reply);
        Assert.Equal((comment, RunningSandbox.LunaId), (value.GetProperty("parent_id").GetString(), value.GetProperty("from").GetProperty("id").GetString()));
        Assert.True(value.GetProperty("from").TryGetProperty("self_ig_scoped_id", out _));
        Assert.Equal([reply], Ids(await sandbox.Get($"/v25.0/{comment}/replies", token)));
        Assert.Equal([comment], Ids(await sandbox.Get($"/v25.0/{medium}/comments", token)));
    }

    [Fact]
    public async Task There_is_no_third_level()
    {
        var comment = await Comment("maya.torres", "How much?");
        var reply = (await sandbox.Post($"/{comment}/replies", new { message = "30 euros" }, token))["id"];

        Assert.Equal(100, (await sandbox.Post($"/{reply}/replies", new { message = "Each" }, token)).Error.Code);
    }

    [Fact]
    public async Task An_unwanted_parameter_is_refused_after_the_comment_was_written()
    {
        var comment = await Comment("maya.torres", "How much?");

        Assert.Equal((20, 1772107), (await sandbox.Post($"/{comment}/replies?fields=id", new { message = "30 euros" }, token)).Error);

        Assert.Single(Ids(await sandbox.Get($"/{comment}/replies", token)));
    }

    [Fact]
    public async Task Hiding_hides_the_comments_of_others_only()
    {
        var comment = await Comment("maya.torres", "Buy followers");
        var own = (await sandbox.Post($"/{medium}/comments", new { message = "Restocked" }, token))["id"];

        foreach (var id in (string[])[comment, own]) Assert.Equal(200, (await sandbox.Post($"/{id}?hide=true", new { }, token)).Status);

        Assert.Equal(("True", "False"), ((await sandbox.Get($"/{comment}", token))["hidden"], (await sandbox.Get($"/{own}", token))["hidden"]));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_its_replies()
    {
        var comment = await Comment("maya.torres", "How much?");
        var reply = (await sandbox.Post($"/{comment}/replies", new { message = "30 euros" }, token))["id"];

        Assert.Equal(200, (await sandbox.Delete($"/{comment}", token)).Status);

        foreach (var id in (string[])[comment, reply]) Assert.Equal((100, 33), (await sandbox.Get($"/{id}", token)).Error);
        Assert.Equal((100, 33), (await sandbox.Delete($"/{comment}", token)).Error);
    }

    [Fact]
    public async Task A_private_reply_is_taken_once_within_seven_days_and_of_others_only()
    {
        var comment = await Comment("maya.torres", "How much?");
        var late = await Comment("bia.santos", "And blue?");
        var own = (await sandbox.Post($"/{medium}/comments", new { message = "Restocked" }, token))["id"];

        var sent = await PrivateReply(comment);
        Assert.Equal(await sandbox.CustomerId("maya.torres"), sent["recipient_id"]);
        Assert.Equal((10900, 0), (await PrivateReply(comment)).Error);
        Assert.Equal((100, 2534025), (await PrivateReply(own)).Error);
        await sandbox.Advance(TimeSpan.FromDays(8));
        Assert.Equal((100, 2534025), (await PrivateReply(late)).Error);
    }

    [Fact]
    public async Task Another_account_finds_no_comment()
    {
        var comment = await Comment("maya.torres", "How much?");
        var other = await sandbox.Connect(RunningSandbox.Verde);

        Assert.Equal((100, 33), (await sandbox.Post($"/{comment}/replies", new { message = "Mine are cheaper" }, other)).Error);
        Assert.Equal((100, 33), (await sandbox.Post($"/{comment}?hide=true", new { }, other)).Error);
        Assert.Equal((100, 33), (await sandbox.Delete($"/{comment}", other)).Error);
        Assert.Equal((100, 33), (await sandbox.Get($"/{comment}/replies", other)).Error);
    }

    [Fact]
    public async Task A_page_goes_on_where_the_one_before_ended()
    {
        var written = new List<string>();
        foreach (var n in Enumerable.Range(1, 3)) written.Insert(0, await Comment("maya.torres", $"line {n}"));

        var first = await sandbox.Get($"/{medium}/comments?limit=2", token);
        var rest = await sandbox.Get($"/{medium}/comments?limit=2&after={first.Json.GetProperty("paging").GetProperty("cursors").GetProperty("after").GetString()}", token);

        Assert.Equal(written, Ids(first).Concat(Ids(rest)));
        Assert.False(rest.Json.TryGetProperty("paging", out _));
    }

    private async Task<string> Comment(string customer, string text) => (await sandbox.Control("shops/luna.ceramics/comment", new { mediaId = medium, customer, text }))["id"];

    private Task<Answer> PrivateReply(string comment) => sandbox.Post("/v25.0/me/messages", new { recipient = new { comment_id = comment }, message = new { text = "30 euros" } }, token);

    private static IEnumerable<string> Ids(Answer list) => list.Json.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()!);

    /// <summary>The webhook's value for a comment; others before it are passed over.</summary>
    private async Task<JsonElement> Told(string id)
    {
        while (true)
            foreach (var entry in (await receiver.Next()).Entries)
                if (entry.TryGetProperty("changes", out var changes) && changes[0].GetProperty("value") is var value && value.GetProperty("id").GetString() == id) return value;
    }
}
