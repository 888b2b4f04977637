namespace SocialSelling.Publishing;

/// <summary>Forgets uploads that nobody completed in time, and removes what a killed process left in the spool and half written in the store. Their files in the store were announced, and go by <see cref="FileRemoval"/>.</summary>
internal sealed partial class MediaSweeper(MediaUploadRepository uploads, MediaSpool spool, IMediaStore store, TimeProvider clock, ILogger<MediaSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5), SpoolAge = TimeSpan.FromHours(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromSeconds(Random.Shared.Next(20)), clock);
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
        await uploads.RemoveExpired(clock.GetUtcNow(), ct);
        var (removed, stuck) = spool.Sweep(SpoolAge);
        if (removed > 0) LogLeft(removed);
        if (stuck > 0) LogStuck(stuck);
        if (store.Sweep(SpoolAge) is > 0 and var parts) LogParts(parts);
    }

    [LoggerMessage(LogLevel.Warning, "Removed {Count} uploads from the spool that a process left behind when it was killed")]
    private partial void LogLeft(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} uploads that a process left behind in the spool cannot be removed: they take its room until somebody does")]
    private partial void LogStuck(int count);

    [LoggerMessage(LogLevel.Warning, "Removed {Count} files from the media folder that a process had half written when it was killed")]
    private partial void LogParts(int count);

    [LoggerMessage(LogLevel.Warning, "A sweep of uploads broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);
}
