using System.Globalization;

namespace SocialSelling.Meta;

/// <param name="IsAssumed">Meta gave no time that can be right: this is when it arrived.</param>
public readonly record struct MetaInstant(DateTimeOffset At, bool IsAssumed);

/// <summary>Meta's times: milliseconds, seconds, and either as text. Told apart by magnitude.</summary>
public static class MetaTime
{
    /// <summary>Before this there was no Instagram.</summary>
    public static readonly DateTimeOffset Earliest = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
    /// <summary>How far Meta's clock may run ahead of ours.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    private const long LastMillisecond = 253_402_300_799_999, LastAsSeconds = 100_000_000_000;

    /// <returns>The time meant by <paramref name="text"/>; <paramref name="receivedAt"/>, in whole milliseconds as Meta's are and marked as assumed, when it is missing or cannot be right.</returns>
    public static MetaInstant Read(string? text, DateTimeOffset receivedAt)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LastMillisecond)
        {
            var at = number > LastAsSeconds ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
            if (at >= Earliest && at <= receivedAt + MostAhead) return new(at, IsAssumed: false);
        }
        return new(receivedAt.AddTicks(-(receivedAt.Ticks % TimeSpan.TicksPerMillisecond)), IsAssumed: true);
    }
}
