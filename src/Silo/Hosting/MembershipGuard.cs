using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace SocialSelling.Hosting;

/// <summary>
/// Stops a silo whose own entry has vanished from Redis. A flushed Redis would otherwise leave it in a cluster of its own beside the one that new silos form, and every
/// reminder would fire twice. Started again, it joins the others.
/// </summary>
internal sealed partial class MembershipGuard(
    IOptions<ClusterOptions> cluster, IOptions<RedisSettings> redis, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<MembershipGuard> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private const int Tolerated = 3;

    /// <summary>
    /// For what is under way. Not the minute of a silo that hands over: there is no cluster left to hand anything to, Orleans' own way out waits for a table that is gone (measured:
    /// more than 40 s), and while this silo lingers its accounts wait.
    /// </summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Value.Options());
        using var timer = new PeriodicTimer(Every, clock);
        for (var missing = 0; await timer.WaitForNextTickAsync(stoppingToken);)
        {
            try
            {
                var entry = await connection.GetDatabase().HashExistsAsync($"{cluster.Value.ServiceId}/members/{cluster.Value.ClusterId}", silo.SiloAddress.ToString());
                missing = entry ? 0 : missing + 1;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Redis is away, which is no proof of anything.
                continue;
            }
            if (missing < Tolerated) continue;
            LogVanished(silo.SiloAddress.ToString());
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            _ = EndAfter(Goodbye);
            return;
        }
    }

    private async Task EndAfter(TimeSpan patience)
    {
        await Task.Delay(patience, clock);
        Environment.Exit(Environment.ExitCode);
    }

    [LoggerMessage(LogLevel.Critical, "This silo ({Silo}) is no longer in the membership table: Redis was emptied. Stopping, to join again after a restart")]
    private partial void LogVanished(string silo);
}
