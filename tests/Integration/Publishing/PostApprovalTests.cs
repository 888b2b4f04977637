using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Where a second person has to look at posts: nothing goes live that nobody else has seen, and what they saw is what goes live.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostApprovalTests(MovableProduct product)
{
    private static readonly string[] Publishing = ["content:read", "content:write", "content:publish"];

    [Fact]
    public async Task Only_who_runs_the_workspace_decides_that_posts_need_approval()
    {
        await using var desk = await Desk.Open(product);
        var path = $"/api/workspaces/{await desk.Workspace()}/publishing";
        // Nobody judges their own posts: alone, nothing would ever go live.
        Assert.Equal((HttpStatusCode.Conflict, "needs-colleague"), await desk.Author.Try(HttpMethod.Put, path, new { postsNeedApproval = true }));
        Assert.Equal((false, 1), await Policy(desk.Author));
        var colleague = await desk.Colleague();

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await colleague.Try(HttpMethod.Put, path, new { postsNeedApproval = true }));
        await desk.NeedsApproval();

        Assert.Equal((true, 2), await Policy(colleague));
        Assert.Equal("awaiting_approval", (await desk.Scheduled("Look at me")).Status());
        await desk.NeedsApproval(false);

        async Task<(bool NeedsApproval, int Members)> Policy(Seller who) => await who.Get(path) is var policy ? (policy.GetProperty("postsNeedApproval").GetBoolean(), policy.GetProperty("members").GetInt32()) : default;
    }

    [Fact]
    public async Task A_post_goes_live_once_a_colleague_has_approved_it_and_its_author_has_not()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var post = await desk.Scheduled("Approved", product.Clock.GetUtcNow().AddMinutes(5));

        Assert.Equal((HttpStatusCode.Forbidden, "own-post"), await desk.Author.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/approve", new { version = 1 }));
        Assert.Equal((HttpStatusCode.Conflict, "post-needs-approval"), await desk.Author.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/publish-now", null));
        var approved = await colleague.Post($"/api/posts/{post.Id()}/approve", new { version = 1 });
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "ready", what: "Prepared");
        await product.Move(TimeSpan.FromMinutes(6));

        Assert.Equal(("scheduled", true), (approved.Status(), approved.GetProperty("approval").GetProperty("isApproved").GetBoolean()));
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "published", what: "Published");
        Assert.Equal("Approved", Assert.Single(await product.Meta.Posts(desk.Shop)).Caption());
        Assert.Equal(["post.needs-approval", "post.approved"], await Notices(desk, post.Id()));
    }

    [Fact]
    public async Task What_an_api_key_has_written_is_judged_by_a_person_and_not_by_its_maker()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var made = await desk.Author.Post($"/api/workspaces/{await desk.Workspace()}/api-keys", new { name = "Planner", scopes = Publishing });
        using var program = new HttpClient { BaseAddress = product.Url };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("text").GetString());
        using var answer = await program.PostAsJsonAsync("/api/posts", new { accountId = desk.Account, type = "feed", caption = "By a program", mediaIds = new[] { desk.Picture }, scheduledAt = desk.Tomorrow });
        var post = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("awaiting_approval", post.Status());
        Assert.Equal((HttpStatusCode.Forbidden, "own-post"), await desk.Author.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/approve", new { version = 1 }));
        Assert.Equal((HttpStatusCode.Forbidden, "own-post"), await desk.Author.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/reject", new { version = 1, reason = "No" }));
        using var self = await program.PostAsJsonAsync($"/api/posts/{post.Id()}/approve", new { version = 1 });
        Assert.Equal(HttpStatusCode.Forbidden, self.StatusCode);
        Assert.Equal("scheduled", (await colleague.Post($"/api/posts/{post.Id()}/approve", new { version = 1 })).Status());
        Assert.Contains("key", (await desk.Author.Get($"/api/workspaces/{await desk.Workspace()}/audit-log?action=post")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("actorKind").GetString()));
    }

    [Fact]
    public async Task An_edit_voids_the_approval_and_another_time_does_not()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var post = await desk.Scheduled("Seen");
        await colleague.Post($"/api/posts/{post.Id()}/approve", new { version = 1 });

        var moved = await desk.Author.Post($"/api/posts/{post.Id()}/reschedule", new { scheduledAt = desk.Tomorrow.AddHours(3) });
        Assert.Equal("scheduled", moved.Status());
        // Whoever changes it cannot approve it, though they approved it before.
        var edited = await colleague.Patch($"/api/posts/{post.Id()}", new { version = moved.Version(), caption = "Not seen" });
        Assert.Equal(("awaiting_approval", false), (edited.Status(), edited.GetProperty("approval").GetProperty("isApproved").GetBoolean()));
        Assert.Equal((HttpStatusCode.Forbidden, "own-post"), await colleague.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/approve", new { version = edited.Version() }));
        Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), await (await desk.Colleague()).Try(HttpMethod.Post, $"/api/posts/{post.Id()}/approve", new { version = moved.Version() }));
    }

    [Fact]
    public async Task What_was_changed_behind_the_approvals_back_does_not_go_live()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var post = await desk.Scheduled("Seen", product.Clock.GetUtcNow().AddMinutes(40));
        await colleague.Post($"/api/posts/{post.Id()}/approve", new { version = 1 });
        await desk.Execute($"update scheduled_posts set caption = 'Smuggled in' where id = '{post.Id()}'");

        await product.Move(TimeSpan.FromMinutes(41));

        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "failed", what: "Stopped");
        Assert.Equal("approval-void", (await desk.Author.PostOf(post.Id())).GetProperty("failure").Code());
        Assert.Empty(await product.Meta.Posts(desk.Shop));
    }

    [Fact]
    public async Task A_post_that_nobody_approves_in_time_fails_and_is_not_published_late()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var post = await desk.Scheduled("Forgotten", product.Clock.GetUtcNow().AddMinutes(5));

        await product.Move(TimeSpan.FromMinutes(6));

        Assert.Equal(HttpStatusCode.Conflict, (await colleague.Try(HttpMethod.Post, $"/api/posts/{post.Id()}/approve", new { version = 1 })).Status);
        await Eventually.True(async () => (await desk.Author.PostOf(post.Id())).Status() == "failed", what: "Given up");
        Assert.Equal("not-approved", (await desk.Author.PostOf(post.Id())).GetProperty("failure").Code());
        Assert.Empty(await product.Meta.Posts(desk.Shop));
    }

    [Fact]
    public async Task A_rejected_post_is_a_draft_again_that_says_why()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var post = await desk.Scheduled("Too loud");

        var rejected = await colleague.Post($"/api/posts/{post.Id()}/reject", new { version = 1, reason = "Wrong price" });

        Assert.Equal(("draft", "Wrong price"), (rejected.Status(), rejected.GetProperty("approval").GetProperty("reason").GetString()));
        Assert.Equal(post.GetProperty("scheduledAt").GetDateTimeOffset(), rejected.GetProperty("scheduledAt").GetDateTimeOffset());
        var again = await desk.Author.Post($"/api/posts/{post.Id()}/submit", new { version = rejected.Version() });
        Assert.Equal("awaiting_approval", again.Status());
        Assert.Equal(["post.needs-approval", "post.rejected", "post.needs-approval"], await Notices(desk, post.Id()));
    }

    [Fact]
    public async Task Many_are_approved_as_they_were_seen_and_what_has_changed_since_is_left_alone()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        Guid[] posts = [(await desk.Scheduled("As seen")).Id(), (await desk.Scheduled("Changed since")).Id()];
        var versions = posts.ToDictionary(id => id, _ => 1);
        await desk.Author.Patch($"/api/posts/{posts[1]}", new { version = 1, caption = "Something else" });

        var report = (await colleague.Post("/api/posts/bulk", new { ids = posts, action = "approve", versions })).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("code").GetString());

        Assert.Equal([null, "version-conflict"], report);
        Assert.Equal(("scheduled", "awaiting_approval"), ((await desk.Author.PostOf(posts[0])).Status(), (await desk.Author.PostOf(posts[1])).Status()));
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), await colleague.Try(HttpMethod.Post, "/api/posts/bulk", new { ids = posts, action = "approve" }));
    }

    [Fact]
    public async Task Many_are_sent_back_with_one_reason_and_nobody_rejects_their_own()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        Guid[] posts = [(await desk.Scheduled("As seen")).Id(), (await desk.Scheduled("Changed since")).Id()];
        await desk.Author.Patch($"/api/posts/{posts[1]}", new { version = 1, caption = "Something else" });
        object Rejection(string? reason) => new { ids = posts, action = "reject", reason, versions = posts.ToDictionary(id => id, _ => 1) };

        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), await colleague.Try(HttpMethod.Post, "/api/posts/bulk", Rejection(" ")));
        var own = await desk.Author.Post("/api/posts/bulk", Rejection("Too early"));
        var report = await colleague.Post("/api/posts/bulk", Rejection("Too early"));

        Assert.Equal(["own-post", "version-conflict"], Codes(own));
        Assert.Equal([null, "version-conflict"], Codes(report));
        var rejected = await desk.Author.PostOf(posts[0]);
        Assert.Equal(("draft", "Too early"), (rejected.Status(), rejected.GetProperty("approval").GetProperty("reason").GetString()));
        Assert.Equal("awaiting_approval", (await desk.Author.PostOf(posts[1])).Status());

        static IEnumerable<string?> Codes(JsonElement answer) => answer.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("code").GetString());
    }

    private static async Task<List<string>> Notices(Desk desk, Guid post)
    {
        var events = (await desk.Author.Get($"/api/accounts/{desk.Account}/events?limit=100&after=0")).GetProperty("items").EnumerateArray();
        return [.. events.Where(e => e.GetProperty("kind").GetString() == "notice.raised" && e.GetProperty("subjectId").GetGuid() == post).Select(e => e.GetProperty("payload").GetProperty("kind").GetString()!).Where(k => k is not "post.published")];
    }
}
