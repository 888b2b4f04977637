using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Meta;

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
        group.MapGet("/ways", Ways).Needs(Permission.AccountsRead).WithSummary("In which ways an account can be connected here, the main one first");
        group.MapPost("/start", Start).Needs(Permission.AccountsWrite).PeopleOnly().WithSummary("Where to send the browser to connect an Instagram account").ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/callback", Callback).AllowAnonymous().WithSummary("Where Instagram and Facebook send the browser back to");
    }

    private static Ok<ConnectWaysView> Ways(IOptions<MetaOptions> meta) =>
        TypedResults.Ok(new ConnectWaysView(meta.Value.HasFacebookLogin ? [LoginWay.Instagram, LoginWay.Facebook] : [LoginWay.Instagram]));

    private static async Task<Results<Ok<AuthorizationView>, ProblemHttpResult>> Start(
        ConnectRequest? body, CurrentUser user, UserRepository users, AccountRepository accounts, InstagramConnection connection, IOptions<MetaOptions> meta, HttpContext http, CancellationToken ct)
    {
        var (workspaceId, way) = (body?.WorkspaceId, body?.Way);
        if (body?.AccountId is { } accountId)
        {
            if (await accounts.FindFor(user.Id, accountId, ct) is not { } again) return Problems.From(new AccountNotFound());
            workspaceId = again.Account.WorkspaceId;
            // As it came, where that is still offered.
            way ??= meta.Value.HasFacebookLogin ? again.Account.WayOf() : LoginWay.Instagram;
        }
        if (way is LoginWay.Facebook && !meta.Value.HasFacebookLogin) return Problems.From(new FacebookLoginNotOffered());
        var workspaces = await users.ListWorkspaces(user.Id, ct);
        if (workspaces.Find(w => workspaceId is null || w.Id == workspaceId) is not { } workspace) return Problems.From(new WorkspaceNotFound());

        var (state, url) = await connection.Begin(new OAuthStateRow(user.Id, workspace.Id, user.SessionId, body?.AccountId, LoginWays.NameOf(way ?? LoginWay.Instagram)), body?.SwitchAccount ?? false, ct);
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
/// <param name="SwitchAccount">Whether Meta shall ask who signs in, even if it knows somebody.</param>
/// <param name="Way">By whose page; null for the one by which the account came before, and else Instagram's.</param>
internal sealed record ConnectRequest(Guid? WorkspaceId = null, Guid? AccountId = null, bool SwitchAccount = false, LoginWay? Way = null);

internal sealed record ConnectWaysView(IReadOnlyList<LoginWay> Ways);

internal sealed record FacebookLoginNotOffered : DomainError
{
    public override string Code => "facebook-login-not-offered";
    public override string Detail => "Facebook Login is not set up here. Connect the account by Instagram Login.";
}

internal sealed record AuthorizationView(string AuthorizationUrl);
