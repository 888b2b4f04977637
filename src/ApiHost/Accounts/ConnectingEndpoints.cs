using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Accounts;

internal static class ConnectingEndpoints
{
    /// <summary>One for each consent that was begun, so that two tabs do not take each other's.</summary>
    private const string StateCookie = "ssell_oauth_";
    private const string CookiePath = "/api/instagram/oauth";
    /// <summary>Begun consents that a browser remembers: its requests would grow too large.</summary>
    private const int BegunAtOnce = 8;

    public static void MapConnecting(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/instagram/oauth").WithTags("connecting");
        group.MapPost("/start", Start).Needs(Permission.AccountsWrite).PeopleOnly().WithSummary("Where to send the browser to connect an Instagram account").ProducesProblem(404);
        group.MapGet("/callback", Callback).AllowAnonymous().WithSummary("Where Instagram sends the browser back to");
    }

    private static async Task<Results<Ok<AuthorizationView>, ProblemHttpResult>> Start(
        ConnectRequest? body, CurrentUser user, UserRepository users, AccountRepository accounts, InstagramConnection connection, HttpContext http, CancellationToken ct)
    {
        var workspaceId = body?.WorkspaceId;
        if (body?.AccountId is { } accountId)
        {
            if (await accounts.FindFor(user.Id, accountId, ct) is not { } again) return Problems.From(new AccountNotFound());
            workspaceId = again.Account.WorkspaceId;
        }
        var workspaces = await users.ListWorkspaces(user.Id, ct);
        if (workspaces.Find(w => workspaceId is null || w.Id == workspaceId) is not { } workspace) return Problems.From(new WorkspaceNotFound());

        var (state, url) = await connection.Begin(new OAuthStateRow(user.Id, workspace.Id, user.SessionId, body?.AccountId), body?.SwitchAccount ?? false, ct);
        foreach (var former in http.Request.Cookies.Keys.Where(name => name.StartsWith(StateCookie, StringComparison.Ordinal)).Skip(BegunAtOnce - 1)) http.Response.Cookies.Delete(former, Cookie(http));
        // Lax: the browser comes back from Meta's site by a link.
        http.Response.Cookies.Append(CookieOf(state), state, Cookie(http));
        return TypedResults.Ok(new AuthorizationView(url.AbsoluteUri));
    }

    private static async Task<RedirectHttpResult> Callback(
        string? code, string? state, string? error, InstagramConnection connection, HttpContext http, CancellationToken ct)
    {
        var given = state is { Length: InstagramConnection.StateLength } ? state : null;
        var isBound = given is not null && http.Request.Cookies[CookieOf(given)] is { } bound && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(bound));
        http.SetErrand(null);
        var outcome = await connection.Finish(code, given, error, isBound, ct);
        if (isBound) http.Response.Cookies.Delete(CookieOf(given!), Cookie(http));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(outcome.Page);
    }

    private static string CookieOf(string state) => StateCookie + Uri.EscapeDataString(state[..8]);

    private static CookieOptions Cookie(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = CookiePath, MaxAge = InstagramConnection.StateLife, IsEssential = true };
}

/// <param name="WorkspaceId">Which workspace gets the account; null for the caller's first.</param>
/// <param name="AccountId">The account to connect again, in its workspace; another one is refused then.</param>
/// <param name="SwitchAccount">Whether Instagram shall ask who signs in, even if it knows somebody.</param>
internal sealed record ConnectRequest(Guid? WorkspaceId = null, Guid? AccountId = null, bool SwitchAccount = false);

internal sealed record AuthorizationView(string AuthorizationUrl);
