using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// Takes an account's posts live, on the second and exactly once. Each step is at most one call that changes something at Meta, claimed in the post's row before it and noted after it;
/// what is due follows from the rows, so that any activation continues where the last one ended. Part of AccountGrain.
/// </summary>
internal sealed partial class PostPublisher(
    AccountState account, IPublishRows rows, PostClaims claims, FirstComment comments, IAccountLogin login, RateBudget budget, InstagramClient instagram, ContainerSpecs specs,
    PublishLanes lanes, PublishMetrics metrics, TimeProvider clock, ILogger<PostPublisher> logger)
{
    private const int Searched = 25;
    private static readonly TimeSpan RestAfterBreak = TimeSpan.FromSeconds(5), NotesWaitAtMost = TimeSpan.FromSeconds(2);
    private readonly Dictionary<Guid, Task> underway = [];
    private Ahead? ahead;
    private int forgotten;

    /// <summary>Whether a step is under way: what follows from it is not known yet.</summary>
    public bool IsBusy => underway.Count > 0;

    /// <summary>When the next step is due, apart from those under way: they tell when they have ended.</summary>
    public Task<DateTimeOffset?> NextDue(CancellationToken ct)
    {
        Forget();
        return rows.NextDue(underway.Keys, ct);
    }

    /// <summary>
    /// Reads what will be due at <paramref name="at"/>, and the login: in the second itself, which many accounts have in common, there is no time for it. What this account does to its posts meanwhile makes it
    /// read again (<see cref="NextDue"/>); should anybody else move one on, its fence tells.
    /// </summary>
    public async Task ReadAhead(DateTimeOffset at, CancellationToken ct)
    {
        if (ahead?.At == at) return;
        Forget();
        var mine = forgotten;
        var due = await rows.ListDue(at, underway.Keys, ct);
        if (due.Count == 0) return;
        var after = await rows.NextDue([.. underway.Keys, .. due.Select(p => p.Id)], ct);
        await login.Session(ct);
        if (mine == forgotten) ahead = new(at, due, after);
    }

    /// <summary>Starts what was read ahead, if its time has come and nothing has happened since.</summary>
    /// <param name="after">When the next step is due, apart from those under way.</param>
    public bool TryStepAhead(Func<StepEnd, Task> moved, out DateTimeOffset? after, CancellationToken ct)
    {
        after = null;
        if (ahead is not { } read || read.At > clock.GetUtcNow()) return false;
        after = read.After;
        Forget();
        foreach (var post in read.Due)
            if (!underway.ContainsKey(post.Id)) underway[post.Id] = Run(post, moved, ct);
        return true;
    }

    /// <summary>Starts one step of every post that is due, each on its own: a slow call of one must not make another late.</summary>
    /// <param name="moved">Called whenever a step has ended, for the timer to be set anew.</param>
    public async Task Step(Func<StepEnd, Task> moved, CancellationToken ct)
    {
        foreach (var post in await rows.ListDue(clock.GetUtcNow(), underway.Keys, ct))
            // One that has begun while the rows were read is among them.
            if (!underway.ContainsKey(post.Id)) underway[post.Id] = Run(post, moved, ct);
    }

    /// <summary>Ends when the steps under way have.</summary>
    public Task Settle() => Task.WhenAll(underway.Values);

    private void Forget()
    {
        forgotten++;
        ahead = null;
    }

    private async Task Run(PostRow post, Func<StepEnd, Task> moved, CancellationToken ct)
    {
        // So that it is under way before it can end.
        await Task.Yield();
        var end = StepEnd.Unknown;
        try
        {
            using var place = await lanes.Enter(post, ct);
            if (await Take(PublishStep.Of(post, clock.GetUtcNow()), post, place, ct) is { } written) end = new(true, written.NextAttemptAt);
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
            Forget();
        }
        await moved(end);
    }

    /// <returns>The post as it was written; null when that is not known.</returns>
    private async Task<PostRow?> Take(PublishStep step, PostRow post, IDisposable place, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // A step of somebody else may still be on its way, here or on a silo that hangs: its call ends before its lease.
        if (post.LeaseUntil > now && step is not PublishStep.Nothing) await claims.Note(post, post with { NextAttemptAt = post.LeaseUntil }, ct);
        else if (WithoutCall(step, post, now) is { } decided) await claims.Note(post, decided, ct);
        else if (await login.Session(ct) is not { } session) await claims.Note(post, PublishRules.WithoutLogin(post, account.Row is null or { Status: AccountStatus.Disconnected }, now), ct);
        else if (budget.TryTake(step.CallClass) is { } later) await claims.Note(post, post with { NextAttemptAt = later }, ct);
        else
            return await (step switch
            {
                PublishStep.CreateContainer => Prepare(session, post, ct),
                PublishStep.PollContainer => Poll(session, post, ct),
                PublishStep.Publish => Publish(session, post, place, ct),
                PublishStep.FindOut => FindOut(session, post, ct),
                PublishStep.WriteFirstComment => Unknown(comments.Write(session, post, ct)),
                PublishStep.FindOutComment => Unknown(comments.FindOut(session, post, ct)),
                _ => ReadMedium(session, post, ct),
            });
        return null;
    }

    private static async Task<PostRow?> Unknown(Task step)
    {
        await step;
        return null;
    }

    /// <returns>Null when Meta has to be asked or told something.</returns>
    private static PostRow? WithoutCall(PublishStep step, PostRow post, DateTimeOffset now) => step switch
    {
        PublishStep.Nothing => post with { NextAttemptAt = post.Status is "ready" or "awaiting_approval" ? post.ScheduledAt : null },
        PublishStep.GiveUpMissed => PublishRules.Miss(post),
        PublishStep.GiveUpUnapproved => PublishRules.Fail(post, PostFailures.NotApproved, "Nobody approved the post before its time. Give it another time, and ask again."),
        PublishStep.GiveUpAltered => PublishRules.Fail(post, PostFailures.ApprovalVoid, "The post is not what was approved. It has to be approved again."),
        PublishStep.RenewContainer => PublishRules.Renewed(post, now),
        _ => null,
    };

    private async Task<PostRow?> Prepare(InstagramSession session, PostRow scheduled, CancellationToken ct)
    {
        if (await claims.Claim(scheduled, scheduled with { Status = "preparing" }, Ledger.Container, ct) is not { } call) return null;
        return await Call(call, publishing: null, async post =>
        {
            var spec = await specs.Next(post, ct);
            return PublishRules.ContainerMade(post, await instagram.CreateContainer(session, spec, ct), isChild: spec is ContainerSpec.CarouselItem, clock.GetUtcNow());
        });
    }

    private async Task<PostRow?> Publish(InstagramSession session, PostRow ready, IDisposable place, CancellationToken ct)
    {
        var wanted = ready with { Status = "publishing", PublishStartedAt = clock.GetUtcNow(), ErrorCode = null, ErrorMessage = null };
        if (await claims.Claim(ready, wanted, Ledger.Publish, ct) is not { } call) return null;
        return await Call(call, place, async post => Live(post, PublishRules.Published(post, await instagram.PublishContainer(session, post.ContainerId!, ct), permalink: null, clock.GetUtcNow())));
    }

    private Task<PostRow?> Poll(InstagramSession session, PostRow post, CancellationToken ct) => Ask(post, Ledger.Status, async () =>
    {
        var status = await instagram.GetContainerStatus(session, post.ContainerId!, ct);
        return (PublishRules.Polled(post, status, clock.GetUtcNow()), status.Detail);
    }, failure => PublishRules.AfterFailure(post, failure, wasPublishCall: false, clock.GetUtcNow()), ct);

    /// <summary>After a publish call without an answer: the container tells whether it took effect, and the page which medium it has become.</summary>
    private Task<PostRow?> FindOut(InstagramSession session, PostRow post, CancellationToken ct) => Ask(post, Ledger.FindOut, async () =>
    {
        var (state, detail) = await Look(session, post, ct);
        var seen = DoubtRules.WantsSearch(post, state, clock.GetUtcNow()) ? await Search(session, post, ct) : new Sighting.NotSought();
        var next = DoubtRules.Settle(post, state, seen, clock.GetUtcNow());
        return (next.Status == "published" ? Live(post, next) : next, detail);
    }, _ => DoubtRules.StillInDoubt(post, clock.GetUtcNow()), ct);

    private async Task<(ContainerState? State, string? Detail)> Look(InstagramSession session, PostRow post, CancellationToken ct)
    {
        try
        {
            var status = await instagram.GetContainerStatus(session, post.ContainerId!, ct);
            return (status.State, status.Detail);
        }
        catch (InstagramException e) when (PublishRules.IsGone(e.Failure))
        {
            return (null, "GONE");
        }
    }

    private async Task<Sighting> Search(InstagramSession session, PostRow post, CancellationToken ct)
    {
        var recent = post.Type == "story" ? await instagram.ListStories(session, ct) : await instagram.ListRecentMedia(session, Searched, ct);
        var candidates = Recognition.Candidates(post, recent);
        return Recognition.Of(candidates, await rows.KnownPlatformIds([.. candidates.Select(c => c.Id)], ct), Recognition.Twins(post, await rows.SentWith(post, ct)));
    }

    private Task<PostRow?> ReadMedium(InstagramSession session, PostRow post, CancellationToken ct) => Ask(post, Ledger.Medium, async () =>
    {
        var medium = post.PlatformPostId is { } id ? await instagram.GetMedia(session, id, ct) : await Search(session, post, ct) is Sighting.One(var only) ? only : null;
        return (FollowUp.Plan(medium is null ? post : post with { PlatformPostId = medium.Id, Permalink = medium.Permalink }, clock.GetUtcNow()), medium?.Id);
    }, _ => FollowUp.Plan(post, clock.GetUtcNow()), ct);

    private PostRow Live(PostRow before, PostRow live)
    {
        metrics.Published(live.PublishedAt!.Value - (before.ScheduledAt ?? live.PublishedAt.Value));
        LogPublished(live.Id, live.PlatformPostId);
        return live;
    }

    /// <summary>Makes one call and notes what came of it.</summary>
    /// <param name="publishing">The place of a post that goes live. The next one gets it with Meta's answer: noting that one is live makes no other late, and waits while others are not.</param>
    /// <returns>The post as noted.</returns>
    private async Task<PostRow?> Call(OpenCall open, IDisposable? publishing, Func<PostRow, Task<PostRow>> call)
    {
        PostRow next;
        var answer = CallAnswer.Ok();
        try
        {
            next = await call(open.Post);
        }
        catch (InstagramException e)
        {
            await NoteFailure(open.Post, e.Failure);
            (next, answer) = (PublishRules.AfterFailure(open.Post, e.Failure, wasPublishCall: publishing is not null, clock.GetUtcNow()), CallAnswer.Of(e.Failure));
        }
        var answeredAt = clock.GetUtcNow();
        if (publishing is not null)
        {
            publishing.Dispose();
            await lanes.Calm(NotesWaitAtMost, CancellationToken.None);
        }
        await claims.Close(open, next, answer, answeredAt);
        return next;
    }

    /// <summary>Asks Meta something and notes what it told, or what follows from its not telling.</summary>
    /// <returns>The post as noted.</returns>
    private async Task<PostRow?> Ask(PostRow post, string step, Func<Task<(PostRow Next, string? Detail)>> ask, Func<InstagramFailure, PostRow> otherwise, CancellationToken ct)
    {
        var askedAt = clock.GetUtcNow();
        PostRow next;
        CallAnswer answer;
        try
        {
            (next, var detail) = await ask();
            answer = CallAnswer.Ok(detail);
        }
        catch (InstagramException e)
        {
            await NoteFailure(post, e.Failure);
            (next, answer) = (otherwise(e.Failure), CallAnswer.Of(e.Failure));
        }
        await claims.NoteAnswer(post, next, step, askedAt, answer, ct);
        return next;
    }

    private async Task NoteFailure(PostRow post, InstagramFailure failure)
    {
        LogCallFailed(post.Id, post.Status, failure.GetType().Name);
        await login.Note(failure, CancellationToken.None);
    }

    /// <summary>What is due at a time that is still to come, and when something is due after it.</summary>
    private sealed record Ahead(DateTimeOffset At, List<PostRow> Due, DateTimeOffset? After);

    [LoggerMessage(LogLevel.Information, "Published Post {PostId} as {PlatformPostId}")]
    private partial void LogPublished(Guid postId, string? platformPostId);

    [LoggerMessage(LogLevel.Warning, "A call for Post {PostId} ({Status}) ended with {Failure}")]
    private partial void LogCallFailed(Guid postId, string status, string failure);

    [LoggerMessage(LogLevel.Information, "Post {PostId} was moved on by somebody else; this step is dropped")]
    private partial void LogOvertaken(Guid postId);

    [LoggerMessage(LogLevel.Error, "A step of Post {PostId} broke off")]
    private partial void LogStepBroke(Exception e, Guid postId);
}
