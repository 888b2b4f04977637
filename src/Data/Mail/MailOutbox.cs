using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using Npgsql;

namespace SocialSelling.Mail;

/// <summary>
/// The door through which every mail leaves: a row in the transaction of its cause, so that there is neither a mail of something that was rolled back nor something that nobody was told of.
/// The dispatcher of a silo finds it within a second or so.
/// </summary>
public static class MailOutbox
{
    private static readonly string[] Languages = ["en", "pt", "es"];

    /// <summary>Adds a mail to the transaction that is open on <paramref name="connection"/>.</summary>
    /// <param name="mail">Null where nobody can be written to.</param>
    /// <returns>Its id; null when there was a mail under this key already, whatever became of it.</returns>
    /// <exception cref="ArgumentException">There is no such template, it lacks a value, or the address is none: a mistake of the caller, which rolls its cause back.</exception>
    public static async Task<Guid?> Add(NpgsqlConnection connection, MailMessage? mail, DateTimeOffset now, CancellationToken ct)
    {
        if (mail is null) return null;
        Check(mail);
        return await connection.Scalar<Guid?>("""
            insert into mail_outbox (id, idempotency_key, template, recipient, language, facts, priority, created_at, next_try_at, user_id, workspace_id, account_ids)
            values (@id, @key, @template, @to, @language, @facts::jsonb, @priority, @now, @now, @userId::uuid, @workspaceId::uuid, @accountIds::uuid[]) on conflict on constraint ux_mail_outbox_key do nothing returning id
            """, ct,
            ("id", Guid.CreateVersion7(now)), ("key", mail.IdempotencyKey), ("template", mail.Template), ("to", mail.To), ("language", LanguageOf(mail.Language)),
            ("facts", JsonSerializer.Serialize(mail.Values)), ("priority", (short)mail.Priority), ("now", now),
            ("userId", mail.UserId), ("workspaceId", mail.WorkspaceId), ("accountIds", mail.AccountIds.Count == 0 ? null : mail.AccountIds.ToArray()));
    }

    /// <returns>en, pt or es.</returns>
    public static string LanguageOf(string language) =>
        language.Split('-', '_')[0].ToLowerInvariant() is var tongue && Languages.Contains(tongue) ? tongue : Languages[0];

    /// <summary>Whether mail can go to it: one address and nothing else, no name and no comment.</summary>
    public static bool IsAddress(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;

    private static void Check(MailMessage mail)
    {
        if (!MailTemplate.All.TryGetValue(mail.Template, out var form)) throw new ArgumentException($"There is no mail '{mail.Template}'", nameof(mail));
        if (form.Values.FirstOrDefault(value => !mail.Values.ContainsKey(value)) is { } missing) throw new ArgumentException($"The mail '{mail.Template}' lacks '{missing}'", nameof(mail));
        if (mail.Values.FirstOrDefault(v => v.Key.EndsWith("At", StringComparison.Ordinal) && !IsInstant(v.Value)).Key is { } wrong)
            throw new ArgumentException($"'{wrong}' of the mail '{mail.Template}' is no instant", nameof(mail));
        if (mail.Values.TryGetValue(MailTemplate.Link, out var link) && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new ArgumentException($"The link of the mail '{mail.Template}' is no http(s) address", nameof(mail));
        if (mail.Values.TryGetValue(MailTemplate.Week, out var week) && !DateOnly.TryParseExact(week, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw new ArgumentException($"The week of the mail '{mail.Template}' is no date", nameof(mail));
        if ((mail.AccountIds.Count > 0 || mail.WorkspaceId is not null) && mail.UserId is null) throw new ArgumentException($"The mail '{mail.Template}' is for those who may see something, and is nobody's", nameof(mail));
        if (!IsAddress(mail.To)) throw new ArgumentException($"The mail '{mail.Template}' has no address to go to", nameof(mail));
    }

    private static bool IsInstant(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
