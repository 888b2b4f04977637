using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

/// <summary>
/// Sends what the outbox holds. Runs on every silo; a mail goes to one. Each try is opened in its row before it is made, so that after a crash it is known which mail may have gone: that is sent
/// once more, and not a third time.
/// </summary>
internal sealed partial class MailDispatcher(
    MailRepository mail, MailWriter writer, IMailTransport transport, MailMetrics metrics, IOptions<MailOptions> options, TimeProvider clock, ILogger<MailDispatcher> logger) : BackgroundService
{
    /// <summary>Longer than a try takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Window = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepBroke(e);
            }
        }
    }

    /// <summary>Takes what one second may send, and sends it.</summary>
    /// <param name="ct">Ends it between two mails, never within one.</param>
    public async Task Sweep(CancellationToken ct)
    {
        var bounds = options.Value;
        var claimed = await mail.Claim(clock.GetUtcNow(), Lease, bounds.PerSecond, bounds.PerRecipient, Window, ct);
        await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = bounds.AtOnce, CancellationToken = ct }, async (row, _) => await Dispatch(row));
    }

    private async Task Dispatch(MailRow row)
    {
        try
        {
            if (MailRules.Stops(row.Suppression, MailTemplate.All[row.Template].Duty))
            {
                await End(row, new MailIsOver("suppressed", row.Suppression!, "", Doubt: false));
                return;
            }
            var letter = writer.Write(row);
            if (await mail.Begin(row, clock.GetUtcNow(), Lease, CancellationToken.None) is not { } tries) return;
            await Follow(row, MailRules.After(await Try(letter), tries, row.Doubts, clock.GetUtcNow() - row.CreatedAt));
        }
        catch (Exception e)
        {
            // The lease runs out, and somebody takes it up again: perhaps a silo of a newer version, which knows this template.
            LogNotDispatched(e, row.Id, row.Template);
            if (clock.GetUtcNow() - row.CreatedAt > MailRules.Life) await End(row, new MailIsOver("failed", "cannot-be-written", e.GetType().Name, Doubt: false));
        }
    }

    private async Task<MailOutcome> Try(Letter letter)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, clock);
        return await transport.Send(letter, patience.Token);
    }

    private async Task Follow(MailRow row, MailStep step)
    {
        switch (step)
        {
            case MailIsSent sent:
                await mail.MarkSent(row.Id, transport.Name, sent.ProviderMessageId, clock.GetUtcNow(), CancellationToken.None);
                metrics.Sent(row.Template, transport.Name);
                if (row.Doubts > 0) LogSentInDoubt(row.Id, row.Template);
                break;
            case MailComesAgain again:
                await mail.TryAgain(row, clock.GetUtcNow() + again.After, again.Doubt, again.Counts, again.Reason, again.Detail, CancellationToken.None);
                metrics.PutOff(again.Reason);
                LogComesAgain(row.Id, row.Template, again.Reason, again.After);
                break;
            case MailIsOver over:
                await End(row, over);
                break;
        }
    }

    private async Task End(MailRow row, MailIsOver over)
    {
        await mail.End(row, over.Status, over.Doubt, over.Reason, over.Detail, over.DeadAddress, clock.GetUtcNow(), CancellationToken.None);
        metrics.Over(over.Status, over.Reason);
        LogOver(row.Id, row.Template, over.Status, over.Reason);
    }

    [LoggerMessage(LogLevel.Warning, "A round of sending mail broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} ({Template}) could not be dealt with; it is tried again when its lease is over")]
    private partial void LogNotDispatched(Exception e, Guid mailId, string template);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Template}) was sent after a try of which nobody saw the end: it may have arrived twice")]
    private partial void LogSentInDoubt(Guid mailId, string template);

    [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Template}) is tried again in {Pause}: {Reason}")]
    private partial void LogComesAgain(Guid mailId, string template, string reason, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Template}) is {Status}: {Reason}")]
    private partial void LogOver(Guid mailId, string template, string status, string reason);
}
