using System.Globalization;
using System.Net;
using SocialSelling.Meta;

namespace SocialSelling.Hooks;

/// <summary>Where outgoing webhooks may lead, and what follows from a try. Pure: no clock, no chance, no I/O.</summary>
public static class HookRules
{
    /// <summary>A delivery is tried again for so long; an endpoint that has taken nothing for so long is switched off.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);
    /// <summary>For how long a secret still holds after it was replaced.</summary>
    public static readonly TimeSpan PreviousSecretHolds = TimeSpan.FromHours(24);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromHours(2), LongestRest = TimeSpan.FromMinutes(1);
    private const int Factor = 3, LeastFailures = 6;

    /// <returns>What is wrong with an address; null when nothing is. Where its name leads is looked at when it is connected to.</returns>
    public static string? Refuses(string url, HookOptions options)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return "This is no address such as https://example.com/hooks.";
        if (uri.Scheme is not "https" && !(uri.Scheme is "http" && options.AllowPrivate)) return "The address has to begin with https://.";
        if (uri.UserInfo.Length > 0) return "No name or password in the address: check the signature instead.";
        if (uri.Fragment.Length > 0) return "No # in the address.";
        if (options.AllowPrivate) return null;
        if (!options.Ports.Split(',', StringSplitOptions.TrimEntries).Contains(uri.Port.ToString(CultureInfo.InvariantCulture))) return $"The port has to be one of {options.Ports}.";
        return uri.IsLoopback || IPAddress.TryParse(uri.DnsSafeHost, out var literal) && !PublicAddresses.IsPublic(literal) ? "The address has to be reachable from the internet." : null;
    }

    /// <summary>When a delivery is tried again after a try that failed: after pauses that grow from ten seconds to two hours, once more at the end of its day, and then no more.</summary>
    /// <param name="tries">Since its first, and this one.</param>
    /// <param name="chance">From 0 to 1: what failed together does not come again together.</param>
    /// <returns>Null when it has failed.</returns>
    public static DateTimeOffset? NextTry(bool isTest, int tries, DateTimeOffset firstTriedAt, TimeSpan? retryAfter, double chance, DateTimeOffset now)
    {
        var end = firstTriedAt + Life;
        if (isTest || now >= end) return null;
        var pause = FirstPause * Math.Pow(Factor, Math.Clamp(tries - 1, 0, 10));
        if (retryAfter > pause) pause = retryAfter.Value;
        var next = now + (pause < LongestPause ? pause : LongestPause) * (0.8 + 0.4 * chance);
        return next < end ? next : end;
    }

    /// <summary>How long an endpoint is left alone after so many failures in a row: one that is away is asked once a minute, however much waits for it.</summary>
    public static TimeSpan Rest(int failuresInRow) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Clamp(failuresInRow - 1, 0, 10)), LongestRest.TotalSeconds));

    /// <summary>Whether an endpoint is switched off.</summary>
    public static bool IsGivenUp(DateTimeOffset failingSince, int failuresInRow, DateTimeOffset now) => now - failingSince >= Life && failuresInRow >= LeastFailures;
}
