using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NodaTime;
using SocialSelling.Notifications;

namespace SocialSelling.Mail;

public sealed partial class MailWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 23, 30, 0, TimeSpan.Zero);
    private readonly MailWriter writer = new(Options.Create(new MailOptions { AppUrl = "https://app.example.com" }), DateTimeZoneProviders.Tzdb);

    public static TheoryData<string, string> All { get; } = new(MailTemplate.All.Keys.SelectMany(_ => (string[])["en", "pt", "es"], (template, language) => (template, language)));

    [Theory, MemberData(nameof(All))]
    public void Every_mail_can_be_written_in_every_language_with_nothing_left_open(string template, string language)
    {
        var letter = writer.Write(MailSample.Of(template, language, "https://app.example.com", Now));

        Assert.All([letter.Subject, letter.Plain, Styles().Replace(letter.Html, "")], text => Assert.DoesNotMatch(@"[{}]", text));
        Assert.All([letter.Plain, letter.Html], text => Assert.Contains("https://app.example.com/example", text, StringComparison.Ordinal));
        Assert.Contains($"<html lang=\"{language}\">", letter.Html, StringComparison.Ordinal);
        Assert.All([letter.Plain, letter.Html], text => Assert.Contains("app.example.com", text, StringComparison.Ordinal));
        // Nothing is fetched when it is opened.
        Assert.DoesNotMatch("<img|<link|url\\(|src=", letter.Html);
        // News can be ended from within, and nothing else can.
        var ends = MailTemplate.All[template].Duty is MailDuty.News;
        Assert.Equal(ends ? "https://app.example.com/api/mail/unsubscribe?token=example" : null, letter.Unsubscribe);
        Assert.All([letter.Plain, letter.Html], text => Assert.Equal(ends, text.Contains("https://app.example.com/unsubscribe#example", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("en", "@maya.shop: A post could not be published")]
    [InlineData("pt", "@maya.shop: Uma publicação não pôde ir ao ar")]
    [InlineData("es", "@maya.shop: No se ha podido publicar una publicación")]
    public void A_mail_of_one_thing_says_it_in_its_subject(string language, string subject) =>
        Assert.Equal(subject, Write(MailTemplate.Notifications, language, (MailTemplate.Lines, """[{"Kind":"post.failed","Account":"maya.shop","Count":1}]""")).Subject);

    [Fact]
    public void A_mail_of_many_things_counts_them_and_says_each()
    {
        var letter = Write(MailTemplate.Digest, "en", (MailTemplate.Lines, """[{"Kind":"post.failed","Account":"a","Count":1200},{"Kind":"weather.changed","Account":"b<","Count":1},{"Kind":"others","Account":"","Count":30}]"""));

        Assert.Equal("Daily summary: 1,231 new notifications", letter.Subject);
        Assert.Contains("@a: 1,200 posts could not be published\n@b<: One more notification\n…: 30 more notifications\n", letter.Plain, StringComparison.Ordinal);
        Assert.Contains("@b&lt;", letter.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_notification_has_words_in_every_language()
    {
        foreach (var language in (string[])["en", "pt", "es"])
        {
            var others = Write(MailTemplate.Notifications, language, (MailTemplate.Lines, """[{"Kind":"others","Account":"a","Count":1}]""")).Subject;
            foreach (var kind in NotificationKind.All.Where(kind => !NotificationMail.IsOwn(kind)))
                Assert.NotEqual(others, Write(MailTemplate.Notifications, language, (MailTemplate.Lines, $$"""[{"Kind":"{{kind}}","Account":"a","Count":1}]""")).Subject);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void No_language_borrows_another_ones_words(string template, string language)
    {
        if (language == "en") return;

        Assert.NotEqual(writer.Write(MailSample.Of(template, "en", "https://app.example.com", Now)).Subject, writer.Write(MailSample.Of(template, language, "https://app.example.com", Now)).Subject);
    }

    [Theory]
    [InlineData("en", "Your week: 28 September – 4 October", "New conversations: 14\n  Messages answered: 88 of 1,096\n  Time to the first answer: 18 min\n", "Best post: @maya.shop, 30 September (likes: 1,312, comments: 27)")]
    [InlineData("pt", "Sua semana: 28 de setembro – 4 de outubro", "Novas conversas: 14\n  Mensagens respondidas: 88 de 1.096\n  Tempo até a primeira resposta: 18 min\n", "Melhor publicação: @maya.shop, 30 de setembro (curtidas: 1.312, comentários: 27)")]
    public void A_week_is_told_in_the_readers_words_and_numbers(string language, string subject, string talk, string best)
    {
        var letter = Write(MailTemplate.WeeklySummary, language, (MailTemplate.Week, "2026-09-28"), (MailTemplate.Weeks, """
            [{"Workspace":"A<b>\nc","Accounts":[],"Conversations":14,"Received":1096,"Answered":88,"FirstAnswer":"00:18:20","Published":5,"Failed":0,"Best":{"Account":"maya.shop","Day":"2026-09-30","Likes":1312,"Comments":27},"Planned":6},
             {"Workspace":"Quiet in the inbox","Accounts":[],"Conversations":0,"Received":0,"Answered":0,"FirstAnswer":null,"Published":0,"Failed":2,"Best":null,"Planned":0}]
            """));

        Assert.Equal(subject, letter.Subject);
        Assert.Contains("A<b> c\n  " + talk, letter.Plain, StringComparison.Ordinal);
        Assert.Contains(best, letter.Plain, StringComparison.Ordinal);
        Assert.Contains("A&lt;b&gt; c</h2>", letter.Html, StringComparison.Ordinal);
        Assert.Equal(letter.Plain.IndexOf(talk.Split(':')[0], StringComparison.Ordinal), letter.Plain.LastIndexOf(talk.Split(':')[0], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("00:00:30", "< 1 min")]
    [InlineData("02:05:00", "2 h 5 min")]
    [InlineData("2.03:00:00", "2 d 3 h")]
    public void How_long_somebody_waited_is_told_in_units_that_fit(string wait, string told) => Assert.Contains(told, Write(MailTemplate.WeeklySummary, "es", (MailTemplate.Weeks,
        $$"""[{"Workspace":"A","Accounts":[],"Conversations":1,"Received":1,"Answered":1,"FirstAnswer":"{{wait}}","Published":0,"Failed":0,"Best":null,"Planned":0}]""")).Plain, StringComparison.Ordinal);

    [Fact]
    public void Every_choice_of_a_value_has_words()
    {
        foreach (var role in (string[])["admin", "publisher", "agent", "analyst", "viewer"]) Assert.NotNull(Write(MailTemplate.Invitation, "pt", ("role", role)).Plain);
        foreach (var change in (string[])["enabled", "disabled", "codes-renewed"]) Assert.NotNull(Write(MailTemplate.MfaChanged, "es", ("change", change)).Plain);
    }

    [Fact]
    public void What_people_typed_stands_there_as_text()
    {
        var letter = Write(MailTemplate.Invitation, "en", ("workspace", "<script>alert(1)</script> & Söhne"), ("inviter", "Eve\r\nBcc: all@example.com"));

        Assert.DoesNotContain("<script", letter.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne", letter.Html, StringComparison.Ordinal);
        Assert.Equal("Eve Bcc: all@example.com invites you to <script>alert(1)</script> & Söhne", letter.Subject);
    }

    [Theory]
    [InlineData("en", null, "28 November 2026, 23:30 (UTC)")]
    [InlineData("pt", "America/Sao_Paulo", "28 de novembro de 2026, 20:30 (America/Sao_Paulo)")]
    [InlineData("es", "Europe/Madrid", "29 de noviembre de 2026, 00:30 (Europe/Madrid)")]
    [InlineData("en", "Nowhere/At-All", "28 November 2026, 23:30 (UTC)")]
    public void An_instant_is_told_in_the_readers_language_and_zone(string language, string? zone, string told)
    {
        var letter = zone is null ? Write(MailTemplate.AccountLocked, language) : Write(MailTemplate.AccountLocked, language, ("timeZone", zone));

        Assert.Contains(told, letter.Plain, StringComparison.Ordinal);
    }

    private Letter Write(string template, string language, params (string Name, string Value)[] values)
    {
        var sample = MailSample.Of(template, language, "https://app.example.com", Now);
        return writer.Write(sample with { Values = values.Aggregate(new Dictionary<string, string>(sample.Values), (all, v) => { all[v.Name] = v.Value; return all; }) });
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();
}
