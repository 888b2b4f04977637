using Microsoft.Extensions.Options;
using SocialSelling.Audit;

namespace SocialSelling.Identity;

/// <summary>Sign-ins: an access token for the page, and a refresh token in a cookie that no script can read.</summary>
internal sealed class Sessions(
    SessionRepository sessions, UserRepository users, AccessTokens tokens, Revocations revocations, LoginHistory history, IOptions<LoginOptions> options, TimeProvider clock)
{
    public const string RefreshCookie = "ssell_refresh";
    /// <summary>Carries an operator's access token to the cluster's dashboard, where a browser cannot send a header.</summary>
    public const string OperatorCookie = "ssell_operator";

    /// <param name="outcome">How the history tells of it: signed up, or signed in.</param>
    public async Task<AuthView> Start(UserRow user, string outcome, HttpContext http, CancellationToken ct)
    {
        var (refreshToken, now, by) = (SecretToken.New(), clock.GetUtcNow(), http.Requester());
        var session = new NewSession(Guid.CreateVersion7(now), user.Id, refreshToken.Hash, now + options.Value.RefreshTokenLife, by.Ip, by.UserAgent);
        revocations.End(await sessions.Start(session, options.Value.SessionsPerUser, now, ct));
        await history.AddStart(user, outcome, session.Id, by, ct);
        return Hand(user, session.Id, refreshToken.Text, http);
    }

    /// <returns>Null when the cookie is missing, over, or was traded before.</returns>
    public async Task<AuthView?> Refresh(HttpContext http, CancellationToken ct)
    {
        if (Presented(http) is not { } presented) return null;
        var (refreshToken, now, by) = (SecretToken.New(), clock.GetUtcNow(), http.Requester());
        var session = await sessions.Rotate(presented, refreshToken.Hash, by, now, now + options.Value.RefreshTokenLife, ct);
        if (session is { Reused: true })
        {
            revocations.End([session.Id]);
            await history.Add(session.UserId, LoginOutcome.TokenReused, session.Id, by, CancellationToken.None);
        }
        else if (session is not null && await users.Find(session.UserId, ct) is { } user) return Hand(user, session.Id, refreshToken.Text, http);
        Forget(http);
        return null;
    }

    /// <summary>Ends the session of the cookie, and that of the access token where a client has no cookie.</summary>
    public async Task End(HttpContext http, CancellationToken ct)
    {
        if (Presented(http) is { } presented) revocations.End(await sessions.End(presented, http.Requester().Anyone, clock.GetUtcNow(), ct));
        if (CurrentUser.IdOf(http.User) is { } userId && CurrentUser.SessionOf(http.User) is { } sessionId) await End(userId, sessionId, "logout", http.Requester().As(userId), ct);
        Forget(http);
    }

    /// <returns>False when the person has no such session.</returns>
    public async Task<bool> End(Guid userId, Guid sessionId, string because, AuditSource by, CancellationToken ct)
    {
        if (!await sessions.End(userId, sessionId, because, by, clock.GetUtcNow(), ct)) return false;
        revocations.End([sessionId]);
        return true;
    }

    /// <summary>Ends all sessions of a person, but for one to <paramref name="keep"/>.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAll(Guid userId, Guid? keep, string because, AuditSource by, CancellationToken ct)
    {
        var ended = await sessions.EndAll(userId, keep, because, by, clock.GetUtcNow(), ct);
        revocations.End(ended);
        return ended.Count;
    }

    private AuthView Hand(UserRow user, Guid sessionId, string refreshToken, HttpContext http)
    {
        var accessToken = tokens.Create(user, sessionId);
        http.Response.Cookies.Append(RefreshCookie, refreshToken, Cookie(http, "/api/auth", SameSiteMode.Lax, options.Value.RefreshTokenLife));
        if (user.Role == Roles.Operator) http.Response.Cookies.Append(OperatorCookie, accessToken, Cookie(http, "/orleans", SameSiteMode.Strict, tokens.Life));
        http.Response.Headers.CacheControl = "no-store";
        return new AuthView(user.ToView(), accessToken, (int)tokens.Life.TotalSeconds);
    }

    public static void Forget(HttpContext http)
    {
        http.Response.Cookies.Delete(RefreshCookie, Cookie(http, "/api/auth", SameSiteMode.Lax, null));
        http.Response.Cookies.Delete(OperatorCookie, Cookie(http, "/orleans", SameSiteMode.Strict, null));
    }

    private static byte[]? Presented(HttpContext http) => http.Request.Cookies[RefreshCookie] is { Length: > 0 and < 200 } token ? SecretToken.HashOf(token) : null;

    private static CookieOptions Cookie(HttpContext http, string path, SameSiteMode sameSite, TimeSpan? life) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = sameSite, Path = path, MaxAge = life, IsEssential = true };
}
