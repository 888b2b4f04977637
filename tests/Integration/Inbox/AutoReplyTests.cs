using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Inbox;

/// <summary>Rules that answer by themselves, over HTTP and through the Sandbox.</summary>
public sealed class AutoReplyTests(SingleProcess product) : IClassFixture<SingleProcess>
{
    private static int number;

    private async Task<(Seller Seller, string Shop, Guid Account)> Shop()
    {
        var shop = $"auto.{Interlocked.Increment(ref number)}";
        await product.Meta.AddShop(shop);
        var seller = await Seller.SignUp(product.Api.Url);
        return (seller, shop, await seller.Connect(product.Meta, shop));
    }

    private static object Keyword(string word, string response, string eventType = "message", bool privately = false, int priority = 10) =>
        new { name = word, eventType, trigger = "keyword", patterns = Words(word), response, privately, priority };

    [Fact]
    public async Task A_rule_answers_once_what_comes_after_it_was_switched_on_and_says_that_a_machine_did()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await product.Meta.Write(shop, "ana", "What is the price?");
        await Eventually.True(async () => (await seller.Conversations()).Count == 1, what: "The first message");
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("price", "Hi {{username}}, it is €20.", priority: 20));
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", new { name = "any question", eventType = "message", trigger = "question", response = "We will answer soon." });
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true, timeZone = "Europe/Lisbon" });

        await product.Meta.Write(shop, "rui", "Qual é o price?");
        // A second question in the same minute is for a person.
        await Eventually.True(async () => (await Sent(shop, "rui")).Count == 1, what: "The automatic answer");
        await product.Meta.Write(shop, "rui", "and the price of the other?");
        await product.Meta.Write(shop, "zoe", "Do you ship?");
        await Eventually.True(async () => (await Sent(shop, "zoe")).Count == 1, what: "The general answer");

        Assert.Equal(["Hi rui, it is €20."], await Sent(shop, "rui"));
        Assert.Equal(["We will answer soon."], await Sent(shop, "zoe"));
        Assert.Empty(await Sent(shop, "ana"));
        var conversation = (await seller.Conversations()).Single(c => c.GetProperty("contact").GetProperty("username").GetString() == "zoe");
        var answer = (await seller.Messages(conversation.GetProperty("id").GetGuid()))[0];
        Assert.True(answer.GetProperty("automatic").GetBoolean());
        Assert.Equal(1, conversation.GetProperty("unreadCount").GetInt32());
        var log = (await seller.Get($"/api/accounts/{account}/auto-replies/log")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["any question", "price"], log.Select(l => l.GetProperty("ruleName").GetString()));
        Assert.All(log, l => Assert.Equal("replied", l.GetProperty("outcome").GetString()));
        Assert.Equal([1, 1], (await seller.Get($"/api/accounts/{account}/auto-replies")).GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("usageCount").GetInt32()));
    }

    [Fact]
    public async Task Echoes_of_the_phone_and_what_a_colleague_answered_are_left_alone()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("price", "It is €20."));
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });

        await product.Meta.Write(shop, "ana", "hello");
        await product.Meta.Write(shop, "ana", "our price is secret", direction: "app");
        await product.Meta.Write(shop, "eva", "price?");
        await Eventually.True(async () => (await Sent(shop, "eva")).Count == 1, what: "The answer that shows that the rule works");
        Assert.Empty(await Sent(shop, "ana"));
    }

    [Fact]
    public async Task What_is_read_back_from_the_history_is_not_answered()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("price", "It is €20."));
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });
        await product.Meta.Write(shop, "old", "price?", ago: TimeSpan.FromMinutes(10), silent: true);

        await seller.Post($"/api/accounts/{account}/sync", new { });
        await Eventually.True(async () => (await seller.Conversations()).Count == 1, what: "The message that was missed");
        await product.Meta.Write(shop, "eva", "price?");
        await Eventually.True(async () => (await Sent(shop, "eva")).Count == 1, what: "The answer that shows that the rule works");
        Assert.Empty(await Sent(shop, "old"));
    }

    [Fact]
    public async Task A_word_under_a_post_is_answered_by_direct_message()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("info", "Here is all about it.", "comment", privately: true));
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });
        var post = await product.Meta.AddPost(shop, "New in");

        await product.Meta.Comment(shop, post, "ana", "INFO please");
        await Eventually.True(async () => (await Sent(shop, "ana")).Count == 1, what: "The private answer");
        Assert.Equal(["Here is all about it."], await Sent(shop, "ana"));
        // The shop's own words under the post start nothing.
        Assert.Single((await seller.Get($"/api/accounts/{account}/auto-replies/log")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_comment_is_answered_under_the_post_by_the_rule_of_the_highest_priority_and_the_shops_own_words_start_nothing()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", new { name = "any question", eventType = "comment", trigger = "question", response = "We will answer soon." });
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("size", "S to XL, {{username}}.", "comment", priority: 20));
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("size", "For messages only."));
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });
        var post = await product.Meta.AddPost(shop, "New in");

        await product.Meta.Comment(shop, post, shop, "Which size do you wear?");
        await product.Meta.Comment(shop, post, "ana", "Which size is it?");
        await Eventually.True(async () => (await Answers(shop)).Count == 1, what: "The answer");
        await product.Meta.Comment(shop, post, "rui", "Do you ship?");
        await Eventually.True(async () => (await Answers(shop)).Count == 2, what: "The answer to another");

        Assert.Equal(["S to XL, ana.", "We will answer soon."], await Answers(shop));
        Assert.Empty(await Sent(shop, "ana"));
    }

    [Fact]
    public async Task Spam_and_an_account_that_is_switched_off_get_no_answer()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        await product.Meta.Write(shop, "bot", "hello");
        await Eventually.True(async () => (await seller.Conversations()).Count == 1, what: "The conversation");
        await seller.Patch($"/api/conversations/{(await seller.Conversations())[0].GetProperty("id").GetGuid()}", new { status = "spam" });
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("price", "It is €20."));
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });

        await product.Meta.Write(shop, "bot", "price?");
        await product.Meta.Write(shop, "eva", "price?");
        await Eventually.True(async () => (await Sent(shop, "eva")).Count == 1, what: "The answer that shows that the rule works");
        Assert.Empty(await Sent(shop, "bot"));

        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = false });
        await product.Meta.Write(shop, "zoe", "price?");
        await Eventually.True(async () => (await seller.Conversations()).Count == 3, what: "The message");
        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true });
        await product.Meta.Write(shop, "ada", "price?");
        await Eventually.True(async () => (await Sent(shop, "ada")).Count == 1, what: "The answer after switching on again");
        Assert.Empty(await Sent(shop, "zoe"));
    }

    [Fact]
    public async Task Away_hours_are_those_of_the_clock_on_the_accounts_wall()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        var (away, here) = ("Asia/Tokyo", "America/Sao_Paulo"); // Twelve hours apart.
        var now = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(away)).DateTime);
        var span = new { days = Words("mon", "tue", "wed", "thu", "fri", "sat", "sun"), from = now.AddHours(-2).ToString("HH:mm", null), to = now.AddHours(2).ToString("HH:mm", null) };
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", new { name = "away", eventType = "message", trigger = "away", response = "We are asleep.", hours = new { outside = false, spans = new[] { span } } });

        await seller.Patch($"/api/accounts/{account}/auto-replies", new { enabled = true, timeZone = here });
        await product.Meta.Write(shop, "ana", "Hello");
        await Eventually.True(async () => (await seller.Conversations()).Count == 1, what: "The message");
        await seller.Post($"/api/accounts/{account}/auto-replies/rules", Keyword("price", "It is €20."));
        await product.Meta.Write(shop, "eva", "price");
        await Eventually.True(async () => (await Sent(shop, "eva")).Count == 1, what: "The answer that shows that rules work");
        Assert.Empty(await Sent(shop, "ana"));

        await seller.Patch($"/api/accounts/{account}/auto-replies", new { timeZone = away });
        await product.Meta.Write(shop, "rui", "Hello");
        await Eventually.True(async () => (await Sent(shop, "rui")).Count == 1, what: "The answer of the night");
        Assert.Equal(["We are asleep."], await Sent(shop, "rui"));
    }

    [Fact]
    public async Task A_dry_run_tells_what_rules_would_have_answered_and_sends_nothing()
    {
        var (seller, shop, account) = await Shop();
        await using var _ = seller;
        foreach (var (who, text) in new[] { ("ana", "price?"), ("rui", "hello"), ("zoe", "Preço por favor") }) await product.Meta.Write(shop, who, text);
        await Eventually.True(async () => (await seller.Conversations()).Count == 3, what: "The messages");

        var run = await seller.Post($"/api/accounts/{account}/auto-replies/dry-run", new { rules = new[] { new { name = "p", eventType = "message", trigger = "keyword", patterns = Words("price", "preco"), response = "€20" } } });
        Assert.Equal(3, run.GetProperty("over").GetInt32());
        Assert.Equal(["Preço por favor", "price?"], run.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("text").GetString()));
        Assert.Empty(await Sent(shop, "ana"));
        Assert.Empty((await seller.Get($"/api/accounts/{account}/auto-replies")).GetProperty("rules").EnumerateArray());
    }

    [Fact]
    public async Task A_rule_that_cannot_work_is_refused_with_its_field()
    {
        var (seller, _, account) = await Shop();
        await using var _1 = seller;
        var rules = $"/api/accounts/{account}/auto-replies/rules";
        Assert.Equal("patterns", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "keyword", response = "r" }));
        Assert.Equal("patterns", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "keyword", match = "regex", patterns = Words("("), response = "r" }));
        Assert.Equal("hours", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "away", response = "r" }));
        Assert.Equal("privately", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "question", response = "r", privately = true }));
        Assert.Equal("response", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "question", response = new string('é', 501) }));
        Assert.Equal("trigger", await Refusal(seller, rules, new { name = "n", eventType = "message", trigger = "moon", response = "r" }));
        Assert.Equal("timeZone", await Refusal(seller, $"/api/accounts/{account}/auto-replies", new { timeZone = "Mars" }, HttpMethod.Patch));

        var rule = await seller.Post(rules, new { name = "away", eventType = "message", trigger = "away", response = "Closed.", hours = new { outside = true, spans = new[] { new { days = Words("mon", "tue"), from = "09:00", to = "18:00" } } } });
        var changed = await seller.Patch($"{rules}/{rule.GetProperty("id").GetGuid()}", new { response = "We are closed.", enabled = false });
        Assert.Equal(("We are closed.", false, "09:00"), (changed.GetProperty("response").GetString(), changed.GetProperty("enabled").GetBoolean(), changed.GetProperty("hours").GetProperty("spans")[0].GetProperty("from").GetString()![..5]));
    }

    /// <summary>What the shop has answered under its posts.</summary>
    private async Task<List<string?>> Answers(string shop) =>
        [.. (await product.Meta.Comments(shop)).Where(c => c.GetProperty("author").GetString() == shop && c.GetProperty("parentId").ValueKind == JsonValueKind.String).Select(c => c.GetProperty("text").GetString())];

    private static string[] Words(params string[] words) => words;

    private async Task<List<string?>> Sent(string shop, string customer) =>
        [.. (await product.Meta.Messages(shop, customer)).Where(m => m.GetProperty("from").GetString() == "api").Select(m => m.GetProperty("text").GetString())];

    private static async Task<string> Refusal(Seller seller, string path, object body, HttpMethod? method = null)
    {
        using var response = await seller.Ask(method ?? HttpMethod.Post, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Single().Name;
    }
}
