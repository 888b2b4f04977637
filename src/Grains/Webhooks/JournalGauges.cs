using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SocialSelling.Webhooks;

/// <summary>The journal's size and what was set aside, on <c>/metrics</c>. Every silo tells the same: take the largest.</summary>
internal sealed partial class JournalGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly JournalRepository journal;
    private readonly TimeProvider clock;
    private readonly ILogger<JournalGauges> logger;
    private JournalStatsRow? stats;

    public JournalGauges(JournalRepository journal, IMeterFactory meters, TimeProvider clock, ILogger<JournalGauges> logger)
    {
        (this.journal, this.clock, this.logger) = (journal, clock, logger);
        var meter = meters.Create("SocialSelling");
        meter.CreateObservableGauge("journal_size_bytes", () => stats?.Bytes ?? 0, description: "The journal on disk, with its indexes");
        meter.CreateObservableGauge("journal_unfinished", () => stats?.Unfinished ?? 0, description: "Deliveries that are stored and not yet applied");
        meter.CreateObservableGauge("webhook_parked_open", () => (stats?.Parked ?? []).Select(p => new Measurement<long>(p.Count, new KeyValuePair<string, object?>("reason", p.Reason))),
            description: "Parts that are set aside, by reason");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                stats = await journal.Stats(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The journal's figures could not be read")]
    private partial void LogNotRead(Exception e);
}
