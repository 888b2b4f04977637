using System.Globalization;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

[GrainType("mail"), Orleans.Concurrency.StatelessWorker]
internal sealed class MailGrain(MailWriter writer, IOptions<MailOptions> options, TimeProvider clock) : Grain, IMailGrain
{
    public Task<MailPreviewView?> Preview(string template, string language)
    {
        if (!MailTemplate.All.ContainsKey(template)) return Task.FromResult<MailPreviewView?>(null);
        var letter = writer.Write(MailSample.Of(template, MailOutbox.LanguageOf(language), options.Value.AppUrl, clock.GetUtcNow()));
        return Task.FromResult<MailPreviewView?>(new MailPreviewView(template, letter.Language, letter.Subject, letter.Html, letter.Plain));
    }
}

/// <summary>Made-up mails, to be looked at.</summary>
internal static class MailSample
{
    public static MailRow Of(string template, string language, string appUrl, DateTimeOffset now)
    {
        var at = now.ToString("O");
        var known = new Dictionary<string, string>
        {
            ["name"] = "Ana",
            [MailTemplate.Link] = appUrl.TrimEnd('/') + "/example",
            ["hours"] = "24",
            ["minutes"] = "60",
            ["account"] = "maya.shop",
            ["by"] = "Bia",
            ["connectedAt"] = at,
            [MailTemplate.Week] = DateOnly.FromDateTime(now.UtcDateTime.AddDays(-7)).ToString("O", CultureInfo.InvariantCulture),
            [MailTemplate.Weeks] = """
                [{"Workspace":"Maya & Co.","Accounts":[],"Conversations":14,"Received":96,"Answered":88,"FirstAnswer":"00:18:00","Published":5,"Failed":1,"Best":{"Account":"maya.shop","Day":"2026-11-25","Likes":312,"Comments":27},"Planned":6}]
                """,
            ["days"] = "7",
            ["newEmail"] = "ana.maria@example.com",
            ["askedAt"] = at,
            ["device"] = "Chrome, Windows",
            ["ip"] = "203.0.113.7",
            ["change"] = "enabled",
            ["inviter"] = "Bia",
            ["workspace"] = "Maya & Co.",
            ["role"] = "agent",
            ["host"] = "hooks.example.com",
            ["owner"] = "Bia",
            ["changedAt"] = at,
            ["signedInAt"] = at,
            ["endsAt"] = at,
            ["erasedAt"] = at,
            ["about"] = "user",
            ["expiresAt"] = at,
            [MailTemplate.Lines] = """[{"Kind":"post.failed","Account":"maya.shop","Count":1},{"Kind":"message.received","Account":"maya.shop","Count":12}]""",
            [MailTemplate.Unsubscribe] = "example",
        };
        return new MailRow(Guid.Empty, template, "ana@example.com", language, MailTemplate.All[template].Values.ToDictionary(name => name, name => known[name]), MailPriority.Normal, now, Doubts: 0, Fence: 0, Suppression: null);
    }
}
