using System.Net;
using System.Text.Json;
using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>The product as ./run.sh starts it, with the Sandbox in Meta's place.</summary>
public sealed class SingleProcess : IAsyncLifetime
{
    private ProcessCluster? cluster;

    public TestDatabase Database { get; } = new();
    public Node Api { get; private set; } = null!;
    public Sandbox Meta { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        cluster = new ProcessCluster(Database, new Dictionary<string, string> { ["Meta__CallTimeout"] = "00:00:02" });
        var port = ProcessCluster.FreePort();
        Meta = await cluster.StartSandbox(port);
        Api = await cluster.StartSingle(port);
    }

    public async ValueTask DisposeAsync()
    {
        Meta?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        await Database.DisposeAsync();
    }
}

public sealed class MainJobTests(SingleProcess product) : IClassFixture<SingleProcess>
{
    private static readonly Lock Names = new();
    private static int number;

    private async Task<(Seller Seller, string Shop, Guid Account)> Shop()
    {
        string shop;
        lock (Names) shop = $"shop.{++number}";
        await product.Meta.AddShop(shop);
        var seller = await Seller.SignUp(product.Api.Url);
        return (seller, shop, await seller.Connect(product.Meta, shop));
    }

    private async Task<Guid> ConversationWith(Seller seller, string shop, string customer, string text)
    {
        await product.Meta.Write(shop, customer, text);
        return (await Eventually.Get<object>(async () => (await seller.Conversations()).Where(c => c.GetProperty("lastMessage").GetProperty("text").GetString() == text)
            .Select(c => (object?)c.GetProperty("id").GetGuid()).FirstOrDefault(), what: $"'{text}' in the inbox")) is Guid id ? id : default;
    }

    [Fact]
    public async Task A_customers_message_reaches_the_browser_and_the_reply_reaches_the_customer_once()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;

        var conversation = await ConversationWith(seller, shop, "maya", "É a última? 😀 a@b.com / 100%");
        await Eventually.True(() => Task.FromResult(seller.Events.Any(e => e.GetProperty("kind").GetString() == "message.received")), what: $"The live event (seen: {string.Join(" ", seller.Events)}; log: {product.Api.Log()})");
        var sent = await seller.Reply(conversation, "Sim!", clientMessageId: "one");
        var again = await seller.Reply(conversation, "Sim!", clientMessageId: "one");

        Assert.Equal(sent.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        await Eventually.True(async () => (await seller.Messages(conversation))[0].GetProperty("status").GetString() == "sent", what: "Sent");
        Assert.Equal(["in", "api"], (await product.Meta.Messages(shop, "maya")).Select(m => m.GetProperty("from").GetString()));
        Assert.Equal(2, (await seller.Messages(conversation)).Count);
        await Eventually.True(async () => (await seller.Conversations())[0].GetProperty("contact").GetProperty("username").GetString() == "maya", what: "The contact's name");
        var sequences = (await seller.Get($"/api/accounts/{account}/events?after=0")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(n => (long)n), sequences);
    }

    [Fact]
    public async Task A_send_without_an_answer_is_settled_by_its_echo_and_not_sent_again()
    {
        var (seller, shop, _) = await Shop();
        await using var __ = seller;
        var conversation = await ConversationWith(seller, shop, "maya", "Are you there?");

        await product.Meta.Fault("/messages", "timeout_after_success", delayMs: 6_000);
        await seller.Reply(conversation, "Yes, here");

        await Eventually.True(async () => (await seller.Messages(conversation))[0].GetProperty("status").GetString() == "sent", what: "Sent");
        Assert.Single(await product.Meta.Messages(shop, "maya"), m => m.GetProperty("from").GetString() == "api");
        Assert.Equal(2, (await seller.Messages(conversation)).Count);
    }

    [Fact]
    public async Task A_picture_with_buttons_goes_out_now_another_later_and_a_colleagues_answer_stops_a_third()
    {
        var (seller, shop, _) = await Shop();
        await using var __ = seller;
        var conversation = await ConversationWith(seller, shop, "maya", "Which colours?");
        var asked = (await seller.Messages(conversation))[0];
        var picture = await seller.UploadPicture();
        var template = await seller.Post("/api/reply-templates", new { name = "Colours", text = "Blue or green, {{first_name|friend}}?", shortcut = "colours" });
        object Draft(string id) => new
        {
            clientMessageId = id,
            mediaIds = new[] { picture },
            templateId = template.GetProperty("id").GetString(),
            quickReplies = new[] { new { title = "Blue" }, new { title = "Green" } },
            replyTo = asked.GetProperty("platformMessageId").GetString(),
            afterSequence = asked.GetProperty("sequence").GetInt64(),
        };

        var sent = await seller.Post($"/api/conversations/{conversation}/messages", Draft("first"));
        await Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Count == 3, what: "A picture and a text");
        await Eventually.True(async () => (await seller.Messages(conversation)).TrueForAll(m => m.GetProperty("status").GetString() is "sent" or "delivered"), what: "Both sent");
        var refused = await seller.Refused($"/api/conversations/{conversation}/messages", Draft("second"));
        await seller.Post($"/api/conversations/{conversation}/scheduled-messages", new { clientMessageId = "later", text = "Still there?", sendAt = TimeProvider.System.GetUtcNow().AddSeconds(3) });

        var atMeta = await product.Meta.Messages(shop, "maya");
        Assert.Equal("image", atMeta[1].GetProperty("file").GetProperty("type").GetString());
        Assert.Equal(asked.GetProperty("platformMessageId").GetString(), atMeta[1].GetProperty("replyTo").GetString());
        Assert.Equal(["Blue", "Green"], atMeta[2].GetProperty("quickReplies").EnumerateArray().Select(t => t.GetString()));
        Assert.StartsWith("Blue or green, ", sent.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "answered-meanwhile", 2), (refused.Status, refused.Problem.GetProperty("code").GetString(), refused.Problem.GetProperty("missed").GetArrayLength()));
        Assert.Equal(1, (await seller.Get("/api/reply-templates")).GetProperty("items")[0].GetProperty("usageCount").GetInt32());
        Assert.Single((await seller.Get($"/api/conversations/{conversation}/scheduled-messages")).GetProperty("items").EnumerateArray());
        await Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Exists(m => m.GetProperty("text").GetString() == "Still there?"), what: "The one for later");
    }

    [Fact]
    public async Task Messages_that_come_twice_and_out_of_order_are_there_once_and_in_order()
    {
        var (seller, shop, _) = await Shop();
        await using var __ = seller;
        await product.Meta.Webhooks(new { duplicate = 1.0, reorder = true, batch = 5 });

        foreach (var n in Enumerable.Range(1, 10)) await product.Meta.Write(shop, "ana", $"line {n:D2}");
        await Eventually.True(async () => (await seller.Conversations()) is [var c] && (await seller.Messages(c.GetProperty("id").GetGuid())).Count == 10, what: "Ten lines");
        await product.Meta.Webhooks(new { });

        var conversation = (await seller.Conversations())[0];
        var lines = (await seller.Messages(conversation.GetProperty("id").GetGuid())).Select(m => m.GetProperty("text").GetString()).Reverse();
        Assert.Equal(Enumerable.Range(1, 10).Select(n => $"line {n:D2}"), lines);
        Assert.Equal(10, conversation.GetProperty("unreadCount").GetInt32());
    }

    [Fact]
    public async Task What_the_customer_takes_back_is_gone()
    {
        var (seller, shop, _) = await Shop();
        await using var __ = seller;
        var mid = await product.Meta.Write(shop, "ana", "my secret");
        var conversation = (await Eventually.Get(async () => (await seller.Conversations()) is [var c] ? c.GetProperty("id").GetString() : null));

        await product.Meta.Unsend(shop, mid);

        await Eventually.True(async () => (await seller.Messages(Guid.Parse(conversation)))[0] is var m && m.GetProperty("kind").GetString() == "deleted" && m.GetProperty("text").GetString() == "");
    }

    [Fact]
    public async Task What_came_before_the_account_was_connected_is_taken_in_with_it()
    {
        var id = await product.Meta.AddShop("early.shop");
        using var meta = new WebhookSender(product.Api.Url);
        Assert.Equal(HttpStatusCode.OK, await meta.Post(WebhookSender.Message(id, "9001", "early-1", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), "first in line")));
        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = product.Database.Url }.ConnectionString().ConnectionString);
        await Eventually.True(async () => await Scalar(db, $"select count(*) from webhook_parked where platform_account_id = '{id}' and reason = 'unknown-account'") == 1, what: "Set aside");

        await using var seller = await Seller.SignUp(product.Api.Url);
        await seller.Connect(product.Meta, "early.shop");

        Assert.Equal("first in line", Assert.Single(await seller.Conversations()).GetProperty("lastMessage").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_wrong_signature_a_huge_body_and_broken_json_each_get_their_answer()
    {
        using var meta = new WebhookSender(product.Api.Url);
        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = product.Database.Url }.ConnectionString().ConnectionString);
        const string Marker = "zz-marker-zz";

        Assert.Equal(HttpStatusCode.Unauthorized, await meta.Post($$"""{"object":"instagram","x":"{{Marker}}"}""", secret: "another"));
        Assert.Equal(HttpStatusCode.Unauthorized, await meta.Post($$"""{"object":"instagram","x":"{{Marker}}"}""", secret: null));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await meta.Post(new string('x', (1024 * 1024) + 1)));
        Assert.Equal(0, await Scalar(db, $"select count(*) from webhook_deliveries where position('{Marker}'::bytea in body) > 0"));
        Assert.Equal(HttpStatusCode.OK, await meta.Post("{\"broken\": " + Marker));
        await Eventually.True(async () => await Scalar(db, $"select count(*) from webhook_parked where reason = 'unreadable' and position('{Marker}'::bytea in raw) > 0") == 1, what: "Set aside");
        await Eventually.True(async () => await Scalar(db, "select count(*) from webhook_deliveries where finished_at is null") == 0);
    }

    [Fact]
    public async Task A_post_goes_live_on_its_second_with_its_first_comment()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        var due = TimeProvider.System.GetUtcNow().AddSeconds(6);

        var post = await seller.Schedule(account, await seller.UploadPicture(), "On time", due, firstComment: "More in our story");

        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", TimeSpan.FromSeconds(30), "Published");
        var published = Assert.Single(await product.Meta.Posts(shop));
        Assert.InRange((published.GetProperty("publishedAt").GetDateTimeOffset() - due).TotalSeconds, 0, 1);
        Assert.Equal(1, published.GetProperty("publishes").GetInt32());
        await Eventually.True(async () => (await product.Meta.Posts(shop))[0].GetProperty("comments").GetArrayLength() == 1, what: "The first comment");
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("permalink").ValueKind == JsonValueKind.String, what: "The link");
    }

    [Fact]
    public async Task A_publish_call_in_doubt_is_found_out_and_never_doubled()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;

        await product.Meta.Fault("/media_publish", "timeout_after_success", delayMs: 6_000);
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Doubt", TimeProvider.System.GetUtcNow().AddSeconds(3));

        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", TimeSpan.FromSeconds(30), "Published");
        Assert.Equal(1, Assert.Single(await product.Meta.Posts(shop)).GetProperty("publishes").GetInt32());
    }

    [Fact]
    public async Task A_dead_login_stops_sending_and_says_so_and_reception_goes_on()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        var conversation = await ConversationWith(seller, shop, "ana", "Hello");

        await product.Meta.Revoke(shop);
        await seller.Reply(conversation, "Hi");

        await Eventually.True(async () => (await seller.Account(account)).GetProperty("status").GetString() == "token_expired", what: "The account's status");
        await Eventually.True(async () => (await seller.Messages(conversation))[0].GetProperty("status").GetString() == "failed", what: "The message's status");
        Assert.Equal(HttpStatusCode.Conflict, await seller.TryReply(conversation, "Hi again"));
        await ConversationWith(seller, shop, "ana", "Still there?");
    }

    [Fact]
    public async Task While_the_database_is_away_webhooks_are_refused_and_nothing_is_lost_after()
    {
        await using var database = new OwnDatabase();
        await database.InitializeAsync();
        await using var cluster = new ProcessCluster(database.Inner);
        var api = await cluster.StartSingle(ProcessCluster.FreePort());
        using var meta = new WebhookSender(api.Url);
        var body = WebhookSender.Message("17849", "9001", "while-away", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        await database.Close();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await meta.Post(body));
        await database.Open();
        await meta.DeliverUntilTaken(body);

        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Inner.Url }.ConnectionString().ConnectionString);
        await Eventually.True(async () => await Scalar(db, "select count(*) from webhook_parked") == 1, what: "The entry");
    }

    private static async Task<long> Scalar(NpgsqlDataSource db, string sql)
    {
        await using var command = db.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A database whose door can be shut.</summary>
    private sealed class OwnDatabase : IAsyncDisposable
    {
        public TestDatabase Inner { get; } = new();

        public ValueTask InitializeAsync() => Inner.InitializeAsync();

        public Task Close() => OnServer($"alter database {Name} with allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Name}'");

        public Task Open() => OnServer($"alter database {Name} with allow_connections true");

        public ValueTask DisposeAsync() => Inner.DisposeAsync();

        private string Name => new Uri(Inner.Url).AbsolutePath[1..];

        private static async Task OnServer(string sql)
        {
            await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Environment.GetEnvironmentVariable("TEST_DATABASE_URL")! }.ConnectionString().ConnectionString);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
