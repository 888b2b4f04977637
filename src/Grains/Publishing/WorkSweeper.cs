using Microsoft.Extensions.Hosting;
using SocialSelling.Inbox;
using SocialSelling.Webhooks;

namespace SocialSelling.Publishing;

/// <summary>
/// Wakes accounts whose posts, messages, answers to comments, conversations or comments to read, conversations that sleep, files to copy or profiles to ask for are due: the last word against lost timers and reminders. Runs on every silo,
/// every 2 s; a due post goes to one of them at a time. It never waits long for an account, whose silo may hang.
/// </summary>
internal sealed partial class WorkSweeper(
    PostRepository posts, MessageRepository messages, ScheduledMessageRepository scheduled, CommentRepository comments, HistoryRepository histories, CommentScanRepository scans, ConversationRepository conversations,
    AttachmentCopyRepository copies, ContactRepository contacts,
    IGrainFactory grains, DeliveryMetrics metrics, TimeProvider clock, ILogger<WorkSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), Ahead = TimeSpan.FromSeconds(5), Lease = TimeSpan.FromSeconds(6), PerCall = TimeSpan.FromSeconds(3),
        Late = TimeSpan.FromSeconds(2), StaleSend = TimeSpan.FromSeconds(15), StaleHistory = TimeSpan.FromSeconds(1),
        StaleUpkeep = TimeSpan.FromMinutes(2);

    private DateTimeOffset lastUpkeepLook;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepBroke(e);
            }
        }
    }

    public async Task Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await posts.ClaimDueAccounts(now + Ahead, now, Lease, limit: 1_000, ct);
        var stale = await messages.AccountsWithStaleSends(now - StaleSend, limit: 200, ct);
        var later = await scheduled.AccountsDue(now + Ahead, limit: 1_000, ct);
        // Beginning the day's run is the sweeper's own work, not a rescue.
        var history = await histories.AccountsDue(now - StaleHistory, limit: 200, ct);
        var sleepers = await conversations.AccountsWithSleepersDue(now - Late, limit: 200, ct);
        var scan = await scans.AccountsDue(now - StaleHistory, limit: 200, ct);
        metrics.Rescued("message", stale.Count);
        metrics.Rescued("snooze", sleepers.Count);
        var unanswered = await comments.AccountsWithStaleAnswers(now - StaleSend, limit: 200, ct);
        metrics.Rescued("comment", unanswered.Count);
        var uncopied = await copies.AccountsDue(now - StaleSend, limit: 200, ct);
        metrics.Rescued("attachment", uncopied.Count);
        // Waiting for the budget is no rescue: these are only woken, in case that nobody is there to ask.
        List<Guid> unknown = [];
        if (now - lastUpkeepLook >= StaleUpkeep)
        {
            lastUpkeepLook = now;
            unknown = await contacts.AccountsWithProfilesDue(now - StaleUpkeep, limit: 50, ct);
        }
        await Task.WhenAll(WakePosts(due), Task.WhenAll(stale.Concat(later).Concat(unanswered).Concat(history).Concat(scan).Concat(sleepers).Concat(uncopied).Concat(unknown).Distinct().Select(id => Wake(id, Everything))));
    }

    private async Task WakePosts(IEnumerable<Guid> accountIds)
    {
        // What is waiting its turn in an account that knows of it needs no rescue.
        var overdue = await Task.WhenAll(accountIds.Select(id => Wake(id, account => account.WakePosts())));
        metrics.Rescued("post", overdue.Count(isOverdue => isOverdue));
    }

    private static async Task<bool> Everything(IAccountGrain account)
    {
        await account.Wake();
        return true;
    }

    /// <returns>False, too, when the account does not answer.</returns>
    private async Task<bool> Wake(Guid accountId, Func<IAccountGrain, Task<bool>> wake)
    {
        try
        {
            return await wake(grains.GetGrain<IAccountGrain>(accountId)).WaitAsync(PerCall, clock);
        }
        catch (Exception e)
        {
            LogNotWoken(e, accountId);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A sweep of due work broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);

    [LoggerMessage(LogLevel.Warning, "Account {AccountId} could not be woken; the next sweep tries again")]
    private partial void LogNotWoken(Exception e, Guid accountId);
}
