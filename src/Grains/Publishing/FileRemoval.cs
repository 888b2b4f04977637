using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Takes files out of the store whose rows are gone: with a message that was taken back, a contact, an account. On every silo; a file goes to one of them at a time.</summary>
internal sealed partial class FileRemoval(RemovedFileRepository removed, IMediaStore store, IOptions<MediaOptions> media, TimeProvider clock, ILogger<FileRemoval> logger) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private const int AtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(media.Value.RemovalInterval * (1 + Random.Shared.NextDouble() / 3), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Remove(stoppingToken) == AtOnce) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        }
    }

    /// <returns>How many files were due.</returns>
    public async Task<int> Remove(CancellationToken ct)
    {
        var due = await removed.Claim(clock.GetUtcNow(), Lease, AtOnce, ct);
        // A store that does not answer ends this: what is left is due again when the lease has run out.
        foreach (var key in due) await store.Delete(key, ct);
        await removed.Forget(due, ct);
        return due.Count;
    }

    [LoggerMessage(LogLevel.Warning, "Files whose rows are gone could not be taken out of the store; they are tried again in minutes")]
    private partial void LogBroke(Exception e);
}
