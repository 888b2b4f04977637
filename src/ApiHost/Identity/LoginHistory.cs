using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Writes down who has come in, or tried to, and tells the person by mail of what they ought to know at once.</summary>
internal sealed class LoginHistory(LoginRepository logins, AccountMails mails, TimeProvider clock)
{
    /// <param name="mail">Goes out if it is written down, and only then.</param>
    public Task Add(Guid userId, string outcome, Guid? sessionId, Requester by, CancellationToken ct, MailMessage? mail = null)
    {
        var now = clock.GetUtcNow();
        return logins.Add(new LoginRow(Guid.CreateVersion7(now), userId, now, outcome, sessionId, by.Ip, by.UserAgent), Entry(userId, outcome, sessionId, by), mail, ct);
    }

    private static AuditEntry Entry(Guid userId, string outcome, Guid? sessionId, Requester by) => outcome switch
    {
        LoginOutcome.SignedUp => new AuditEntry(AuditAction.SignedUp, by.As(userId)).To("user", userId),
        LoginOutcome.SignedIn => new AuditEntry(AuditAction.SignedIn, by.As(userId)).To("session", sessionId),
        LoginOutcome.TokenReused => new AuditEntry(AuditAction.TokenReused, by.Anyone).To("user", userId) with { Succeeded = false },
        _ => new AuditEntry(AuditAction.SignInRefused, by.Anyone).To("user", userId).Is(("reason", outcome)) with { Succeeded = false },
    };

    /// <summary>A session has begun. With a browser that the person was never seen with, they are told.</summary>
    public async Task AddStart(UserRow user, string outcome, Guid sessionId, Requester by, CancellationToken ct)
    {
        var isNew = outcome == LoginOutcome.SignedIn && await IsNew(user.Id, by, ct);
        await Add(user.Id, outcome, sessionId, by, ct, isNew ? mails.NewDevice(user, sessionId, by, clock.GetUtcNow()) : null);
    }

    /// <summary>By what the browser is, not by its version: an update makes no new device.</summary>
    private async Task<bool> IsNew(Guid userId, Requester by, CancellationToken ct)
    {
        var device = Device.Of(by.UserAgent);
        var known = await logins.KnownAgents(userId, ct);
        // Who has no history yet came before there was one.
        return known.Count > 0 && !known.Exists(agent => Device.Of(agent) == device);
    }
}

internal static class Requesters
{
    public static Requester Requester(this HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString(), http.Request.Headers.UserAgent.ToString(), http.TraceIdentifier);
}
