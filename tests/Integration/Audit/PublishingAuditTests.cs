using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Publishing;

namespace SocialSelling.Audit;

/// <summary>What is done with accounts and posts leaves its entry, by whoever did it.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PublishingAuditTests(MovableProduct product)
{
    [Fact]
    public async Task A_post_from_draft_to_live()
    {
        await using var desk = await Desk.Open(product);
        var post = (await desk.Draft("Planted words")).Id();
        await desk.Author.Send(HttpMethod.Patch, $"/api/posts/{post}", new { version = 1, caption = "Other planted words" });
        await desk.Author.Post($"/api/posts/{post}/schedule", new { scheduledAt = product.Clock.GetUtcNow().AddMinutes(5) });
        await Eventually.True(async () => (await desk.Author.PostOf(post)).Status() == "ready", what: "Prepared");
        await product.Move(TimeSpan.FromMinutes(6));
        await Eventually.True(async () => (await desk.Author.PostOf(post)).Status() == "published", what: "Published");

        var entries = await Entries(desk, $"?subjectId={post}");

        Assert.Equal(["post.published system", "post.scheduled user", "post.changed user", "post.created user"], entries.Select(Line));
        Assert.Equal(("draft", "scheduled"), (Status(entries[1], "before"), Status(entries[1], "after")));
        Assert.Equal(desk.Author.UserId, entries[1].GetProperty("actorId").GetGuid());
        Assert.NotNull(entries[1].GetProperty("requestId").GetString());
        Assert.DoesNotContain("lanted words", string.Concat(entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_is_judged_cancelled_and_deleted()
    {
        await using var desk = await Desk.Open(product);
        var colleague = await desk.Colleague();
        await desk.NeedsApproval();
        var (approved, rejected, draft) = ((await desk.Scheduled("One")).Id(), (await desk.Scheduled("Two")).Id(), (await desk.Draft("Three")).Id());
        await colleague.Post($"/api/posts/{approved}/approve", new { version = 1 });
        await colleague.Post($"/api/posts/{rejected}/reject", new { version = 1, reason = "Planted reason" });
        await desk.Author.Post($"/api/posts/{approved}/cancel", new { });
        await desk.Author.Send(HttpMethod.Delete, $"/api/posts/{draft}", null);

        Assert.Equal(["post.cancelled user", "post.approved user", "post.created user"], (await Entries(desk, $"?subjectId={approved}")).Select(Line));
        var judged = await Entries(desk, $"?subjectId={rejected}");
        Assert.Equal(["post.rejected user", "post.created user"], judged.Select(Line));
        Assert.Equal(colleague.UserId, judged[0].GetProperty("actorId").GetGuid());
        Assert.Equal(["post.deleted user", "post.created user"], (await Entries(desk, $"?subjectId={draft}")).Select(Line));
        var policy = Assert.Single(await Entries(desk, "?action=policy"));
        Assert.True(policy.GetProperty("after").GetProperty("postsNeedApproval").GetBoolean());
    }

    [Fact]
    public async Task Many_posts_at_once_are_one_request_with_an_entry_for_each()
    {
        await using var desk = await Desk.Open(product);
        Guid[] posts = [(await desk.Scheduled("One")).Id(), (await desk.Scheduled("Two")).Id()];
        await desk.Author.Post("/api/posts/bulk", new { ids = (Guid[])[.. posts, Guid.NewGuid()], action = "cancel" });

        var (bulk, each) = (Assert.Single(await Entries(desk, "?action=post.bulk")), await Entries(desk, "?action=post.cancelled"));

        Assert.Equal(("cancel", 3, 2), (bulk.GetProperty("after").GetProperty("action").GetString(), bulk.GetProperty("after").GetProperty("asked").GetInt32(), bulk.GetProperty("after").GetProperty("done").GetInt32()));
        Assert.Equal(2, each.Count);
        Assert.All(each, e => Assert.Equal(bulk.GetProperty("requestId").GetString(), e.GetProperty("requestId").GetString()));
    }

    [Fact]
    public async Task An_account_that_comes_goes_and_comes_back()
    {
        await using var desk = await Desk.Open(product);
        var planned = (await desk.Scheduled("Stays at home")).Id();
        await desk.Author.Send(HttpMethod.Delete, $"/api/accounts/{desk.Account}", null);
        await desk.Author.Connect(product.Meta, desk.Shop);

        var entries = await Entries(desk, $"?subjectId={desk.Account}");

        Assert.Equal(["account.reconnected user", "account.disconnected user", "account.connected user"], entries.Select(Line));
        Assert.Equal("disconnected", Status(entries[0], "before"));
        Assert.All(entries, e => Assert.Equal(desk.Author.UserId, e.GetProperty("actorId").GetGuid()));
        Assert.Equal(["post.cancelled user", "post.created user"], (await Entries(desk, $"?subjectId={planned}")).Select(Line));
    }

    private static string Line(JsonElement entry) => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("actorKind").GetString()}";

    private static string? Status(JsonElement entry, string side) => entry.GetProperty(side).GetProperty("status").GetString();

    private static async Task<List<JsonElement>> Entries(Desk desk, string query) =>
        [.. (await desk.Author.Get($"/api/workspaces/{await desk.Workspace()}/audit-log{query}")).GetProperty("items").EnumerateArray()];
}
