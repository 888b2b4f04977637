using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>
/// Facebook Login: a person signs in as themselves, and the accounts are those behind their Pages. A Page's token has no end of its own, but what the person has allowed to be read ends some
/// weeks after they were last asked, and only they can prolong that.
/// </summary>
/// <remarks>Source: Meta, "Instagram API with Facebook Login: get started", "Long-lived access tokens", "Debugging access tokens"; meta-platform reference, sections 1.2 and 1.3.</remarks>
public sealed class FacebookOAuthClient(HttpClient http, IOptions<MetaOptions> options, TimeProvider clock) : IMetaLogin
{
    private const string AccountFields = "id,username,name,profile_picture_url,followers_count,follows_count,media_count,biography,website";
    /// <summary>Nobody has so many Pages; who has is not read for ever.</summary>
    private const int PagesPerCall = 100, MostCalls = 20;

    /// <summary>How long Meta lets data be read after the person was asked: where it does not say.</summary>
    public static readonly TimeSpan DataAccess = TimeSpan.FromDays(90);

    public static readonly IReadOnlyList<string> Scopes =
    [
        "instagram_basic", "instagram_manage_messages", "instagram_manage_comments", "instagram_content_publish", "instagram_manage_insights",
        "pages_show_list", "pages_read_engagement", "pages_manage_metadata", "pages_messaging", "business_management",
    ];

    private readonly MetaOptions meta = options.Value;
    private readonly GraphHttp graph = new(http, options.Value.CallTimeout);
    private readonly AccountEndpoints endpoints = new(options.Value);

    private string Root => $"{meta.FacebookGraphUrl.TrimEnd('/')}/{meta.ApiVersion}/";

    public IReadOnlyList<string> Indispensable { get; } = ["instagram_basic", "pages_show_list"];

    /// <remarks>What was refused once, Facebook asks for again only when it is told to.</remarks>
    public Uri AuthorizationUrl(string state, bool loginAnew) => new(
        $"{meta.FacebookUrl.TrimEnd('/')}/{meta.ApiVersion}/dialog/oauth?client_id={Uri.EscapeDataString(meta.MetaAppId)}&redirect_uri={Uri.EscapeDataString(meta.RedirectUri)}"
        + $"&response_type=code&scope={Uri.EscapeDataString(string.Join(',', Scopes))}&state={Uri.EscapeDataString(state)}&auth_type={(loginAnew ? "reauthenticate" : "rerequest")}");

    /// <returns>A token of about 60 days: those of Pages last only when they come from one that lasts.</returns>
    public async Task<Consent> ExchangeCode(string code, CancellationToken ct)
    {
        var shortLived = await Redeem($"redirect_uri={Uri.EscapeDataString(meta.RedirectUri)}&code={Uri.EscapeDataString(code.EndsWith("#_", StringComparison.Ordinal) ? code[..^2] : code)}", ct);
        var token = await Redeem($"grant_type=fb_exchange_token&fb_exchange_token={Uri.EscapeDataString(shortLived.Reveal())}", ct);
        var permissions = await Get(token, "me/permissions", ct);
        return new Consent(token, [.. permissions.Items("data").Where(p => p.Text("status") == "granted").Select(p => p.Text("permission")).OfType<string>()]);
    }

    /// <returns>One for each of the person's Pages.</returns>
    public async Task<IReadOnlyList<GrantedAccount>> ListAccounts(Consent consent, CancellationToken ct)
    {
        // The person's own token ends before those of their Pages, which have no end.
        var (personId, life) = await Inspect(consent.Token, ct, "data_access_expires_at");
        var accounts = new List<GrantedAccount>();
        string? after = "";
        for (var calls = 0; after is not null && calls < MostCalls; calls++)
        {
            var json = await Get(consent.Token, $"me/accounts?fields=id,name,access_token,instagram_business_account{{{AccountFields}}}&limit={PagesPerCall}{after}", ct);
            accounts.AddRange(json.Items("data").Select(page => Read(page, personId, life)));
            var paging = json.Inner("paging");
            after = paging.Text("next") is not null && paging.Inner("cursors").Text("after") is { } cursor ? "&after=" + Uri.EscapeDataString(cursor) : null;
        }
        return [.. accounts.DistinctBy(a => a.Page!.Id)];
    }

    /// <summary>The same token, which has no other, and how long it is good for now: the person may have signed in again meanwhile.</summary>
    public async Task<LongLivedToken> Refresh(AccessToken token, CancellationToken ct) => new(token, (await Inspect(token, ct, "expires_at", "data_access_expires_at")).Life);

    /// <summary>Without a token there is a Page which the person may see and not act for.</summary>
    private static GrantedAccount Read(JsonElement page, string personId, TimeSpan life)
    {
        var token = page.Text("access_token");
        var a = page.Inner("instagram_business_account");
        var profile = token is not null && a.Text("id") is { } id && a.Text("username") is { } username
            ? new InstagramProfile(
                id, personId, username, a.Text("name"), AccountType: null, a.Text("profile_picture_url"), a.Number("followers_count") ?? 0, a.Number("follows_count") ?? 0,
                a.Number("media_count") ?? 0, a.Text("biography"), a.Text("website"))
            : null;
        return new GrantedAccount(profile, new LongLivedToken(new AccessToken(token ?? ""), life), new FacebookPage(page.Must("id", CallKind.Repeatable), page.Text("name") ?? ""));
    }

    /// <param name="ends">Which of its ends count.</param>
    /// <exception cref="InstagramException">The token is dead, or what it may read has run out.</exception>
    private async Task<(string PersonId, TimeSpan Life)> Inspect(AccessToken token, CancellationToken ct, params string[] ends)
    {
        var json = await AsApp($"debug_token?input_token={Uri.EscapeDataString(token.Reveal())}&access_token={Uri.EscapeDataString($"{meta.MetaAppId}|{meta.MetaAppSecret}")}", ct);
        var data = json.Inner("data");
        if (data.Flag("is_valid") is not { } isValid) throw new InstagramException(new RetryLater(null));
        var life = Left(data, ends);
        if (!isValid || life <= TimeSpan.Zero) throw new InstagramException(new ReconnectAccount(190, 463) { Token = token });
        return (data.Must("user_id", CallKind.Repeatable), life);
    }

    /// <summary>Until the first of its ends; 0 is none.</summary>
    private TimeSpan Left(JsonElement data, string[] ends)
    {
        var known = ends.Select(end => long.TryParse(data.Text(end), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 0).Where(seconds => seconds > 0).ToList();
        return known.Count == 0 ? DataAccess : DateTimeOffset.FromUnixTimeSeconds(Math.Min(known.Min(), DateTimeOffset.MaxValue.ToUnixTimeSeconds())) - clock.GetUtcNow();
    }

    private async Task<AccessToken> Redeem(string query, CancellationToken ct)
    {
        var json = await AsApp($"oauth/access_token?client_id={Uri.EscapeDataString(meta.MetaAppId)}&client_secret={Uri.EscapeDataString(meta.MetaAppSecret)}&{query}", ct, codeRefused: true);
        return new AccessToken(json.Must("access_token", CallKind.Repeatable));
    }

    /// <summary>A call by the app's own credentials: that these are refused says nothing of anybody's login.</summary>
    private async Task<JsonElement> AsApp(string path, CancellationToken ct, bool codeRefused = false)
    {
        try
        {
            return await graph.Call(CallKind.Repeatable, HttpMethod.Get, Root + path, content: null, session: null, ct);
        }
        catch (InstagramException e) when (e.Failure is Refused or ReconnectAccount)
        {
            throw new InstagramException(codeRefused ? new Refused("code-refused", "Facebook refused the login.", e.Failure.Code, e.Failure.Subcode, e.Failure.TraceId) : new RetryLater(null, e.Failure.Code, e.Failure.Subcode, e.Failure.TraceId), e);
        }
    }

    private Task<JsonElement> Get(AccessToken token, string path, CancellationToken ct) =>
        graph.Call(CallKind.Repeatable, HttpMethod.Get, endpoints.OfFacebook(token, path), content: null, new InstagramSession(token, "me"), ct);
}
