using System.Net;
using System.Security.Cryptography;
using System.Text;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.OAuth;

/// <summary>Facebook Login: its dialog, the person's tokens, their Pages with tokens of their own, and what a token is good for.</summary>
/// <remarks>Source: meta-platform reference, sections 1.2 and 1.3.</remarks>
internal static class FacebookEndpoints
{
    /// <summary>In place of a host name of its own.</summary>
    public const string Host = "/facebook";

    private const string Html = "text/html; charset=utf-8";
    /// <summary>Few, so that whoever has many Pages is read in several answers.</summary>
    private const int MostPages = 3;
    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(1), LongLife = TimeSpan.FromDays(60), NoEnd = TimeSpan.FromDays(36_500), DataAccess = TimeSpan.FromDays(90);

    public static void MapFacebook(this IEndpointRouteBuilder host)
    {
        host.MapGet("/dialog/oauth", Page);
        host.MapPost("/dialog/oauth", Decide).DisableAntiforgery();
        var tokens = host.MapGroup("").AddEndpointFilter(OAuthEndpoints.Failing);
        tokens.MapGet("/oauth/access_token", Exchange);
        tokens.MapGet("/debug_token", Debug);
        tokens.MapGet("/me/permissions", (HttpRequest request, SandboxOptions options, Store store) => AsPerson(request, options, store, (_, person) =>
            Results.Json(new { data = person.Scopes.Select(scope => new { permission = scope, status = "granted" }).Append(new { permission = "public_profile", status = "granted" }).Append(new { permission = "email", status = "declined" }) })));
        tokens.MapGet("/me/accounts", (HttpRequest request, SandboxOptions options, Store store, PublicAddress address) => AsPerson(request, options, store, (world, person) => Pages(world, person, request.Query, store.Now, address)));
    }

    /// <param name="shops">Whose Pages the person has ticked.</param>
    /// <returns>Where the browser goes after the person has agreed; null when there is no such Page.</returns>
    public static string? Approve(Store store, IReadOnlyList<string> shops, string redirectUri, string scope, string state) => store.Change(world =>
    {
        var ticked = shops.Select(name => world.Shops.Find(s => s.Username == name || s.Id == name)).ToList();
        if (ticked.Contains(null)) return null;
        var code = "AQFB" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        var person = ticked.FirstOrDefault()?.OwnerId ?? "55000000000000";
        world.FacebookGrants.Add(new FacebookGrant(code, person, [.. ticked.Select(s => s!.Id)], redirectUri, scope.Split(',', ' '), store.Now + ShortLife));
        return $"{redirectUri}?code={code}&state={WebUtility.UrlEncode(state)}#_=_";
    });

    /// <summary>Whether the caller holds the app's secret, and not a token alone.</summary>
    public static bool IsProven(HttpRequest request, string token, SandboxOptions options) =>
        request.Query["appsecret_proof"] == Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.MetaAppSecret), Encoding.UTF8.GetBytes(token)));

    public static IResult NotProven() => GraphAnswers.Error(100, message: "API calls from the server require an appsecret_proof argument");

    private static IResult Page(HttpRequest request, SandboxOptions options, Store store)
    {
        var query = request.Query;
        if (options.MetaAppId.Length == 0 || query["client_id"] != options.MetaAppId) return Results.Content(ConsentPage.Problem("This app id is not known."), Html, statusCode: 400);
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out _)) return Results.Content(ConsentPage.Problem("redirect_uri is missing."), Html, statusCode: 400);
        return Results.Content(ConsentPage.AskForPages(store.Read(w => w.Shops.ToList()), query["redirect_uri"].ToString(), query["scope"].ToString(), query["state"].ToString()), Html);
    }

    private static IResult Decide(IFormCollection form, Store store)
    {
        string redirect = form["redirect_uri"].ToString(), state = form["state"].ToString();
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _)) return Results.Content(ConsentPage.Problem("redirect_uri is missing."), Html, statusCode: 400);
        if (form["decision"] != "allow")
            return Results.Redirect($"{redirect}?error=access_denied&error_code=200&error_reason=user_denied&error_description=Permissions+error&state={WebUtility.UrlEncode(state)}");
        return Approve(store, [.. form["shop"].OfType<string>()], redirect, form["scope"].ToString(), state) is { } target ? Results.Redirect(target)
            : Results.Content(ConsentPage.Problem("There is no such Page."), Html, statusCode: 400);
    }

    /// <summary>A code for a token of an hour, or such a token for one of 60 days.</summary>
    private static IResult Exchange(HttpRequest request, SandboxOptions options, Store store)
    {
        var query = request.Query;
        if (options.MetaAppId.Length == 0 || query["client_id"] != options.MetaAppId || query["client_secret"] != options.MetaAppSecret) return GraphAnswers.Error(1, message: "Error validating client secret.");
        return store.Change(world =>
        {
            if (query["grant_type"] == "fb_exchange_token")
                return world.Tokens.Find(t => t.Value == query["fb_exchange_token"] && t.Kind is TokenKind.Person) is { } old && !old.IsDead(store.Now)
                    ? Answer(Issue(world, store.Now, old.PersonId!, old.ShopIds, old.Scopes, longLived: true, old.DataAccessUntil!.Value)) : GraphAnswers.Error(190, 463, "Session has expired");
            if (world.FacebookGrants.Find(g => g.Code == query["code"]) is not { } grant || grant.ExpiresAt < store.Now || grant.RedirectUri != query["redirect_uri"])
                return GraphAnswers.Error(100, 36009, "This authorization code has been used.");
            world.FacebookGrants.Remove(grant);
            // It is the person's, and begins anew with each of their logins, for every token of theirs.
            foreach (var token in world.Tokens.Where(t => t.PersonId == grant.PersonId)) token.DataAccessUntil = store.Now + DataAccess;
            return Answer(Issue(world, store.Now, grant.PersonId, grant.ShopIds, grant.Scopes, longLived: false, store.Now + DataAccess));
        });
    }

    /// <summary>An answer of 200 whatever the token is.</summary>
    private static IResult Debug(HttpRequest request, SandboxOptions options, Store store) => store.Read(world =>
    {
        if (request.Query["access_token"] != $"{options.MetaAppId}|{options.MetaAppSecret}") return GraphAnswers.Error(190, message: "Invalid OAuth access token signature.");
        if (world.Tokens.Find(t => t.Value == request.Query["input_token"] && t.Kind is not TokenKind.Account) is not { } token)
            return Results.Json(new { data = new { is_valid = false, error = new { code = 190, message = "The access token could not be decrypted" } } });
        return Results.Json(new
        {
            data = new
            {
                app_id = options.MetaAppId,
                type = token.Kind is TokenKind.Page ? "PAGE" : "USER",
                // That the data have run out does not make a token invalid.
                is_valid = !token.Revoked && token.ExpiresAt > store.Now,
                issued_at = token.IssuedAt.ToUnixTimeSeconds(),
                expires_at = token.Kind is TokenKind.Page ? 0 : token.ExpiresAt.ToUnixTimeSeconds(),
                data_access_expires_at = token.DataAccessUntil!.Value.ToUnixTimeSeconds(),
                scopes = token.Scopes,
                user_id = token.PersonId,
            },
        });
    });

    private static IResult Pages(World world, Token person, IQueryCollection query, DateTimeOffset now, PublicAddress address)
    {
        var shops = person.ShopIds.Select(id => world.Shops.Find(s => s.Id == id)!).ToList();
        var from = query["after"].ToString() is { Length: > 0 } after ? shops.FindIndex(s => s.PageId == after) + 1 : 0;
        var shown = shops.Skip(from).Take(Math.Min(MostPages, int.TryParse(query["limit"], out var limit) ? limit : 25)).ToList();
        var data = shown.ConvertAll(shop =>
        {
            var page = new Dictionary<string, object> { ["id"] = shop.PageId, ["name"] = shop.Name, ["access_token"] = PageToken(world, person, shop, now).Value };
            if (shop.CanConnect && person.Scopes.Contains("instagram_basic")) page["instagram_business_account"] = Account(world, shop, address);
            return page;
        });
        return from + shown.Count >= shops.Count ? Results.Json(new { data })
            : Results.Json(new { data, paging = new { cursors = new { after = shown[^1].PageId }, next = "https://graph.facebook.com/next?after=" + shown[^1].PageId } });
    }

    /// <summary>Neither <c>user_id</c> nor <c>account_type</c>: they are Instagram Login's.</summary>
    private static object Account(World world, Shop shop, PublicAddress address) => new
    {
        id = shop.Id,
        username = shop.Username,
        name = shop.Name,
        profile_picture_url = address.Avatar(shop.Username),
        followers_count = shop.Followers,
        follows_count = 180,
        media_count = world.Media.Count(m => m.ShopId == shop.Id),
        biography = shop.Biography,
    };

    /// <summary>From a token that lasts, one without an end.</summary>
    private static Token PageToken(World world, Token person, Shop shop, DateTimeOffset now)
    {
        var token = new Token("EAAP" + Convert.ToHexString(RandomNumberGenerator.GetBytes(40)), shop.Id, person.Scopes, person.LongLived, now, person.LongLived ? now + NoEnd : person.ExpiresAt)
        {
            Kind = TokenKind.Page,
            PersonId = person.PersonId,
            DataAccessUntil = person.DataAccessUntil,
        };
        world.Tokens.Add(token);
        return token;
    }

    private static IResult AsPerson(HttpRequest request, SandboxOptions options, Store store, Func<World, Token, IResult> work)
    {
        var value = GraphPipeline.TokenOf(request);
        return store.Change(world => world.Tokens.Find(t => t.Value == value && t.Kind is TokenKind.Person) is not { } person || person.IsDead(store.Now)
            ? GraphAnswers.Error(190, 463, "Invalid OAuth access token", 401)
            : IsProven(request, value, options) ? work(world, person) : NotProven());
    }

    private static Token Issue(World world, DateTimeOffset now, string personId, string[] shopIds, string[] scopes, bool longLived, DateTimeOffset dataAccessUntil)
    {
        var token = new Token("EAAG" + Convert.ToHexString(RandomNumberGenerator.GetBytes(40)), "", scopes, longLived, now, now + (longLived ? LongLife : ShortLife))
        {
            Kind = TokenKind.Person,
            PersonId = personId,
            ShopIds = shopIds,
            DataAccessUntil = dataAccessUntil,
        };
        world.Tokens.Add(token);
        return token;
    }

    private static IResult Answer(Token token) => Results.Json(new { access_token = token.Value, token_type = "bearer", expires_in = (long)(token.ExpiresAt - token.IssuedAt).TotalSeconds });
}
