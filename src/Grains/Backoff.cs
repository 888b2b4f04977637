namespace SocialSelling;

/// <summary>How long to wait before the next try: longer each time, and not all at once after an outage. Pure.</summary>
internal static class Backoff
{
    /// <param name="attempts">Tries made so far, from 1.</param>
    /// <param name="factor">By which each wait is longer than the one before.</param>
    /// <param name="longest">Before it is spread.</param>
    /// <param name="who">Spreads waits by ±20 %, each of its tries differently.</param>
    public static TimeSpan Of(int attempts, TimeSpan first, double factor, TimeSpan longest, Guid who)
    {
        var wait = Math.Min(first.TotalSeconds * Math.Pow(factor, Math.Clamp(attempts - 1, 0, 30)), longest.TotalSeconds);
        return TimeSpan.FromSeconds(wait * Spread(who, attempts));
    }

    private static double Spread(Guid who, int attempts)
    {
        var mixed = unchecked((uint)(who.GetHashCode() ^ (attempts * 0x9E3779B1)) * 2_654_435_761u);
        return 0.8 + (mixed >> 8) / (double)(1 << 24) * 0.4;
    }
}
