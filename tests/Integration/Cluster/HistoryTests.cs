using System.Text.Json;
using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>One process with the Sandbox in Meta's place, which may die and be started again.</summary>
public sealed class MortalProcess : IAsyncLifetime
{
    private readonly int port = ProcessCluster.FreePort();
    private ProcessCluster? cluster;
    private NpgsqlDataSource? source;

    public TestDatabase Database { get; } = new();
    public Node Api { get; private set; } = null!;
    public Sandbox Meta { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Database.Url }.ConnectionString().ConnectionString);
        cluster = new ProcessCluster(Database);
        Meta = await cluster.StartSandbox(port);
        Api = await cluster.StartSingle(port);
    }

    /// <summary>SIGKILL, and again from nothing but what is stored.</summary>
    public async Task DieAndStart()
    {
        Api.Kill();
        Api = await cluster!.StartSingle(port);
    }

    public async Task<long> Count(string sql)
    {
        await using var command = source!.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Meta?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        if (source is not null) await source.DisposeAsync();
        await Database.DisposeAsync();
    }
}

public sealed class HistoryTests(MortalProcess product) : IClassFixture<MortalProcess>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Three_hundred_messages_are_read_back_although_the_process_dies_half_way()
    {
        await product.Meta.AddShop("old.shop");
        foreach (var n in Enumerable.Range(1, 300)) await product.Meta.Write("old.shop", $"customer{n % 15:D2}", $"line {n:D3}", n % 4 == 0 ? "app" : "in", ago: TimeSpan.FromMinutes(400 - n), silent: true);
        var seller = await Seller.SignUp(product.Api.Url);
        await using var _ = seller;

        var account = await seller.Connect(product.Meta, "old.shop");
        await Eventually.True(async () => (await History(seller, account)).GetProperty("conversationsRead").GetInt32() >= 5, Limit, "The first conversations");
        await product.DieAndStart();

        await Eventually.True(async () => (await History(seller, account)).GetProperty("state").GetString() == "done", Limit, "The back-fill");
        var history = await History(seller, account);
        Assert.Equal((15, 300, 300, 0), (history.GetProperty("conversationsRead").GetInt32(), history.GetProperty("messagesListed").GetInt32(), history.GetProperty("messagesAdded").GetInt32(), history.GetProperty("messagesOutOfReach").GetInt32()));
        Assert.Equal((300, 300), (history.GetProperty("completeness").GetProperty("known").GetInt32(), history.GetProperty("completeness").GetProperty("stored").GetInt32()));
        Assert.Equal(300, await product.Count($"select count(*) from messages where client_account_id = '{account}'"));
        Assert.Equal(0, await product.Count($"select count(*) from (select max(sequence) highest, count(*) numbers from account_events where account_id = '{account}') s where highest <> numbers"));
        var conversations = await seller.Conversations();
        Assert.Equal(15, conversations.Count);
        Assert.All(conversations, c => Assert.Equal(0, c.GetProperty("unreadCount").GetInt32()));
        var texts = (await seller.Messages(conversations[0].GetProperty("id").GetGuid())).Select(m => m.GetProperty("text").GetString()).ToList();
        Assert.Equal(texts.OrderDescending(), texts);
    }

    [Fact]
    public async Task What_no_webhook_brought_is_found_and_only_what_is_news_counts_as_unread()
    {
        await product.Meta.AddShop("gap.shop");
        var seller = await Seller.SignUp(product.Api.Url);
        await using var _ = seller;
        await product.Meta.Write("gap.shop", "maya", "before all", ago: TimeSpan.FromDays(3), silent: true);
        var account = await seller.Connect(product.Meta, "gap.shop");
        await Done(seller, account, "backfill");
        // As if the account had been connected for a day: what comes now is news.
        await product.Database.Execute($"update account_history set complete_until = now() - interval '1 day' where account_id = '{account}'");

        await product.Meta.Write("gap.shop", "maya", "answered on the telephone", ago: TimeSpan.FromHours(3), silent: true);
        await product.Meta.Write("gap.shop", "maya", "yes", "app", ago: TimeSpan.FromHours(2), silent: true);
        await product.Meta.Write("gap.shop", "maya", "and now?", ago: TimeSpan.FromHours(1), silent: true);
        await product.Database.Execute($"update account_history set next_step_at = now() - interval '1 minute' where account_id = '{account}'");
        await Done(seller, account, "reconcile");

        var conversation = Assert.Single(await seller.Conversations());
        Assert.Equal(["and now?", "yes", "answered on the telephone", "before all"], (await seller.Messages(conversation.GetProperty("id").GetGuid())).Select(m => m.GetProperty("text").GetString()));
        Assert.Equal((1, "and now?"), (conversation.GetProperty("unreadCount").GetInt32(), conversation.GetProperty("lastMessage").GetProperty("text").GetString()));
        var completeness = (await History(seller, account)).GetProperty("completeness");
        Assert.Equal((3, 3, 3), (completeness.GetProperty("known").GetInt32(), completeness.GetProperty("stored").GetInt32(), completeness.GetProperty("filled").GetInt32()));
        Assert.All(seller.Events.Where(e => e.GetProperty("kind").GetString() is "message.received"), e => Assert.True(e.GetProperty("payload").GetProperty("historic").GetBoolean()));
    }

    [Fact]
    public async Task What_Meta_does_not_open_is_counted_and_a_run_that_is_asked_for_twice_is_one()
    {
        await product.Meta.AddShop("long.shop");
        foreach (var n in Enumerable.Range(1, 30)) await product.Meta.Write("long.shop", "bia", $"line {n:D2}", ago: TimeSpan.FromMinutes(100 - n), silent: true);
        var seller = await Seller.SignUp(product.Api.Url);
        await using var _ = seller;
        var account = await seller.Connect(product.Meta, "long.shop");
        await Done(seller, account, "backfill");

        var first = await seller.Post($"/api/accounts/{account}/sync", new { });
        var second = await seller.Post($"/api/accounts/{account}/sync", new { });
        await Done(seller, account, "backfill", after: first.GetProperty("startedAt").GetDateTimeOffset());

        Assert.Equal(first.GetProperty("startedAt").GetDateTimeOffset(), second.GetProperty("startedAt").GetDateTimeOffset());
        var history = await History(seller, account);
        Assert.Equal((30, 0, 10), (history.GetProperty("messagesListed").GetInt32(), history.GetProperty("messagesAdded").GetInt32(), history.GetProperty("messagesOutOfReach").GetInt32()));
        Assert.Equal((30, 20), (history.GetProperty("completeness").GetProperty("known").GetInt32(), history.GetProperty("completeness").GetProperty("stored").GetInt32()));
        Assert.Equal(20, await product.Count($"select count(*) from messages where client_account_id = '{account}'"));
    }

    [Fact]
    public async Task Reactions_and_edits_that_no_webhook_told_are_read_back_once()
    {
        await product.Meta.AddShop("changed.shop");
        var seller = await Seller.SignUp(product.Api.Url);
        await using var _ = seller;
        var account = await seller.Connect(product.Meta, "changed.shop");
        await Done(seller, account, "backfill");
        var edited = await product.Meta.Write("changed.shop", "ana", "Size M, please", ago: TimeSpan.FromMinutes(20));
        var liked = await product.Meta.Write("changed.shop", "ana", "Here is your link", "app", ago: TimeSpan.FromMinutes(10));
        var missed = await product.Meta.Write("changed.shop", "ana", "Thanks", ago: TimeSpan.FromMinutes(5), silent: true);
        await Eventually.True(async () => (await seller.Conversations()) is [var c] && (await seller.Messages(c.GetProperty("id").GetGuid())).Count == 2, Limit, "What webhooks told");
        await product.Meta.SilentlyChange("changed.shop", edited, text: "Size L, please");
        await product.Meta.SilentlyChange("changed.shop", liked, emoji: "❤️");
        await product.Meta.SilentlyChange("changed.shop", missed, emoji: "👍");

        var first = await seller.Post($"/api/accounts/{account}/sync", new { });
        await Done(seller, account, "backfill", after: first.GetProperty("startedAt").GetDateTimeOffset());

        var conversation = Assert.Single(await seller.Conversations()).GetProperty("id").GetGuid();
        var thread = await seller.Messages(conversation);
        Assert.Equal(["Thanks", "Here is your link", "Size L, please"], thread.Select(m => m.GetProperty("text").GetString()));
        Assert.Equal(["👍", "❤️"], thread.Take(2).Select(m => m.GetProperty("reactions")[0].GetProperty("emoji").GetString()));
        Assert.NotEqual(JsonValueKind.Null, thread[2].GetProperty("editedAt").ValueKind);
        var told = await product.Count($"select count(*) from account_events where account_id = '{account}'");
        var second = await seller.Post($"/api/accounts/{account}/sync", new { });
        await Done(seller, account, "backfill", after: second.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Equal(told, await product.Count($"select count(*) from account_events where account_id = '{account}'"));
    }

    [Fact]
    public async Task A_send_in_doubt_that_the_conversation_shows_is_settled_and_not_stored_twice()
    {
        await product.Meta.AddShop("doubt.shop");
        var seller = await Seller.SignUp(product.Api.Url);
        await using var _ = seller;
        await product.Meta.Write("doubt.shop", "ana", "Still there?", ago: TimeSpan.FromHours(2), silent: true);
        var account = await seller.Connect(product.Meta, "doubt.shop");
        await Done(seller, account, "backfill");
        var conversation = Assert.Single(await seller.Conversations()).GetProperty("id").GetGuid();
        var sent = await seller.Reply(conversation, "Yes");
        await Eventually.True(async () => (await seller.Messages(conversation))[0].GetProperty("status").GetString() == "sent", Limit, "Sent");

        // As a crash between Meta's answer and its note leaves it, some minutes ago, with Meta's list unread so far.
        await product.Meta.Write("doubt.shop", "ana", "Maybe", "app", ago: TimeSpan.FromMinutes(5), silent: true);
        await product.Database.Execute($"""
            update messages set status = 'unconfirmed', platform_message_id = null, mid_key = null, content = 'Maybe', sent_at = now() - interval '5 minutes', called_at = now() - interval '5 minutes', next_attempt_at = now() + interval '1 day'
             where client_account_id = '{account}' and id = '{sent.GetProperty("id").GetGuid()}'
            """);
        await product.DieAndStart();
        await seller.Post($"/api/accounts/{account}/sync", new { });
        await Eventually.True(async () => (await seller.Messages(conversation)).Exists(m => m.GetProperty("text").GetString() == "Maybe" && m.GetProperty("status").GetString() == "sent"), Limit, "Settled");
        await Done(seller, account, "backfill");

        Assert.Single(await seller.Messages(conversation), m => m.GetProperty("text").GetString() == "Maybe");
    }

    private static async Task<JsonElement> History(Seller seller, Guid account) => (await seller.Get($"/api/accounts/{account}/health")).GetProperty("history");

    private static Task Done(Seller seller, Guid account, string kind, DateTimeOffset? after = null) => Eventually.True(
        async () => await History(seller, account) is { ValueKind: JsonValueKind.Object } h && h.GetProperty("state").GetString() == "done" && h.GetProperty("kind").GetString() == kind
            && h.GetProperty("startedAt").GetDateTimeOffset() >= (after ?? default), Limit, $"The {kind}");
}
