using System.Net;
using System.Security.Cryptography;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.OAuth;

/// <summary>Consent, codes and tokens, as "Business Login for Instagram" has them.</summary>
internal static class OAuthEndpoints
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(1), LongLife = TimeSpan.FromDays(60), MinimumAge = TimeSpan.FromHours(24);

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/oauth/authorize", Page);
        app.MapPost("/oauth/authorize", Decide).DisableAntiforgery();
        var tokens = app.MapGroup("").AddEndpointFilter(Failing);
        tokens.MapPost("/oauth/access_token", Exchange).DisableAntiforgery();
        tokens.MapGet("/access_token", Extend);
        tokens.MapGet("/refresh_access_token", Refresh);
    }

    /// <returns>Where the browser goes after the owner has agreed; null when the account cannot connect.</returns>
    public static string? Approve(Store store, string shopName, string redirectUri, string scope, string state) => store.Change(world =>
    {
        if (world.Shops.Find(s => s.Username == shopName || s.Id == shopName) is not { CanConnect: true } shop) return null;
        var code = "AQ" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        world.Grants.Add(new Grant(code, shop.Id, redirectUri, scope.Split(',', ' '), store.Now + ShortLife));
        return $"{redirectUri}?code={code}&state={WebUtility.UrlEncode(state)}#_";
    });

    /// <summary>Tokens fail on demand as Graph calls do. Whose they are is not known before: faults of one account do not strike here.</summary>
    internal static async ValueTask<object?> Failing(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.RequestServices.GetRequiredService<Faults>().Take(http.Request.Method, http.Request.Path.Value!, shop: null) is not { } fault) return await next(context);
        if (fault is { DelayMs: > 0, Kind: not "timeout_after_success" }) await GraphPipeline.Wait(fault.DelayMs, http);
        if (fault.Kind == "error") return GraphAnswers.Error(fault.Code, fault.Subcode, "Fault on demand", fault.Status);
        var answer = fault.Kind == "reset" ? null : await next(context);
        if (fault.Kind == "timeout_after_success") await GraphPipeline.Wait(fault.DelayMs, http);
        if (answer is null) http.Abort();
        return answer ?? Results.Empty;
    }

    private static IResult Page(HttpRequest request, SandboxOptions options, Store store)
    {
        var query = request.Query;
        if (query["client_id"] != options.AppId) return Results.Content(ConsentPage.Problem("This app id is not known."), "text/html; charset=utf-8", statusCode: 400);
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out _) || query["response_type"] != "code")
            return Results.Content(ConsentPage.Problem("redirect_uri or response_type is missing."), "text/html; charset=utf-8", statusCode: 400);
        return Results.Content(ConsentPage.Ask(store.Read(w => w.Shops.ToList()), query["redirect_uri"].ToString(), query["scope"].ToString(), query["state"].ToString()), "text/html; charset=utf-8");
    }

    private static IResult Decide(IFormCollection form, Store store)
    {
        string redirect = form["redirect_uri"].ToString(), state = form["state"].ToString();
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _)) return Results.Content(ConsentPage.Problem("redirect_uri is missing."), "text/html; charset=utf-8", statusCode: 400);
        if (form["decision"] != "allow")
            return Results.Redirect($"{redirect}?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state={WebUtility.UrlEncode(state)}");
        return Approve(store, form["shop"].ToString(), redirect, form["scope"].ToString(), state) is { } target ? Results.Redirect(target)
            : Results.Content(ConsentPage.Problem("Personal accounts cannot be connected. Switch to a professional account in the Instagram app."), "text/html; charset=utf-8", statusCode: 400);
    }

    private static IResult Exchange(IFormCollection form, SandboxOptions options, Behaviour behaviour, Store store)
    {
        static IResult Refuse(string why) => Results.Json(new { error_type = "OAuthException", code = 400, error_message = why }, statusCode: 400);
        if (form["client_id"] != options.AppId || form["client_secret"] != options.AppSecret) return Refuse("Error validating client secret");
        return store.Change(world =>
        {
            var grant = world.Grants.Find(g => g.Code == form["code"]);
            if (grant is null || grant.ExpiresAt < store.Now || grant.RedirectUri != form["redirect_uri"]) return Refuse("Matching code was not found or was already used");
            world.Grants.Remove(grant);
            var shop = world.Shops.Find(s => s.Id == grant.ShopId)!;
            var token = Issue(world, store, shop.Id, grant.Scopes, longLived: false);
            // Both shapes are Meta's, down to which of the account's two numbers each one names.
            return behaviour.WrappedToken
                ? Results.Json(new { data = new[] { new { access_token = token.Value, user_id = shop.Id, permissions = string.Join(',', grant.Scopes) } } })
                : Results.Json(new { access_token = token.Value, user_id = shop.AppScopedId, permissions = grant.Scopes });
        });
    }

    private static IResult Extend(HttpRequest request, SandboxOptions options, Store store) => store.Change(world =>
    {
        if (request.Query["grant_type"] != "ig_exchange_token" || request.Query["client_secret"] != options.AppSecret) return GraphAnswers.Error(100, message: "Invalid parameter");
        return world.Tokens.Find(t => t.Value == request.Query["access_token"]) is { } token && !token.IsDead(store.Now)
            ? Answer(Issue(world, store, token.ShopId, token.Scopes, longLived: true)) : GraphAnswers.Error(190, 463, "Session has expired");
    });

    private static IResult Refresh(HttpRequest request, Store store) => store.Change(world =>
    {
        if (request.Query["grant_type"] != "ig_refresh_token") return GraphAnswers.Error(100, message: "Invalid parameter");
        if (world.Tokens.Find(t => t.Value == request.Query["access_token"] && t.LongLived) is not { } token || token.IsDead(store.Now)) return GraphAnswers.Error(190, 463, "Session has expired");
        return store.Now - token.IssuedAt < MinimumAge ? GraphAnswers.Error(10, message: "The token is too young to be refreshed") : Answer(Issue(world, store, token.ShopId, token.Scopes, longLived: true));
    });

    private static Token Issue(World world, Store store, string shopId, string[] scopes, bool longLived)
    {
        var token = new Token("IGAA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(40)), shopId, scopes, longLived, store.Now, store.Now + (longLived ? LongLife : ShortLife));
        world.Tokens.Add(token);
        return token;
    }

    private static IResult Answer(Token token) => Results.Json(new { access_token = token.Value, token_type = "bearer", expires_in = (long)(token.ExpiresAt - token.IssuedAt).TotalSeconds });
}
