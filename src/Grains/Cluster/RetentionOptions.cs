using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SocialSelling.Cluster;

/// <summary>How long is kept what is not the inbox itself. Section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Raw bodies of webhooks, whole days: what a replay can reach back to.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "WEBHOOK_RETENTION must be from 1 to 365 days, such as 7.00:00:00")]
    public TimeSpan RawBodies { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Parts of webhooks that were set aside.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "WEBHOOK_PARKED_RETENTION must be from 1 to 365 days, such as 30.00:00:00")]
    public TimeSpan ParkedParts { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Account events: how long a browser or an integration may be away and still go on where it stopped.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "EVENT_RETENTION must be from 1 to 3650 days, such as 30.00:00:00")]
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What people were told, read or not.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "NOTIFICATION_RETENTION must be from 1 to 3650 days, such as 90.00:00:00")]
    public TimeSpan Notifications { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What was sent to outgoing webhooks, and how they answered; never what stood in it.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "OUTGOING_WEBHOOK_RETENTION must be from 1 to 365 days, such as 7.00:00:00")]
    public TimeSpan HookDeliveries { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Messages, since they were written and came in; with their files. Nobody reads older ones back.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3650.00:00:00", ErrorMessage = "MESSAGE_RETENTION must be from 30 to 3650 days, such as 365.00:00:00")]
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Sessions that have ended, and what was known of their devices.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "SESSION_RETENTION must be from 1 to 3650 days, such as 30.00:00:00")]
    public TimeSpan Sessions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The audit log.</summary>
    [Range(typeof(TimeSpan), "365.00:00:00", "7300.00:00:00", ErrorMessage = "AUDIT_RETENTION must be from 365 to 7300 days, such as 2557.00:00:00")]
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(2_557);

    /// <summary>Who was sent which mail, and what became of it. What stood in it is forgotten when it is sent.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "MAIL_RETENTION must be from 1 to 3650 days, such as 30.00:00:00")]
    public TimeSpan Mail { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often the media store is looked through for files that nobody knows of; zero for never.</summary>
    [NeverOrFrom("1.00:00:00", "3650.00:00:00", ErrorMessage = "ORPHAN_MEDIA_SWEEP must be from 1 to 3650 days, such as 30.00:00:00, or 0 for never")]
    public TimeSpan OrphanSweep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Originals of pictures and videos, since their last post was published; zero for ever.</summary>
    [NeverOrFrom("30.00:00:00", "3650.00:00:00", ErrorMessage = "PUBLISHED_ORIGINAL_RETENTION must be from 30 to 3650 days, such as 183.00:00:00, or 0 for ever")]
    public TimeSpan PublishedOriginals { get; set; } = TimeSpan.FromDays(183);
}

/// <summary>A span between two, or zero.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeverOrFromAttribute(string shortest, string longest) : ValidationAttribute
{
    public string Shortest { get; } = shortest;
    public string Longest { get; } = longest;

    public override bool IsValid(object? value) => value is TimeSpan span
        && (span == TimeSpan.Zero || span >= TimeSpan.Parse(Shortest, CultureInfo.InvariantCulture) && span <= TimeSpan.Parse(Longest, CultureInfo.InvariantCulture));
}
