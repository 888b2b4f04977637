using SocialSelling.Notifications;

namespace SocialSelling.Mail;

/// <summary>What follows from a try, and what may stop a mail. Pure: no clock, no I/O.</summary>
internal static class MailRules
{
    /// <summary>After so many tries that the provider put off, the mail has failed.</summary>
    public const int MostTries = 5;
    /// <summary>While a provider is away, mail waits; what is older than this is of no use any more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);
    /// <summary>Between two tries while the provider is away; until then as long as the mail is old.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private const int Factor = 6;

    /// <param name="tries">Those that count, and this one.</param>
    /// <param name="doubts">Before it.</param>
    /// <param name="age">Since it was asked for, at first or by hand.</param>
    public static MailStep After(MailOutcome outcome, int tries, int doubts, TimeSpan age) => outcome switch
    {
        MailAccepted accepted => new MailIsSent(accepted.ProviderMessageId),
        MailRefused refused => new MailIsOver(refused.DeadAddress ? "bounced" : "failed", refused.DeadAddress ? "no-such-address" : "refused", refused.Detail, Doubt: false, refused.DeadAddress),
        MailDeferred when tries >= MostTries => new MailIsOver("failed", "put-off-too-often", Detail(outcome), Doubt: false),
        MailDeferred deferred => new MailComesAgain(Longer(deferred.RetryAfter, Pause(tries)), "put-off", deferred.Detail, Doubt: false),
        MailUnreachable when age >= Life => new MailIsOver("failed", MailRepository.Unreachable, Detail(outcome), Doubt: false),
        // Such a try counts for nothing: what the pauses grow by is the mail's age.
        MailUnreachable => new MailComesAgain(TimeSpan.FromTicks(Math.Clamp(age.Ticks, First.Ticks, LongestPause.Ticks)), MailRepository.Unreachable, Detail(outcome), Doubt: false, Counts: false),
        // It may have arrived, and may arrive once more. Never a third time.
        MailUnknown when doubts > 0 => new MailIsOver("failed", MailRepository.Unconfirmed, Detail(outcome), Doubt: true),
        MailUnknown => new MailComesAgain(Pause(tries), MailRepository.Unconfirmed, Detail(outcome), Doubt: true),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <param name="suppression">Why nothing is to go to an address: bounce, complaint or unsubscribed; null for none.</param>
    public static bool Stops(string? suppression, MailDuty duty) => suppression switch
    {
        null => false,
        "bounce" => duty is not MailDuty.Law,
        "complaint" => duty is MailDuty.News or MailDuty.Asked,
        _ => duty is MailDuty.News,
    };

    /// <summary>Of a mail about accounts that its reader does not see any more.</summary>
    public const string NoAccess = "no-access";

    /// <summary>What of a mail its reader may still be told: they may have left the workspace, or been kept to other accounts, since it was made.</summary>
    /// <returns>Null when that is nothing.</returns>
    public static MailRow? Readable(MailRow mail)
    {
        if (mail.Seen is not { } seen) return mail;
        if (seen.Count == 0) return null;
        var values = new Dictionary<string, string>(mail.Values);
        if (values.TryGetValue(MailTemplate.Lines, out var lines))
        {
            // A line of all the others is no account's: without any other it says nothing.
            var left = NotificationLine.Read(lines).FindAll(line => line.AccountId is not { } account || seen.Contains(account));
            if (!left.Exists(line => line.AccountId is not null)) return null;
            values[MailTemplate.Lines] = NotificationLine.Write(left);
        }
        if (values.TryGetValue(MailTemplate.Weeks, out var weeks))
        {
            // Figures of several accounts in one cannot be taken apart again.
            var left = WeekOfWorkspace.Read(weeks).FindAll(week => week.Accounts.All(seen.Contains));
            if (left.Count == 0) return null;
            values[MailTemplate.Weeks] = WeekOfWorkspace.Write(left);
        }
        return mail with { Values = values };
    }

    /// <summary>10 s, 1 min, 6 min, 36 min: servers that know nobody yet want the second try to come minutes later.</summary>
    private static TimeSpan Pause(int tries) => First * Math.Pow(Factor, Math.Min(tries, MostTries) - 1);

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan ours) => asked is { } span && span > ours ? Shorter(span, Life) : ours;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Detail(MailOutcome outcome) => outcome switch
    {
        MailDeferred deferred => deferred.Detail,
        MailUnreachable unreachable => unreachable.Detail,
        MailUnknown unknown => unknown.Detail,
        _ => "",
    };
}

/// <summary>What a try leads to.</summary>
internal abstract record MailStep;

internal sealed record MailIsSent(string? ProviderMessageId) : MailStep;

/// <param name="Counts">Towards the tries that a mail has.</param>
internal sealed record MailComesAgain(TimeSpan After, string Reason, string Detail, bool Doubt, bool Counts = true) : MailStep;

/// <param name="Status">failed or bounced.</param>
internal sealed record MailIsOver(string Status, string Reason, string Detail, bool Doubt, bool DeadAddress = false) : MailStep;
