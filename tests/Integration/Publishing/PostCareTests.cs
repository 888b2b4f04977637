using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What people do with posts: every change at the right time, for the version that was read, and once.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostCareTests(MovableProduct product)
{
    [Fact]
    public async Task A_draft_is_saved_again_and_again_and_only_changes_make_versions()
    {
        await using var desk = await Desk.Open(product);
        var draft = await desk.Author.Post("/api/posts", new { accountId = desk.Account, type = "feed", mediaIds = Array.Empty<Guid>() });

        var named = await desk.Author.Patch($"/api/posts/{draft.Id()}", new { version = 1, caption = "Linen" });
        var same = await desk.Author.Patch($"/api/posts/{draft.Id()}", new { version = 2, caption = "Linen" });
        var planned = await desk.Author.Patch($"/api/posts/{draft.Id()}", new { version = 2, mediaIds = new[] { desk.Picture }, localTime = "2026-12-24T18:30:00", timeZone = "America/Sao_Paulo" });

        Assert.Equal((2, 2, 3, "draft"), (named.Version(), same.Version(), planned.Version(), planned.Status()));
        Assert.Equal("2026-12-24T18:30:00", planned.GetProperty("localTime").GetString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "post-not-publishable"), await desk.Author.Try(HttpMethod.Post, "/api/posts", new { accountId = desk.Account, type = "feed", mediaIds = Array.Empty<Guid>(), scheduledAt = desk.Tomorrow }));
    }

    [Fact]
    public async Task Who_was_slower_is_told_what_is_there_now()
    {
        await using var desk = await Desk.Open(product);
        var post = await desk.Scheduled("First");
        await desk.Author.Patch($"/api/posts/{post.Id()}", new { version = 1, caption = "Second" });

        foreach (var (method, path, body) in ((HttpMethod, string, object?)[])
            [(HttpMethod.Patch, "", new { version = 1, caption = "Third" }), (HttpMethod.Post, "/cancel", new { version = 1 }), (HttpMethod.Post, "/publish-now", new { version = 1 }),
                (HttpMethod.Post, "/reschedule", new { version = 1, scheduledAt = desk.Tomorrow }), (HttpMethod.Delete, "?version=1", null), (HttpMethod.Post, "/submit", new { version = 1 })])
        {
            var (status, problem) = await Desk.Ask(desk.Author, method, $"/api/posts/{post.Id()}{path}", body);
            Assert.Equal((HttpStatusCode.Conflict, "version-conflict", 2, "Second"), (status, problem.Code(), problem.GetProperty("version").GetInt32(), problem.GetProperty("post").Caption()));
        }
    }

    [Fact]
    public async Task What_is_prepared_can_still_be_edited_and_what_goes_live_is_the_edit()
    {
        await using var desk = await Desk.Open(product);
        var post = await desk.Scheduled("With a tpyo", product.Clock.GetUtcNow().AddMinutes(10));
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "ready", what: "Prepared");

        var edited = await desk.Author.Patch($"/api/posts/{post.Id()}", new { version = 1, caption = "Without a typo" });
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "ready", what: "Prepared anew");
        await product.Move(TimeSpan.FromMinutes(11));

        Assert.Equal("scheduled", edited.Status());
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "published", what: "Published");
        Assert.Equal("Without a typo", Assert.Single(await product.Meta.Posts(desk.Shop)).Caption());
    }

    [Fact]
    public async Task A_published_post_takes_no_more_changes()
    {
        await using var desk = await Desk.Open(product);
        var post = await desk.Scheduled("Done", product.Clock.GetUtcNow().AddSeconds(1));
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "published", what: "Published");

        foreach (var (method, path, body) in ((HttpMethod, string, object?)[])
            [(HttpMethod.Patch, "", new { version = 1, caption = "Other" }), (HttpMethod.Post, "/cancel", null), (HttpMethod.Post, "/publish-now", null), (HttpMethod.Post, "/retry", null),
                (HttpMethod.Post, "/reschedule", new { scheduledAt = desk.Tomorrow }), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/submit", new { }), (HttpMethod.Post, "/approve", new { version = 1 })])
        {
            var (status, problem) = await Desk.Ask(desk.Author, method, $"/api/posts/{post.Id()}{path}", body);
            Assert.Equal((HttpStatusCode.Conflict, "post-wrong-state", "published"), (status, problem.Code(), problem.Status()));
        }
        var copy = await desk.Author.Post($"/api/posts/{post.Id()}/duplicate", new { });
        Assert.Equal(("draft", "Done", 1), (copy.Status(), copy.Caption(), copy.GetProperty("media").GetArrayLength()));
    }

    [Fact]
    public async Task Any_instant_within_half_a_year_is_a_time_and_others_are_not()
    {
        await using var desk = await Desk.Open(product);
        var draft = (await desk.Draft("When?")).Id();
        async Task<string> Rule(DateTimeOffset at)
        {
            var (_, problem) = await desk.Author.Refused($"/api/posts/{draft}/schedule", new { scheduledAt = at });
            return problem.GetProperty("findings")[0].GetProperty("rule").GetString()!;
        }

        Assert.Equal("time-passed", await Rule(product.Clock.GetUtcNow().AddMinutes(-6)));
        Assert.Equal("time-too-far", await Rule(product.Clock.GetUtcNow().AddDays(185)));
        Assert.Equal("scheduled", (await desk.Author.Post($"/api/posts/{draft}/schedule", new { scheduledAt = product.Clock.GetUtcNow().AddDays(183) })).Status());
    }

    [Fact]
    public async Task An_account_has_only_so_many_posts_to_come_however_many_ask_at_once()
    {
        await using var desk = await Desk.Open(product);
        await desk.Execute($"update users set subscription_tier = 'STARTER' where id = '{desk.Author.UserId}'");

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Desk.Ask(desk.Author, HttpMethod.Post, "/api/posts", new { accountId = desk.Account, type = "feed", caption = $"{n}", mediaIds = new[] { desk.Picture }, scheduledAt = desk.Tomorrow })));

        Assert.Equal(3, asked.Count(a => a.Status == HttpStatusCode.Created));
        Assert.All(asked.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal((HttpStatusCode.Conflict, "too-many-pending", "STARTER", 3, 3), (a.Status, a.Body.Code(), a.Body.GetProperty("tier").GetString(), a.Body.GetProperty("limit").GetInt32(), a.Body.GetProperty("used").GetInt32())));
        var one = asked.First(a => a.Status == HttpStatusCode.Created).Body.Id();
        await desk.Author.Post($"/api/posts/{one}/cancel", new { });
        Assert.Equal("scheduled", (await desk.Scheduled("In its place")).Status());
    }

    [Fact]
    public async Task A_template_makes_the_caption_and_counts_its_uses()
    {
        await using var desk = await Desk.Open(product);
        var template = await desk.Author.Post("/api/post-templates", new { name = "Sale", caption = "{{product}} are here", hashtags = "#Sale linen".Split(' ') });

        var post = await desk.Author.Post("/api/posts", new { accountId = desk.Account, type = "feed", mediaIds = new[] { desk.Picture }, templateId = template.Id(), templateVariables = new { product = "Bags" } });

        Assert.Equal("Bags are here\n\n#Sale #linen", post.Caption());
        Assert.Equal(1, (await desk.Author.Get($"/api/post-templates/{template.Id()}")).GetProperty("usageCount").GetInt32());
    }

    [Fact]
    public async Task Many_posts_are_moved_by_the_clock_on_the_wall_and_each_is_reported()
    {
        await using var desk = await Desk.Open(product);
        // Clocks change in New York on 14 March 2027.
        var local = await desk.Author.Post("/api/posts", new { accountId = desk.Account, type = "feed", caption = "9 o'clock", mediaIds = new[] { desk.Picture }, localTime = "2027-03-13T09:00:00", timeZone = "America/New_York", status = "draft" });
        var scheduled = await desk.Scheduled("Tomorrow");
        var timeless = (await desk.Draft("Some day")).Id();
        var stranger = Guid.NewGuid();

        var key = Guid.NewGuid().ToString();
        Guid[] posts = [local.Id(), scheduled.Id(), timeless, stranger];
        JsonContent Move() => JsonContent.Create(new { ids = posts, action = "reschedule", shift = new { days = 1 }, versions = posts.ToDictionary(id => id, _ => 1) });
        var first = await desk.Author.Send("/api/posts/bulk", Move(), key);
        var again = await desk.Author.Send("/api/posts/bulk", Move(), key);

        Assert.Equal((HttpStatusCode.OK, first.Body), (again.Status, again.Body));
        var results = JsonSerializer.Deserialize<JsonElement>(first.Body).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("code").GetString()).ToList();
        Assert.Equal([null, null, "post-without-time", "post-not-found"], results);
        var moved = await desk.Author.PostOf(local.Id());
        Assert.Equal(("2027-03-14T09:00:00", "draft"), (moved.GetProperty("localTime").GetString(), moved.Status()));
        Assert.Equal(TimeSpan.FromHours(23), moved.GetProperty("scheduledAt").GetDateTimeOffset() - local.GetProperty("scheduledAt").GetDateTimeOffset());
        Assert.Equal(scheduled.GetProperty("scheduledAt").GetDateTimeOffset().AddDays(1), (await desk.Author.PostOf(scheduled.Id())).GetProperty("scheduledAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_was_moved_is_not_moved_again_when_the_answer_is_lost()
    {
        await using var desk = await Desk.Open(product);
        var post = await desk.Scheduled("Tomorrow");
        object Move(object? versions) => new { ids = new[] { post.Id() }, action = "reschedule", shift = new { days = 1 }, versions };
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), await desk.Author.Try(HttpMethod.Post, "/api/posts/bulk", Move(null)));

        var versions = new Dictionary<Guid, int> { [post.Id()] = 1 };
        await desk.Author.Post("/api/posts/bulk", Move(versions));
        var again = await desk.Author.Post("/api/posts/bulk", Move(versions));

        Assert.Equal("version-conflict", again.GetProperty("items")[0].Code());
        Assert.Equal(post.GetProperty("scheduledAt").GetDateTimeOffset().AddDays(1), (await desk.Author.PostOf(post.Id())).GetProperty("scheduledAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_post_of_which_nothing_is_known_does_not_lose_what_is_known_of_the_others()
    {
        await using var desk = await Desk.Open(product);
        var key = Guid.NewGuid().ToString();
        Guid[] posts = [(await desk.Draft("Broken", desk.Tomorrow)).Id(), (await desk.Draft("Sound", desk.Tomorrow)).Id()];
        await desk.Execute($"update scheduled_posts set local_time = '2030-01-01', timezone = 'Mars/Olympus' where id = '{posts[0]}'");

        Assert.Equal(["not-known", null], await Move());
        Assert.Equal(desk.Tomorrow.AddDays(1), (await desk.Author.PostOf(posts[1])).GetProperty("scheduledAt").GetDateTimeOffset(), TimeSpan.FromMinutes(1));

        // Such an answer is not kept: with the same key, what is left is done.
        await desk.Execute($"update scheduled_posts set timezone = 'UTC' where id = '{posts[0]}'");
        Assert.Equal([null, "version-conflict"], await Move());
        Assert.Equal([null, "version-conflict"], await Move());

        async Task<List<string?>> Move()
        {
            var body = JsonContent.Create(new { ids = posts, action = "reschedule", shift = new { days = 1 }, versions = posts.ToDictionary(id => id, _ => 1) });
            return [.. JsonSerializer.Deserialize<JsonElement>((await desk.Author.Send("/api/posts/bulk", body, key)).Body).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("code").GetString())];
        }
    }

    [Theory]
    [InlineData("localTime", "9999-12-31T23:00:00")]
    [InlineData("localTime", "0001-01-01T00:00:00")]
    [InlineData("scheduledAt", "9999-12-31T23:00:00Z")]
    public async Task A_year_that_nobody_means_is_refused_by_its_field(string field, string time)
    {
        await using var desk = await Desk.Open(product);
        var body = new Dictionary<string, object> { ["accountId"] = desk.Account, ["type"] = "feed", ["mediaIds"] = new[] { desk.Picture }, ["status"] = "draft", [field] = time };
        if (field == "localTime") body["timeZone"] = time[0] == '9' ? "America/Sao_Paulo" : "Asia/Tokyo";

        var (status, problem) = await desk.Author.Refused("/api/posts", body);

        Assert.Equal((HttpStatusCode.BadRequest, true), (status, problem.GetProperty("errors").TryGetProperty(field, out _)));
    }

    [Fact]
    public async Task A_draft_that_is_deleted_is_on_no_calendar()
    {
        await using var desk = await Desk.Open(product);
        var draft = await desk.Draft("Never mind", desk.Tomorrow);

        await desk.Author.Delete($"/api/posts/{draft.Id()}");

        var told = await Eventually.Value(async () => (await desk.Author.Get($"/api/accounts/{desk.Account}/events?limit=100&after=0")).GetProperty("items").EnumerateArray()
            .Where(e => e.GetProperty("subjectId").GetGuid() == draft.Id()).Select(e => e.GetProperty("payload").GetProperty("post")).Where(p => p.Status() == "cancelled").Cast<JsonElement?>().FirstOrDefault(), "The event");
        Assert.Equal(JsonValueKind.Null, told.GetProperty("scheduledAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, told.GetProperty("localTime").ValueKind);
    }

    [Fact]
    public async Task Many_posts_are_copied_once_cancelled_and_deleted()
    {
        await using var desk = await Desk.Open(product);
        Guid[] posts = [(await desk.Scheduled("One")).Id(), (await desk.Draft("Two")).Id()];
        async Task<JsonElement> Bulk(string action) => (await desk.Author.Post("/api/posts/bulk", new { ids = posts, action })).GetProperty("items");

        var copies = await Bulk("duplicate");
        await Bulk("cancel");
        var deleted = await Bulk("delete");

        Assert.Equal(["One", "Two"], copies.EnumerateArray().Select(c => c.GetProperty("post").Caption()));
        Assert.All(deleted.EnumerateArray(), d => Assert.Equal("cancelled", d.GetProperty("post").Status()));
        Assert.Equal(2, (await desk.Author.Get($"/api/posts?accountId={desk.Account}&status=draft")).GetProperty("items").GetArrayLength());
    }
}
