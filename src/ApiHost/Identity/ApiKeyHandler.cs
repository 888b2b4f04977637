using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SocialSelling.Identity;

/// <summary>API keys, wherever an access token may stand. They are told apart by how they begin.</summary>
/// <remarks>It logs nothing: that somebody was refused stands with the request, as it does for access tokens.</remarks>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, ApiKeys keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    public const string SchemeName = "ApiKey", EitherName = "TokenOrKey";

    /// <summary>On a principal: the hash of the text that was brought. A key may have two texts for a while, and a connection stays only as long as its own counts.</summary>
    public const string TextClaim = "text";
    private const string Bearer = "Bearer ";

    public static string SchemeOf(HttpContext http) => Presented(http.Request) is null ? JwtBearerDefaults.AuthenticationScheme : SchemeName;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented(Request) is not { } text) return AuthenticateResult.NoResult();
        if (await keys.Find(text, Context.RequestAborted) is not { } key) return AuthenticateResult.Fail("This is no key that counts.");
        var identity = new ClaimsIdentity([new("sub", key.Id.ToString()), new("role", Roles.User), new(Permissions.ScopesClaim, string.Join(' ', key.Scopes)), new(TextClaim, Convert.ToHexString(SecretToken.HashOf(text)))], Scheme.Name, "sub", "role");
        // Live connections close by it.
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = key.ExpiresAt }, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    /// <returns>Null when none is brought: an access token, or nothing.</returns>
    private static string? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var brought = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : request.Path.StartsWithSegments("/hubs") ? request.Query["access_token"].ToString() : "";
        return brought.StartsWith(ApiKeys.Mark, StringComparison.Ordinal) ? brought : null;
    }
}
