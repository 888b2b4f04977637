using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using NodaTime;
using SocialSelling.Notifications;

namespace SocialSelling.Mail;

/// <summary>
/// Writes mails, as HTML and as plain text, out of one source: the texts of a language (<c>Texts/</c>) and the values of a mail. Nothing is fetched when it is opened, and what people have
/// typed (names, workspaces) stands in it as text, whatever it looks like.
/// </summary>
internal sealed partial class MailWriter(IOptions<MailOptions> options, IDateTimeZoneProvider zones)
{
    private const int LongestValue = 120;
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };
    private static readonly Dictionary<string, MailTexts> Languages = ((string[])["en", "pt", "es"]).ToDictionary(language => language, Load);
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <exception cref="KeyNotFoundException">There is no such template, or it lacks a value.</exception>
    public Letter Write(MailRow mail)
    {
        var texts = Languages[mail.Language];
        var text = texts.Mails[mail.Template];
        var values = Spoken(mail, text);
        var news = News(mail, texts);
        if (news.Count > 0) values["headline"] = Headline(news, texts);
        var link = values[MailTemplate.Link];
        var host = new Uri(options.Value.AppUrl).Authority;
        var reason = Fill(texts.Reasons[MailTemplate.All[mail.Template].Duty.ToString().ToLowerInvariant()], new Dictionary<string, string> { ["host"] = host });
        var page = new MailPage(
            mail.Language, Fill(text.Subject, values), Fill(text.Preheader, values), Fill(text.Heading, values),
            [.. (text.Greeted ? [Fill(texts.Greeting, values)] : Array.Empty<string>()), .. text.Body.Select(line => Fill(line, values))],
            [.. (text.Facts ?? []).Select(fact => (fact[0], Fill(fact[1], values))), .. news.Select(n => (n.Account, n.Words))], text.Button, link, texts.ButtonFallback, text.Note is { } note ? Fill(note, values) : null, reason, options.Value.FromName,
            values.TryGetValue(MailTemplate.Unsubscribe, out var token) ? (texts.Unsubscribe, At("/unsubscribe#" + token)) : null, WeekWriter.Sections(mail, texts.Week));
        // Programs that ask with one click send no fragment; people who follow it get to the same page.
        return new Letter(mail.Id, mail.Template, mail.Recipient, mail.Language, page.Subject, page.ToHtml(Html), page.ToPlain(), token is null ? null : At("/api/mail/unsubscribe?token=" + token));
    }

    private string At(string path) => options.Value.AppUrl.TrimEnd('/') + path;

    /// <summary>The lines of a mail about notifications. A kind that this version does not know is one of the others.</summary>
    private static List<(string Account, string Words, int Count)> News(MailRow mail, MailTexts texts) => !mail.Values.TryGetValue(MailTemplate.Lines, out var lines) ? []
        : NotificationLine.Read(lines).ConvertAll(line => (
            line.Account.Length == 0 ? "…" : "@" + OneLine(line.Account), Counted(texts.News.GetValueOrDefault(line.Kind) ?? texts.News[NotificationLine.Others], line.Count, mail.Language), line.Count));

    private static string Headline(List<(string Account, string Words, int Count)> news, MailTexts texts) =>
        news is [var only] ? $"{only.Account}: {only.Words}" : Counted(texts.News["all"], news.Sum(n => n.Count), texts.Language);

    /// <param name="words">Of one, and of more.</param>
    private static string Counted(string[] words, int count, string language) =>
        count == 1 ? words[0] : words[1].Replace("{count}", count.ToString("N0", CultureInfo.GetCultureInfo(language)), StringComparison.Ordinal);

    /// <summary>Values as a reader of the language sees them.</summary>
    private Dictionary<string, string> Spoken(MailRow mail, MailText text)
    {
        var zone = mail.Values.TryGetValue("timeZone", out var name) && zones.GetZoneOrNull(name) is { } known ? known : DateTimeZone.Utc;
        return mail.Values.ToDictionary(v => v.Key, v => v switch
        {
            (MailTemplate.Link or MailTemplate.Lines or MailTemplate.Weeks or MailTemplate.Unsubscribe, _) => v.Value,
            (MailTemplate.Week, _) => WeekWriter.Days(v.Value, mail.Language),
            _ when text.Choices?.TryGetValue(v.Key, out var choices) is true => choices[v.Value],
            _ when v.Key.EndsWith("At", StringComparison.Ordinal) => Instant(DateTimeOffset.Parse(v.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), zone, mail.Language),
            _ => OneLine(v.Value),
        });
    }

    private static string Instant(DateTimeOffset at, DateTimeZone zone, string language)
    {
        var local = NodaTime.Instant.FromDateTimeOffset(at).InZone(zone).ToDateTimeUnspecified();
        return $"{local.ToString(language == "en" ? "d MMMM yyyy, HH:mm" : "d 'de' MMMM 'de' yyyy, HH:mm", CultureInfo.GetCultureInfo(language))} ({zone.Id})";
    }

    /// <summary>No line breaks, which would make headers of a subject; no more than a name needs.</summary>
    internal static string OneLine(string value)
    {
        var line = Blanks().Replace(value, " ").Trim();
        return line.Length <= LongestValue ? line : Excerpt.Of(line, LongestValue - 1);
    }

    private static string Fill(string text, Dictionary<string, string> values) => Place().Replace(text, place => values[place.Groups[1].Value]);

    private static MailTexts Load(string language)
    {
        using var stream = typeof(MailWriter).Assembly.GetManifestResourceStream($"mail.{language}.json") ?? throw new InvalidOperationException($"The texts of mail in '{language}' are missing");
        return JsonSerializer.Deserialize<MailTexts>(stream, Strict)!;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();

    /// <param name="Reasons">Why somebody gets a mail, by its duty.</param>
    /// <param name="News">Of each kind of notification what to say of one, and of more.</param>
    /// <param name="Week">What to call the figures of a week.</param>
    private sealed record MailTexts(string Language, string Greeting, string ButtonFallback, string Unsubscribe, Dictionary<string, string> Reasons, Dictionary<string, string[]> News, WeekTexts Week, Dictionary<string, MailText> Mails);

    /// <param name="Greeted">Begins with the greeting.</param>
    /// <param name="Facts">Pairs of a name and what to say of it.</param>
    /// <param name="Choices">What to say for a value that is a code.</param>
    private sealed record MailText(
        string Subject, string Preheader, string Heading, string[] Body, string Button, bool Greeted = false, string[][]? Facts = null, string? Note = null, Dictionary<string, Dictionary<string, string>>? Choices = null);
}
