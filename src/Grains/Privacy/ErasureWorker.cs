using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SocialSelling.Privacy;

/// <summary>
/// Erases what is due, on whichever silo is free, a step at a time. A silo that dies leaves the job to the others: they go on with the step that was under way when its lease has run out.
/// </summary>
internal sealed partial class ErasureWorker : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), Lease = TimeSpan.FromSeconds(45), Breath = TimeSpan.FromMilliseconds(20), AfterFailure = TimeSpan.FromSeconds(30);
    private readonly ErasureRepository erasures;
    private readonly Dictionary<string, IErasing> ways;
    private readonly TimeProvider clock;
    private readonly ILogger<ErasureWorker> logger;
    private long late;

    public ErasureWorker(ErasureRepository erasures, IEnumerable<IErasing> ways, IMeterFactory meters, TimeProvider clock, ILogger<ErasureWorker> logger)
    {
        (this.erasures, this.clock, this.logger) = (erasures, clock, logger);
        this.ways = ways.ToDictionary(way => way.Subject);
        meters.Create("SocialSelling").CreateObservableGauge("erasures_late", () => late, description: "Erasures that are not done by when they were promised");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await erasures.Claim(clock.GetUtcNow(), Lease, stoppingToken) is { } job) await RunOrRest(job, stoppingToken);
                late = await erasures.CountLate(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        }
    }

    /// <summary>What fails is tried again in a while; a silo that stops leaves the job to the others at once.</summary>
    private async Task RunOrRest(ErasureRow job, CancellationToken ct)
    {
        try
        {
            await Run(job, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogStepBroke(e, job.Id, job.Step);
            await erasures.Rest(job, clock.GetUtcNow() + AfterFailure, ct);
        }
        finally
        {
            if (ct.IsCancellationRequested) await Release(job);
        }
    }

    private async Task Release(ErasureRow job)
    {
        try
        {
            await erasures.Rest(job, clock.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception e)
        {
            LogBroke(e); // Its lease runs out by itself.
        }
    }

    private async Task Run(ErasureRow job, CancellationToken ct)
    {
        var way = ways[job.Subject];
        if (job.Step.Length == 0) job = job with { Step = way.Steps[0] };
        while (await erasures.Advance(job, clock.GetUtcNow(), Lease, ct))
        {
            switch (await way.Take(job.Step, job, ct))
            {
                case Progress.Again again: job = job with { Facts = again.Facts }; break;
                case Progress.Later later:
                    if (await erasures.Advance(job with { Facts = later.Facts }, clock.GetUtcNow(), Lease, ct)) await erasures.Rest(job, clock.GetUtcNow() + later.In, ct);
                    return;
                case Progress.Next next when job.Step == way.Steps[^1]:
                    await erasures.Finish(job with { Facts = next.Facts }, clock.GetUtcNow(), ct);
                    LogDone(job.Id, job.Subject);
                    return;
                case Progress.Next next: job = job with { Facts = next.Facts, Step = way.Steps[Array.IndexOf(way.Steps, job.Step) + 1] }; break;
            }
            await Task.Delay(Breath, clock, ct);
        }
    }

    [LoggerMessage(LogLevel.Information, "Erasure {ErasureId} of an {Subject} is done")]
    private partial void LogDone(Guid erasureId, string subject);

    [LoggerMessage(LogLevel.Error, "Erasure {ErasureId} broke off at '{Step}'; it is tried again")]
    private partial void LogStepBroke(Exception e, Guid erasureId, string step);

    [LoggerMessage(LogLevel.Warning, "Erasures could not be looked for; the next time comes")]
    private partial void LogBroke(Exception e);
}
