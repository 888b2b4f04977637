using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Identity;
using UUIDNext;

namespace SocialSelling.Publishing;

/// <summary>One thing done with many posts, each for itself: one that cannot do it does not hold up the others.</summary>
internal static partial class PostBulkEndpoints
{
    private const int AccountsAtOnce = 8;

    public static void MapPostBulk(this IEndpointRouteBuilder api) => api.MapPost("/posts/bulk", Run).WithTags("content").Needs(Permission.ContentPublish).WithMetadata(new RememberedAnswer())
        .WithSummary("Do one thing with many posts; the answer tells of each");

    private static async Task<Results<Ok<Page<PostBulkResultView>>, ValidationProblem, ProblemHttpResult>> Run(
        PostBulk bulk, HttpContext http, CurrentUser user, PostRepository posts, AccountRepository accounts, AuditLog audit, IGrainFactory grains, TimeProvider clock, ILogger<PostBulk> logger, CancellationToken ct)
    {
        var (time, problem) = PostTimes.Read(bulk.ScheduledAt, bulk.LocalTime, bulk.TimeZone);
        if (problem is { } wrong) return Problems.Invalid(wrong.Field, wrong.Message);
        if (bulk.Action is "approve" or "reject" && CurrentUser.IsKey(http.User)) return Problems.From(new NotForKeys());
        if (bulk.Action == "reschedule" && (time is null) == (bulk.Shift is null)) return Problems.Invalid("shift", "Rescheduling takes a shift, or a time, and not both.");

        Guid[] ids = [.. bulk.Ids.Distinct()];
        var origin = Idempotency.NewId(http, clock);
        var done = new ConcurrentDictionary<Guid, Result<PostView>>();
        // One call may take half a minute to end so: a hundred of them would outlast whoever waits.
        var isSlow = false;
        await Parallel.ForEachAsync((await posts.ListFor(user.Id, ids, ct)).GroupBy(p => p.AccountId), new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = ct }, async (posts, token) =>
        {
            foreach (var post in posts)
            {
                if (Volatile.Read(ref isSlow))
                {
                    done[post.Id] = new PostNotTried();
                    continue;
                }
                try
                {
                    done[post.Id] = await Tell(grains.GetGrain<IAccountGrain>(posts.Key), post, bulk, time, user.Id, origin, token);
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    if (e is TimeoutException) Volatile.Write(ref isSlow, true);
                    LogNotKnown(logger, e, bulk.Action, post.Id);
                    done[post.Id] = new PostNotKnown();
                }
            }
        });
        if (done.Values.Any(result => result.Error is PostNotKnown or PostNotTried)) Idempotency.Forget(http);
        // Each post has its own entry, by the same request; this one says what the request was, in each workspace that it reached.
        foreach (var reached in (await accounts.ListFor(user.Id, null, ct)).Where(a => done.Any(d => d.Value.Value?.AccountId == a.Account.Id)).GroupBy(a => a.Account.WorkspaceId, a => a.Account.Id))
            await audit.Write(user.Did(AuditAction.PostsBulk).In(reached.Key).Is(("action", bulk.Action), ("asked", ids.Length), ("done", done.Count(d => d.Value.Value is { } post && reached.Contains(post.AccountId)))), CancellationToken.None);
        return TypedResults.Ok(new Page<PostBulkResultView>([.. ids.Select(id => View(id, done.TryGetValue(id, out var result) ? result : new PostNotFound()))], null));
    }

    private static async Task<Result<PostView>> Tell(IAccountGrain account, PostRow post, PostBulk bulk, PostTime? time, Guid userId, Guid origin, CancellationToken ct) => bulk.Action switch
    {
        "reschedule" => await Move(account, post, time, bulk, userId, ct),
        // Each copy has the id that follows from the request: repeated, it makes no second one.
        "duplicate" => await account.CreatePost(Copies.Of(post, Uuid.NewNameBased(origin, post.Id.ToString()), userId), ct),
        "cancel" => await account.ActOnPost(new ActOnPost(post.Id, PostAct.Cancel, userId, bulk.VersionOf(post.Id)), ct),
        "delete" => await account.ActOnPost(new ActOnPost(post.Id, PostAct.Delete, userId, bulk.VersionOf(post.Id)), ct),
        "submit" => await account.ActOnPost(new ActOnPost(post.Id, PostAct.Submit, userId, bulk.VersionOf(post.Id), time), ct),
        "approve" => await account.ActOnPost(new ActOnPost(post.Id, PostAct.Approve, userId, bulk.VersionOf(post.Id)), ct),
        "reject" => await account.ActOnPost(new ActOnPost(post.Id, PostAct.Reject, userId, bulk.VersionOf(post.Id), Reason: bulk.Reason!.Trim()), ct),
        _ => throw new ArgumentOutOfRangeException(nameof(bulk)),
    };

    private static async Task<Result<PostView>> Move(IAccountGrain account, PostRow post, PostTime? to, PostBulk bulk, Guid userId, CancellationToken ct)
    {
        if (to is null && post.ScheduledAt is null) return new PostWithoutTime();
        var time = to ?? PostTimes.Shifted(new PostTime(post.ScheduledAt!.Value, post.LocalTime, post.TimeZone), bulk.Shift!);
        // A draft is moved and stays one. What is moved is what was read: a time that somebody has changed meanwhile, or that was shifted already, is not shifted.
        var version = bulk.VersionOf(post.Id) ?? post.Version;
        return post.Status == "draft" ? await account.EditPost(new EditPost(post.Id, version, null, null, null, UserId: userId, Time: time), ct)
            : await account.SchedulePost(new SchedulePost(post.Id, time, userId, version), ct);
    }

    private static PostBulkResultView View(Guid id, Result<PostView> result) => new(id, result.Error?.Code, result.Error?.Detail, result.Value);

    [LoggerMessage(LogLevel.Error, "It is not known what became of {Action} of Post {PostId}")]
    private static partial void LogNotKnown(ILogger logger, Exception e, string action, Guid postId);
}

/// <param name="Versions">Of the posts as they were read, by id: what has changed since is left alone. To approve, reject and shift, each is needed: what is judged is what was seen, and nothing is shifted twice.</param>
/// <param name="Shift">Of reschedule: moves each post from where it is.</param>
/// <param name="ScheduledAt">Of reschedule and submit: the time for all of them; or <paramref name="LocalTime"/> with <paramref name="TimeZone"/>.</param>
/// <param name="Reason">Of reject: what the authors have to know.</param>
internal sealed record PostBulk(
    [property: MinLength(1), MaxLength(100)] IReadOnlyList<Guid> Ids,
    [property: Required, AllowedValues("reschedule", "cancel", "delete", "duplicate", "submit", "approve", "reject")] string Action,
    PostShift? Shift = null, DateTimeOffset? ScheduledAt = null, DateTime? LocalTime = null, [property: StringLength(50)] string? TimeZone = null,
    IReadOnlyDictionary<Guid, int>? Versions = null, [property: StringLength(1_000)] string? Reason = null) : IValidatableObject
{
    public int? VersionOf(Guid id) => Versions is not null && Versions.TryGetValue(id, out var version) ? version : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Shift is { } shift && (Math.Abs((long)shift.Days) > 366 || Math.Abs((long)shift.Minutes) > 1_440 || shift is { Days: 0, Minutes: 0 }))
            yield return new ValidationResult("A shift is at most 366 days and 1,440 minutes, and not nothing.", [nameof(Shift)]);
        if ((Action is "approve" or "reject" || Shift is not null) && Ids.Any(id => VersionOf(id) is null))
            yield return new ValidationResult("To approve, reject or shift takes the version of each post that was looked at.", [nameof(Versions)]);
        if (Action == "reject" && string.IsNullOrWhiteSpace(Reason)) yield return new ValidationResult("To reject takes a reason: the authors have to know it.", [nameof(Reason)]);
    }
}

/// <summary>By how much: of the wall clock, where the post has one. A week later is the same hour, whatever the clocks did in between.</summary>
internal sealed record PostShift(int Days = 0, int Minutes = 0);

/// <param name="Code">Why it was not done; null when it was.</param>
/// <param name="Post">The post, or its copy, as it is now; null when nothing was done.</param>
internal sealed record PostBulkResultView(Guid Id, string? Code, string? Detail, PostView? Post);

/// <summary>The call broke off: it may have been done or not.</summary>
internal sealed record PostNotKnown : DomainError
{
    public override string Code => "not-known";
    public override string Detail => "It is not known whether this was done. Look at the post again.";
}

/// <summary>A call before it was not answered in time.</summary>
internal sealed record PostNotTried : DomainError
{
    public override string Code => "not-tried";
    public override string Detail => "This was not tried, since the system is slow to answer. Try it again.";
}
