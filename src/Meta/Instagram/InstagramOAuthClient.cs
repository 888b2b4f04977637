using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>A token of an hour, and what its owner has granted.</summary>
public sealed record ShortLivedGrant(AccessToken Token, IReadOnlyList<string> Permissions);

/// <summary>A token of about 60 days.</summary>
public sealed record LongLivedToken(AccessToken Token, TimeSpan ExpiresIn);

/// <summary>The way from a person's consent to a token that lasts.</summary>
/// <remarks>Source: Meta, "Business Login for Instagram".</remarks>
public sealed class InstagramOAuthClient(HttpClient http, IOptions<MetaOptions> options)
{
    /// <summary>Without it there is nothing that an account could be connected for: neither its name nor a token that can be renewed.</summary>
    public const string BasicScope = "instagram_business_basic";

    public static readonly IReadOnlyList<string> Scopes =
        [BasicScope, "instagram_business_manage_messages", "instagram_business_manage_comments", "instagram_business_content_publish", "instagram_business_manage_insights"];

    private readonly MetaOptions meta = options.Value;
    private readonly GraphHttp graph = new(http, options.Value.CallTimeout);

    /// <summary>Where the browser has to go.</summary>
    /// <param name="loginAnew">Meta asks who signs in, even if it knows somebody.</param>
    public Uri AuthorizationUrl(string state, bool loginAnew) => new(
        $"{meta.OAuthUrl.TrimEnd('/')}/oauth/authorize?client_id={Uri.EscapeDataString(meta.AppId)}&redirect_uri={Uri.EscapeDataString(meta.RedirectUri)}"
        + $"&response_type=code&scope={Uri.EscapeDataString(string.Join(',', Scopes))}&state={Uri.EscapeDataString(state)}{(loginAnew ? "&force_reauth=true" : "")}");

    /// <exception cref="InstagramException">The code is used, expired or not ours; or Meta did not answer.</exception>
    public async Task<ShortLivedGrant> ExchangeCode(string code, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = meta.AppId,
            ["client_secret"] = meta.AppSecret,
            ["grant_type"] = "authorization_code",
            ["redirect_uri"] = meta.RedirectUri,
            ["code"] = code.EndsWith("#_", StringComparison.Ordinal) ? code[..^2] : code,
        });
        var json = await graph.Call(CallKind.Repeatable, HttpMethod.Post, $"{meta.ApiUrl.TrimEnd('/')}/oauth/access_token", form, session: null, ct);
        // Documented in an array, shipped flat.
        var grant = json.Items("data").FirstOrDefault() is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : json;
        var permissions = grant.Items("permissions").Select(p => p.GetString() ?? "").ToList();
        if (permissions.Count == 0) permissions = [.. (grant.Text("permissions") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new ShortLivedGrant(new AccessToken(grant.Must("access_token", CallKind.Repeatable)), permissions);
    }

    public Task<LongLivedToken> ExtendToken(AccessToken shortLived, CancellationToken ct) =>
        Token($"access_token?grant_type=ig_exchange_token&client_secret={Uri.EscapeDataString(meta.AppSecret)}", shortLived, ct);

    /// <summary>A new life of 60 days. The token must be 24 hours old and not expired.</summary>
    public Task<LongLivedToken> Refresh(AccessToken token, CancellationToken ct) => Token("refresh_access_token?grant_type=ig_refresh_token", token, ct);

    private async Task<LongLivedToken> Token(string path, AccessToken token, CancellationToken ct)
    {
        var json = await graph.Call(
            CallKind.Repeatable, HttpMethod.Get, $"{meta.GraphUrl.TrimEnd('/')}/{path}&access_token={Uri.EscapeDataString(token.Reveal())}", content: null, session: null, ct);
        var seconds = json.Number("expires_in");
        if (seconds is null or <= 0) throw new InstagramException(new RetryLater(null));
        return new LongLivedToken(new AccessToken(json.Must("access_token", CallKind.Repeatable)), TimeSpan.FromSeconds(seconds.Value));
    }
}
