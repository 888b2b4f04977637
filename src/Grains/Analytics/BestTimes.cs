using SocialSelling.Accounts;
using SocialSelling.Inbox;
using SocialSelling.Meta;

namespace SocialSelling.Analytics;

/// <summary>Reads what people made of the account's newest posts, a few times a day at most, in the lowest class of calls. Part of AccountGrain.</summary>
internal sealed partial class BestTimes(
    AccountState account, AccountToken token, RateBudget budget, EngagementRepository numbers, InstagramClient instagram, TimeProvider clock, ILogger<BestTimes> logger)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(6), AskAgain = TimeSpan.FromMinutes(1);
    private Task<Result<EngagementRow>>? reading;

    /// <summary>What is known serves when Meta cannot be asked, however old it is: the answer says when it was read.</summary>
    public async Task<Result<BestTimesView>> Rank(string zone, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        var known = await numbers.Find(account.Id, ct);
        if (known is not null && clock.GetUtcNow() - known.ReadAt < Life) return BestTimeRules.Rank(known, zone);
        var read = await (reading is { IsCompleted: false } ? reading : reading = Read());
        if (read.Error is null) return BestTimeRules.Rank(read.Get(), zone);
        return known is null ? read.Error : BestTimeRules.Rank(known, zone);
    }

    /// <summary>For all who ask meanwhile: one of them leaving does not end it.</summary>
    private async Task<Result<EngagementRow>> Read()
    {
        if (await token.Session(CancellationToken.None) is not { } session) return new AccountNotActive(account.Row!.Status);
        if (budget.TryTake(CallClass.Insights) is { } later) return new InstagramUnavailable(later);
        try
        {
            var now = clock.GetUtcNow();
            var media = await instagram.ListMediaNumbers(session, BestTimeRules.MaxPosts, CancellationToken.None);
            var row = new EngagementRow([.. media.Where(m => m.Timestamp is not null).Select(m => new PostEngagement(m.Timestamp!.Value, m.Likes ?? 0, m.Comments ?? 0))], now);
            await numbers.Put(account.Id, row, CancellationToken.None);
            return row;
        }
        catch (InstagramException e)
        {
            LogNotRead(account.Id, e.Failure.GetType().Name);
            await token.Note(e.Failure, CancellationToken.None);
            return new InstagramUnavailable(clock.GetUtcNow() + AskAgain);
        }
    }

    [LoggerMessage(LogLevel.Information, "The newest posts of Account {AccountId} could not be read: {Failure}")]
    private partial void LogNotRead(Guid accountId, string failure);
}
