using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

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
        var sending = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Sweep(sending, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogSweepBroke(e);
                }
            }
        }
        finally
        {
            await Task.WhenAll(sending);
        }
    }

    /// <summary>Begins to send what one second may. Claims no more than can be sent at once, and waits for no mail longer than for the quickest: a slow one holds up none but itself.</summary>
    /// <param name="sending">What is on its way; what is begun joins it.</param>
    /// <param name="ct">Ends it between two mails, never within one.</param>
    public async Task Sweep(List<Task> sending, CancellationToken ct)
    {
        var bounds = options.Value;
        for (var left = bounds.PerSecond; left > 0;)
        {
            if (sending.Count >= bounds.AtOnce) await Task.WhenAny(sending).WaitAsync(ct);
            sending.RemoveAll(mail => mail.IsCompleted);
            var room = Math.Min(left, bounds.AtOnce - sending.Count);
            var claimed = await mail.Claim(clock.GetUtcNow(), Lease, room, bounds.PerRecipient, Window, ct);
            sending.AddRange(claimed.Select(Dispatch));
            if (claimed.Count < room) return;
            left -= room;
        }
    }

    private async Task Dispatch(MailRow row)
    {
        try
        {
            var (letter, over) = Write(row);
            if (over is not null) await End(row, over);
            if (letter is null || await mail.Begin(row, clock.GetUtcNow(), Lease, CancellationToken.None) is not { } tries) return;
            var leaseEndsAt = clock.GetUtcNow() + Lease;
            await Follow(row, MailRules.After(await Try(letter), tries, row.Doubts, clock.GetUtcNow() - row.AskedAt), leaseEndsAt);
        }
        catch (Exception e)
        {
            LogNotDispatched(e, row.Id, row.Template);
        }
    }

    /// <returns>A letter, or how the mail ends without one. Neither while a silo of a newer version may know what this one does not: the lease runs out, and somebody takes it up again.</returns>
    private (Letter? Letter, MailIsOver? Over) Write(MailRow row)
    {
        try
        {
            if (MailRules.Stops(row.Suppression, MailTemplate.All[row.Template].Duty)) return (null, new MailIsOver("suppressed", row.Suppression!, "", Doubt: false));
            return MailRules.Readable(row) is { } readable ? (writer.Write(readable), null) : (null, new MailIsOver("suppressed", MailRules.NoAccess, "", Doubt: false));
        }
        catch (Exception e)
        {
            LogNotWritten(e, row.Id, row.Template);
            return (null, clock.GetUtcNow() - row.AskedAt > MailRules.Life ? new MailIsOver("failed", "cannot-be-written", e.GetType().Name, Doubt: false) : null);
        }
    }

    private async Task<MailOutcome> Try(Letter letter)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, clock);
        return await transport.Send(letter, patience.Token);
    }

    private async Task Follow(MailRow row, MailStep step, DateTimeOffset leaseEndsAt)
    {
        switch (step)
        {
            case MailIsSent sent:
                await MarkSent(row, sent.ProviderMessageId, leaseEndsAt);
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

    /// <summary>What is not written down before the lease ends is a doubt, and goes out once more.</summary>
    private async Task MarkSent(MailRow row, string? providerMessageId, DateTimeOffset leaseEndsAt)
    {
        while (true)
        {
            try
            {
                await mail.MarkSent(row.Id, transport.Name, providerMessageId, clock.GetUtcNow(), CancellationToken.None);
                return;
            }
            catch (NpgsqlException e) when (clock.GetUtcNow() + Every < leaseEndsAt)
            {
                LogNotNoted(e, row.Id, row.Template);
                await Task.Delay(Every, clock);
            }
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

    [LoggerMessage(LogLevel.Error, "Mail {MailId} ({Template}) could not be written; it is tried again when its lease is over, for a day")]
    private partial void LogNotWritten(Exception e, Guid mailId, string template);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Template}) was sent, and that could not be written down; it is tried again")]
    private partial void LogNotNoted(Exception e, Guid mailId, string template);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Template}) was sent after a try of which nobody saw the end: it may have arrived twice")]
    private partial void LogSentInDoubt(Guid mailId, string template);

    [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Template}) is tried again in {Pause}: {Reason}")]
    private partial void LogComesAgain(Guid mailId, string template, string reason, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Template}) is {Status}: {Reason}")]
    private partial void LogOver(Guid mailId, string template, string status, string reason);
}
