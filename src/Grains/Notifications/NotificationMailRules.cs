using System.Text.Json;
using NodaTime;

namespace SocialSelling.Notifications;

/// <summary>What of somebody's queue is mailed when. Pure.</summary>
internal static class NotificationMailRules
{
    /// <summary>What comes together is mailed together; and whoever sits at the screen has read it by then.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMinutes(1);
    /// <summary>Between two mails to a person, whatever happens.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    /// <summary>Of a mail; what is beyond is counted in its last one.</summary>
    public const int MostLines = 20;

    /// <param name="queue">The longest waiting first.</param>
    public static NotificationMailPlan Plan(NotificationReader reader, IReadOnlyList<QueuedNotification> queue, DateTimeOffset now, IDateTimeZoneProvider zones)
    {
        var mailing = reader.Mailing;
        if (!mailing.Confirmed || mailing.Stopped is not null) return new(null, [], queue, null);
        var told = queue.Where(n => n.Told).ToLookup(n => n.MailBy ?? NotificationMail.ByDefault(n.Kind));
        QueuedNotification[] atOnce = [.. told[NotificationMail.Now]], daily = [.. told[NotificationMail.Digest]];
        var nobody = queue.Except([.. atOnce, .. daily]).ToList();
        var zone = zones.GetZoneOrNull(mailing.TimeZone) is null ? "UTC" : mailing.TimeZone;

        // Quiet that begins while something is overdue is kept as well.
        DateTimeOffset Loud(DateTimeOffset due) => QuietHours.EndOf(mailing.Quiet, zone, due < now ? now : due, zones);
        DateTimeOffset? onceAt = atOnce.Length == 0 ? null : Loud(Later(atOnce.Min(n => n.QueuedAt) + Gather, reader.MailedAt + Pause));
        DateTimeOffset? dailyAt = daily.Length == 0 ? null : Loud(QuietHours.NextAt(mailing.DigestAt, zone, daily.Min(n => n.QueuedAt), zones));
        if (dailyAt <= now) return new(NotificationMail.Digest, [.. atOnce, .. daily], nobody, null);
        return onceAt <= now ? new(NotificationMail.Now, atOnce, nobody, dailyAt) : new(null, [], nobody, Earlier(onceAt, dailyAt));
    }

    /// <summary>What a mail says: how much of which kind at which account. Nothing of what people wrote, and nobody's name.</summary>
    public static IReadOnlyList<NotificationLine> Lines(IEnumerable<QueuedNotification> notifications)
    {
        var lines = notifications.GroupBy(n => (n.Account, n.AccountId, n.Kind)).Select(group => new NotificationLine(group.Key.Kind, group.Key.Account, group.Sum(n => n.Count), group.Key.AccountId))
            .OrderBy(line => NotificationMail.ByDefault(line.Kind) == NotificationMail.Now ? 0 : 1).ThenBy(line => line.Account, StringComparer.Ordinal).ThenBy(line => line.Kind, StringComparer.Ordinal).ToList();
        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 1), new(NotificationLine.Others, "", lines.Skip(MostLines - 1).Sum(line => line.Count))];
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}

/// <param name="Mail">now, digest, or null for none.</param>
/// <param name="In">What is in it.</param>
/// <param name="Dropped">What nobody is to be mailed of any more.</param>
/// <param name="LookAt">When something else is due; null when nothing waits.</param>
internal sealed record NotificationMailPlan(string? Mail, IReadOnlyList<QueuedNotification> In, IReadOnlyList<QueuedNotification> Dropped, DateTimeOffset? LookAt);

/// <summary>One line of a mail.</summary>
/// <param name="Kind">One of <see cref="NotificationKind"/>, or <see cref="Others"/>.</param>
/// <param name="Account">Its name; empty for none.</param>
/// <param name="AccountId">Null of <see cref="Others"/>.</param>
internal sealed record NotificationLine(string Kind, string Account, int Count, Guid? AccountId = null)
{
    public const string Others = "others";

    /// <param name="json">As a mail's <c>lines</c> hold it.</param>
    public static List<NotificationLine> Read(string json) => JsonSerializer.Deserialize<List<NotificationLine>>(json)!;

    public static string Write(IReadOnlyList<NotificationLine> lines) => JsonSerializer.Serialize(lines);
}
