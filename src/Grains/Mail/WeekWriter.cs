using System.Globalization;
using SocialSelling.Notifications;

namespace SocialSelling.Mail;

/// <summary>What the weekly summary says, in a reader's language. Pure.</summary>
internal static class WeekWriter
{
    /// <returns>One for each workspace; null of another mail.</returns>
    public static IReadOnlyList<MailSection>? Sections(MailRow mail, WeekTexts texts)
    {
        if (!mail.Values.TryGetValue(MailTemplate.Weeks, out var weeks)) return null;
        var culture = CultureInfo.GetCultureInfo(mail.Language);
        return WeekOfWorkspace.Read(weeks).ConvertAll(week => new MailSection(MailWriter.OneLine(week.Workspace), [.. Facts(week, texts, mail.Language, culture)]));
    }

    /// <param name="monday">The first of seven days.</param>
    public static string Days(string monday, string language)
    {
        var first = DateOnly.ParseExact(monday, "O", CultureInfo.InvariantCulture);
        return $"{Day(first, language)} – {Day(first.AddDays(6), language)}";
    }

    private static IEnumerable<(string Name, string Value)> Facts(WeekOfWorkspace week, WeekTexts texts, string language, CultureInfo culture)
    {
        string Number(int count) => count.ToString("N0", culture);
        if (week.Received > 0)
        {
            yield return (texts.Conversations, Number(week.Conversations));
            yield return (texts.Answered, texts.Of.Replace("{part}", Number(week.Answered), StringComparison.Ordinal).Replace("{all}", Number(week.Received), StringComparison.Ordinal));
        }
        if (week.FirstAnswer is { } wait) yield return (texts.FirstAnswer, Span(wait));
        yield return (texts.Published, Number(week.Published));
        if (week.Failed > 0) yield return (texts.Failed, Number(week.Failed));
        if (week.Best is { } best)
            yield return (texts.Best, $"@{MailWriter.OneLine(best.Account)}, {Day(best.Day, language)} ({texts.Likes}: {Number(best.Likes)}, {texts.Comments}: {Number(best.Comments)})");
        yield return (texts.Planned, Number(week.Planned));
    }

    private static string Day(DateOnly day, string language) => day.ToString(language == "en" ? "d MMMM" : "d 'de' MMMM", CultureInfo.GetCultureInfo(language));

    /// <summary>In units that are written alike in all our languages.</summary>
    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "< 1 min",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };
}

/// <summary>What the figures of a week are called.</summary>
/// <param name="Of">So many of so many.</param>
internal sealed record WeekTexts(string Conversations, string Answered, string Of, string FirstAnswer, string Published, string Failed, string Best, string Likes, string Comments, string Planned);
