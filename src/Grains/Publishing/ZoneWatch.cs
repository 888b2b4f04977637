using Microsoft.Extensions.Hosting;
using NodaTime;

namespace SocialSelling.Publishing;

/// <summary>
/// Finds planned posts whose instant is not what their wall clock means any more: the rules of zones change, and come with a new version of the program. Looks when a silo starts, and once a day,
/// since hosts of two versions may have planned side by side. The chosen time stands; the instant follows it.
/// </summary>
internal sealed partial class ZoneWatch(PostRepository posts, IGrainFactory grains, IDateTimeZoneProvider zones, TimeProvider clock, ILogger<ZoneWatch> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(20), AfterTrouble = TimeSpan.FromMinutes(5), Every = TimeSpan.FromDays(1);
    private const int AtOnce = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trouble = AfterTrouble;
        for (var wait = AfterStart; ;)
        {
            await Task.Delay(wait, clock, stoppingToken);
            wait = AfterTrouble;
            try
            {
                var (moved, failed) = await Sweep(stoppingToken);
                (wait, trouble) = Next(moved, failed, trouble);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        }
    }

    /// <summary>When to look again: posts that nobody can move, look after look, are looked at less and less often.</summary>
    /// <param name="trouble">The wait after the next trouble, as it is now.</param>
    internal static (TimeSpan Wait, TimeSpan Trouble) Next(int moved, int failed, TimeSpan trouble)
    {
        if (failed == 0) return (Every, AfterTrouble);
        var wait = moved > 0 ? AfterTrouble : trouble;
        return (wait, wait * 2 < Every ? wait * 2 : Every);
    }

    /// <returns>How many posts were moved, and how many could not be.</returns>
    public async Task<(int Moved, int Failed)> Sweep(CancellationToken ct)
    {
        var (moved, failed) = (0, 0);
        var now = clock.GetUtcNow();
        for (var after = Guid.Empty; ;)
        {
            var page = await posts.ListWallTimes(after, now, AtOnce, ct);
            foreach (var post in page)
            {
                try
                {
                    if (await Move(post, ct)) moved++;
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    failed++;
                    LogNotMoved(e, post.PostId);
                }
            }
            if (page.Count < AtOnce) break;
            after = page[^1].PostId;
        }
        LogLooked(zones.VersionId, moved);
        return (moved, failed);
    }

    private async Task<bool> Move(WallTime post, CancellationToken ct) =>
        zones.GetZoneOrNull(post.TimeZone) is not null && TimeZones.At(post.LocalTime, post.TimeZone, zones) is var at && at != post.ScheduledAt
            && await grains.GetGrain<IAccountGrain>(post.AccountId).ReplanPost(new ReplanPost(post.PostId, post.LocalTime, post.TimeZone, at), ct);

    [LoggerMessage(LogLevel.Information, "Looked at planned posts by the zones of {Version}: {Moved} moved")]
    private partial void LogLooked(string version, int moved);

    [LoggerMessage(LogLevel.Warning, "Post {PostId} could not be moved to what its wall clock means now; the next look tries again")]
    private partial void LogNotMoved(Exception e, Guid postId);

    [LoggerMessage(LogLevel.Warning, "Looking at planned posts by their zones broke off; the next look is in some minutes")]
    private partial void LogBroke(Exception e);
}
