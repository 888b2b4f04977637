using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What people made of a post in its first hour.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostNumbersTests(MovableProduct product)
{
    [Fact]
    public async Task An_hour_after_a_post_its_likes_comments_and_reach_are_read_and_told_once()
    {
        await using var live = await Publish();
        await product.Meta.People(live.Shop, live.Medium, likes: 12, reach: 240);
        await product.Meta.Comment(live.Shop, live.Medium, "ana", "How much is it?");

        await product.Move(TimeSpan.FromMinutes(58));
        await live.Tend();
        Assert.Equal(JsonValueKind.Null, (await live.Numbers()).ValueKind);

        await product.Move(TimeSpan.FromMinutes(3));
        // The sweeper sees it without being asked.
        await Eventually.True(async () => (await live.Numbers()).ValueKind == JsonValueKind.Object, what: "The numbers");
        Assert.Equal((12, 1, 240), Of(await live.Numbers()));
        Assert.Equal(1, await live.Told());

        await product.Meta.People(live.Shop, live.Medium, likes: 99, reach: 999);
        await product.Move(TimeSpan.FromHours(2));
        await live.Tend();
        Assert.Equal((12, 1, 240), Of(await live.Numbers()));
        Assert.Equal((1, 1), (await live.Asked(), await live.Told()));
    }

    [Fact]
    public async Task With_fewer_than_five_viewers_the_likes_count_that_everybody_sees_and_the_reach_is_not_told()
    {
        await using var live = await Publish();
        await product.Meta.People(live.Shop, live.Medium, likes: 2, reach: 4);

        await live.AfterAnHour();

        Assert.Equal((2, 0, null), Of(await live.Numbers()));
        Assert.Equal("active", (await live.Seller.Get($"/api/accounts/{live.Account}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Of_a_story_only_the_reach_is_asked()
    {
        await using var live = await Publish("story");
        await product.Meta.People(live.Shop, live.Medium, likes: 0, reach: 31);

        await live.AfterAnHour();

        Assert.Equal((null, null, 31), Of(await live.Numbers()));
    }

    [Theory]
    [InlineData("error", 2)]
    [InlineData("error", 80002)]
    [InlineData("reset", 0)]
    [InlineData("timeout_after_success", 0)]
    public async Task When_Meta_does_not_answer_it_is_asked_again_and_the_post_stays_published(string kind, int code)
    {
        await using var live = await Publish();
        await product.Meta.People(live.Shop, live.Medium, likes: 3, reach: 50);
        await product.Meta.Fault("/insights", kind, delayMs: 5_000, code: code, account: live.Shop);

        await live.AfterAnHour();
        Assert.Equal(JsonValueKind.Null, (await live.Numbers()).ValueKind);

        await product.Move(TimeSpan.FromMinutes(70));
        await live.Tend();
        Assert.Equal((3, 0, 50), Of(await live.Numbers()));
        Assert.Equal("published", (await live.Seller.PostOf(live.Post)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_post_that_its_owner_has_deleted_is_asked_about_once()
    {
        await using var live = await Publish();
        await product.Meta.DeletePost(live.Shop, live.Medium);

        await live.AfterAnHour();
        await product.Move(TimeSpan.FromHours(1));
        await live.Tend();

        Assert.Equal(JsonValueKind.Null, (await live.Numbers()).ValueKind);
        Assert.Equal(1, await live.Asked());
        Assert.Equal("published", (await live.Seller.PostOf(live.Post)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_system_that_was_down_for_a_day_does_not_call_a_days_numbers_those_of_an_hour()
    {
        await using var live = await Publish();
        await product.Meta.People(live.Shop, live.Medium, likes: 12, reach: 240);
        await product.Move(TimeSpan.FromHours(24));

        await live.Tend();

        Assert.True(await product.Scalar<bool>($"select numbers_due_at is null from scheduled_posts where id = '{live.Post}'"));
        Assert.Equal(0, await live.Asked());
    }

    private static (int? Likes, int? Comments, int? Reach) Of(JsonElement numbers)
    {
        return (Number("likes"), Number("comments"), Number("reach"));

        int? Number(string name) => numbers.TryGetProperty(name, out var n) && n.ValueKind == JsonValueKind.Number ? n.GetInt32() : null;
    }

    private async Task<Live> Publish(string type = "feed")
    {
        var (seller, shop, account) = await product.Shop();
        var post = (await seller.Post("/api/posts", new { accountId = account, type, caption = type == "story" ? "" : "Mugs", mediaIds = new[] { await seller.UploadPicture() } })).GetProperty("id").GetGuid();
        await seller.Post($"/api/posts/{post}/publish-now", new { });
        await Eventually.True(async () => (await seller.PostOf(post)) is var p && p.GetProperty("status").GetString() == "published" && p.GetProperty("permalink").ValueKind == JsonValueKind.String, what: "The post");
        return new(product, seller, shop, account, post, (await seller.PostOf(post)).GetProperty("platformPostId").GetString()!);
    }

    private sealed record Live(MovableProduct Product, Seller Seller, string Shop, Guid Account, Guid Post, string Medium) : IAsyncDisposable
    {
        public async Task AfterAnHour()
        {
            await Product.Move(TimeSpan.FromMinutes(61));
            await Tend();
        }

        /// <summary>The sweeper may be at it in the same moment: whoever comes second leaves it to the first.</summary>
        public async Task Tend()
        {
            await Product.Grain(Account).TendPosts();
            await Eventually.True(async () => await Product.Scalar<long>($"select count(*) from scheduled_posts where id = '{Post}' and numbers_due_at <= '{Product.Clock.GetUtcNow():O}'") == 0, what: "The reading");
        }

        public async Task<JsonElement> Numbers()
        {
            await Seller.LogInAgain();
            return (await Seller.PostOf(Post)).GetProperty("numbers");
        }

        public async Task<int> Asked() => (await Product.Meta.Calls($"{Medium}/insights")).Count;

        public Task<long> Told() => Product.Scalar<long>($"select count(*) from account_events where subject_id = '{Post}' and kind = 'post.changed' and payload -> 'post' -> 'numbers' ->> 'reach' is not null");

        public ValueTask DisposeAsync() => Seller.DisposeAsync();
    }
}
