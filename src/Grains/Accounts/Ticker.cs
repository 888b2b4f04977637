namespace SocialSelling.Accounts;

/// <summary>One of a grain's timers: it fires once, at the time that its part names, and is set anew after every tick.</summary>
internal sealed class Ticker(IGrainBase grain, TimeProvider clock, Func<CancellationToken, Task> tick, bool keepAlive = false)
{
    /// <summary>A timer takes no longer waits; what is due later is asked for again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private IGrainTimer? timer;

    /// <summary>Before this, and in an account that nobody has connected, <see cref="At"/> does nothing.</summary>
    public void Start() => timer = grain.RegisterGrainTimer(tick, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = keepAlive });

    /// <param name="due">Null when there is nothing to do.</param>
    public void At(DateTimeOffset? due) => timer?.Change(due is { } at ? Until(at) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void In(TimeSpan wait) => timer?.Change(wait, Timeout.InfiniteTimeSpan);

    private TimeSpan Until(DateTimeOffset at)
    {
        var wait = at - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
