namespace SocialSelling.Identity;

/// <summary>Writes down who has come in, or tried to.</summary>
internal sealed class LoginHistory(LoginRepository logins, TimeProvider clock)
{
    public Task Add(Guid userId, string outcome, Guid? sessionId, Requester by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return logins.Add(new LoginRow(Guid.CreateVersion7(now), userId, now, outcome, sessionId, by.Ip, by.UserAgent), ct);
    }
}

internal static class Requesters
{
    public static Requester Requester(this HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString(), http.Request.Headers.UserAgent.ToString());
}
