using Microsoft.Extensions.Hosting;
using NodaTime;

namespace SocialSelling.Publishing;

/// <summary>
/// Finds planned posts whose instant is not what their wall clock means any more: the rules of zones change, and come with a new version of the program. Looks when a silo starts, and once a day,
/// since hosts of two versions may have planned side by side. The chosen time stands; the instant follows it.
/// </summary>
internal sealed partial class ZoneWatch(PostRepository posts, IGrainFactory grains, IDateTimeZoneProvider zones, TimeProvider clock, ILogger<ZoneWatch> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(20), Every = TimeSpan.FromDays(1);
    private const int AtOnce = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = AfterStart; ; wait = Every)
        {
            await Task.Delay(wait, clock, stoppingToken);
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        }
    }

    /// <returns>How many posts were moved.</returns>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var moved = 0;
        var now = clock.GetUtcNow();
        for (var after = Guid.Empty; ;)
        {
            var page = await posts.ListWallTimes(after, now, AtOnce, ct);
            foreach (var post in page)
                if (zones.GetZoneOrNull(post.TimeZone) is not null && TimeZones.At(post.LocalTime, post.TimeZone, zones) is var at && at != post.ScheduledAt
                    && await grains.GetGrain<IAccountGrain>(post.AccountId).ReplanPost(new ReplanPost(post.PostId, post.LocalTime, post.TimeZone, at), ct)) moved++;
            if (page.Count < AtOnce) break;
            after = page[^1].PostId;
        }
        LogLooked(zones.VersionId, moved);
        return moved;
    }

    [LoggerMessage(LogLevel.Information, "Looked at planned posts by the zones of {Version}: {Moved} moved")]
    private partial void LogLooked(string version, int moved);

    [LoggerMessage(LogLevel.Warning, "Looking at planned posts by their zones broke off; the next look is in a day")]
    private partial void LogBroke(Exception e);
}
