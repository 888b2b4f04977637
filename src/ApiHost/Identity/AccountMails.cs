using System.Globalization;
using Microsoft.Extensions.Options;
using SocialSelling.Hosting;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>The mails about a person's account, addressed and filled in. Secrets stand behind a #: a browser sends that part to no server, so no log and no referrer has it.</summary>
/// <remarks>Null for people of old who have signed up with what is no address: they go on without mail.</remarks>
internal sealed partial class AccountMails(IOptions<AppOptions> app, ILogger<AccountMails> logger)
{
    public MailMessage? VerifyEmail(UserRow user, SecretToken token, TimeSpan life) =>
        To(user, MailTemplate.VerifyEmail, $"/verify-email#{token.Text}", MailPriority.High, token.Fingerprint, ("hours", Whole(life.TotalHours)));

    /// <summary>Once to each person, when they have confirmed an address.</summary>
    public MailMessage? Welcome(UserRow user) => To(user, MailTemplate.Welcome, "/accounts", MailPriority.Normal, "first");

    public MailMessage? ResetPassword(UserRow user, SecretToken token, TimeSpan life) =>
        To(user, MailTemplate.ResetPassword, $"/reset-password#{token.Text}", MailPriority.Critical, token.Fingerprint, ("minutes", Whole(life.TotalMinutes)));

    public MailMessage? PasswordChanged(UserRow user, string stamp, DateTimeOffset at) =>
        To(user, MailTemplate.PasswordChanged, "/forgot-password", MailPriority.High, stamp, ("changedAt", at.ToString("O")));

    /// <summary>To the new address, of which nobody knows yet whose it is: it names nobody.</summary>
    public MailMessage ChangeEmail(UserRow user, string email, SecretToken token, TimeSpan life) => new(
        MailTemplate.ChangeEmail, email, user.Language, new Dictionary<string, string> { [MailTemplate.Link] = $"{app.Value.Url.TrimEnd('/')}/change-email#{token.Text}", ["hours"] = Whole(life.TotalHours) },
        MailPriority.High, $"{MailTemplate.ChangeEmail}:{user.Id:N}:{token.Fingerprint}")
    { UserId = user.Id };

    /// <summary>To the present address. Who has not asked for it chooses another password, and that ends it.</summary>
    public MailMessage? EmailChangeAsked(UserRow user, string email, SecretToken token, DateTimeOffset at) =>
        To(user, MailTemplate.EmailChangeAsked, "/forgot-password", MailPriority.High, token.Fingerprint, ("newEmail", email), ("askedAt", at.ToString("O")));

    /// <summary>To the former address.</summary>
    public MailMessage? EmailChanged(UserRow user, string email, DateTimeOffset at) =>
        To(user, MailTemplate.EmailChanged, "/login", MailPriority.High, at.UtcTicks.ToString(CultureInfo.InvariantCulture), ("newEmail", email), ("changedAt", at.ToString("O")));

    /// <summary>The same, with a way to put it back: only where that address has been shown to be the person's.</summary>
    public MailMessage? EmailChanged(UserRow user, string email, SecretToken revert, TimeSpan life, DateTimeOffset at) => To(
        user, MailTemplate.EmailChangedRevertible, $"/revert-email#{revert.Text}", MailPriority.High, revert.Fingerprint, ("newEmail", email), ("changedAt", at.ToString("O")), ("days", Whole(life.TotalDays)));

    /// <summary>To the address that is taken away: it names the other one to nobody.</summary>
    public MailMessage? EmailReverted(UserRow user, DateTimeOffset at) =>
        To(user, MailTemplate.EmailReverted, "/login", MailPriority.High, at.UtcTicks.ToString(CultureInfo.InvariantCulture), ("changedAt", at.ToString("O")));

    public MailMessage? AccountLocked(UserRow user, DateTimeOffset until) =>
        To(user, MailTemplate.AccountLocked, "/forgot-password", MailPriority.High, until.UtcTicks.ToString(CultureInfo.InvariantCulture), ("endsAt", until.ToString("O")));

    public MailMessage? NewDevice(UserRow user, Guid sessionId, Requester by, DateTimeOffset at) => To(
        user, MailTemplate.NewDevice, "/settings/security", MailPriority.High, sessionId.ToString("N"),
        ("device", Device.Of(by.UserAgent).ToString()), ("ip", by.Ip ?? "?"), ("signedInAt", at.ToString("O")));

    public MailMessage? AccountDeleted(UserRow user, DateTimeOffset at) =>
        To(user, MailTemplate.AccountDeleted, "/login", MailPriority.High, at.UtcTicks.ToString(CultureInfo.InvariantCulture), ("erasedAt", at.ToString("O")));

    /// <param name="change">enabled, disabled or codes-renewed.</param>
    public MailMessage? MfaChanged(UserRow user, string change, DateTimeOffset at) => To(
        user, MailTemplate.MfaChanged, "/settings/security", MailPriority.High, at.UtcTicks.ToString(CultureInfo.InvariantCulture), ("change", change), ("changedAt", at.ToString("O")));

    /// <param name="user">A member, who loses what was in it.</param>
    public MailMessage? WorkspaceDeleted(UserRow user, Guid workspaceId, string workspace, string owner) =>
        To(user, MailTemplate.WorkspaceDeleted, "/settings/team", MailPriority.High, workspaceId.ToString("N"), ("workspace", workspace), ("owner", owner));

    /// <summary>One in a minute.</summary>
    public MailMessage? NotificationTest(UserRow user, DateTimeOffset at) =>
        To(user, MailTemplate.NotificationTest, "/settings/notifications", MailPriority.High, (at.UtcTicks / TimeSpan.TicksPerMinute).ToString(CultureInfo.InvariantCulture));

    /// <param name="language">The reader's.</param>
    public MailMessage Invitation(string email, string language, string inviter, string workspace, string role, SecretToken token, TimeSpan life) => new(
        MailTemplate.Invitation, email, language,
        new Dictionary<string, string> { ["inviter"] = inviter, ["workspace"] = workspace, ["role"] = role, [MailTemplate.Link] = $"{app.Value.Url.TrimEnd('/')}/invitation#{token.Text}", ["days"] = Whole(life.TotalDays) },
        MailPriority.High, $"{MailTemplate.Invitation}:{token.Fingerprint}");

    private MailMessage? To(UserRow user, string template, string path, MailPriority priority, string occasion, params (string Name, string Value)[] facts)
    {
        if (!MailOutbox.IsAddress(user.Email))
        {
            LogNoAddress(user.Id, template);
            return null;
        }
        var values = facts.ToDictionary(f => f.Name, f => f.Value);
        (values["name"], values[MailTemplate.Link], values["timeZone"]) = (user.Name, app.Value.Url.TrimEnd('/') + path, user.TimeZone);
        return new(template, user.Email, user.Language, values, priority, $"{template}:{user.Id:N}:{occasion}") { UserId = user.Id };
    }

    private static string Whole(double number) => Math.Round(number).ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Warning, "User {UserId} gets no mail {Template}: what they signed up with is no address")]
    private partial void LogNoAddress(Guid userId, string template);
}
