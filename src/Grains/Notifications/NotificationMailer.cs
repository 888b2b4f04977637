using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NodaTime;
using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>
/// Mails people what they are told of, at once or once a day. Runs on every silo; a person's queue is looked at by one of them at a time, which holds the person's row. The mail is a row of the outbox, made in the transaction that
/// empties the queue: a silo that is killed has done both or neither.
/// </summary>
internal sealed partial class NotificationMailer(
    NotificationMailRepository mails, UnsubscribeTokens tokens, IOptions<MailOptions> options, IDateTimeZoneProvider zones, TimeProvider clock, ILogger<NotificationMailer> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), AfterFailure = TimeSpan.FromMinutes(5);
    private const int People = 500;

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
                LogBroke(e);
            }
        }
    }

    /// <summary>Looks at everybody whose time has come.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        foreach (var userId in await mails.Due(clock.GetUtcNow(), People, ct)) await Settle(userId, ct);
    }

    /// <summary>One whose mail cannot be made holds up nobody else's.</summary>
    private async Task Settle(Guid userId, CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            if (await mails.Settle(userId, now, (reader, queue) => Decide(reader, queue, now), ct) is { } mail) LogMailed(mail, userId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotMailed(e, userId);
            await mails.LookAt(userId, clock.GetUtcNow() + AfterFailure, ct);
        }
    }

    private NotificationMailStep Decide(NotificationReader? reader, IReadOnlyList<QueuedNotification> queue, DateTimeOffset now)
    {
        if (reader is null || !MailOutbox.IsAddress(reader.Mailing.Address)) return new(null, [.. queue.Select(n => n.Id)], null);
        var plan = NotificationMailRules.Plan(reader, queue, now, zones);
        return new(plan.Mail is null ? null : Write(reader, plan), [.. plan.In.Concat(plan.Dropped).Select(n => n.Id)], plan.LookAt);
    }

    private MailMessage Write(NotificationReader reader, NotificationMailPlan plan)
    {
        var daily = plan.Mail == NotificationMail.Digest;
        var first = plan.In.MinBy(n => (n.QueuedAt, n.Id))!;
        return new MailMessage(
            daily ? MailTemplate.Digest : MailTemplate.Notifications, reader.Mailing.Address, reader.Language,
            new Dictionary<string, string>
            {
                ["name"] = reader.Name,
                [MailTemplate.Lines] = NotificationLine.Write(NotificationMailRules.Lines(plan.In)),
                [MailTemplate.Link] = options.Value.AppUrl.TrimEnd('/') + "/notifications",
                [MailTemplate.Unsubscribe] = tokens.For(reader.UserId),
            },
            daily ? MailPriority.Low : MailPriority.Normal,
            // A notification waits once from when it was told until it is mailed.
            $"{MailTemplate.Notifications}:{reader.UserId:N}:{first.Id:N}:{first.QueuedAt.UtcTicks}")
        {
            UserId = reader.UserId,
            AccountIds = [.. plan.In.Select(n => n.AccountId).Distinct()],
        };
    }

    [LoggerMessage(LogLevel.Information, "Mail {MailId} tells User {UserId} of notifications")]
    private partial void LogMailed(Guid mailId, Guid userId);

    [LoggerMessage(LogLevel.Error, "User {UserId} could not be mailed of notifications; it is tried again in some minutes")]
    private partial void LogNotMailed(Exception e, Guid userId);

    [LoggerMessage(LogLevel.Warning, "A round of mailing notifications broke off; the next one comes")]
    private partial void LogBroke(Exception e);
}
