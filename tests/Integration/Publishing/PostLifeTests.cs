using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What becomes of posts when their account, or the answer to their publish call, goes missing.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostLifeTests(MovableProduct product)
{
    [Fact]
    public async Task Disconnecting_cancels_every_post_however_many_there_are_and_tells_of_each()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var picture = await seller.UploadPicture();
        var tomorrow = product.Clock.GetUtcNow().AddDays(1);
        await Parallel.ForEachAsync(Enumerable.Range(0, 120), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) => await seller.Schedule(account, picture, $"Post {n}", tomorrow.AddHours(n)));

        Assert.Equal(HttpStatusCode.NoContent, await seller.Delete($"/api/accounts/{account}"));

        Assert.Equal(120, await product.Scalar<long>($"select count(*) from scheduled_posts where client_account_id = '{account}' and status = 'cancelled' and next_attempt_at is null"));
        var events = await Events(seller, account);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.GetProperty("sequence").GetInt64()));
        Assert.Equal(120, events.Where(e => e.GetProperty("kind").GetString() == "post.changed" && Post(e).GetProperty("status").GetString() == "cancelled").Select(e => e.GetProperty("subjectId").GetGuid()).Distinct().Count());
        Assert.Equal(HttpStatusCode.Conflict, await seller.TrySchedule(account, picture, "Too late", tomorrow));
        Assert.Empty(await product.Meta.Posts(shop));
    }

    [Fact]
    public async Task The_time_of_a_draft_can_be_taken_away_and_no_other_posts()
    {
        await using var desk = await Desk.Open(product);
        var draft = await desk.Draft("Some day", desk.Tomorrow);
        var planned = await desk.Scheduled("Tomorrow");

        var both = await Desk.Ask(desk.Author, HttpMethod.Patch, $"/api/posts/{draft.Id()}", new { version = 1, clearTime = true, scheduledAt = desk.Tomorrow });
        var cleared = await desk.Author.Patch($"/api/posts/{draft.Id()}", new { version = 1, clearTime = true });
        var again = await desk.Author.Patch($"/api/posts/{draft.Id()}", new { version = 2, clearTime = true });
        var refused = await Desk.Ask(desk.Author, HttpMethod.Patch, $"/api/posts/{planned.Id()}", new { version = 1, clearTime = true });

        Assert.Equal(HttpStatusCode.BadRequest, both.Status);
        Assert.Equal((JsonValueKind.Null, "Some day", 2), (cleared.GetProperty("scheduledAt").ValueKind, cleared.Caption(), cleared.Version()));
        Assert.Equal(2, again.Version());
        Assert.Equal((HttpStatusCode.Conflict, "post-wrong-state"), (refused.Status, refused.Body.Code()));
    }

    [Fact]
    public async Task A_publish_call_that_did_nothing_is_made_again_once_that_is_certain_and_not_before()
    {
        const string kind = "reset";
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media_publish", kind);
        var post = await seller.Schedule(account, await seller.UploadPicture(), $"Lost by {kind}", product.Clock.GetUtcNow().AddSeconds(2));
        await Eventually.True(async () => await Status(seller, post) == "unconfirmed", what: "In doubt");

        await product.Move(DoubtRules.ConclusiveAfter - TimeSpan.FromSeconds(15));
        // At least one look at the container later, nothing has been done.
        var looks = await Looks(shop);
        await Eventually.True(async () => await Looks(shop) > looks, what: "A look");
        Assert.Equal(("unconfirmed", 0), (await Status(seller, post), (await product.Meta.Posts(shop)).Count));
        await product.Move(TimeSpan.FromSeconds(20));

        await Eventually.True(async () => await Status(seller, post) == "published", what: "Published");
        Assert.Equal(1, Assert.Single(await product.Meta.Posts(shop)).GetProperty("publishes").GetInt32());
    }

    [Theory]
    [InlineData("timeout_after_success")]
    [InlineData("reset")]
    public async Task A_first_comment_without_an_answer_is_looked_for_and_there_once(string kind)
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/comments", kind, delayMs: 6_000);
        var post = await seller.Schedule(account, await seller.UploadPicture(), $"Comment lost by {kind}", product.Clock.GetUtcNow().AddSeconds(2), firstComment: "More in our story");
        await Eventually.True(async () => await CommentStatus(post) == "sending", what: "In doubt");

        await product.Move(DoubtRules.ConclusiveAfter + TimeSpan.FromSeconds(10));

        await Eventually.True(async () => await CommentStatus(post) == "done", what: "Settled");
        Assert.Equal("More in our story", Assert.Single(Assert.Single(await product.Meta.Posts(shop)).GetProperty("comments").EnumerateArray()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_dead_login_is_told_once_and_posts_wait_for_the_next_one()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var picture = await seller.UploadPicture();
        var due = product.Clock.GetUtcNow().AddMinutes(20);
        var post = await seller.Schedule(account, picture, "Patience", due);
        var second = await seller.Schedule(account, picture, "Patience too", due.AddSeconds(30));

        await product.Meta.Revoke(shop);
        await product.Move(TimeSpan.FromMinutes(6));
        await Eventually.True(async () => await AccountStatus(seller, account) == "token_expired", what: "The account's status");
        await Eventually.True(async () => await product.Scalar<bool>($"select bool_and(lease_until is null) from scheduled_posts where client_account_id = '{account}'"), what: "The calls' end");
        var calls = (await product.Meta.Calls("/media")).Count;
        await product.Meta.Write(shop, "ana", "Are you there?");
        await Eventually.True(async () => (await seller.Conversations()).Count == 1, what: "Reception");
        await product.Move(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.Conflict, await seller.TrySchedule(account, picture, "Not now", due));
        Assert.Single(await Events(seller, account), e => e.GetProperty("kind").GetString() == "account.changed" && e.GetProperty("payload").GetProperty("status").GetString() == "token_expired");
        Assert.Equal(calls, (await product.Meta.Calls("/media")).Count);
        foreach (var waiting in (Guid[])[post, second]) Assert.True(await Status(seller, waiting) is "scheduled" or "preparing");

        await seller.Connect(product.Meta, shop);
        await product.Move(TimeSpan.FromMinutes(2));
        await Eventually.True(async () => await Status(seller, post) == "ready" && await Status(seller, second) == "ready", what: "Prepared after all");
        await product.Move(TimeSpan.FromMinutes(11));

        await Eventually.True(async () => (await product.Meta.Posts(shop)).Count == 2, what: "Published");
        Assert.All(await product.Meta.Posts(shop), p => Assert.Equal(1, p.GetProperty("publishes").GetInt32()));
    }

    [Fact]
    public async Task A_post_whose_time_comes_without_a_login_fails_and_says_why()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "No luck", product.Clock.GetUtcNow().AddMinutes(20));
        await product.Meta.Revoke(shop);

        await product.Move(TimeSpan.FromMinutes(21));

        await Eventually.True(async () => await Status(seller, post) == "failed", what: "The failure");
        Assert.Equal("token-expired", (await seller.PostOf(post)).GetProperty("failure").GetProperty("code").GetString());
    }

    private static async Task<string?> Status(Seller seller, Guid post) => (await seller.PostOf(post)).GetProperty("status").GetString();

    private static async Task<string?> AccountStatus(Seller seller, Guid account) => (await seller.Account(account)).GetProperty("status").GetString();

    private Task<string> CommentStatus(Guid post) => product.Scalar<string>($"select coalesce(comment_status, '') from scheduled_posts where id = '{post}'");

    private async Task<int> Looks(string shop) => (await product.Meta.Calls("/1789")).Count(c => c.GetProperty("method").GetString() == "GET");

    private static JsonElement Post(JsonElement e) => e.GetProperty("payload").GetProperty("post");

    private static async Task<List<JsonElement>> Events(Seller seller, Guid account)
    {
        var events = new List<JsonElement>();
        while ((await seller.Get($"/api/accounts/{account}/events?limit=100&after={events.Count}")).GetProperty("items") is var page && page.GetArrayLength() > 0) events.AddRange(page.EnumerateArray());
        return events;
    }
}
