namespace SocialSelling.Hosting;

/// <summary>Makes sure that the housekeeping's reminder exists; every silo may ask.</summary>
internal sealed partial class MaintenanceStarter(IGrainFactory grains, IHostApplicationLifetime lifetime, ILogger<MaintenanceStarter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            await grains.GetGrain<IMaintenanceGrain>(0).Start(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotStarted(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Housekeeping could not be started from here; another silo, or the next start, does it")]
    private partial void LogNotStarted(Exception e);
}
