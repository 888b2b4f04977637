using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SocialSelling.Publishing;

/// <summary>How punctual publishing is, how posts end, and how Meta answers.</summary>
internal sealed class PublishMetrics
{
    private readonly Histogram<double> lateness;
    private readonly Counter<long> ended, calls;

    public PublishMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        lateness = meter.CreateHistogram<double>("publish_lateness_seconds", "s", "From a post's time to Meta's answer");
        ended = meter.CreateCounter<long>("publish_ended_total", description: "Posts by how they ended: published, missed, or failed and why");
        calls = meter.CreateCounter<long>("publish_calls_total", description: "Calls to Meta for posts, by step and how they were answered");
    }

    public void Published(TimeSpan late) => lateness.Record(late.TotalSeconds);

    /// <summary>A step was written down. A post that was called failed while nobody knew, and turns out to be live, has ended twice.</summary>
    public void Written(PostRow before, PostRow after, PublishAttemptRow? entry)
    {
        if (after.Status is "published" or "failed" && before.Status != after.Status) ended.Add(1, Outcome(after));
        if (entry is { Answer: { } answer } && entry.Step != Ledger.Check) calls.Add(1, new("step", entry.Step), new("answer", answer));
    }

    /// <summary>The codes are a closed list of ours, whatever Meta says.</summary>
    private static KeyValuePair<string, object?>[] Outcome(PostRow post) => post switch
    {
        { Status: "published" } => [new("outcome", "published")],
        { ErrorCode: PostFailures.Missed } => [new("outcome", "missed")],
        _ => [new("outcome", "failed"), new("code", post.ErrorCode)],
    };
}

/// <summary>Posts whose time has come and that are not live, on <c>/metrics</c>: the same on every silo.</summary>
internal sealed partial class PublishGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly PostRepository posts;
    private readonly TimeProvider clock;
    private readonly ILogger<PublishGauges> logger;
    private IReadOnlyList<OverdueRow> overdue = [];

    public PublishGauges(PostRepository posts, IMeterFactory meters, TimeProvider clock, ILogger<PublishGauges> logger)
    {
        (this.posts, this.clock, this.logger) = (posts, clock, logger);
        var meter = meters.Create("SocialSelling");
        meter.CreateObservableGauge("publish_overdue", () => overdue.Select(o => new Measurement<long>(o.Count, State(o))), description: "Posts whose time has come and that are not live, by what they wait for");
        meter.CreateObservableGauge("publish_overdue_seconds", () => overdue.Select(o => new Measurement<double>(Age(o), State(o))), description: "How long the time of the oldest of them has passed");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                overdue = await posts.Overdue(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotCounted(e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static KeyValuePair<string, object?> State(OverdueRow row) => new("state", row.State);

    private double Age(OverdueRow row) => row.OldestAt is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0;

    [LoggerMessage(LogLevel.Warning, "Posts whose time has come could not be counted; the next time comes")]
    private partial void LogNotCounted(Exception e);
}
