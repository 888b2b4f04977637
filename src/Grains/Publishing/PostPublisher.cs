using System.Diagnostics.Metrics;
using SocialSelling.Accounts;
using SocialSelling.Inbox;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// Takes an account's posts live, on the second and exactly once. Each step is at most one call to Meta, claimed in the post's row before it and noted after it;
/// what is due follows from the rows, so that any activation continues where the last one ended. Part of AccountGrain.
/// </summary>
internal sealed partial class PostPublisher(
    AccountState account, EventStream stream, PostRepository posts, AccountToken token, RateBudget budget, InstagramClient instagram, IMetaMediaUrls metaUrls, SignedMediaUrls urls,
    PublishMetrics metrics, TimeProvider clock, ILogger<PostPublisher> logger)
{
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
            // The row says what is next; the timer, the reminder or the sweeper comes back to it.
            LogStepBroke(e, post.Id);
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
                await Write(post, post with { NextAttemptAt = post.Status == "ready" ? post.ScheduledAt : null }, ct);
                return;
            case PublishStep.GiveUpMissed:
                await Write(post, PublishRules.Fail(post, "missed", "The system was down at the time of the post, for more than an hour."), ct);
                return;
        }
        // A step of somebody else may still be on its way: its call ends before its lease.
        if (post.LeaseUntil > now && step is not PublishStep.FindOut) return;
        if (await token.Session(ct) is not { } session)
        {
            if (post.Status is "published") return;
            await Write(post, PublishRules.Fail(post, "token-expired", "The account has to be connected again."), ct);
            return;
        }
        if (budget.TryTake(CallClass.Publish) is { } later)
        {
            await Write(post, post with { NextAttemptAt = later }, ct);
            return;
        }
        await (step switch
        {
            PublishStep.CreateContainer => Prepare(session, post, ct),
            PublishStep.PollContainer => Poll(session, post, ct),
            PublishStep.Publish => Publish(session, post, ct),
            PublishStep.FindOut => FindOut(session, post, ct),
            PublishStep.WriteFirstComment => Comment(session, post, ct),
            _ => Task.CompletedTask,
        });
    }

    private async Task Prepare(InstagramSession session, PostRow scheduled, CancellationToken ct)
    {
        var post = await Claim(scheduled, "preparing", ct);
        await Call(post, wasPublishCall: false, async () =>
        {
            var next = post.Media.ElementAtOrDefault(post.ChildContainerIds.Count);
            var isChild = post.Type == "carousel" && next is not null;
            var spec = isChild ? Spec(next!, await metaUrls.ForMeta(next!.StorageKey, ct)) : await Spec(post, ct);
            var containerId = await instagram.CreateContainer(session, spec, ct);
            var now = clock.GetUtcNow();
            return isChild
                ? post with { ChildContainerIds = [.. post.ChildContainerIds, containerId], NextAttemptAt = now, LeaseUntil = null }
                : post with { ContainerId = containerId, ContainerCreatedAt = now, NextAttemptAt = now + TimeSpan.FromSeconds(1), LeaseUntil = null };
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
        if (clock.GetUtcNow() - ready.ContainerCreatedAt > PublishRules.ContainerLife)
        {
            await Write(ready, PublishRules.ContainerLost(ready, "The prepared media has expired.", clock.GetUtcNow()) with { NextAttemptAt = clock.GetUtcNow() }, ct);
            return;
        }
        var post = await Claim(ready with { PublishStartedAt = clock.GetUtcNow() }, "publishing", ct);
        await Call(post, wasPublishCall: true, async () => Published(post, await instagram.PublishContainer(session, post.ContainerId!, ct)));
    }

    /// <summary>After a publish call without an answer: the container tells whether it took effect.</summary>
    private async Task FindOut(InstagramSession session, PostRow doubtful, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (doubtful.LeaseUntil > now)
        {
            // The call may still be running, here or on a silo that hangs.
            await Write(doubtful, doubtful with { NextAttemptAt = doubtful.LeaseUntil }, ct);
            return;
        }
        var post = doubtful with { Status = "unconfirmed", NextAttemptAt = now + PublishRules.FindOutEvery };
        try
        {
            var status = await instagram.GetContainerStatus(session, post.ContainerId!, ct);
            post = status.State switch
            {
                ContainerState.Published => await Recognise(session, post, ct),
                ContainerState.Finished when now - post.PublishStartedAt > PublishRules.ConclusiveAfter => PublishRules.NeverTookEffect(post, now),
                ContainerState.Error or ContainerState.Expired => PublishRules.ContainerLost(post, status.Detail, now),
                _ => post,
            };
        }
        catch (InstagramException e)
        {
            await token.Note(e.Failure, ct);
        }
        await Write(doubtful, post, ct);
    }

    /// <summary>The container is published: which medium is it? Never simply the newest one.</summary>
    private async Task<PostRow> Recognise(InstagramSession session, PostRow post, CancellationToken ct)
    {
        var recent = await instagram.ListRecentMedia(session, 25, ct);
        var since = post.PublishStartedAt - TimeSpan.FromSeconds(30);
        var candidates = recent.Where(m => m.Timestamp >= since && (m.Caption ?? "") == post.Caption).ToList();
        var taken = await posts.KnownPlatformIds(account.Id, [.. candidates.Select(c => c.Id)], ct);
        var match = candidates.Where(c => !taken.Contains(c.Id)).ToList();
        return match is [var only] ? Published(post, only.Id) with { Permalink = only.Permalink }
            // It is live, that is certain; the list lags, or two posts look alike.
            : clock.GetUtcNow() - post.PublishStartedAt > TimeSpan.FromMinutes(3) ? Published(post, null) : post;
    }

    private async Task Comment(InstagramSession session, PostRow published, CancellationToken ct)
    {
        // Marked before the call: a comment that may have been written is not written again.
        var post = published with { CommentStatus = "sending", NextAttemptAt = null, Fence = published.Fence + 1 };
        await Write(published, post, ct);
        string status;
        try
        {
            await instagram.CreateComment(session, post.PlatformPostId!, post.FirstComment!, ct);
            status = "done";
        }
        catch (InstagramException e)
        {
            LogCommentFailed(post.Id, e.Failure.GetType().Name);
            status = e.Failure is RetryLater ? "pending" : "failed";
        }
        await Write(post, post with { CommentStatus = status, NextAttemptAt = status == "pending" ? clock.GetUtcNow() + PublishRules.Backoff(2) : null }, CancellationToken.None);
    }

    private PostRow Published(PostRow post, string? mediaId)
    {
        var now = clock.GetUtcNow();
        metrics.Published(now - (post.ScheduledAt ?? now));
        LogPublished(post.Id, mediaId);
        var comment = post.FirstComment is { Length: > 0 } && mediaId is not null ? "pending" : null;
        return post with
        {
            Status = "published",
            PublishedAt = now,
            PlatformPostId = mediaId,
            CommentStatus = comment,
            NextAttemptAt = comment is null ? null : now,
            LeaseUntil = null,
            ErrorCode = null,
            ErrorMessage = null,
        };
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
        await Write(post, next, CancellationToken.None);
        if (next is { Status: "published", Permalink: null, PlatformPostId: not null }) await FetchPermalink(next);
    }

    /// <summary>Nice to have: a failure to read the link is not a failure to publish.</summary>
    private async Task FetchPermalink(PostRow post)
    {
        try
        {
            if (await token.Session(CancellationToken.None) is not { } session || budget.TryTake(CallClass.Sync) is not null) return;
            var medium = await instagram.GetMedia(session, post.PlatformPostId!, CancellationToken.None);
            if (await posts.Find(account.Id, post.Id, CancellationToken.None) is { } current)
                await Write(current, current with { Permalink = medium.Permalink }, CancellationToken.None);
        }
        catch (Exception e) when (e is InstagramException or GuardFailedException)
        {
            LogNoPermalink(post.Id);
        }
    }

    private async Task<PostRow> Claim(PostRow post, string status, CancellationToken ct)
    {
        var leaseUntil = clock.GetUtcNow() + PublishRules.Lease;
        var claimed = post with { Status = status, Fence = post.Fence + 1, LeaseUntil = leaseUntil, NextAttemptAt = leaseUntil };
        await Write(post, claimed, ct);
        return claimed;
    }

    private async Task Write(PostRow before, PostRow after, CancellationToken ct)
    {
        if (after == before) return;
        await stream.Append(write =>
        {
            write.Also.Add(PostRepository.Replace(after, before.Fence));
            if (after.Status != before.Status || after.Permalink != before.Permalink) stream.Add(write, EventKind.PostChanged, after.Id, new PostPayload((after with { UpdatedAt = clock.GetUtcNow() }).ToView(urls)));
            return Task.FromResult(true);
        }, ct);
    }

    private async Task<ContainerSpec> Spec(PostRow post, CancellationToken ct)
    {
        if (post.Type == "carousel") return new ContainerSpec.Carousel(post.ChildContainerIds, post.Caption);
        var file = post.Media[0];
        var url = await metaUrls.ForMeta(file.StorageKey, ct);
        return post.Type switch
        {
            "story" => new ContainerSpec.Story(url, file.Kind == "video"),
            "reel" => new ContainerSpec.Reel(url, post.Caption),
            _ => file.Kind == "video" ? new ContainerSpec.Reel(url, post.Caption) : new ContainerSpec.Image(url, post.Caption),
        };
    }

    private static ContainerSpec.CarouselItem Spec(MediaRow child, Uri url) => new(url, child.Kind == "video");

    [LoggerMessage(LogLevel.Information, "Published Post {PostId} as {PlatformPostId}")]
    private partial void LogPublished(Guid postId, string? platformPostId);

    [LoggerMessage(LogLevel.Warning, "A call for Post {PostId} ({Status}) ended with {Failure}")]
    private partial void LogCallFailed(Guid postId, string status, string failure);

    [LoggerMessage(LogLevel.Warning, "The first comment of Post {PostId} ended with {Failure}")]
    private partial void LogCommentFailed(Guid postId, string failure);

    [LoggerMessage(LogLevel.Information, "Post {PostId} was moved on by somebody else; this step is dropped")]
    private partial void LogOvertaken(Guid postId);

    [LoggerMessage(LogLevel.Error, "A step of Post {PostId} broke off")]
    private partial void LogStepBroke(Exception e, Guid postId);

    [LoggerMessage(LogLevel.Information, "The link of Post {PostId} could not be read now")]
    private partial void LogNoPermalink(Guid postId);
}

/// <summary>How punctual publishing is.</summary>
internal sealed class PublishMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> lateness = meters.Create("SocialSelling").CreateHistogram<double>("publish_lateness_seconds", "s", "From a post's time to Meta's answer");

    public void Published(TimeSpan late) => lateness.Record(late.TotalSeconds);
}
