using SocialSelling.Accounts;
using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>What people do with an account's posts: write, schedule, edit, cancel. <see cref="PostPublisher"/> takes them live. Part of AccountGrain.</summary>
internal sealed class PostSchedule(AccountState account, EventStream stream, PostRepository posts, MediaRepository media, SignedMediaUrls urls, TimeProvider clock)
{
    private const int Attempts = 4;

    public async Task<Result<PostView>> Create(CreatePost command, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        if (await posts.Find(account.Id, command.PostId, ct) is { } earlier) return earlier.ToView(urls);
        var files = await media.ByKeys(account.Row.WorkspaceId, command.MediaKeys, ct);
        var now = clock.GetUtcNow();
        var post = new PostRow(
            command.PostId, account.Id, command.UserId, command.Type, command.Caption, command.MediaKeys, command.FirstComment, null, null, null, "draft", null, [], null, null, null, null,
            null, null, null, null, 0, null, null, Fence: 0, Version: 1, now, now, files, command.Details?.ToRow() ?? new(), command.Details?.CoverMediaId,
            await Cover(command.Details, ct));
        if (command.Time is { } time)
        {
            var scheduled = Schedule(post, time, now);
            if (scheduled.Error is { } refusal) return refusal;
            post = scheduled.Get();
        }
        return await Write(post, PostRepository.Add(post), ct);
    }

    public Task<Result<PostView>> Edit(EditPost command, CancellationToken ct) => Change(command.PostId, async post =>
    {
        if (post.Version != command.Version) return new PostVersionConflict(post.Version);
        if (post.Status is not ("draft" or "scheduled" or "failed")) return new PostWrongState(post.Status);
        var keys = command.MediaKeys ?? post.MediaKeys;
        var edited = post with
        {
            Caption = command.Caption ?? post.Caption,
            MediaKeys = keys,
            Media = command.MediaKeys is null ? post.Media : await media.ByKeys(account.Row!.WorkspaceId, keys, ct),
            FirstComment = command.FirstComment ?? post.FirstComment,
            Details = command.Details?.ToRow() ?? post.Details,
            CoverMediaId = command.Details is null ? post.CoverMediaId : command.Details.CoverMediaId,
            Cover = command.Details is null ? post.Cover : await Cover(command.Details, ct),
            Version = post.Version + 1,
        };
        return edited.Status == "scheduled" && Errors(edited) is { Count: > 0 } errors ? new PostNotPublishable(errors) : (Result<PostRow>)edited;
    }, ct);

    public Task<Result<PostView>> Schedule(SchedulePost command, CancellationToken ct) => Change(command.PostId, post => Task.FromResult(
        post.Status is not ("draft" or "scheduled" or "failed" or "preparing" or "ready" or "cancelled") ? new PostWrongState(post.Status)
        : Schedule(post, command.Time, clock.GetUtcNow())), ct);

    /// <summary>Wins or loses against the publisher by the fence: a post that is being published is not cancelled.</summary>
    public Task<Result<PostView>> Cancel(Guid postId, CancellationToken ct) => Change(postId, post => Task.FromResult<Result<PostRow>>(
        post.Status is not ("scheduled" or "preparing" or "ready" or "draft" or "failed") ? new PostWrongState(post.Status)
        : PublishRules.Cancelled(post)), ct);

    public async Task<Result<bool>> Delete(Guid postId, CancellationToken ct)
    {
        if (await posts.Find(account.Id, postId, ct) is not { } post) return new PostNotFound();
        if (post.Status == "cancelled") return true;
        if (post.Status != "draft") return await Cancel(postId, ct) is { Error: { } error } ? error : true;
        return await stream.Append(write =>
        {
            write.Also.Add(PostRepository.Delete(account.Id, postId));
            stream.Add(write, EventKind.PostChanged, postId, Payload(PublishRules.Cancelled(post)));
            return Task.FromResult(true);
        }, ct);
    }

    /// <summary>Cancels whatever is not live or on its way there, in one transaction: posts of an account that was disconnected stay at home.</summary>
    public async Task CancelAll(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await stream.Append(async write =>
                {
                    var planned = await posts.ListPlanned(account.Id, ct);
                    if (planned.Count > 0) write.Also.Add(PostRepository.Cancel(account.Id, planned));
                    foreach (var post in planned) stream.Add(write, EventKind.PostChanged, post.Id, Payload(PublishRules.Cancelled(post)));
                    return planned.Count;
                }, ct);
                return;
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // The publisher took a step with one of them meanwhile: read again.
            }
        }
    }

    private Result<PostRow> Schedule(PostRow post, PostTime time, DateTimeOffset now)
    {
        if (!account.IsActive) return new AccountNotActive(account.Row!.Status);
        if (Errors(post) is { Count: > 0 } errors) return new PostNotPublishable(errors);
        // A container that is there and young serves the new time too.
        var keep = post.ContainerId is not null && post.Status is "ready" or "preparing" && time.At - post.ContainerCreatedAt < PublishRules.ContainerLife;
        return post with
        {
            Status = keep ? post.Status : "scheduled",
            ScheduledAt = time.At,
            LocalTime = time.LocalTime,
            TimeZone = time.TimeZone,
            ContainerId = keep ? post.ContainerId : null,
            ChildContainerIds = keep ? post.ChildContainerIds : [],
            ContainerCreatedAt = keep ? post.ContainerCreatedAt : null,
            PublishStartedAt = null,
            ErrorCode = null,
            ErrorMessage = null,
            Attempts = 0,
            NextAttemptAt = keep && post.Status == "ready" ? time.At : PublishRules.FirstStepAt(time.At, now),
            LeaseUntil = null,
            Version = post.Version + 1,
        };
    }

    private static List<Finding> Errors(PostRow post) => [.. PreFlight.Check(post).Where(f => f.Severity == "error")];

    private async Task<MediaRow?> Cover(PostDetails? details, CancellationToken ct) =>
        details?.CoverMediaId is { } id ? (await media.ByIds(account.Row!.WorkspaceId, [id], ct)).FirstOrDefault() : null;

    private async Task<Result<PostView>> Change(Guid postId, Func<PostRow, Task<Result<PostRow>>> decide, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await posts.Find(account.Id, postId, ct) is not { } post) return new PostNotFound();
            var decided = await decide(post);
            if (decided.Error is { } refusal) return refusal;
            var changed = decided.Get() with { Fence = post.Fence + 1, UpdatedAt = clock.GetUtcNow() };
            try
            {
                return await Write(changed, PostRepository.Replace(changed, post.Fence), ct);
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // The publisher took a step meanwhile: look again, and decide on what is there now.
            }
        }
    }

    private async Task<Result<PostView>> Write(PostRow post, Guarded statement, CancellationToken ct)
    {
        var view = post.ToView(urls);
        return await stream.Append(write =>
        {
            write.Also.Add(statement);
            stream.Add(write, EventKind.PostChanged, post.Id, new PostPayload(view));
            return Task.FromResult(view);
        }, ct);
    }

    private PostPayload Payload(PostRow post) => new((post with { UpdatedAt = clock.GetUtcNow() }).ToView(urls));
}
