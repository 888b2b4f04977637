using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>How many posts Meta will still take at some hour: what it says itself, and what we have planned until then. Part of AccountGrain.</summary>
internal sealed partial class PublishingQuota(
    AccountState account, AccountToken token, RateBudget budget, PostRepository posts, InstagramClient instagram, TimeProvider clock, ILogger<PublishingQuota> logger)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    /// <summary>Others may publish besides us: an answer of Meta's serves this long.</summary>
    private static readonly TimeSpan AnswerLife = TimeSpan.FromMinutes(10);
    private Answer? last;

    /// <summary>Meta did not take the login when it was last asked; the account's status follows in a moment.</summary>
    public bool IsLoginRefused { get; private set; }

    /// <param name="Since">The usage is counted from then.</param>
    private sealed record Answer(DateTimeOffset At, DateTimeOffset Since, int Used, int Total);

    /// <returns>Null when Meta could not be asked, or does not say.</returns>
    public async Task<QuotaForecast?> Before(DateTimeOffset at, Guid postId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var answer = last is { } recent && now - recent.At < AnswerLife ? recent : await Ask(now - Day, ct);
        if (answer is null) return null;
        var forecast = await Forecast(answer, at, postId, ct);
        // What Meta counted for the whole day may have left the hours in question: asked once more, for those alone.
        if (!forecast.IsFull || at <= now || at - Day >= now || answer.Since >= at - Day) return forecast;
        return await Ask(at - Day, ct) is { } exact ? await Forecast(exact, at, postId, ct) : forecast;
    }

    private async Task<QuotaForecast> Forecast(Answer answer, DateTimeOffset at, Guid postId, CancellationToken ct)
    {
        var plan = await posts.PlanBefore(account.Id, postId, at, answer.At, ct);
        return new(answer.Total, (at - Day < answer.At ? answer.Used : 0) + plan.Published, plan.Planned);
    }

    private async Task<Answer?> Ask(DateTimeOffset since, CancellationToken ct)
    {
        IsLoginRefused = false;
        try
        {
            if (await token.Session(ct) is not { } session || budget.TryTake(CallClass.Sync) is not null) return null;
            var now = clock.GetUtcNow();
            var limit = await instagram.GetPublishingLimit(session, since, ct);
            if (limit.Total is not { } total) return null;
            var answer = new Answer(now, since, limit.Used, total);
            // The whole day's answer serves every hour; one for some hours serves only those.
            if (since <= now - Day + TimeSpan.FromMinutes(1)) last = answer;
            return answer;
        }
        catch (InstagramException e)
        {
            LogNotAsked(account.Id, e.Failure.GetType().Name);
            IsLoginRefused = e.Failure is ReconnectAccount;
            await token.Note(e.Failure, ct);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "The publishing limit of Account {AccountId} could not be read: {Failure}")]
    private partial void LogNotAsked(Guid accountId, string failure);
}
