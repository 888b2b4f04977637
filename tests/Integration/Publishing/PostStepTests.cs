using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocialSelling.Inbox;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Steps of the posts of many accounts, committed together: each on its own fence.</summary>
public sealed class PostStepTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PostRepository Posts => api.Services.GetRequiredService<PostRepository>();

    [Fact]
    public async Task Of_steps_that_are_committed_together_only_the_overtaken_one_fails_and_leaves_nothing()
    {
        var browser = await api.SignedIn();
        List<PostRow> posts = [];
        for (var n = 0; n < 4; n++) posts.Add(await Ready(await api.AccountOf(browser)));
        await api.Database.Execute($"update scheduled_posts set fence = fence + 1 where id = '{posts[2].Id}'");

        // The first waits for its row, so that the others gather behind it.
        List<Task> steps = [];
        await using (var other = await api.Services.GetRequiredService<Sql>().Source.OpenConnectionAsync(Cancel))
        await using (var held = await other.BeginTransactionAsync(Cancel))
        {
            await using (var hold = new NpgsqlCommand($"select from scheduled_posts where id = '{posts[0].Id}' for update", other)) await hold.ExecuteNonQueryAsync(Cancel);
            foreach (var post in posts) steps.Add(Claim(post));
            Assert.DoesNotContain(steps, step => step.IsCompleted);
        }

        foreach (var n in (int[])[0, 1, 3])
        {
            await steps[n].WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            Assert.Equal(("publishing", posts[n].Fence + 1), await Now(posts[n]));
            Assert.Equal((1, 1), await Told(posts[n]));
        }
        await Assert.ThrowsAsync<GuardFailedException>(() => steps[2].WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(("ready", posts[2].Fence + 1), await Now(posts[2]));
        Assert.Equal((0, 0), await Told(posts[2]));
    }

    [Fact]
    public async Task A_step_writes_all_that_it_may_change_and_nothing_that_people_have_written()
    {
        var post = await Ready(await api.AccountOf(await api.SignedIn()));
        var at = new DateTimeOffset(2030, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var after = post with
        {
            Status = "published",
            ContainerId = "17",
            ChildContainerIds = ["171", "172"],
            ContainerCreatedAt = at,
            PublishStartedAt = at.AddMinutes(1),
            PublishedAt = at.AddMinutes(2),
            PlatformPostId = "18",
            Permalink = "https://example.com/p",
            CommentStatus = "pending",
            ErrorCode = "daily-limit",
            ErrorMessage = "Full",
            Attempts = 3,
            NextAttemptAt = at.AddMinutes(3),
            LeaseUntil = at.AddMinutes(4),
            Fence = post.Fence + 1,
            Version = post.Version + 1,
        };

        await Write(post.AccountId, new PostStep(after with { Caption = "Not a step's business" }, post.Fence, Entry: null));

        var stored = await Posts.Find(post.AccountId, post.Id, Cancel);
        Assert.Equal(after.ChildContainerIds, stored!.ChildContainerIds);
        Assert.Equivalent(after with { UpdatedAt = stored.UpdatedAt }, stored);
    }

    private async Task<PostRow> Ready(Guid account)
    {
        var id = Guid.CreateVersion7();
        await api.Database.Execute($"""
            insert into scheduled_posts (id, client_account_id, post_type, caption, status, scheduled_time, next_attempt_at) values ('{id}', '{account}', 'feed', 'Mugs', 'ready', now(), now() + interval '1 day')
            """);
        return (await Posts.Find(account, id, Cancel))!;
    }

    private Task Claim(PostRow post)
    {
        var claimed = post with { Status = "publishing", Fence = post.Fence + 1 };
        return Write(post.AccountId, new PostStep(claimed, post.Fence, new(post.Id, claimed.Fence, 1, "publish", "17", DateTimeOffset.UnixEpoch)), new NewEvent(1, DateTimeOffset.UnixEpoch, EventKind.PostChanged, post.Id, "{}"));
    }

    private Task Write(Guid account, PostStep step, params NewEvent[] events)
    {
        var write = new AccountWrite(account, 1);
        write.Posts.Add(step);
        write.Events.AddRange(events);
        return api.Services.GetRequiredService<InboxWriter>().Write(write, Cancel);
    }

    private async Task<(string, int)> Now(PostRow post) => await Posts.Find(post.AccountId, post.Id, Cancel) is { } now ? (now.Status, now.Fence) : default;

    private async Task<(long Events, long Entries)> Told(PostRow post) => (
        await api.Database.Scalar($"select count(*) from account_events where account_id = '{post.AccountId}'"), await api.Database.Scalar($"select count(*) from publish_attempts where post_id = '{post.Id}'"));
}
