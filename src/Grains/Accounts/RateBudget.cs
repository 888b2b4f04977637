using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>What may still be sent to Meta: the last word of its usage headers, and a ceiling of our own per sliding hour.</summary>
/// <param name="UsagePercent">Of Meta's limit.</param>
/// <param name="BlockedUntil">Meta said no until then; null when it did not.</param>
/// <param name="HourStart">Start of the counted hour.</param>
internal sealed record BudgetState(int UsagePercent, DateTimeOffset ReportedAt, DateTimeOffset? BlockedUntil, DateTimeOffset HourStart, int CallsThisHour)
{
    public static BudgetState Fresh(DateTimeOffset now) => new(0, now, null, now, 0);
}

/// <summary>Which class of calls may go when. Pure.</summary>
/// <remarks>Source: Meta, "Rate limits": usage in percent of the limit; slow down at 75, stop background work at 90. Throttled calls lengthen the block.</remarks>
internal static class BudgetRules
{
    /// <summary>From this usage on, a class is refused. Replies go until Meta itself refuses.</summary>
    public static int Ceiling(CallClass @class) => @class switch { CallClass.Reply => 100, CallClass.Publish => 98, CallClass.Sync => 90, _ => 75 };

    /// <summary>A report says nothing about usage once it is this old: Meta's window slides by the hour.</summary>
    public static readonly TimeSpan ReportLife = TimeSpan.FromMinutes(10);

    /// <returns>When a call of the class may go; <paramref name="now"/> when it may go at once.</returns>
    public static DateTimeOffset AvailableAt(BudgetState state, CallClass @class, int callsPerHour, DateTimeOffset now)
    {
        if (state.BlockedUntil is { } until && until > now) return until;
        if (state.UsagePercent >= Ceiling(@class) && now - state.ReportedAt < ReportLife) return state.ReportedAt + ReportLife;
        // Each class may use a share of our own ceiling, so that background work leaves room for people.
        var share = callsPerHour * Ceiling(@class) / 100;
        return state.CallsThisHour >= share && now - state.HourStart < TimeSpan.FromHours(1) ? state.HourStart + TimeSpan.FromHours(1) : now;
    }

    public static BudgetState Took(BudgetState state, DateTimeOffset now) => now - state.HourStart < TimeSpan.FromHours(1)
        ? state with { CallsThisHour = state.CallsThisHour + 1 }
        : state with { HourStart = now, CallsThisHour = 1 };

    public static BudgetState Reported(BudgetState state, RateUsage usage, DateTimeOffset now) => state with
    {
        UsagePercent = usage.PercentUsed,
        ReportedAt = now,
        BlockedUntil = usage.RegainIn is { } wait && wait > TimeSpan.Zero ? now + wait : usage.PercentUsed < 100 ? null : state.BlockedUntil,
    };

    /// <param name="after">As Meta said with the refusal; without it the regain time of the usage headers holds, and 5 minutes when there is none.</param>
    public static BudgetState Throttled(BudgetState state, TimeSpan? after, DateTimeOffset now) =>
        after is null && state.BlockedUntil > now ? state : state with { BlockedUntil = now + (after ?? TimeSpan.FromMinutes(5)) };
}

/// <summary>The account's budget. Part of AccountGrain; changes in one synchronous step.</summary>
internal sealed class RateBudget(int callsPerHour, TimeProvider clock)
{
    private BudgetState state = BudgetState.Fresh(clock.GetUtcNow());

    /// <summary>Called after every change.</summary>
    public Action? Changed { get; set; }

    /// <summary>Takes a call of the class if it may go now.</summary>
    /// <returns>Null when taken; else when to come again.</returns>
    public DateTimeOffset? TryTake(CallClass @class)
    {
        var now = clock.GetUtcNow();
        var at = BudgetRules.AvailableAt(state, @class, callsPerHour, now);
        if (at > now) return at;
        Become(BudgetRules.Took(state, now));
        return null;
    }

    public void Report(RateUsage usage) => Become(BudgetRules.Reported(state, usage, clock.GetUtcNow()));

    public void Throttle(TimeSpan? after) => Become(BudgetRules.Throttled(state, after, clock.GetUtcNow()));

    public BudgetView View()
    {
        var now = clock.GetUtcNow();
        return new(state.UsagePercent, [.. Enum.GetValues<CallClass>().Select(c =>
        {
            var at = BudgetRules.AvailableAt(state, c, callsPerHour, now);
            return new BudgetClassView(c, at <= now, at <= now ? null : at);
        })]);
    }

    public BudgetState State { get => state; set => state = value; }

    private void Become(BudgetState next)
    {
        state = next;
        Changed?.Invoke();
    }
}
