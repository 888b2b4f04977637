using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SocialSelling.Mail;

/// <summary>
/// Where mail goes nowhere else (<c>MAIL_TRANSPORT=catcher</c>): a page that shows it, and the same as JSON for tests. For everybody who reaches this host, so nothing of it is there otherwise.
/// </summary>
internal static partial class MailCatcher
{
    private const int Newest = 100;

    public static string Transport(IConfiguration configuration) => configuration["Mail:Transport"] ?? "none";

    public static void MapMailCatcher(this WebApplication app)
    {
        if (Transport(app.Configuration) != "catcher") return;
        if (!app.Environment.IsDevelopment()) LogCaught(app.Logger);
        app.MapGet("/dev/mail", Show).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/api/dev/mail", List).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<Ok<CaughtMailsView>> List(string? to, MailAddressRepository caught, CancellationToken ct) =>
        TypedResults.Ok(new CaughtMailsView([.. (await caught.Caught(to, Newest, ct)).Select(m => new CaughtMailView(
            m.Id, m.Template, m.Language, m.Recipient, m.Subject, JsonSerializer.Deserialize<JsonElement>(m.HeadersJson), m.Html, m.Plain, [.. Links().Matches(m.Plain).Select(link => link.Value)], m.CaughtAt))]));

    private static async Task<ContentHttpResult> Show(string? to, MailAddressRepository caught, CancellationToken ct)
    {
        var mails = await caught.Caught(to, Newest, ct);
        var list = string.Concat(mails.Select(Entry));
        return TypedResults.Content($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Caught mail</title>
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
            form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 1rem 0; }
            input, button { font: inherit; padding: .4rem .6rem; } input { flex: 1; min-width: 12rem; }
            details { border: 1px solid #8886; border-radius: .5rem; margin: .5rem 0; } summary { padding: .75rem 1rem; cursor: pointer; overflow-wrap: anywhere; }
            summary span { display: block; font-size: .85rem; opacity: .8; } iframe { width: 100%; height: 36rem; border: 0; border-top: 1px solid #8886; background: #fff; }
            pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; border-top: 1px solid #8886; font-size: .85rem; }
            </style></head><body>
            <h1>Caught mail</h1>
            <p>Mail goes nowhere but here (MAIL_TRANSPORT is catcher), and is kept for a day.</p>
            <form><label for="to">To</label><input id="to" name="to" type="email" value="{{WebUtility.HtmlEncode(to)}}"><button>Show</button><a href="/dev/mail">Everybody's</a></form>
            {{(mails.Count == 0 ? "<p>Nothing yet. Load the page again when something was sent.</p>" : list)}}
            </body></html>
            """, "text/html; charset=utf-8");
    }

    /// <summary>The mail itself stands in a sandbox: no scripts, and links open beside this page.</summary>
    private static string Entry(CaughtMailRow mail) => $"""
        <details><summary><b>{WebUtility.HtmlEncode(mail.Subject)}</b><span>{WebUtility.HtmlEncode(mail.Recipient)} · {mail.Template} · {mail.Language} · {mail.CaughtAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</span></summary>
        <iframe title="{WebUtility.HtmlEncode(mail.Subject)}" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="{WebUtility.HtmlEncode("<base target=\"_blank\">" + mail.Html)}"></iframe>
        <pre>{WebUtility.HtmlEncode(mail.Plain)}</pre></details>
        """;

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Links();

    [LoggerMessage(LogLevel.Warning, "MAIL_TRANSPORT is catcher: nobody gets mail, and whoever reaches /dev/mail reads it all, links that reset passwords included")]
    private static partial void LogCaught(ILogger logger);
}

/// <summary>Newest first.</summary>
internal sealed record CaughtMailsView(IReadOnlyList<CaughtMailView> Items);

/// <param name="Links">What the text leads to, in its order.</param>
internal sealed record CaughtMailView(
    Guid Id, string Template, string Language, string To, string Subject, JsonElement Headers, string Html, string Plain, IReadOnlyList<string> Links, DateTimeOffset CaughtAt);
