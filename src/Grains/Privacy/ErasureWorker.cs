using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using SocialSelling.Cluster;

namespace SocialSelling.Privacy;

/// <summary>
/// Erases what is due, on whichever silo is free, a step at a time. A silo that dies leaves the job to the others: they go on with the step that was under way when its lease has run out.
/// </summary>
internal sealed partial class ErasureWorker : BackgroundService
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20), AfterFailure = TimeSpan.FromSeconds(30);
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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => LeaseLoop.Run(
        new LeasedWork<ErasureRow>(ct => erasures.Claim(clock.GetUtcNow(), LeaseLoop.Lease, ct), RunOrRest, job => erasures.Rest(job, clock.GetUtcNow(), CancellationToken.None), LogBroke)
        {
            EachTime = async ct => late = await erasures.CountLate(clock.GetUtcNow(), ct),
        }, clock, stoppingToken);

    /// <summary>What fails is tried again in a while.</summary>
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
    }

    private async Task Run(ErasureRow job, CancellationToken ct)
    {
        var way = ways[job.Subject];
        if (job.Step.Length == 0) job = job with { Step = way.Steps[0] };
        while (await erasures.Advance(job, clock.GetUtcNow(), LeaseLoop.Lease, ct))
        {
            switch (await way.Take(job.Step, job, ct))
            {
                case Progress.Again again: job = job with { Facts = again.Facts }; break;
                case Progress.Later later:
                    if (await erasures.Advance(job with { Facts = later.Facts }, clock.GetUtcNow(), LeaseLoop.Lease, ct)) await erasures.Rest(job, clock.GetUtcNow() + later.In, ct);
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
