using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>All kinds of posts on their way to Meta and back, with what can come between; the rows are PostgreSQL's.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PublisherTests(MovableProduct product)
{
    private static readonly string[] Collaborators = ["verde.market"];

    [Fact]
    public async Task People_places_words_and_collaborators_arrive_with_a_carousel_and_stay_with_the_draft()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var (first, second) = (await seller.UploadPicture(), await seller.UploadPicture());
        var draft = await seller.Post("/api/posts", new
        {
            accountId = account,
            type = "carousel",
            caption = "Two bowls",
            mediaIds = new[] { first, second },
            details = new
            {
                files = new object[] { new { mediaId = first, altText = "A blue bowl", userTags = new[] { new { username = "@ana.bento", x = 0.25, y = 0.5 } } }, new { mediaId = second, altText = "A red one" } },
                collaborators = Collaborators,
                locationId = "213385402",
            },
        });
        var id = draft.GetProperty("id").GetGuid();

        var edited = await seller.Patch($"/api/posts/{id}", new { version = draft.GetProperty("version").GetInt32(), caption = "Two bowls, one price" });
        Assert.Equal("ana.bento", edited.GetProperty("details").GetProperty("files")[0].GetProperty("userTags")[0].GetProperty("username").GetString());
        await seller.Post($"/api/posts/{id}/publish-now", new { });

        var post = await Eventually.Value<JsonElement>(async () => (await product.Meta.Posts(shop)) is [var only] ? only : null, "The post");
        Assert.Equal("Two bowls, one price", post.GetProperty("caption").GetString());
        Assert.Equal(("213385402", "verde.market"), (Parameter(post, "locationId").GetString(), Parameter(post, "collaborators")[0].GetString()));
        Assert.Equal(["A blue bowl", "A red one"], post.GetProperty("children").EnumerateArray().Select(c => Parameter(c, "altText").GetString()));
        Assert.Equal(0.25, Parameter(post.GetProperty("children")[0], "userTags")[0].GetProperty("x").GetDouble());
    }

    [Fact]
    public async Task A_post_that_Meta_would_refuse_is_refused_before_it_is_scheduled()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();

        var (status, problem) = await seller.Refused("/api/posts", new
        {
            accountId = account,
            type = "feed",
            mediaIds = new[] { picture },
            scheduledAt = product.Clock.GetUtcNow().AddDays(1),
            details = new { files = new[] { new { mediaId = picture, userTags = new[] { new { username = "ana" } } } } },
        });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "post-not-publishable"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_ledger_tells_every_call_and_what_followed_from_it()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Accounted for", product.Clock.GetUtcNow().AddSeconds(2), firstComment: "More in our story");
        await Eventually.True(async () => await Text(post, "comment_status") == "done" && await Text(post, "permalink") != "", what: "Everything");

        var entries = (await seller.Get($"/api/posts/{post}/attempts")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["container:made", "status:ready", "publish:live", "comment:commented", "medium:done"], entries
            .Where(e => Word(e, "decision") != "wait").Select(e => $"{Word(e, "step")}:{Word(e, "decision")}"));
        Assert.All(entries, e => Assert.Equal((1, "ok"), (e.GetProperty("attempt").GetInt32(), Word(e, "answer"))));
        Assert.Equal((await product.Meta.Posts(shop))[0].GetProperty("containerId").GetString(), Word(entries.Single(e => Word(e, "step") == "publish"), "containerId"));
        Assert.Equal(HttpStatusCode.NotFound, (await seller.Try(HttpMethod.Get, $"/api/posts/{Guid.NewGuid()}/attempts", null)).Status);
    }

    [Theory]
    [InlineData("timeout_after_success", 0, 0)]
    [InlineData("error_after_success", 4, 2207051)]
    [InlineData("error_after_success", 24, 2207008)]
    [InlineData("error_after_success", 2, 0)]
    public async Task A_post_that_went_live_without_a_clear_answer_is_recognised_on_the_page(string kind, int code, int subcode)
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media_publish", kind, delayMs: kind == "timeout_after_success" ? 4_000 : 0, code: code, subcode: subcode, account: shop);

        var post = await seller.Schedule(account, await seller.UploadPicture(), $"Seen after {code}", product.Clock.GetUtcNow().AddSeconds(1));

        await Eventually.True(async () => await Text(post, "status") == "published", what: "Recognition");
        var medium = Assert.Single(await product.Meta.Posts(shop));
        Assert.Equal((medium.GetProperty("id").GetString(), 1), (await Text(post, "platform_post_id"), medium.GetProperty("publishes").GetInt32()));
        Assert.Equal(1, await Told(account, "post.published"));
    }

    [Fact]
    public async Task A_story_is_recognised_among_the_stories()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media_publish", "timeout_after_success", delayMs: 4_000);

        var post = (await seller.Post("/api/posts", new { accountId = account, type = "story", caption = "", mediaIds = new[] { await seller.UploadPicture() }, scheduledAt = product.Clock.GetUtcNow().AddSeconds(1) })).GetProperty("id").GetGuid();

        await Eventually.True(async () => await Text(post, "status") == "published", what: "Recognition");
        Assert.Equal(Assert.Single(await product.Meta.Posts(shop)).GetProperty("id").GetString(), await Text(post, "platform_post_id"));
    }

    [Fact]
    public async Task A_restricted_post_that_is_not_live_fails_and_is_not_tried_again()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media_publish", "error", code: 4, subcode: 2207051);
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Looks like spam", product.Clock.GetUtcNow().AddSeconds(1));
        await Eventually.True(async () => await Text(post, "status") == "unconfirmed", what: "Doubt");

        await product.Move(DoubtRules.ConclusiveAfter + TimeSpan.FromSeconds(5));

        await Eventually.True(async () => await Text(post, "status") == "failed", what: "The failure");
        Assert.Equal("restricted", (await seller.PostOf(post)).GetProperty("failure").GetProperty("code").GetString());
        Assert.Empty(await product.Meta.Posts(shop));
        Assert.Equal(1, await Told(account, "post.failed"));
    }

    [Fact]
    public async Task A_quota_that_another_tool_has_used_up_is_told_and_waited_for()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Patience", product.Clock.GetUtcNow().AddSeconds(4));
        // Only now: a full day is refused when the post takes its time.
        await product.Meta.Quota(shop, usedElsewhere: 100);
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("failure") is { ValueKind: JsonValueKind.Object } f && f.GetProperty("code").GetString() == "daily-limit", what: "The reason");
        Assert.Equal(("ready", 0), (await Text(post, "status"), (await seller.PostOf(post)).GetProperty("attempts").GetInt32()));
        var next = await Text(post, "next_attempt_at::text");
        await Eventually.True(async () => await Postponed(post) == 1, what: "The news");
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from notifications where kind = 'post.postponed' and subject_id = '{post}' and facts ->> 'code' = 'daily-limit' and abs(extract(epoch from (facts ->> 'until')::timestamptz - '{next}')) < 1"));

        // Put off once more: nobody is told twice.
        await product.Move(TimeSpan.FromMinutes(61));
        await Eventually.True(async () => await Text(post, "status") == "ready" && await Text(post, "next_attempt_at::text") != next && await Text(post, "error_details ->> 'code'") == "daily-limit", what: "The second try");
        await product.Meta.Quota(shop, usedElsewhere: 0);
        await product.Move(TimeSpan.FromMinutes(61));

        await Eventually.True(async () => await Text(post, "status") == "published", what: "Published");
        // The seller's login has gone stale meanwhile: the row tells.
        Assert.Equal("", await Text(post, "error_details ->> 'code'"));
        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from notifications where kind = 'post.published' and subject_id = '{post}'") == 1, what: "The good news");
        Assert.Equal(1, await Postponed(post));
    }

    [Fact]
    public async Task A_login_that_is_revoked_between_preparing_and_publishing_fails_the_post_and_tells_it()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Ready too early", product.Clock.GetUtcNow().AddMinutes(5));
        await Eventually.True(async () => await Text(post, "status") == "ready", what: "Readiness");
        await product.Meta.Revoke(shop);

        await product.Move(TimeSpan.FromMinutes(5));

        await Eventually.True(async () => await Text(post, "status") == "failed", what: "The failure");
        Assert.Equal("token-expired", (await seller.PostOf(post)).GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal(1, await Told(account, "post.failed"));
        Assert.Equal("token_expired", (await seller.Account(account)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_post_whose_time_was_slept_through_is_missed_and_not_published_late()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Good morning", product.Clock.GetUtcNow().AddMinutes(30));

        await product.Move(TimeSpan.FromMinutes(30) + PublishRules.MissedAfter + TimeSpan.FromMinutes(1));

        await Eventually.True(async () => await Text(post, "status") == "failed", what: "The miss");
        Assert.Equal(("missed", 1L), (await Text(post, "error_details ->> 'code'"), await Told(account, "post.missed")));
        Assert.Empty(await product.Meta.Posts(shop));
    }

    [Fact]
    public async Task Media_that_Meta_cannot_use_fail_the_post_before_its_time()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media", "processing_error", code: 352, subcode: 2207026, method: "POST", account: shop);

        var post = await seller.Schedule(account, await seller.UploadPicture(), "Odd format", product.Clock.GetUtcNow().AddMinutes(10));

        await Eventually.True(async () => await Text(post, "status") == "failed", what: "The failure");
        Assert.Equal("media-format", (await seller.PostOf(post)).GetProperty("failure").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_reminder_that_outlives_a_silo_stands_while_a_post_goes_live_and_ends_when_it_finds_nothing_due()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Fault("/media_publish", "delay", delayMs: 1_500, account: shop);
        var post = await seller.Schedule(account, await seller.UploadPicture(), "On the way", product.Clock.GetUtcNow().AddSeconds(2));
        await Eventually.True(async () => await Text(post, "status") == "publishing", what: "The call");

        await product.Grain(account).WakePosts(Cancel);
        Assert.Equal(("publishing", 1L), (await Text(post, "status"), await Reminders(account)));

        await Eventually.True(async () => await Text(post, "next_attempt_at::text") == "" && await Text(post, "status") == "published", what: "The end");
        await product.Grain(account).WakePosts(Cancel);
        Assert.Equal(1, await Reminders(account));
        await product.Grain(account).AsReference<IRemindable>().ReceiveReminder("posts", default);
        Assert.Equal(0, await Reminders(account));
    }

    [Fact]
    public async Task What_people_do_in_the_last_seconds_before_a_post_is_what_counts()
    {
        // Read already, or about to be.
        var lastWord = TimeSpan.FromSeconds(4);
        var shops = new Dictionary<string, (Seller Seller, string Shop, Guid Account, Guid Picture)>();
        foreach (var what in (string[])["stay", "edit", "cancel", "move", "disconnect"])
        {
            var (seller, shop, account) = await product.Shop();
            shops[what] = (seller, shop, account, await seller.UploadPicture());
        }
        var at = product.Clock.GetUtcNow().AddSeconds(20);
        var desks = new Dictionary<string, (Seller Seller, string Shop, Guid Account, Guid Post)>();
        foreach (var (what, (seller, shop, account, picture)) in shops) desks[what] = (seller, shop, account, await seller.Schedule(account, picture, "First words", at));
        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from scheduled_posts where status = 'ready' and id in ({string.Join(',', desks.Values.Select(d => $"'{d.Post}'"))})") == desks.Count, what: "Readiness");
        await Eventually.True(() => Task.FromResult(product.Clock.GetUtcNow() > at - lastWord), what: "The last seconds");

        var moved = at.AddSeconds(5);
        var (edit, cancel, move, disconnect) = (desks["edit"], desks["cancel"], desks["move"], desks["disconnect"]);
        await Task.WhenAll(
            edit.Seller.Patch($"/api/posts/{edit.Post}", new { version = 1, caption = "Last words" }), cancel.Seller.Post($"/api/posts/{cancel.Post}/cancel", new { version = 1 }),
            move.Seller.Post($"/api/posts/{move.Post}/reschedule", new { version = 1, scheduledAt = moved }), disconnect.Seller.Delete($"/api/accounts/{disconnect.Account}"));
        Assert.True(product.Clock.GetUtcNow() < at, "It took too long for this test");

        foreach (var what in (string[])["stay", "edit", "move"]) await Eventually.True(async () => await Text(desks[what].Post, "status") == "published", what: what);
        foreach (var (what, desk) in desks)
        {
            var live = await product.Meta.Posts(desk.Shop);
            Assert.Equal(what is "cancel" or "disconnect" ? 0 : 1, live.Count);
            Assert.All(live, p => Assert.Equal((what == "edit" ? "Last words" : "First words", 1), (p.Caption(), p.GetProperty("publishes").GetInt32())));
            Assert.All(live, p => Assert.True(p.GetProperty("publishedAt").GetDateTimeOffset() >= (what == "move" ? moved : at), $"{what}: too early"));
            if (live.Count == 0) Assert.Equal("cancelled", await Text(desk.Post, "status"));
            await desk.Seller.DisposeAsync();
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JsonElement Parameter(JsonElement post, string name) => post.GetProperty("parameters").GetProperty(name);

    private static string? Word(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private Task<string> Text(Guid post, string column) => product.Scalar<string>($"select coalesce({column}, '') from scheduled_posts where id = '{post}'");

    private Task<long> Told(Guid account, string kind) =>
        product.Scalar<long>($"select count(*) from account_events where account_id = '{account}' and kind = 'notice.raised' and payload ->> 'kind' = '{kind}'");

    private Task<long> Postponed(Guid post) => product.Scalar<long>($"select count(*) from notifications where kind = 'post.postponed' and subject_id = '{post}'");

    private Task<long> Reminders(Guid account) => product.Scalar<long>($"select count(*) from orleans.orleansreminderstable where remindername = 'posts' and grainid like '%{account:N}'");
}
