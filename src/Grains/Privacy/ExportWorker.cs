using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialSelling.Cluster;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Notifications;
using SocialSelling.Publishing;

namespace SocialSelling.Privacy;

/// <summary>
/// Makes exports that are due, on whichever silo is free, one at a time. A silo that dies leaves the job to the others, who begin anew with another file when its lease has run out; whoever
/// finishes tells whoever asked in the same transaction, and so once.
/// </summary>
internal sealed partial class ExportWorker(
    ExportRepository exports, ExportArchive archive, IMediaStore store, NotificationRepository notifications, IHubContext<InboxHub> hub, SignedMediaUrls urls, IOptions<MediaOptions> media,
    IOptions<MailOptions> mail, TimeProvider clock, ILogger<ExportWorker> logger) : BackgroundService
{
    /// <summary>How long a file can be fetched.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10), AfterFailure = TimeSpan.FromSeconds(30);
    private const int Tries = 8;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => LeaseLoop.Run(
        new LeasedWork<ExportRow>(ct => exports.Claim(NewKey(), clock.GetUtcNow(), LeaseLoop.Lease, ct), RunOrRest, job => exports.Rest(job, clock.GetUtcNow(), CancellationToken.None), LogBroke)
        {
            EachTime = ct => exports.Expire(clock.GetUtcNow(), ct),
        }, clock, stoppingToken);

    /// <summary>Nobody guesses it: half of it would do.</summary>
    private string NewKey() => $"exports/data-{clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(64, lowercase: true)}.zip";

    private async Task RunOrRest(ExportRow job, CancellationToken stopping)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var holding = Hold(job, mine);
        try
        {
            // A try that ends with its process tells nothing: the next ones count it all the same.
            if (job.Attempts > Tries) throw new InvalidOperationException($"All {Tries} tries broke off.");
            await Run(job, mine.Token);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            if (mine.IsCancellationRequested) await Drop(job);
            else await TryAgain(job, e);
        }
        finally
        {
            await mine.CancelAsync();
            await holding;
        }
    }

    /// <summary>Renews the lease until the work is over; work that belongs to somebody else, or to nobody since the person was erased, is ended.</summary>
    private async Task Hold(ExportRow job, CancellationTokenSource mine)
    {
        try
        {
            using var timer = new PeriodicTimer(Renewal, clock);
            while (await timer.WaitForNextTickAsync(mine.Token))
                if (!await exports.Hold(job, clock.GetUtcNow() + LeaseLoop.Lease, mine.Token)) await mine.CancelAsync();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            // Somebody else will take it on: two files, of which the later is dropped.
            LogBroke(e);
            await mine.CancelAsync();
        }
    }

    private async Task Run(ExportRow job, CancellationToken ct)
    {
        await using var file = Spool();
        await archive.Write(job, file, ct);
        file.Position = 0;
        await store.Put(job.StorageKey!, file, "application/zip", ct);
        var now = clock.GetUtcNow();
        if (await exports.Finish(job, file.Length, now, now + Life, new ExportNews(NotificationKind.ExportReady, person => Mail(job, person, now + Life)), ct) is not { } told)
        {
            await Drop(job);
            return;
        }
        LogDone(job.Id, job.Subject, file.Length);
        foreach (var row in await notifications.List(told, ct)) _ = hub.Tell(row.UserId, row.ToView(urls), e => LogNotPushed(e, row.Id));
    }

    /// <summary>A file without a name: whatever happens to the process, nothing of it stays.</summary>
    private FileStream Spool()
    {
        var folder = Directory.CreateDirectory(media.Value.Spool);
        var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString("N") + ".zip");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 64 * 1024, FileOptions.Asynchronous);
        File.Delete(path);
        return file;
    }

    private async Task TryAgain(ExportRow job, Exception why)
    {
        var now = clock.GetUtcNow();
        if (job.Attempts >= Tries)
        {
            LogGivenUp(why, job.Id);
            await exports.GiveUp(job, now + Life, CancellationToken.None);
            return;
        }
        LogTryBroke(why, job.Id, job.Attempts);
        await exports.Rest(job, now + AfterFailure * job.Attempts, CancellationToken.None);
    }

    /// <summary>Nobody wants what this attempt has written. Should this fail: the database knows the file's name, and has it taken away.</summary>
    private async Task Drop(ExportRow job)
    {
        LogDropped(job.Id);
        try
        {
            await store.Delete(job.StorageKey!, CancellationToken.None);
        }
        catch (MediaStoreUnavailableException e)
        {
            LogBroke(e);
        }
    }

    /// <summary>Without the name of the contact: a mailbox is nobody's to erase.</summary>
    private MailMessage? Mail(ExportRow job, ExportReader to, DateTimeOffset expiresAt) => !MailOutbox.IsAddress(to.Email) ? null : new MailMessage(
        MailTemplate.ExportReady, to.Email, to.Language,
        new Dictionary<string, string>
        {
            ["name"] = to.Name,
            ["about"] = job.Subject,
            ["expiresAt"] = expiresAt.ToString("O"),
            ["timeZone"] = to.TimeZone,
            [MailTemplate.Link] = mail.Value.AppUrl.TrimEnd('/') + (job.Subject == ExportSubject.User ? "/settings/privacy" : "/notifications"),
        },
        MailPriority.Normal, $"{MailTemplate.ExportReady}:{job.Id:N}")
    { UserId = to.UserId };

    [LoggerMessage(LogLevel.Information, "Export {ExportId} of a {Subject} is ready: {Size} bytes")]
    private partial void LogDone(Guid exportId, string subject, long size);

    [LoggerMessage(LogLevel.Warning, "Export {ExportId} broke off in try {Attempt}; it is tried again")]
    private partial void LogTryBroke(Exception e, Guid exportId, int attempt);

    [LoggerMessage(LogLevel.Error, "Export {ExportId} is given up")]
    private partial void LogGivenUp(Exception e, Guid exportId);

    [LoggerMessage(LogLevel.Information, "Export {ExportId} is another silo's, or nobody's any more; what was written of it here goes")]
    private partial void LogDropped(Guid exportId);

    [LoggerMessage(LogLevel.Warning, "Notification {NotificationId} could not be pushed; browsers will read it")]
    private partial void LogNotPushed(Exception e, Guid notificationId);

    [LoggerMessage(LogLevel.Warning, "Exports could not be looked after; the next time comes")]
    private partial void LogBroke(Exception e);
}
