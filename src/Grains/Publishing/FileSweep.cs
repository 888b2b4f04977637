using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialSelling.Cluster;

namespace SocialSelling.Publishing;

/// <summary>
/// Looks through the media store when it is time to, on whichever silo is free: monthly for files that nobody knows of, daily for originals whose posts were published long ago. A silo that dies at any
/// line leaves the rest to the next look: files go by <see cref="FileRemoval"/>, from rows.
/// </summary>
internal sealed partial class FileSweep : BackgroundService
{
    private static readonly TimeSpan OriginalsEvery = TimeSpan.FromDays(1), AfterFailure = TimeSpan.FromHours(1);

    private readonly FileSweepRepository sweeps;
    private readonly OrphanFiles orphans;
    private readonly PublishedOriginals originals;
    private readonly TimeProvider clock;
    private readonly ILogger<FileSweep> logger;
    private readonly Dictionary<string, TimeSpan> wanted = new() { [FileSweepKind.Originals] = OriginalsEvery };
    private readonly Counter<long> files, bytes;
    private readonly Gauge<long> missing;

    public FileSweep(
        FileSweepRepository sweeps, OrphanFiles orphans, PublishedOriginals originals, IMeterFactory meters, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<FileSweep> logger)
    {
        (this.sweeps, this.orphans, this.originals, this.clock, this.logger) = (sweeps, orphans, originals, clock, logger);
        if (options.Value.OrphanSweep is var every && every > TimeSpan.Zero) wanted[FileSweepKind.Orphans] = every;
        var meter = meters.Create("SocialSelling");
        files = meter.CreateCounter<long>("media_files_let_go", description: "Files that were told to leave the media store, by kind: orphans, originals");
        bytes = meter.CreateCounter<long>("media_let_go", "By", "Their size");
        missing = meter.CreateGauge<long>("media_files_missing", description: "Files that rows name and the media store did not have when it was looked through");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => LeaseLoop.Run(
        new LeasedWork<FileSweepRow>(
            ct => sweeps.Claim(wanted, clock.GetUtcNow(), LeaseLoop.Lease, ct), DoOrPostpone, sweep => sweeps.Rest(sweep, null, CancellationToken.None), LogBroke), clock, stoppingToken);

    private async Task DoOrPostpone(FileSweepRow sweep, CancellationToken stopping)
    {
        try
        {
            await Do(sweep, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogPostponed(e, sweep.Kind);
            await sweeps.Rest(sweep, clock.GetUtcNow() + AfterFailure, CancellationToken.None);
        }
    }

    private async Task Do(FileSweepRow sweep, CancellationToken ct)
    {
        Task<bool> Hold() => sweeps.Hold(sweep, clock.GetUtcNow() + LeaseLoop.Lease, ct);
        var swept = sweep.Kind == FileSweepKind.Orphans ? await orphans.Sweep(sweep.Fence, Hold, ct) : await originals.Sweep(Hold, ct);
        // Another silo has taken it on; what was done here need not be done again.
        if (swept is null || !await sweeps.Finish(sweep, swept, clock.GetUtcNow(), ct)) return;
        var kind = new KeyValuePair<string, object?>("kind", sweep.Kind);
        files.Add(swept.Files, kind);
        bytes.Add(swept.Bytes, kind);
        if (sweep.Kind == FileSweepKind.Orphans) missing.Record(swept.Missing);
        LogSwept(sweep.Kind, swept.Files, swept.Bytes);
    }

    [LoggerMessage(LogLevel.Information, "Looked through the media store for {Kind}: {Files} files with {Bytes} bytes leave it")]
    private partial void LogSwept(string kind, long files, long bytes);

    [LoggerMessage(LogLevel.Warning, "Looking through the media store for {Kind} broke off; it is tried again in an hour")]
    private partial void LogPostponed(Exception e, string kind);

    [LoggerMessage(LogLevel.Warning, "Looks through the media store could not be looked after; the next time comes")]
    private partial void LogBroke(Exception e);
}
