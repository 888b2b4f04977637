using Microsoft.Extensions.Hosting;

namespace SocialSelling.Inbox;

/// <summary>Keeps search fast while messages pour in: their words are taken into the index every few seconds. Runs on every silo; to find nothing to do costs next to nothing.</summary>
internal sealed partial class SearchUpkeep(SearchRepository search, TimeProvider clock, ILogger<SearchUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(2_000)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await search.IndexLately(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotIndexed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "What was stored lately could not be taken into the index of words; searches are slower until it is")]
    private partial void LogNotIndexed(Exception e);
}
