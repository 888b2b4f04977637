using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Accounts;

internal static class ConnectingEndpoints
{
    private const string StateCookie = "ssell_oauth";
    private const string CallbackPath = "/api/instagram/oauth/callback";

    public static void MapConnecting(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/instagram/oauth").WithTags("connecting");
        group.MapPost("/start", Start).RequireAuthorization().WithSummary("Where to send the browser to connect an Instagram account").ProducesProblem(404);
        group.MapGet("/callback", Callback).WithSummary("Where Instagram sends the browser back to");
    }

    private static async Task<Results<Ok<AuthorizationView>, ProblemHttpResult>> Start(
        ConnectRequest? body, CurrentUser user, UserRepository users, InstagramConnection connection, HttpContext http, CancellationToken ct)
    {
        var workspaces = await users.ListWorkspaces(user.Id, ct);
        if (workspaces.Find(w => body?.WorkspaceId is null || w.Id == body.WorkspaceId) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var (state, url) = await connection.Begin(user.Id, workspace.Id, ct);
        // Lax: the browser comes back from Meta's site by a link.
        http.Response.Cookies.Append(StateCookie, state, Cookie(http));
        return TypedResults.Ok(new AuthorizationView(url.AbsoluteUri));
    }

    private static async Task<RedirectHttpResult> Callback(
        string? code, string? state, string? error, InstagramConnection connection, HttpContext http, CancellationToken ct)
    {
        var outcome = await connection.Finish(code, state, error, http.Request.Cookies[StateCookie], ct);
        http.Response.Cookies.Delete(StateCookie, Cookie(http));
        return TypedResults.Redirect(outcome.Page);
    }

    private static CookieOptions Cookie(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = CallbackPath, MaxAge = InstagramConnection.StateLife, IsEssential = true };
}

/// <param name="WorkspaceId">Which workspace gets the account; null for the caller's first.</param>
internal sealed record ConnectRequest(Guid? WorkspaceId = null);

internal sealed record AuthorizationView(string AuthorizationUrl);
