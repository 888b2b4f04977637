using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>Instagram Login: a person signs in as the account itself. Its token lives about 60 days and can be given a new life.</summary>
/// <remarks>Source: Meta, "Business Login for Instagram".</remarks>
public sealed class InstagramOAuthClient(HttpClient http, IOptions<MetaOptions> options) : IMetaLogin
{
    /// <summary>Without it there is neither a name nor a token that can be renewed.</summary>
    private const string BasicScope = "instagram_business_basic";

    public static readonly IReadOnlyList<string> Scopes =
        [BasicScope, "instagram_business_manage_messages", "instagram_business_manage_comments", "instagram_business_content_publish", "instagram_business_manage_insights"];

    private readonly MetaOptions meta = options.Value;
    private readonly GraphHttp graph = new(http, options.Value.CallTimeout);
    private readonly InstagramClient instagram = new(http, options);

    public IReadOnlyList<string> Indispensable { get; } = [BasicScope];

    public Uri AuthorizationUrl(string state, bool loginAnew) => new(
        $"{meta.OAuthUrl.TrimEnd('/')}/oauth/authorize?client_id={Uri.EscapeDataString(meta.AppId)}&redirect_uri={Uri.EscapeDataString(meta.RedirectUri)}"
        + $"&response_type=code&scope={Uri.EscapeDataString(string.Join(',', Scopes))}&state={Uri.EscapeDataString(state)}{(loginAnew ? "&force_reauth=true" : "")}");

    /// <returns>A token of an hour.</returns>
    public async Task<Consent> ExchangeCode(string code, CancellationToken ct)
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
        return new Consent(new AccessToken(grant.Must("access_token", CallKind.Repeatable)), permissions);
    }

    /// <returns>The one account that has signed in.</returns>
    public async Task<IReadOnlyList<GrantedAccount>> ListAccounts(Consent consent, CancellationToken ct)
    {
        var token = await Token($"access_token?grant_type=ig_exchange_token&client_secret={Uri.EscapeDataString(meta.AppSecret)}", consent.Token, ct);
        return [new GrantedAccount(await instagram.GetProfile(new InstagramSession(token.Token, "me"), ct), token)];
    }

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
