using System.Net;
using System.Text.Json;

namespace SocialSelling.Cluster;

/// <summary>Comments from a customer's telephone to the browser and back, with the Sandbox in Meta's place.</summary>
public sealed class CommentTests(SingleProcess product) : IClassFixture<SingleProcess>
{
    private static readonly Lock Names = new();
    private static int number;

    [Fact]
    public async Task What_comes_twice_and_replies_before_their_comment_stand_once_in_their_thread()
    {
        await using var desk = await Desk.Open(product, NewName());
        await product.Meta.Webhooks(new { duplicate = 1.0, reorder = true, batch = 5 });

        var top = await desk.Comment("maya", "How much? 😀");
        await desk.Comment("bia", "I want one too", top);
        await desk.Comment(desk.Shop, "They are 30 €", top);
        await desk.Comment("someone", "Nice", anonymous: true);
        await Eventually.True(async () => (await desk.Comments()).Count == 4, what: "Four comments");
        await product.Meta.Webhooks(new { });

        var comments = await desk.Comments();
        var thread = comments.Single(c => Text(c) == "How much? 😀").GetProperty("threadId").GetGuid();
        Assert.Equal(3, comments.Count(c => c.GetProperty("threadId").GetGuid() == thread));
        Assert.Equal(["I want one too", "They are 30 €"], comments.Where(c => c.GetProperty("isReply").GetBoolean()).Select(Text).Order());
        Assert.Equal("outbound", comments.Single(c => Text(c) == "They are 30 €").GetProperty("direction").GetString());
        Assert.Equal(JsonValueKind.Null, comments.Single(c => Text(c) == "Nice").GetProperty("author").GetProperty("username").ValueKind);
        await Eventually.True(async () => (await desk.Post()).GetProperty("caption").GetString() == "New mugs", what: "The post's caption");
        Assert.Contains(desk.Seller.Events, e => e.GetProperty("kind").GetString() == "comment.received");
        await desk.HasNoGap();
    }

    [Fact]
    public async Task A_reply_is_written_once_and_closes_what_it_answers()
    {
        await using var desk = await Desk.Open(product, NewName());
        await desk.Comment("maya", "How much?");
        var comment = await desk.Find("How much?");
        Assert.Equal((1, 1), ((await desk.Post()).GetProperty("openCount").GetInt32(), (await desk.Post()).GetProperty("unreadCount").GetInt32()));

        var reply = await desk.Reply(comment, "30 €", clientId: "one");
        var again = await desk.Reply(comment, "30 €", clientId: "one");
        await desk.IsDelivered("30 €", "sent");

        Assert.Equal(reply.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.Equal(["How much?", "30 €"], await desk.AtMeta());
        // Its webhook has come by the time of the next one.
        await desk.Comment("bia", "And the blue one?");
        await desk.Find("And the blue one?");
        Assert.Equal(3, (await desk.Comments()).Count);
        Assert.Equal("closed", (await desk.Seller.Get($"/api/comments/{comment}")).GetProperty("status").GetString());
        Assert.Equal(1, (await desk.Post()).GetProperty("openCount").GetInt32());
        await desk.Try(HttpMethod.Post, $"/api/comments/posts/{(await desk.Post()).GetProperty("id").GetGuid()}/read", null);
        Assert.Equal(0, (await desk.Post()).GetProperty("unreadCount").GetInt32());
        Assert.Empty(await desk.Comments("&unread=true"));
        await desk.HasNoGap();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_without_an_answer_is_settled_by_its_webhook_or_a_look_and_not_written_again(bool silent)
    {
        await using var desk = await Desk.Open(product, NewName());
        await desk.Comment("maya", "How much?");
        var comment = await desk.Find("How much?");

        await product.Meta.Fault("/replies", "timeout_after_success", delayMs: 6_000);
        if (silent) await product.Meta.Webhooks(new { paused = true });
        await desk.Reply(comment, "30 €");
        await desk.IsDelivered("30 €", "sent", TimeSpan.FromSeconds(40));
        await product.Meta.Webhooks(new { });

        await desk.Comment("bia", "And the blue one?");
        await desk.Find("And the blue one?");
        Assert.Equal(["How much?", "30 €", "And the blue one?"], await desk.AtMeta());
        Assert.Equal(3, (await desk.Comments()).Count);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("other")]
    public async Task A_private_reply_goes_once_and_leads_to_the_conversation(string commenterIds)
    {
        await using var desk = await Desk.Open(product, NewName());
        await product.Meta.Behaviour(new { commenterIds });
        await desk.Comment("maya", "How much?");
        var comment = await desk.Find("How much?");
        await product.Meta.Behaviour(new { commenterIds = "same" });

        await desk.Reply(comment, "30 € for you", isPrivate: true);
        await desk.IsDelivered("30 € for you", "sent");
        var (status, code) = await desk.Try(HttpMethod.Post, $"/api/comments/{comment}/private-reply", new { clientId = "again", text = "Hello?" });

        Assert.Equal((HttpStatusCode.Conflict, "private-reply-used"), (status, code));
        Assert.Equal(["30 € for you"], (await product.Meta.Messages(desk.Shop, "maya")).Select(Text));
        var answered = await desk.Seller.Get($"/api/comments/{comment}");
        var conversation = answered.GetProperty("conversationId").GetGuid();
        Assert.Equal(("closed", JsonValueKind.Null), (answered.GetProperty("status").GetString(), answered.GetProperty("privateReplyUntil").ValueKind));
        Assert.Equal("30 € for you", Text(Assert.Single(await desk.Seller.Messages(conversation))));
        // She answers, and her message joins the same conversation.
        await product.Meta.Write(desk.Shop, "maya", "I take it");
        await Eventually.True(async () => (await desk.Seller.Messages(conversation)).Count == 2, what: "The answer in the conversation");
        Assert.Single(await desk.Seller.Conversations());
        await Eventually.True(async () => (await desk.Seller.Get($"/api/comments/{comment}")).GetProperty("author").GetProperty("name").GetString() == "maya", what: "Her name from the conversation");
        var reply = (await desk.Comments("&kind=private_reply")).Single().GetProperty("author");
        Assert.Equal((desk.Shop, JsonValueKind.Null), (reply.GetProperty("username").GetString(), reply.GetProperty("name").ValueKind));
    }

    [Fact]
    public async Task A_private_reply_in_doubt_is_sent_once()
    {
        await using var desk = await Desk.Open(product, NewName());
        await desk.Comment("maya", "How much?");
        var comment = await desk.Find("How much?");

        await product.Meta.Fault("/messages", "timeout_after_success", delayMs: 6_000);
        await desk.Reply(comment, "30 € for you", isPrivate: true);
        await desk.IsDelivered("30 € for you", "sent");

        Assert.Single(await product.Meta.Messages(desk.Shop, "maya"));
        Assert.Single(await desk.Seller.Messages((await desk.Seller.Conversations())[0].GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task After_seven_days_there_is_no_private_reply()
    {
        await using var desk = await Desk.Open(product, NewName());
        using var meta = new WebhookSender(product.Api.Url);
        await desk.CannotBeRead();
        var written = TimeProvider.System.GetUtcNow().AddDays(-7).AddMinutes(-1).ToUnixTimeSeconds();

        await meta.Post($$$$"""{"object":"instagram","entry":[{"id":"{{{{desk.ShopId}}}}","time":{{{{written}}}},"field":"comments","value":{"id":"old-1","text":"Still there?","from":{"id":"9","username":"ana"},"media":{"id":"{{{{desk.Media}}}}"}}}]}""");
        var comment = await desk.Find("Still there?");

        Assert.Equal((HttpStatusCode.Conflict, "private-reply-expired"), await desk.Try(HttpMethod.Post, $"/api/comments/{comment}/private-reply", new { clientId = "late", text = "Yes" }));
        Assert.Equal(JsonValueKind.Null, (await desk.Seller.Get($"/api/comments/{comment}")).GetProperty("privateReplyUntil").ValueKind);
    }

    [Fact]
    public async Task An_answer_given_at_Instagram_that_comes_before_its_comment_leaves_nothing_to_answer()
    {
        await using var desk = await Desk.Open(product, NewName());
        using var meta = new WebhookSender(product.Api.Url);
        await desk.CannotBeRead();
        var written = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds();
        string Comment(string id, string text, string author, long at, string parent = "") =>
            $$$$"""{"object":"instagram","entry":[{"id":"{{{{desk.ShopId}}}}","time":{{{{at}}}},"field":"comments","value":{"id":"{{{{id}}}}",{{{{parent}}}}"text":"{{{{text}}}}","from":{"id":"{{{{author}}}}","username":"ana"},"media":{"id":"{{{{desk.Media}}}}"}}}]}""";

        await meta.Post(Comment("r-1", "30 €", desk.ShopId, written + 60, """ "parent_id":"t-1", """));
        await desk.Find("30 €");
        await meta.Post(Comment("t-1", "How much?", "9", written));
        await meta.Post(Comment("t-2", "And the blue one?", "9", written + 120, """ "parent_id":"t-1", """));
        await desk.Find("And the blue one?");

        string Status(JsonElement comment) => comment.GetProperty("status").GetString()!;
        Assert.Equal(["How much? closed", "30 € closed", "And the blue one? open"], (await desk.Comments()).OrderBy(c => c.GetProperty("commentedAt").GetDateTimeOffset()).Select(c => $"{Text(c)} {Status(c)}"));
        Assert.Equal(1, (await desk.Post()).GetProperty("openCount").GetInt32());
    }

    [Fact]
    public async Task What_was_deleted_at_Instagram_is_found_out_and_what_is_deleted_here_is_gone_there()
    {
        await using var desk = await Desk.Open(product, NewName());
        var taken = await desk.Comment("maya", "How much?");
        await desk.Comment("bia", "Buy followers now");
        var (gone, spam) = (await desk.Find("How much?"), await desk.Find("Buy followers now"));

        await product.Meta.Uncomment(desk.Shop, taken);
        await desk.Reply(gone, "30 €");
        await desk.IsDelivered("30 €", "failed");
        Assert.Equal((HttpStatusCode.OK, ""), await desk.Try(HttpMethod.Patch, $"/api/comments/{spam}", new { hidden = true }));
        Assert.True((await product.Meta.Comments(desk.Shop))[0].GetProperty("hidden").GetBoolean());
        Assert.Equal((HttpStatusCode.NoContent, ""), await desk.Try(HttpMethod.Delete, $"/api/comments/{spam}", null));

        Assert.Empty(await desk.AtMeta());
        foreach (var id in (Guid[])[gone, spam])
        {
            var comment = await desk.Seller.Get($"/api/comments/{id}");
            Assert.Equal((true, "", "closed"), (comment.GetProperty("deleted").GetBoolean(), Text(comment), comment.GetProperty("status").GetString()));
        }
        Assert.Equal((HttpStatusCode.Conflict, "comment-gone"), await desk.Try(HttpMethod.Post, $"/api/comments/{spam}/replies", new { clientId = "x", text = "Hello" }));
        Assert.Equal((HttpStatusCode.BadRequest, "comment-text-refused"), await desk.Try(HttpMethod.Post, $"/api/comments/{gone}/replies", new { clientId = "y", text = "NEVER SHOUT" }));
        // The reply that failed can be taken away.
        var failed = (await desk.Comments()).Single(c => Text(c) == "30 €");
        Assert.Equal("comment-gone", failed.GetProperty("failure").GetProperty("code").GetString());
        await desk.Try(HttpMethod.Delete, $"/api/comments/{failed.GetProperty("id").GetGuid()}", null);
        Assert.Equal(2, (await desk.Comments()).Count);
    }

    [Fact]
    public async Task What_was_written_before_the_account_was_connected_is_read_with_the_next_comment()
    {
        var shop = NewName();
        await product.Meta.AddShop(shop);
        var media = await product.Meta.AddPost(shop, "New mugs");
        var top = await product.Meta.Comment(shop, media, "maya", "How much?");
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, shop);

        await product.Meta.Comment(shop, media, "bia", "I wonder too", top);

        async Task<List<JsonElement>> Comments() => [.. (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").EnumerateArray()];
        await Eventually.True(async () => (await Comments()).Count == 2, what: "Both comments");
        Assert.Single((await Comments()).Select(c => c.GetProperty("threadId").GetGuid()).Distinct());
        Assert.Equal("maya", (await Comments()).Single(c => Text(c) == "How much?").GetProperty("author").GetProperty("username").GetString());
    }

    [Fact]
    public async Task What_was_written_before_the_account_was_connected_is_read_back_also_when_nobody_comments_any_more()
    {
        var shop = NewName();
        await product.Meta.AddShop(shop);
        foreach (var caption in (string[])["Old mugs", "No comments here", "New mugs"])
        {
            var media = await product.Meta.AddPost(shop, caption);
            if (caption == "No comments here") continue;
            var asked = await product.Meta.Comment(shop, media, "maya", $"How much are the {caption}?", at: TimeProvider.System.GetUtcNow().AddHours(-2));
            await product.Meta.Comment(shop, media, shop, $"We love the {caption}", asked, at: TimeProvider.System.GetUtcNow().AddHours(-1));
        }
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, shop);

        await Eventually.True(async () => (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").GetArrayLength() == 4, what: "All four");

        await Eventually.True(async () => (await seller.Get($"/api/comments/posts?accountId={account}")).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("caption").GetString()).Order()
            .SequenceEqual(["New mugs", "Old mugs"]), what: "The captions of the two posts, and of no other");
        var told = (await seller.Get($"/api/accounts/{account}/events?after=0&limit=100")).GetProperty("items").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "comment.received").ToList();
        Assert.All(told, e => Assert.True(e.GetProperty("payload").GetProperty("historic").GetBoolean()));
        Assert.Equal(4, told.Count);
    }

    [Fact]
    public async Task What_was_changed_or_deleted_at_Instagram_is_noticed_by_the_daily_look()
    {
        await using var desk = await Desk.Open(product, NewName());
        await desk.Comment("maya", "How much?");
        var (reworded, taken) = (await desk.Comment("bia", "Is it red"), await desk.Comment("leo", "Never mind"));
        await desk.Comment("ana", "I wonder too", taken);
        await Eventually.True(async () => (await desk.Comments()).Count == 4, what: "Four comments");
        await Eventually.True(async () => (await desk.Post()).GetProperty("caption").GetString() == "New mugs", what: "What the post is has been asked");

        await product.Meta.Recomment(desk.Shop, reworded, "Is it blue?");
        await product.Meta.Uncomment(desk.Shop, taken);
        await Sql($"update comment_posts set fetched_at = fetched_at - interval '2 days' where client_account_id = '{desk.Account}'");
        await Sql($"update comment_scans set next_step_at = now() - interval '2 seconds', step = step + 1 where account_id = '{desk.Account}'");

        await Eventually.True(async () => (await desk.Comments()).Count(c => c.GetProperty("deleted").GetBoolean()) == 2, what: "The deleted comment, and the reply under it");
        Assert.Equal(["How much?", "Is it blue?"], (await desk.Comments()).Where(c => !c.GetProperty("deleted").GetBoolean()).Select(Text).Order());
        Assert.Contains(desk.Seller.Events, e => e.GetProperty("kind").GetString() == "comment.changed" && e.GetProperty("payload").GetProperty("comment") is { ValueKind: JsonValueKind.Object } c && Text(c) == "Is it blue?");
        await desk.HasNoGap();

        async Task Sql(string sql)
        {
            await using var db = Npgsql.NpgsqlDataSource.Create(new DatabaseOptions { Url = product.Database.Url }.ConnectionString().ConnectionString);
            await using var command = db.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Mentions_and_live_comments_are_kept_for_what_they_are()
    {
        await using var desk = await Desk.Open(product, NewName());
        using var meta = new WebhookSender(product.Api.Url);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string Change(string field, string value) => $$$"""{"object":"instagram","entry":[{"id":"{{{desk.ShopId}}}","time":{{{now}}},"changes":[{"field":"{{{field}}}","value":{{{value}}} }]}]}""";

        foreach (var _ in (int[])[1, 2])
        {
            await meta.Post(Change("mentions", """{"media_id":"elsewhere","comment_id":"m-1"}"""));
            await meta.Post(Change("mentions", """{"media_id":"elsewhere"}"""));
            await meta.Post(Change("live_comments", """{"id":"l-1","text":"Hello from the stream","from":{"id":"9","username":"ana"},"media":{"id":"live"}}"""));
        }

        async Task<List<JsonElement>> Of(string kind) => [.. (await desk.Seller.Get($"/api/comments?accountId={desk.Account}&kind={kind}")).GetProperty("items").EnumerateArray()];
        await Eventually.True(async () => (await Of("live_comment")).Count == 1, what: "The live comment");
        var mention = Assert.Single(await Of("mention"));
        Assert.Single(await Of("caption_mention"));
        Assert.Equal((HttpStatusCode.Conflict, "comment-elsewhere"), await desk.Try(HttpMethod.Post, $"/api/comments/{mention.GetProperty("id").GetGuid()}/replies", new { clientId = "m", text = "Thank you" }));
        await desk.HasNoGap();
    }

    [Fact]
    public async Task Another_workspace_finds_nothing_of_it()
    {
        await using var desk = await Desk.Open(product, NewName());
        await desk.Comment("maya", "How much?");
        var comment = await desk.Find("How much?");
        var post = (await desk.Post()).GetProperty("id").GetGuid();
        await using var stranger = await Seller.SignUp(product.Api.Url);

        (HttpMethod Method, string Path, object? Body)[] doors =
        [
            (HttpMethod.Get, $"/api/comments/{comment}", null), (HttpMethod.Get, $"/api/comments?accountId={desk.Account}", null), (HttpMethod.Get, $"/api/comments/posts?accountId={desk.Account}", null),
            (HttpMethod.Get, $"/api/comments/posts/{post}", null), (HttpMethod.Post, $"/api/comments/posts/{post}/read", null), (HttpMethod.Delete, $"/api/comments/{comment}", null),
            (HttpMethod.Post, $"/api/comments/{comment}/replies", new { clientId = "a", text = "Hi" }), (HttpMethod.Post, $"/api/comments/{comment}/private-reply", new { clientId = "b", text = "Hi" }),
            (HttpMethod.Patch, $"/api/comments/{comment}", new { hidden = true }),
        ];

        foreach (var (method, path, body) in doors) Assert.Equal((method, path, HttpStatusCode.NotFound), (method, path, (await stranger.Try(method, path, body)).Status));
        Assert.Empty((await stranger.Get("/api/comments")).GetProperty("items").EnumerateArray());
        Assert.Empty((await stranger.Get("/api/comments/counts")).GetProperty("items").EnumerateArray());
        Assert.Equal(["How much?"], await desk.AtMeta());
    }

    private static string NewName()
    {
        lock (Names) return $"desk.{++number}";
    }

    private static string? Text(JsonElement json) => json.GetProperty("text").GetString();

    /// <summary>A seller, a shop, and a post of it that people comment on.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly SingleProcess product;

        private Desk(SingleProcess product, string shop, string shopId, Seller seller, Guid account, string media) =>
            (this.product, Shop, ShopId, Seller, Account, Media) = (product, shop, shopId, seller, account, media);

        public string Shop { get; }
        public string ShopId { get; }
        public Seller Seller { get; }
        public Guid Account { get; }
        public string Media { get; }

        public static async Task<Desk> Open(SingleProcess product, string shop)
        {
            var shopId = await product.Meta.AddShop(shop);
            var seller = await Seller.SignUp(product.Api.Url);
            var account = await seller.Connect(product.Meta, shop);
            return new Desk(product, shop, shopId, seller, account, await product.Meta.AddPost(shop, "New mugs"));
        }

        /// <summary>The post's comments cannot be read at Meta, where those of a test's own webhooks are not: nobody finds out.</summary>
        public Task CannotBeRead() => product.Meta.Fault($"/{Media}/comments", "error", code: 2, times: 1_000);

        public Task<string> Comment(string customer, string text, string? parentId = null, bool anonymous = false) => product.Meta.Comment(Shop, Media, customer, text, parentId, anonymous);

        public async Task<List<JsonElement>> Comments(string filter = "") => [.. (await Seller.Get($"/api/comments?accountId={Account}&mediaId={Media}{filter}")).GetProperty("items").EnumerateArray()];

        public async Task<JsonElement> Post() => Assert.Single((await Seller.Get($"/api/comments/posts?accountId={Account}")).GetProperty("items").EnumerateArray());

        /// <returns>The id of the comment with these words, once it has come.</returns>
        public async Task<Guid> Find(string text) => Guid.Parse(await Eventually.Get(
            async () => (await Comments()).Where(c => Text(c) == text).Select(c => c.GetProperty("id").GetString()).FirstOrDefault(), what: $"'{text}' among the comments"));

        public Task<JsonElement> Reply(Guid comment, string text, string? clientId = null, bool isPrivate = false) =>
            Seller.Post($"/api/comments/{comment}/{(isPrivate ? "private-reply" : "replies")}", new { clientId = clientId ?? Guid.NewGuid().ToString(), text });

        public Task IsDelivered(string text, string delivery, TimeSpan? limit = null) =>
            Eventually.True(async () => (await Comments()).Single(c => Text(c) == text).GetProperty("delivery").GetString() == delivery, limit, $"'{text}' {delivery}");

        public Task<(HttpStatusCode Status, string Code)> Try(HttpMethod method, string path, object? body) => Seller.Try(method, path, body);

        public async Task<IEnumerable<string?>> AtMeta() => (await product.Meta.Comments(Shop)).Select(Text);

        public async Task HasNoGap()
        {
            var sequences = (await Seller.Get($"/api/accounts/{Account}/events?after=0&limit=100")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()).ToList();
            Assert.Equal(Enumerable.Range(1, sequences.Count).Select(n => (long)n), sequences);
        }

        public ValueTask DisposeAsync() => Seller.DisposeAsync();
    }
}
