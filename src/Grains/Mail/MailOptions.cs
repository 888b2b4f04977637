using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Mail;

/// <summary>How mail leaves. Section <c>Mail</c>.</summary>
internal sealed class MailOptions
{
    /// <summary>smtp, sendgrid, catcher (kept in the database for developers to read) or none.</summary>
    [RegularExpression("^(smtp|sendgrid|catcher|none)$", ErrorMessage = "MAIL_TRANSPORT must be smtp, sendgrid, catcher or none")]
    public string Transport { get; set; } = "none";

    /// <summary>Whom mail is from. Follows from the transport's own setting.</summary>
    public string FromEmail { get; set; } = "no-reply@localhost";

    public string FromName { get; set; } = "Social Selling Platform";

    /// <summary>Where the application is reached; mail names it.</summary>
    public string AppUrl { get; set; } = "http://localhost:4000";

    public string SmtpHost { get; set; } = "";

    [Range(1, 65_535, ErrorMessage = "SMTP_PORT must be from 1 to 65535")]
    public int SmtpPort { get; set; } = 587;

    public string SmtpUser { get; set; } = "";

    public string SmtpPassword { get; set; } = "";

    /// <summary>starttls, tls (from the first byte, as port 465) or none. Empty: tls on port 465, none towards this machine, else starttls.</summary>
    [RegularExpression("^(starttls|tls|none)?$", ErrorMessage = "SMTP_SECURITY must be starttls, tls or none")]
    public string SmtpSecurity { get; set; } = "";

    public string SendGridApiKey { get; set; } = "";

    /// <summary>Base of SendGrid's API, without path: https://api.eu.sendgrid.com for accounts in the EU.</summary>
    public string SendGridUrl { get; set; } = "https://api.sendgrid.com";

    /// <summary>Mails that one silo sends at the same time.</summary>
    [Range(1, 100)]
    public int AtOnce { get; set; } = 10;

    /// <summary>Mails that one silo sends per second, at most.</summary>
    [Range(1, 1_000)]
    public int PerSecond { get; set; } = 100;

    /// <summary>Mails of one kind to one address per hour; more wait.</summary>
    [Range(1, 1_000)]
    public int PerRecipient { get; set; } = 10;

    /// <summary>A server that takes longer over one mail is left.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:45")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
