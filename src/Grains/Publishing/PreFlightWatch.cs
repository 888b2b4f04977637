using SocialSelling.Inbox;
using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>
/// Looks at planned posts once more, 30 minutes and 2 minutes before their time. Which ones want it stands in their rows, so that none is passed over when a silo dies. Part of AccountGrain.
/// </summary>
internal sealed partial class PreFlightWatch(
    AccountState account, EventStream stream, PostInspection inspection, PostRepository posts, SignedMediaUrls urls, TimeProvider clock, ILogger<PreFlightWatch> logger)
{
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(30), Late = TimeSpan.FromMinutes(2);
    private const int AtOnce = 20;
    private bool checking;

    public async Task CheckDue(CancellationToken ct)
    {
        // Several sweepers may ask in the same moment.
        if (checking || account.Row is null) return;
        checking = true;
        try
        {
            foreach (var post in await posts.ListForPreFlight(account.Id, clock.GetUtcNow(), Early, Late, AtOnce, ct))
            {
                try
                {
                    await CheckOrPass(post, ct);
                }
                catch (GuardFailedException)
                {
                    LogChanged(post.Id);
                }
            }
        }
        finally
        {
            checking = false;
        }
    }

    /// <summary>
    /// A post that cannot be looked at holds up no other: this look counts as taken, with what was found before, and the next one is that of 2 minutes before its time, or none. What is wrong
    /// with it then shows when it is prepared.
    /// </summary>
    private async Task CheckOrPass(PostRow post, CancellationToken ct)
    {
        try
        {
            await Check(post, ct);
        }
        catch (Exception e) when (e is not GuardFailedException && !ct.IsCancellationRequested)
        {
            LogBroke(e, post.Id);
            await stream.Append(write =>
            {
                write.Also.Add(PostRepository.StoreLaterFindings(post with { PreflightAt = clock.GetUtcNow() }));
                return Task.FromResult(true);
            }, ct);
        }
    }

    private async Task Check(PostRow post, CancellationToken ct)
    {
        var found = await inspection.Inspect(post, ct);
        var looked = post.With(found, clock.GetUtcNow());
        var before = (post.Findings ?? []).ToHashSet(FindingIdentity.Instance);
        var news = looked.Findings!.Where(f => f.Severity == "error" && !before.Contains(f)).ToList();
        await stream.Append(async write =>
        {
            // The publisher may have taken a step meanwhile: what is told is how the post is now.
            if (await posts.Find(account.Id, post.Id, ct) is not { } current || current.Version != post.Version) throw new GuardFailedException();
            write.Also.Add(PostRepository.StoreLaterFindings(looked));
            if (!before.SetEquals(looked.Findings!)) stream.Add(write, EventKind.PostChanged, post.Id, new PostPayload(current.With(found, clock.GetUtcNow()).ToView(urls)));
            if (news.Count > 0) stream.Notify(write, Trouble(post, news));
            return true;
        }, ct);
        if (news.Count > 0) LogTrouble(post.Id, string.Join(", ", news.Select(f => f.Rule)));
    }

    /// <summary>Once for the same trouble of the same version of a post.</summary>
    private static Notice Trouble(PostRow post, List<FindingRow> errors) => new(
        NotificationKind.PostPreflight, post.Id, $"{NotificationKind.PostPreflight}:{post.Id}:{post.Version}:{string.Join('+', errors.Select(f => f.Rule).Distinct().Order())}",
        new { caption = post.Caption.Length > 80 ? post.Caption[..80] : post.Caption, scheduledAt = post.ScheduledAt, code = errors[0].Rule });

    [LoggerMessage(LogLevel.Information, "Post {PostId} was changed while it was looked at; its own look counts")]
    private partial void LogChanged(Guid postId);

    [LoggerMessage(LogLevel.Error, "Post {PostId} could not be looked at before its time")]
    private partial void LogBroke(Exception e, Guid postId);

    [LoggerMessage(LogLevel.Information, "Post {PostId} is planned and would fail: {Rules}")]
    private partial void LogTrouble(Guid postId, string rules);
}

/// <summary>Two findings are the same when they say the same of the same thing.</summary>
internal sealed class FindingIdentity : IEqualityComparer<FindingRow>
{
    public static readonly FindingIdentity Instance = new();

    public bool Equals(FindingRow? x, FindingRow? y) => Key(x) == Key(y);

    public int GetHashCode(FindingRow obj) => Key(obj).GetHashCode();

    private static (string?, string?, string?, string?) Key(FindingRow? f) => (f?.Severity, f?.Rule, f?.Field, f?.Facts?.GetValueOrDefault("mediaId"));
}
