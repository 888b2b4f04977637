using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// Takes an account's posts live, on the second and exactly once. Each step is at most one call to Meta, claimed in the post's row before it and noted after it;
/// what is due follows from the rows, so that any activation continues where the last one ended. Part of AccountGrain.
/// </summary>
internal sealed partial class PostPublisher(
    AccountState account, PostClaims claims, FirstComment comments, AccountToken token, RateBudget budget, PostRepository posts, InstagramClient instagram, ContainerSpecs specs,
    PublishMetrics metrics, TimeProvider clock, ILogger<PostPublisher> logger)
{
    private static readonly TimeSpan RestAfterBreak = TimeSpan.FromSeconds(5);
    private readonly Dictionary<Guid, Task> underway = [];

    /// <summary>When the next step is due; a little later than now for those under way.</summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken ct)
    {
        var due = await posts.NextDue(account.Id, ct);
        var soon = clock.GetUtcNow() + TimeSpan.FromMilliseconds(250);
        return underway.Count > 0 && due < soon ? soon : due;
    }

    /// <summary>Starts one step of every post that is due, each on its own: a slow call of one must not make another late.</summary>
    /// <param name="moved">Called whenever a step has ended, for the timer to be set anew.</param>
    public async Task Step(Func<Task> moved, CancellationToken ct)
    {
        foreach (var post in await posts.ListDue(account.Id, clock.GetUtcNow(), ct))
            if (!underway.ContainsKey(post.Id)) underway[post.Id] = Run(post, moved, ct);
    }

    /// <summary>Ends when the steps under way have.</summary>
    public Task Settle() => Task.WhenAll(underway.Values);

    private async Task Run(PostRow post, Func<Task> moved, CancellationToken ct)
    {
        // So that it is under way before it can end.
        await Task.Yield();
        try
        {
            await Take(PublishStep.Of(post, clock.GetUtcNow()), post, ct);
        }
        catch (GuardFailedException)
        {
            LogOvertaken(post.Id);
        }
        catch (Exception e)
        {
            // The row says what is next. Not at once: what breaks every time must not keep the account busy with nothing else.
            LogStepBroke(e, post.Id);
            await Task.Delay(RestAfterBreak, clock, CancellationToken.None);
        }
        finally
        {
            underway.Remove(post.Id);
        }
        await moved();
    }

    private async Task Take(PublishStep step, PostRow post, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        switch (step)
        {
            case PublishStep.Nothing:
                await claims.Note(post, post with { NextAttemptAt = post.Status is "ready" or "awaiting_approval" ? post.ScheduledAt : null }, ct);
                return;
            case PublishStep.GiveUpUnapproved:
                await claims.Note(post, PublishRules.Fail(post, "not-approved", "Nobody approved the post before its time. Give it another time, and ask again."), ct);
                return;
            case PublishStep.GiveUpAltered:
                await claims.Note(post, PublishRules.Fail(post, "approval-void", "The post is not what was approved. It has to be approved again."), ct);
                return;
            case PublishStep.GiveUpMissed:
                await claims.Note(post, PublishRules.Fail(post, "missed", "The system was down at the time of the post, for more than an hour."), ct);
                return;
        }
        if (post.LeaseUntil > now)
        {
            // A step of somebody else may still be on its way, here or on a silo that hangs: its call ends before its lease.
            await claims.Note(post, post with { NextAttemptAt = post.LeaseUntil }, ct);
            return;
        }
        if (await token.Session(ct) is not { } session)
        {
            await claims.Note(post, PublishRules.WithoutLogin(post, account.Row is null or { Status: AccountStatus.Disconnected }, now), ct);
            return;
        }
        if (budget.TryTake(CallClass.Publish) is { } later)
        {
            await claims.Note(post, post with { NextAttemptAt = later }, ct);
            return;
        }
        await (step switch
        {
            PublishStep.CreateContainer => Prepare(session, post, ct),
            PublishStep.PollContainer => Poll(session, post, ct),
            PublishStep.Publish => Publish(session, post, ct),
            PublishStep.FindOut => FindOut(session, post, ct),
            PublishStep.WriteFirstComment => comments.Write(session, post, ct),
            PublishStep.FindOutComment => comments.FindOut(session, post, ct),
            _ => Task.CompletedTask,
        });
    }

    private async Task Prepare(InstagramSession session, PostRow scheduled, CancellationToken ct)
    {
        var post = await claims.Claim(scheduled, "preparing", ct);
        await Call(post, wasPublishCall: false, async () =>
        {
            var spec = await specs.Next(post, ct);
            return PublishRules.ContainerMade(post, await instagram.CreateContainer(session, spec, ct), isChild: spec is ContainerSpec.CarouselItem, clock.GetUtcNow());
        });
    }

    private Task Poll(InstagramSession session, PostRow post, CancellationToken ct) => Call(post, wasPublishCall: false, async () =>
    {
        var status = await instagram.GetContainerStatus(session, post.ContainerId!, ct);
        var now = clock.GetUtcNow();
        return status.State switch
        {
            ContainerState.Finished => post with { Status = "ready", NextAttemptAt = post.ScheduledAt > now ? post.ScheduledAt : now },
            ContainerState.Error or ContainerState.Expired => PublishRules.ContainerLost(post, status.Detail, now),
            _ => post with { NextAttemptAt = now + PublishRules.PollAfter(post.ContainerCreatedAt ?? now, post.ScheduledAt ?? now, now) },
        };
    });

    private async Task Publish(InstagramSession session, PostRow ready, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - ready.ContainerCreatedAt > PublishRules.ContainerLife)
        {
            await claims.Note(ready, PublishRules.ContainerLost(ready, "The prepared media has expired.", now) with { NextAttemptAt = now }, ct);
            return;
        }
        var post = await claims.Claim(ready with { PublishStartedAt = now }, "publishing", ct);
        await Call(post, wasPublishCall: true, async () => Live(post, await instagram.PublishContainer(session, post.ContainerId!, ct)));
    }

    /// <summary>After a publish call without an answer: the container tells whether it took effect.</summary>
    private async Task FindOut(InstagramSession session, PostRow doubtful, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var post = PublishRules.StillInDoubt(doubtful, now);
        try
        {
            var status = await instagram.GetContainerStatus(session, doubtful.ContainerId!, ct);
            post = status.State switch
            {
                ContainerState.Published when await Recognise(session, doubtful, ct) is { } medium => Live(doubtful, medium),
                // It is live, that is certain; the list lags, or two posts look alike.
                ContainerState.Published when now - doubtful.PublishStartedAt > PublishRules.RecogniseFor => Live(doubtful, mediaId: null),
                ContainerState.Finished when now - doubtful.PublishStartedAt > PublishRules.ConclusiveAfter =>
                    await Recognise(session, doubtful, ct) is { } medium ? Live(doubtful, medium) : PublishRules.NeverTookEffect(doubtful, now),
                ContainerState.Error or ContainerState.Expired => PublishRules.ContainerLost(doubtful, status.Detail, now),
                _ => post,
            };
        }
        catch (InstagramException e)
        {
            LogCallFailed(doubtful.Id, doubtful.Status, e.Failure.GetType().Name);
            await token.Note(e.Failure, ct);
        }
        await claims.Note(doubtful, post, ct);
    }

    private async Task<PublishedMedia?> Recognise(InstagramSession session, PostRow post, CancellationToken ct)
    {
        var candidates = Recognition.Candidates(post, await instagram.ListRecentMedia(session, 25, ct));
        return Recognition.Only(candidates, await posts.KnownPlatformIds(account.Id, [.. candidates.Select(c => c.Id)], ct));
    }

    private PostRow Live(PostRow post, PublishedMedia medium) => Live(post, medium.Id) with { Permalink = medium.Permalink };

    private PostRow Live(PostRow post, string? mediaId)
    {
        var now = clock.GetUtcNow();
        metrics.Published(now - (post.ScheduledAt ?? now));
        LogPublished(post.Id, mediaId);
        return PublishRules.Published(post, mediaId, now);
    }

    /// <summary>Makes one call and notes what came of it. Once the call is made, noting is not cancelled.</summary>
    private async Task Call(PostRow post, bool wasPublishCall, Func<Task<PostRow>> call)
    {
        PostRow next;
        try
        {
            next = await call();
        }
        catch (InstagramException e)
        {
            LogCallFailed(post.Id, post.Status, e.Failure.GetType().Name);
            await token.Note(e.Failure, CancellationToken.None);
            next = PublishRules.AfterFailure(post, e.Failure, wasPublishCall, clock.GetUtcNow());
        }
        await claims.Note(post, next, CancellationToken.None);
        if (next is { Status: "published", Permalink: null, PlatformPostId: not null }) await FetchPermalink(next);
    }

    /// <summary>Nice to have: a failure to read the link is not a failure to publish.</summary>
    private async Task FetchPermalink(PostRow post)
    {
        try
        {
            if (await token.Session(CancellationToken.None) is not { } session || budget.TryTake(CallClass.Sync) is not null) return;
            var medium = await instagram.GetMedia(session, post.PlatformPostId!, CancellationToken.None);
            if (await claims.Find(post.Id, CancellationToken.None) is { } current)
                await claims.Note(current, current with { Permalink = medium.Permalink }, CancellationToken.None);
        }
        catch (Exception e) when (e is InstagramException or GuardFailedException)
        {
            LogNoPermalink(post.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Published Post {PostId} as {PlatformPostId}")]
    private partial void LogPublished(Guid postId, string? platformPostId);

    [LoggerMessage(LogLevel.Warning, "A call for Post {PostId} ({Status}) ended with {Failure}")]
    private partial void LogCallFailed(Guid postId, string status, string failure);

    [LoggerMessage(LogLevel.Information, "Post {PostId} was moved on by somebody else; this step is dropped")]
    private partial void LogOvertaken(Guid postId);

    [LoggerMessage(LogLevel.Error, "A step of Post {PostId} broke off")]
    private partial void LogStepBroke(Exception e, Guid postId);

    [LoggerMessage(LogLevel.Information, "The link of Post {PostId} could not be read now")]
    private partial void LogNoPermalink(Guid postId);
}
