using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>How looking through an account's posts for comments goes on. Pure.</summary>
internal static class CommentScanRules
{
    /// <summary>Between two calls of an account.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24), LongestBackoff = TimeSpan.FromMinutes(30);

    /// <summary>Pages of posts that the first run looks through, and a daily one.</summary>
    public const int FirstPages = 4, DailyPages = 1;
    private const int MaxAttempts = 6;

    public static CommentScanRow AfterPage(CommentScanRow scan, string? after, DateTimeOffset now)
    {
        var pages = scan.Pages + 1;
        return after is not null && pages < (scan.CompletedAt is null ? FirstPages : DailyPages)
            ? scan with { Step = scan.Step + 1, Cursor = after, Pages = pages, Attempts = 0, NextStepAt = now + Pace }
            : Done(scan, now) with { CompletedAt = now };
    }

    public static CommentScanRow AfterFailure(CommentScanRow scan, InstagramFailure failure, DateTimeOffset now) => failure switch
    {
        ReconnectAccount => Stop(scan),
        RetryLater retry when scan.Attempts < MaxAttempts => scan with { Step = scan.Step + 1, Attempts = scan.Attempts + 1, NextStepAt = now + (retry.After ?? Backoff(scan.Attempts)) },
        // Refused for good, or for too long: tomorrow it may go better.
        _ => Done(scan, now),
    };

    /// <summary>The account may not speak to Meta: connecting it again begins anew.</summary>
    public static CommentScanRow Stop(CommentScanRow scan) => scan with { Step = scan.Step + 1, NextStepAt = null };

    public static CommentScanRow Wait(CommentScanRow scan, DateTimeOffset until) => scan with { Step = scan.Step + 1, NextStepAt = until };

    /// <summary>How far back a list of comments reaches: to the beginning, unless it is as long as Meta makes it.</summary>
    public static DateTimeOffset ListedSince(IReadOnlyList<ListedComment> listed)
    {
        var tops = listed.Where(c => c.ParentId is null).ToList();
        return tops.Count < InstagramClient.MostListed ? DateTimeOffset.UnixEpoch : tops.Min(c => c.At);
    }

    /// <summary>A reply that is not listed because its comment is older than the list, or has more replies than Meta lists.</summary>
    public static bool MayBeCutOff(CommentRow comment, IReadOnlyList<ListedComment> listed) => comment.ParentId is { } parent
        && (listed.Count(c => c.ParentId == parent) >= InstagramClient.MostListed || !listed.Any(c => c.Id == parent) && ListedSince(listed) != DateTimeOffset.UnixEpoch);

    private static CommentScanRow Done(CommentScanRow scan, DateTimeOffset now) => scan with { Step = scan.Step + 1, Cursor = null, Pages = 0, Attempts = 0, NextStepAt = now + Day };

    private static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(15) * Math.Pow(2, attempts) is var wait && wait < LongestBackoff ? wait : LongestBackoff;
}

/// <summary>
/// Looks through an account's newest posts, the newest first, for comments that no webhook brought: what was written before it was connected, while it was not, and what Meta did not deliver. It only names the posts;
/// <see cref="CommentPosts"/> reads what stands under them. One call per step, in the budget's class sync; where it stands is a row. Part of AccountGrain.
/// </summary>
internal sealed partial class CommentScan(
    AccountState account, EventStream stream, CommentScanRepository scans, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock, ILogger<CommentScan> logger)
{
    private bool busy;

    /// <summary>When the next step is due; null when none is.</summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken ct) => (await scans.Find(account.Id, ct))?.NextStepAt;

    /// <summary>Takes the next step if it is due. One at a time.</summary>
    /// <returns>When to come again, null for never; and whether posts were named whose comments are to be read.</returns>
    public async Task<(DateTimeOffset? Next, bool Found)> Step(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (busy) return (now + CommentScanRules.Pace, false);
        busy = true;
        try
        {
            if (await scans.Find(account.Id, ct) is not { NextStepAt: { } due } scan) return (null, false);
            return due > now ? (due, false) : await Advance(scan, now, ct);
        }
        catch (GuardFailedException)
        {
            // Another activation has taken the step: its row says how it goes on.
            return (now + CommentScanRules.Pace, false);
        }
        finally
        {
            busy = false;
        }
    }

    private async Task<(DateTimeOffset? Next, bool Found)> Advance(CommentScanRow scan, DateTimeOffset now, CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return (await Save(CommentScanRules.Stop(scan), [], ct), false);
        if (budget.TryTake(CallClass.Sync) is { } later) return (await Save(CommentScanRules.Wait(scan, later), [], ct), false);
        try
        {
            var page = await instagram.ListMedia(session, scan.Cursor, ct);
            var commented = page.Items.Where(m => m.CommentCount != 0).ToList();
            return (await Save(CommentScanRules.AfterPage(scan, page.After, clock.GetUtcNow()), commented, ct), commented.Count > 0);
        }
        catch (InstagramException e)
        {
            LogStepFailed(account.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, ct);
            return (await Save(CommentScanRules.AfterFailure(scan, e.Failure, clock.GetUtcNow()), [], ct), false);
        }
    }

    private async Task<DateTimeOffset?> Save(CommentScanRow scan, IReadOnlyList<ListedMedium> commented, CancellationToken ct)
    {
        await stream.Append(write =>
        {
            write.Also.Add(CommentScanRepository.Advance(scan));
            foreach (var m in commented) write.Also.Add(CommentPostRepository.Revisit(account.Id, CommentId.Post(account.Id, m.Id), m.Id, m.ProductType, m.PublishedAt));
            return Task.FromResult(true);
        }, ct);
        return scan.NextStepAt;
    }

    [LoggerMessage(LogLevel.Warning, "Looking through the posts of Account {AccountId} met {Failure}")]
    private partial void LogStepFailed(Guid accountId, string failure);
}
