using System.Text;
using System.Text.Encodings.Web;

namespace SocialSelling.Mail;

/// <summary>A mail's parts in plain words, laid out as HTML and as text. The layout is a table with its styles in place, which is what mail programs agree on; colours follow a dark screen.</summary>
/// <param name="Unsubscribe">How to end mail of this kind.</param>
/// <param name="Sections">Facts of several things, each under its name.</param>
/// <param name="Preheader">What a list of mails shows beside the subject.</param>
internal sealed record MailPage(
    string Language, string Subject, string Preheader, string Heading, IReadOnlyList<string> Body, IReadOnlyList<(string Name, string Value)> Facts, string Button, string Link, string ButtonFallback, string? Note,
    string Reason, string Sender, (string Text, string Link)? Unsubscribe = null, IReadOnlyList<MailSection>? Sections = null)
{
    private const string Font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

    /// <param name="encoder">Every word goes through it.</param>
    public string ToHtml(HtmlEncoder encoder)
    {
        string E(string text) => encoder.Encode(text);
        var lines = string.Concat(Body.Select(line => $"""<p class="text" style="margin:0 0 16px;font-size:16px;line-height:24px;color:#27272a">{E(line)}</p>"""));
        string Table(IReadOnlyList<(string Name, string Value)> facts)
        {
            var rows = string.Concat(facts.Select(fact =>
                $"""<tr><td class="quiet" style="padding:4px 24px 4px 0;font-size:14px;color:#52525b">{E(fact.Name)}</td><td class="text" style="padding:4px 0;font-size:14px;color:#27272a">{E(fact.Value)}</td></tr>"""));
            return facts.Count == 0 ? "" : $"""<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px">{rows}</table>""";
        }
        var table = Table(Facts) + string.Concat((Sections ?? []).Select(section =>
            $"""<h2 class="heading" style="margin:24px 0 8px;font-size:16px;line-height:24px;color:#18181b">{E(section.Name)}</h2>{Table(section.Facts)}"""));
        var note = Note is null ? "" : $"""<p class="text" style="margin:16px 0 0;font-size:14px;line-height:20px;color:#27272a">{E(Note)}</p>""";
        var leave = Unsubscribe is { } way ? $""" <a href="{E(way.Link)}" style="color:#52525b">{E(way.Text)}</a>""" : "";
        return $$"""
            <!doctype html>
            <html lang="{{Language}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{E(Subject)}}</title>
            <style>
            :root { color-scheme: light dark; supported-color-schemes: light dark; }
            @media (prefers-color-scheme: dark) {
              .page { background: #18181b !important; }
              .card { background: #27272a !important; border-color: #3f3f46 !important; }
              .heading, .text { color: #f4f4f5 !important; }
              .quiet, .quiet a { color: #a1a1aa !important; }
            }
            </style>
            </head>
            <body class="page" style="margin:0;padding:0;background:#f4f4f5">
            <div style="display:none;max-height:0;overflow:hidden">{{E(Preheader)}}</div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px;{{Font}}">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
            <tr><td class="quiet" style="padding:0 0 16px;font-size:14px;font-weight:600;color:#52525b">{{E(Sender)}}</td></tr>
            <tr><td class="card" style="padding:32px;background:#ffffff;border:1px solid #e4e4e7;border-radius:12px">
            <h1 class="heading" style="margin:0 0 16px;font-size:22px;line-height:28px;color:#18181b">{{E(Heading)}}</h1>
            {{lines}}{{table}}
            <table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0"><tr><td style="background:#7c2ee8;border-radius:8px">
            <a href="{{E(Link)}}" style="display:inline-block;padding:12px 24px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">{{E(Button)}}</a></td></tr></table>
            <p class="quiet" style="margin:0;font-size:13px;line-height:20px;color:#52525b">{{E(ButtonFallback)}}<br><a href="{{E(Link)}}" style="color:#52525b;word-break:break-all">{{E(Link)}}</a></p>
            {{note}}
            </td></tr>
            <tr><td class="quiet" style="padding:16px 8px 0;font-size:12px;line-height:18px;color:#52525b">{{E(Reason)}}{{leave}}</td></tr>
            </table></td></tr></table>
            </body>
            </html>
            """;
    }

    public string ToPlain()
    {
        var text = new StringBuilder().Append(Heading).Append("\n\n");
        foreach (var line in Body) text.Append(line).Append("\n\n");
        foreach (var (name, value) in Facts) text.Append(name).Append(": ").Append(value).Append('\n');
        if (Facts.Count > 0) text.Append('\n');
        foreach (var section in Sections ?? [])
        {
            text.Append(section.Name).Append('\n');
            foreach (var (name, value) in section.Facts) text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
            text.Append('\n');
        }
        text.Append(Button).Append(":\n").Append(Link).Append("\n\n");
        if (Note is not null) text.Append(Note).Append("\n\n");
        text.Append("-- \n").Append(Sender).Append('\n').Append(Reason).Append('\n');
        if (Unsubscribe is { } way) text.Append(way.Text).Append(": ").Append(way.Link).Append('\n');
        return text.ToString();
    }
}

/// <summary>Facts of one of several things.</summary>
internal sealed record MailSection(string Name, IReadOnlyList<(string Name, string Value)> Facts);
