using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NodaTime;
using SocialSelling.Mail;

namespace SocialSelling.Notifications;

/// <summary>
/// Mails people on Monday morning what their week was like. Runs on every silo: several may reckon the same figures, and one of them settles the week, in the transaction that puts the mail into the outbox.
/// </summary>
internal sealed partial class WeeklySummaryMailer(
    WeeklySummaryRepository weeks, UnsubscribeTokens tokens, IOptions<MailOptions> options, IDateTimeZoneProvider zones, TimeProvider clock, ILogger<WeeklySummaryMailer> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);
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

    /// <summary>Looks at everybody for whom it is Monday morning, or has been not long ago.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var over = (await weeks.Zones(ct)).Select(zone => (Zone: zone, Week: WeeklySummaryRules.Over(zone, now, zones))).Where(z => z.Week is not null).ToDictionary(z => z.Zone, z => z.Week!);
        if (over.Count == 0) return;
        var mondays = over.ToDictionary(z => z.Key, z => z.Value.Monday);
        for (var after = Guid.Empty; ;)
        {
            var people = await weeks.Due(mondays, after, People, ct);
            foreach (var reader in people) await Settle(reader, over[reader.Mailing.TimeZone], now, ct);
            if (people.Count < People) return;
            after = people[^1].UserId;
        }
    }

    /// <summary>One whose mail cannot be made holds up nobody else's, and is looked at again in the next round.</summary>
    private async Task Settle(WeeklyReader reader, WeekSpan week, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            if (!WeeklySummaryRules.MayGo(reader.Mailing, now, zones)) return;
            if (await weeks.Settle(reader.UserId, week.Monday, await Write(reader, week, now, ct), now, ct) is { } mail) LogMailed(mail, reader.UserId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotMailed(e, reader.UserId);
        }
    }

    /// <returns>Null when there is nothing to say, or nobody to say it to.</returns>
    private async Task<MailMessage?> Write(WeeklyReader reader, WeekSpan week, DateTimeOffset now, CancellationToken ct)
    {
        var mailing = reader.Mailing;
        if (!mailing.Confirmed || mailing.Stopped is not null || !MailOutbox.IsAddress(mailing.Address)) return null;
        var told = WeeklySummaryRules.Told(await weeks.Figures(reader.UserId, week, now, ct), mailing.TimeZone, zones);
        if (told.Count == 0) return null;
        return new MailMessage(
            MailTemplate.WeeklySummary, mailing.Address, reader.Language,
            new Dictionary<string, string>
            {
                ["name"] = reader.Name,
                [MailTemplate.Week] = week.Monday.ToString("O", CultureInfo.InvariantCulture),
                [MailTemplate.Weeks] = WeekOfWorkspace.Write(told),
                [MailTemplate.Link] = options.Value.AppUrl.TrimEnd('/') + "/calendar",
                [MailTemplate.Unsubscribe] = tokens.For(reader.UserId),
            },
            MailPriority.Low, string.Create(CultureInfo.InvariantCulture, $"{MailTemplate.WeeklySummary}:{reader.UserId:N}:{week.Monday:O}"))
        {
            UserId = reader.UserId,
            AccountIds = [.. told.SelectMany(w => w.Accounts)],
        };
    }

    [LoggerMessage(LogLevel.Information, "Mail {MailId} tells User {UserId} of their week")]
    private partial void LogMailed(Guid mailId, Guid userId);

    [LoggerMessage(LogLevel.Error, "User {UserId} could not be mailed of their week; it is tried again in some minutes")]
    private partial void LogNotMailed(Exception e, Guid userId);

    [LoggerMessage(LogLevel.Warning, "A round of weekly summaries broke off; the next one comes")]
    private partial void LogBroke(Exception e);
}
