using Microsoft.Extensions.Hosting;
using SocialSelling.Cluster;

namespace SocialSelling.Webhooks;

/// <summary>Works off replays, on whichever silo is free: a batch at a time, so that what arrives now is not held up, and resumed where the last one stopped when a silo dies.</summary>
internal sealed partial class ReplayWorker(ReplayRepository replays, DeliveryDispatcher dispatcher, TimeProvider clock, ILogger<ReplayWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50), RetryAfter = TimeSpan.FromSeconds(2);
    private const int BatchSize = 100, Tries = 3;

    /// <summary>A job that broke off waits until its lease has run out; then somebody goes on from the last batch that was noted.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => LeaseLoop.Run(
        new LeasedWork<ReplayRow>(ct => replays.Claim(clock.GetUtcNow(), LeaseLoop.Lease, ct), Run, job => replays.Release(job, CancellationToken.None), LogBroke), clock, stoppingToken);

    private async Task Run(ReplayRow job, CancellationToken ct)
    {
        while (job.State == "running")
        {
            job = await Step(job, ct);
            if (!await replays.Advance(job, clock.GetUtcNow(), LeaseLoop.Lease, ct)) return;
            await Task.Delay(Breath, clock, ct);
        }
        LogDone(job.Id, job.HandedOver, job.Resolved);
    }

    private async Task<ReplayRow> Step(ReplayRow job, CancellationToken ct)
    {
        if (job.Kind == ReplayRepository.Parked)
        {
            var parts = await replays.NextParked(job, BatchSize, ct);
            return parts.Count == 0 ? Done(job) : After(job, parts.Count, (parts[^1].DeliveryReceivedAt, parts[^1].Id), await Try(() => dispatcher.Replay(parts, ct), ct));
        }
        var batch = await replays.NextDeliveries(job, BatchSize, ct);
        if (batch.Count == 0) return Done(job);
        var deliveries = batch.ConvertAll(d => new JournaledDelivery(d.Id, d.ReceivedAt, d.Body.ToArray()));
        return After(job, batch.Count, (batch[^1].ReceivedAt, batch[^1].Id), await Try(() => dispatcher.Replay(deliveries, job.PlatformAccountId, ct), ct));
    }

    /// <summary>A batch of which something was not taken is tried again as a whole: nothing doubles.</summary>
    private async Task<ReplayOutcome> Try(Func<Task<ReplayOutcome>> replay, CancellationToken ct)
    {
        var resolved = 0;
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await replay();
            resolved += outcome.Resolved;
            if (outcome.Failed == 0 || attempt == Tries) return outcome with { Resolved = resolved };
            await Task.Delay(RetryAfter, clock, ct);
        }
    }

    private static ReplayRow After(ReplayRow job, int seen, (DateTimeOffset At, Guid Id) cursor, ReplayOutcome outcome) => job with
    {
        CursorAt = cursor.At,
        CursorId = cursor.Id,
        Seen = job.Seen + seen,
        HandedOver = job.HandedOver + outcome.HandedOver,
        SetAside = job.SetAside + outcome.SetAside,
        Resolved = job.Resolved + outcome.Resolved,
        Failed = job.Failed + outcome.Failed,
    };

    private ReplayRow Done(ReplayRow job) => job with { State = "done", FinishedAt = clock.GetUtcNow() };

    [LoggerMessage(LogLevel.Information, "Replay {ReplayId} is done: {Entries} entries handed over, {Resolved} parts understood")]
    private partial void LogDone(Guid replayId, long entries, long resolved);

    [LoggerMessage(LogLevel.Warning, "A replay broke off; it goes on from its last batch")]
    private partial void LogBroke(Exception e);
}
