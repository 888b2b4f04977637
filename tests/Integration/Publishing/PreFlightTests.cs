using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What is known to be wrong with a post before its time: when it is saved, and again when the time is near.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PreFlightTests(MovableProduct product)
{
    [Fact]
    public async Task A_quota_that_others_have_used_up_stops_a_post_at_that_hour_and_not_the_day_after()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var picture = await seller.UploadPicture();
        var now = product.Clock.GetUtcNow();
        for (var n = 0; n < 100; n++) await product.Meta.AddPost(shop, $"By hand {n}", now.AddHours(-20));

        var (status, refusal) = await seller.Refused("/api/posts", Post(account, picture, now.AddHours(2)));
        // By then, those of 20 hours ago have left the 24 hours.
        await seller.Schedule(account, picture, "Tonight", now.AddHours(6));
        await seller.Schedule(account, picture, "Tomorrow", now.AddHours(26));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "post-not-publishable"), (status, refusal.GetProperty("code").GetString()));
        var finding = Assert.Single(refusal.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal(("quota-exhausted", "scheduledAt", "100", "choose-another-time"),
            (finding.GetProperty("rule").GetString(), finding.GetProperty("field").GetString(), finding.GetProperty("facts").GetProperty("used").GetString(), finding.GetProperty("fix").GetString()));
    }

    [Fact]
    public async Task A_file_that_is_lost_after_the_post_was_saved_is_told_half_an_hour_before_its_time_and_once()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        var post = await seller.Schedule(account, picture, "Lost", product.Clock.GetUtcNow().AddMinutes(60));
        Assert.Empty(Findings(await seller.PostOf(post), "error"));
        product.Store.Lose(await product.Scalar<string>($"select storage_key from media_assets where id = '{picture}'"));

        await product.Move(TimeSpan.FromMinutes(31));

        await Eventually.True(async () => Findings(await seller.PostOf(post), "error").Contains("media-unreachable"), what: "The finding");
        await Eventually.True(async () => seller.Events.Any(e => e.GetProperty("kind").GetString() == "post.changed" && e.GetProperty("subjectId").GetGuid() == post
            && Findings(e.GetProperty("payload").GetProperty("post"), "error").Contains("media-unreachable")), what: "The event");
        await product.Grain(account).TendPosts();
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from account_events where account_id = '{account}' and kind = 'notice.raised' and subject_id = '{post}' and payload ->> 'kind' = 'post.preflight'"));
    }

    [Fact]
    public async Task A_post_that_cannot_be_looked_at_does_not_hold_up_the_others()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        var broken = await seller.Schedule(account, picture, "Broken", product.Clock.GetUtcNow().AddMinutes(60));
        var post = await seller.Schedule(account, picture, "Lost", product.Clock.GetUtcNow().AddMinutes(61));
        await Execute($$"""update scheduled_posts set details = '{"files":[{"mediaId":"{{picture}}","userTags":[null]}]}' where id = '{{broken}}'""");
        product.Store.Lose(await product.Scalar<string>($"select storage_key from media_assets where id = '{picture}'"));

        await product.Move(TimeSpan.FromMinutes(32));

        await Eventually.True(async () => Findings(await seller.PostOf(post), "error").Contains("media-unreachable"), what: "The finding");
        await Eventually.True(async () => await product.Scalar<bool>($"select preflight_at >= scheduled_time - interval '30 minutes' from scheduled_posts where id = '{broken}'"), what: "No other look before the late one");
        await Execute($"delete from scheduled_posts where id = '{broken}'");

        async Task Execute(string sql)
        {
            await using var command = product.Rows.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task The_post_before_it_in_its_series_is_no_twin_of_a_post_that_is_checked()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        const string zone = "America/Sao_Paulo";
        var first = await seller.Post("/api/posts", new
        {
            accountId = account,
            type = "feed",
            mediaIds = new[] { picture },
            caption = "Every day",
            localTime = TimeZones.Local(DateTimeOffset.FromUnixTimeSeconds(product.Clock.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds()), zone),
            timeZone = zone,
            recurrence = new { unit = "daily" },
        });
        await product.Move(TimeSpan.FromMinutes(3));
        var next = await Eventually.Value(async () => (await seller.Get($"/api/posts?accountId={account}")).GetProperty("items").EnumerateArray().Where(p => p.GetProperty("id").GetGuid() != first.GetProperty("id").GetGuid()).Cast<JsonElement?>().FirstOrDefault(), "The next post");

        JsonElement Of(JsonElement answer) => answer.GetProperty("findings");
        var at = next.GetProperty("scheduledAt").GetDateTimeOffset();
        var mine = Of(await seller.Post("/api/posts/check", new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption = "Every day", scheduledAt = at, postId = next.GetProperty("id").GetGuid() }));
        var another = Of(await seller.Post("/api/posts/check", new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption = "Every day", scheduledAt = at }));

        Assert.DoesNotContain(mine.EnumerateArray(), f => f.GetProperty("rule").GetString() == "duplicate-post");
        Assert.Contains(another.EnumerateArray(), f => f.GetProperty("rule").GetString() == "duplicate-post");
    }

    [Fact]
    public async Task A_draft_keeps_what_was_found_and_can_be_saved_all_the_same()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;

        var draft = await seller.Post("/api/posts", new { accountId = account, type = "carousel", mediaIds = new[] { await seller.UploadPicture() }, caption = "Two are needed" });

        Assert.Equal("draft", draft.GetProperty("status").GetString());
        Assert.Equal(["carousel-size"], Findings(draft, "error"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await seller.Refused($"/api/posts/{draft.GetProperty("id").GetGuid()}/schedule", new { scheduledAt = product.Clock.GetUtcNow().AddHours(1) })).Status);
    }

    [Fact]
    public async Task A_body_is_checked_without_being_saved()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        var at = product.Clock.GetUtcNow().AddHours(5);
        var twin = await seller.Schedule(account, picture, "Twice", at);

        var fine = await seller.Post("/api/posts/check", Post(account, picture, at, "Once"));
        var twice = await seller.Post("/api/posts/check", Post(account, picture, at.AddHours(1), "Twice"));
        var wrong = await seller.Post("/api/posts/check", new { accountId = account, type = "feed", mediaIds = Array.Empty<Guid>(), caption = new string('x', 2_300), scheduledAt = at });

        Assert.True(fine.GetProperty("canSchedule").GetBoolean());
        Assert.Empty(fine.GetProperty("findings").EnumerateArray());
        Assert.True(twice.GetProperty("canSchedule").GetBoolean());
        Assert.Equal(twin, Guid.Parse(Assert.Single(twice.GetProperty("findings").EnumerateArray()).GetProperty("facts").GetProperty("postId").GetString()!));
        Assert.False(wrong.GetProperty("canSchedule").GetBoolean());
        Assert.Equal(["caption-too-long", "one-file"], Findings(wrong, "error").Order());
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from scheduled_posts where client_account_id = '{account}'"));
    }

    [Fact]
    public async Task A_login_that_died_is_found_when_the_next_post_is_scheduled()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var picture = await seller.UploadPicture();
        await product.Meta.Revoke(shop);

        var (status, refusal) = await seller.Refused("/api/posts", Post(account, picture, product.Clock.GetUtcNow().AddHours(1)));

        // By the question about the quota, unless something else had asked Instagram just before.
        Assert.Equal("account-not-active", status == HttpStatusCode.UnprocessableEntity ? Assert.Single(Findings(refusal, "error")) : refusal.GetProperty("code").GetString());
        Assert.Equal("token_expired", (await seller.Account(account)).GetProperty("status").GetString());
    }

    private static object Post(Guid account, Guid picture, DateTimeOffset at, string caption = "Hello") => new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption, scheduledAt = at };

    private static string[] Findings(JsonElement of, string severity) =>
        [.. of.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("severity").GetString() == severity).Select(f => f.GetProperty("rule").GetString()!)];
}
