using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Inbox;
using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>
/// What people do with an account's posts: write, schedule, edit, approve, cancel. <see cref="PostPublisher"/> takes them live. Each change names the fence of the post that it was
/// decided on: it wins or loses against the publisher and against everybody else, and is never half done. Part of AccountGrain.
/// </summary>
internal sealed class PostSchedule(
    AccountState account, EventStream stream, PostInspection inspection, PostRepository posts, MediaRepository media, PostPolicyRepository policies, IOptions<PublishingOptions> options, SignedMediaUrls urls, TimeProvider clock)
{
    private const int Attempts = 4;

    public Task<Result<PostView>> Create(CreatePost command, CancellationToken ct) => Create(command, PostOrigin.Person, ct);

    public async Task<Result<PostView>> Create(CreatePost command, PostOrigin origin, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        if (await posts.Find(account.Id, command.PostId, ct) is { } earlier) return earlier.ToView(urls);
        var composed = await Compose(command, ct);
        if (composed.Error is { } refusal) return refusal;
        var post = composed.Get() with { SeriesId = origin.SeriesId, SeriesDate = origin.SeriesDate };
        return await Write(null, post, PostRepository.Add(post), origin.Also, origin.Notice, ct);
    }

    /// <summary>What creating would answer.</summary>
    public async Task<Result<PostView>> Try(CreatePost command, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        var composed = await Compose(command, ct);
        if (composed.Error is { } refusal) return refusal;
        var looked = await Looked(composed.Get(), ct);
        if (looked.Error is { } found) return found;
        return await Exceeded(null, looked.Get(), ct) is { } tooMany ? tooMany : looked.Get().ToView(urls);
    }

    /// <summary>All that is known about a post that is not saved.</summary>
    public async Task<Result<PostCheckView>> Check(CreatePost command, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        // A post of a series that is there has no twins in that series.
        var series = (await posts.Find(account.Id, command.PostId, ct))?.SeriesId;
        var found = await inspection.Inspect(await Drafted(command with { IsDraft = true }, ct) with { SeriesId = series }, ct);
        if (command.Time is { } time) found = [.. found, .. PlanRules.TimeErrors(time, options.Value.LongestAhead, clock.GetUtcNow())];
        return new PostCheckView(!found.Any(f => f.Severity == "error"), found);
    }

    public Task<Result<PostView>> Edit(EditPost command, CancellationToken ct) => Edit(command, [], ct);

    /// <param name="also">Written in the same transaction.</param>
    public Task<Result<PostView>> Edit(EditPost command, IReadOnlyList<Guarded> also, CancellationToken ct) => Change(command.PostId, command.Version, also, async post =>
    {
        if (!PlanRules.MayEdit(post)) return new PostWrongState(post.Status);
        if (command.ClearTime && post.Status != "draft") return new PostWrongState(post.Status);
        var edited = await Edited(post, command, ct);
        var time = command.ClearTime ? null : command.Time ?? PlannedTime(post);
        var isSameContent = ApprovalRules.Hash(edited) == ApprovalRules.Hash(post);
        if (isSameContent && time == PlannedTime(post)) return post;
        if (!PlanRules.IsPlanned(post.Status)) return edited with { ScheduledAt = time?.At, LocalTime = time?.LocalTime, TimeZone = time?.TimeZone, Version = post.Version + 1 };
        // What was prepared holds what was there before.
        return isSameContent ? await Plan(post, time!, Writer(post, command.UserId), atOnce: false, ct) : await Plan(edited with { ContainerId = null }, time!, command.UserId, atOnce: false, ct);
    }, ct);

    public Task<Result<PostView>> Schedule(SchedulePost command, CancellationToken ct) => Schedule(command, [], ct);

    /// <param name="also">Written in the same transaction.</param>
    public Task<Result<PostView>> Schedule(SchedulePost command, IReadOnlyList<Guarded> also, CancellationToken ct) => Change(command.PostId, command.Version, also, async post =>
        PlanRules.MaySchedule(post) ? await Plan(post, command.Time, Writer(post, command.UserId), command.AtOnce, ct) : new PostWrongState(post.Status), ct);

    public Task<Result<PostView>> Act(ActOnPost command, CancellationToken ct) => command.Act switch
    {
        PostAct.Cancel => Change(command.PostId, command.Version, [], post => Task.FromResult(Cancelled(post)), ct),
        PostAct.Delete => Delete(command, ct),
        PostAct.Submit => Change(command.PostId, command.Version, [], post => Task.FromResult(Submitted(post, command)), ct),
        PostAct.Approve => Change(command.PostId, command.Version, [], async post => await IsOwn(post, command.UserId, ct) ? new OwnPost() : Approved(post, command), ct),
        PostAct.Reject => Change(command.PostId, command.Version, [], async post => await IsOwn(post, command.UserId, ct) ? new OwnPost() : Rejected(post, command), ct),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

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
                    foreach (var post in planned)
                    {
                        var cancelled = PublishRules.Cancelled(post);
                        Tell(write, post, cancelled);
                        stream.Add(write, EventKind.PostChanged, post.Id, Payload(cancelled));
                    }
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

    private async Task<Result<PostRow>> Compose(CreatePost command, CancellationToken ct)
    {
        var post = await Drafted(command, ct);
        if (command.Time is not { } time || command.IsDraft) return post;
        var scheduled = await Plan(post, time, command.UserId, atOnce: false, ct);
        return scheduled.Error is null ? scheduled.Get() with { Version = 1 } : scheduled;
    }

    private async Task<PostRow> Drafted(CreatePost command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var files = await media.ByKeys(account.Row!.WorkspaceId, command.MediaKeys, ct);
        var planned = command.IsDraft ? command.Time : null;
        return new PostRow(
            command.PostId, account.Id, command.UserId, command.Type, command.Caption, command.MediaKeys, command.FirstComment, planned?.At, planned?.LocalTime, planned?.TimeZone, "draft", null, [],
            null, null, null, null, null, null, null, null, 0, null, null, Fence: 0, Version: 1, now, now, files, command.Details?.ToRow() ?? new(), command.Details?.CoverMediaId,
            await Cover(command.Details, ct), Approval: null);
    }

    private async Task<PostRow> Edited(PostRow post, EditPost command, CancellationToken ct) => post with
    {
        Caption = command.Caption ?? post.Caption,
        MediaKeys = command.MediaKeys ?? post.MediaKeys,
        Media = command.MediaKeys is { } keys ? await media.ByKeys(account.Row!.WorkspaceId, keys, ct) : post.Media,
        FirstComment = command.FirstComment ?? post.FirstComment,
        Details = command.Details?.ToRow() ?? post.Details,
        CoverMediaId = command.Details is null ? post.CoverMediaId : command.Details.CoverMediaId,
        Cover = command.Details is null ? post.Cover : await Cover(command.Details, ct),
    };

    /// <summary>On its way live at a time; or, where that needs an approval which it has not got, on its way to somebody who gives it.</summary>
    /// <param name="writer">Who has written what would be judged.</param>
    private async Task<Result<PostRow>> Plan(PostRow post, PostTime time, Guid writer, bool atOnce, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (Obstacle(time, now) is { } refusal) return refusal;
        if (ApprovalRules.IsApproved(post)) return PlanRules.Scheduled(post, time, now);
        if (!(await policies.Get(account.Row!.WorkspaceId, ct)).NeedsApproval) return PlanRules.Scheduled(post with { Approval = null }, time, now);
        return atOnce ? new PostNeedsApproval() : ApprovalRules.Submitted(post, time, writer, now);
    }

    /// <summary>Moving what waits for a judgement does not make the one who moved it its author.</summary>
    private static Guid Writer(PostRow post, Guid userId) => post.Status == "awaiting_approval" ? post.Approval?.SubmittedBy ?? userId : userId;

    private DomainError? Obstacle(PostTime time, DateTimeOffset now)
    {
        if (!account.IsActive) return new AccountNotActive(account.Row!.Status);
        return PlanRules.TimeErrors(time, options.Value.LongestAhead, now) is { Count: > 0 } errors ? new PostNotPublishable(errors) : null;
    }

    private static Result<PostRow> Cancelled(PostRow post) => PlanRules.MayCancel(post) ? PublishRules.Cancelled(post) : new PostWrongState(post.Status);

    private Result<PostRow> Submitted(PostRow post, ActOnPost command)
    {
        if (!PlanRules.MaySubmit(post)) return new PostWrongState(post.Status);
        if ((command.Time ?? PlannedTime(post)) is not { } time) return new PostWithoutTime();
        var now = clock.GetUtcNow();
        return Obstacle(time, now) is { } refusal ? refusal : ApprovalRules.Submitted(post, time, command.UserId, now);
    }

    private Result<PostRow> Approved(PostRow post, ActOnPost command)
    {
        if (post.Status != "awaiting_approval") return new PostWrongState(post.Status);
        var now = clock.GetUtcNow();
        var time = PlannedTime(post)!;
        if (time.At <= now) return new PostTimePassed(time.At);
        return Obstacle(time, now) is { } refusal ? refusal : PlanRules.Scheduled(ApprovalRules.Approved(post, command.UserId, now), time, now);
    }

    private Result<PostRow> Rejected(PostRow post, ActOnPost command) =>
        post.Status == "awaiting_approval" ? ApprovalRules.Rejected(post, command.UserId, command.Reason ?? "", clock.GetUtcNow()) : new PostWrongState(post.Status);

    /// <summary>Nobody judges what they have written, or had written by an API key of theirs.</summary>
    private async Task<bool> IsOwn(PostRow post, Guid decider, CancellationToken ct) => post.Status == "awaiting_approval"
        && (!ApprovalRules.MayDecide(post, decider) || await policies.HaveKeyOf(decider, ApprovalRules.Authors(post), ct));

    private async Task<Result<PostView>> Delete(ActOnPost command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await posts.Find(account.Id, command.PostId, ct) is not { } post) return new PostNotFound();
            if (command.Version is { } version && version != post.Version) return new PostVersionConflict(post.Version, post.ToView(urls));
            if (post.Status == "cancelled") return post.ToView(urls);
            if (post.Status != "draft") return await Act(command with { Act = PostAct.Cancel }, ct);
            try
            {
                return await stream.Append(write =>
                {
                    // A draft that is gone was never on anybody's calendar, and leaves no time there.
                    var gone = Payload(PublishRules.Cancelled(post) with { ScheduledAt = null, LocalTime = null, TimeZone = null });
                    write.Also.Add(PostRepository.Delete(account.Id, post.Id, post.Fence));
                    Tell(write, post, null);
                    stream.Add(write, EventKind.PostChanged, post.Id, gone);
                    return Task.FromResult(gone.Post);
                }, ct);
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // Somebody has changed the draft meanwhile: look again.
            }
        }
    }

    private static PostTime? PlannedTime(PostRow post) => post.ScheduledAt is { } at ? new PostTime(at, post.LocalTime, post.TimeZone) : null;

    private async Task<MediaRow?> Cover(PostDetails? details, CancellationToken ct) =>
        details?.CoverMediaId is { } id ? (await media.ByIds(account.Row!.WorkspaceId, [id], ct)).FirstOrDefault() : null;

    /// <param name="version">Which one was read; null for any.</param>
    /// <param name="decide">Answers the post itself when there is nothing to change.</param>
    private async Task<Result<PostView>> Change(Guid postId, int? version, IReadOnlyList<Guarded> also, Func<PostRow, Task<Result<PostRow>>> decide, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await posts.Find(account.Id, postId, ct) is not { } post) return new PostNotFound();
            if (version is { } read && read != post.Version) return new PostVersionConflict(post.Version, post.ToView(urls));
            var decided = await decide(post);
            if (decided.Error is { } refusal) return refusal;
            if (ReferenceEquals(decided.Get(), post)) return post.ToView(urls);
            var changed = decided.Get() with { Fence = post.Fence + 1, UpdatedAt = clock.GetUtcNow() };
            try
            {
                return await Write(post, changed, PostRepository.Replace(changed, post.Fence), also, null, ct);
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // The publisher took a step meanwhile, or somebody else was faster: look again, and decide on what is there now.
            }
        }
    }

    private async Task<Result<PostView>> Write(PostRow? before, PostRow decided, Guarded statement, IReadOnlyList<Guarded> also, Notice? notice, CancellationToken ct)
    {
        var looked = await Looked(decided, ct);
        if (looked.Error is { } refusal) return refusal;
        var after = looked.Get();
        var view = after.ToView(urls);
        return await stream.Append<Result<PostView>>(async write =>
        {
            // Counted in the account's own turn to write: two at once do not both take the last place.
            if (await Exceeded(before, after, ct) is { } tooMany) return tooMany;
            write.Also.Add(statement);
            if (!ReferenceEquals(after, decided)) write.Also.Add(PostRepository.StoreFindings(after));
            write.Also.AddRange(also);
            Tell(write, before, after);
            stream.Add(write, EventKind.PostChanged, after.Id, new PostPayload(view));
            if ((notice ?? ApprovalNotices.Of(before, after)) is { } told) stream.Notify(write, told);
            return view;
        }, ct);
    }

    /// <summary>The post with what is known about it. An error stops a post that is on its way live; a draft keeps it.</summary>
    private async Task<Result<PostRow>> Looked(PostRow post, CancellationToken ct)
    {
        if (!PlanRules.MayEdit(post)) return post;
        var found = await inspection.Inspect(post, ct);
        return PlanRules.IsPlanned(post.Status) && found.Any(f => f.Severity == "error") ? new PostNotPublishable([.. found.OrderByDescending(f => f.Severity == "error")]) : post.With(found, clock.GetUtcNow());
    }

    private async Task<TooManyPending?> Exceeded(PostRow? before, PostRow after, CancellationToken ct)
    {
        if (!PlanRules.IsPending(after.Status) || before is not null && PlanRules.IsPending(before.Status)) return null;
        var tier = (await policies.Get(account.Row!.WorkspaceId, ct)).OwnerTier;
        var (limit, used) = (options.Value.PendingPosts(tier), await posts.CountPending(account.Id, after.Id, ct));
        return used >= limit ? new TooManyPending(limit, tier, used) : null;
    }

    private void Tell(AccountWrite write, PostRow? before, PostRow? after)
    {
        if (PostAudit.Of(before, after, AuditSources.Now(), account.Id) is { } entry) write.Also.Add(AuditLog.Statement(entry, clock.GetUtcNow()));
    }

    private PostPayload Payload(PostRow post) => new((post with { UpdatedAt = clock.GetUtcNow() }).ToView(urls));
}
