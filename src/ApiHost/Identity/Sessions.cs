using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SocialSelling.Identity;

/// <summary>Sign-ins: an access token for the page, and a refresh token in a cookie that no script can read.</summary>
internal sealed class Sessions(SessionRepository sessions, UserRepository users, AccessTokens tokens, IOptions<LoginOptions> options, TimeProvider clock)
{
    public const string RefreshCookie = "ssell_refresh";
    /// <summary>Carries an operator's access token to the cluster's dashboard, where a browser cannot send a header.</summary>
    public const string OperatorCookie = "ssell_operator";

    public async Task<AuthView> Start(UserRow user, HttpContext http, CancellationToken ct)
    {
        var (refreshToken, hash) = NewToken();
        var session = new NewSession(
            Guid.CreateVersion7(clock.GetUtcNow()), user.Id, hash, clock.GetUtcNow() + options.Value.RefreshTokenLife, http.Connection.RemoteIpAddress?.ToString(),
            http.Request.Headers.UserAgent.ToString());
        await sessions.Start(session, ct);
        return Hand(user, session.Id, refreshToken, http);
    }

    /// <returns>Null when the cookie is missing, over, or was traded before.</returns>
    public async Task<AuthView?> Refresh(HttpContext http, CancellationToken ct)
    {
        if (Presented(http) is not { } presented) return null;
        var (refreshToken, hash) = NewToken();
        var now = clock.GetUtcNow();
        if (await sessions.Rotate(presented, hash, now, now + options.Value.RefreshTokenLife, ct) is { } session && await users.Find(session.UserId, ct) is { } user)
            return Hand(user, session.Id, refreshToken, http);
        Forget(http);
        return null;
    }

    public async Task End(HttpContext http, CancellationToken ct)
    {
        if (Presented(http) is { } presented) await sessions.End(presented, clock.GetUtcNow(), ct);
        Forget(http);
    }

    private AuthView Hand(UserRow user, Guid sessionId, string refreshToken, HttpContext http)
    {
        var accessToken = tokens.Create(user, sessionId);
        http.Response.Cookies.Append(RefreshCookie, refreshToken, Cookie(http, "/api/auth", SameSiteMode.Lax, options.Value.RefreshTokenLife));
        if (user.Role == Roles.Operator) http.Response.Cookies.Append(OperatorCookie, accessToken, Cookie(http, "/orleans", SameSiteMode.Strict, tokens.Life));
        http.Response.Headers.CacheControl = "no-store";
        return new AuthView(user.ToView(), accessToken, (int)tokens.Life.TotalSeconds);
    }

    private static void Forget(HttpContext http)
    {
        http.Response.Cookies.Delete(RefreshCookie, Cookie(http, "/api/auth", SameSiteMode.Lax, null));
        http.Response.Cookies.Delete(OperatorCookie, Cookie(http, "/orleans", SameSiteMode.Strict, null));
    }

    private static byte[]? Presented(HttpContext http) => http.Request.Cookies[RefreshCookie] is { Length: > 0 and < 200 } token ? Hash(token) : null;

    private static CookieOptions Cookie(HttpContext http, string path, SameSiteMode sameSite, TimeSpan? life) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = sameSite, Path = path, MaxAge = life, IsEssential = true };

    private static (string Token, byte[] Hash) NewToken()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (token, Hash(token));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
