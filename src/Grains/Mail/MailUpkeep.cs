using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialSelling.Cluster;

namespace SocialSelling.Mail;

/// <summary>The outbox's figures on <c>/metrics</c>, the same on every silo, and the end of what is past keeping.</summary>
internal sealed partial class MailUpkeep : BackgroundService
{
    /// <summary>How long it is known what stood in a mail that failed, and how long caught mail can be read.</summary>
    public static readonly TimeSpan SecretsKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private const int PerStep = 1_000;
    private readonly MailRepository mail;
    private readonly IOptions<RetentionOptions> retention;
    private readonly TimeProvider clock;
    private readonly ILogger<MailUpkeep> logger;
    private MailStatsRow? stats;

    public MailUpkeep(MailRepository mail, IMeterFactory meters, IOptions<RetentionOptions> retention, TimeProvider clock, ILogger<MailUpkeep> logger)
    {
        (this.mail, this.retention, this.clock, this.logger) = (mail, retention, clock, logger);
        var meter = meters.Create("SocialSelling");
        meter.CreateObservableGauge("mail_waiting", () => stats?.Waiting ?? 0, description: "Mails that are not sent yet");
        meter.CreateObservableGauge("mail_oldest_seconds", () => stats?.OldestDueAt is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0, description: "Age of the oldest of them that is due, or waits for its provider");
        meter.CreateObservableGauge("mail_sent_last_day", () => stats?.Sent ?? 0);
        meter.CreateObservableGauge("mail_bounced_last_day", () => stats?.Bounced ?? 0, description: "Of those made");
        meter.CreateObservableGauge("mail_complained_last_day", () => stats?.Complained ?? 0, description: "Of those sent");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await Tidy(stoppingToken);
                stats = await mail.Stats(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroke(e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task Tidy(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await mail.Prune(now - SecretsKept, now - retention.Value.Mail, PerStep, ct);
    }

    [LoggerMessage(LogLevel.Warning, "The outbox could not be looked over; the next time comes")]
    private partial void LogBroke(Exception e);
}
