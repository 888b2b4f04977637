using System.Net;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>The second way: somebody signs in at Facebook as themselves, and the accounts are those behind their Pages.</summary>
[Collection(nameof(MovableProduct))]
public sealed class FacebookLoginTests(MovableProduct product)
{
    private static int shops;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_ways_are_offered_the_main_one_first()
    {
        var (seller, _) = await NewSeller();
        await using var __ = seller;

        Assert.Equal(["instagram", "facebook"], (await seller.Get("/api/instagram/oauth/ways")).GetProperty("ways").EnumerateArray().Select(w => w.GetString()));
        var url = new Uri(await Begin(seller));
        Assert.Equal((product.Meta.Address + "/facebook/v25.0/dialog/oauth", "2222"), (url.GetLeftPart(UriPartial.Path), HttpUtility.ParseQueryString(url.Query)["client_id"]));
        Assert.Contains("instagram_manage_messages", HttpUtility.ParseQueryString(url.Query)["scope"], StringComparison.Ordinal);
        Assert.Equal("reauthenticate", HttpUtility.ParseQueryString(new Uri(await Begin(seller, switchAccount: true)).Query)["auth_type"]);
    }

    [Fact]
    public async Task The_only_account_is_connected_at_once_and_everything_of_it_goes_by_its_Page()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var account = Connected(await Back(seller, await Allow(seller, shop)));
        var view = await seller.Account(account);
        Assert.Equal(("facebook", "active", shop), (view.GetProperty("way").GetString(), view.GetProperty("status").GetString(), view.GetProperty("username").GetString()));
        Assert.Equal((true, false), (await product.Meta.IsSubscribed(shop, byPage: true), await product.Meta.IsSubscribed(shop)));
        Assert.Empty((await seller.Get($"/api/accounts/{account}/health")).GetProperty("webhook").GetProperty("missing").EnumerateArray());

        // Messages: in by a webhook that the other secret signs, out by the Page, and the echo names the app by its other number.
        await product.Meta.Write(shop, "maya", "How much is the mug?");
        var conversation = await Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        await seller.Reply(conversation, "Twelve");
        await Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Exists(m => m.GetProperty("text").GetString() == "Twelve"), what: "The answer at Meta");
        await Eventually.True(async () => (await seller.Messages(conversation)).Exists(m => m.GetProperty("text").GetString() == "Twelve" && m.GetProperty("status").GetString() == "sent"), what: "The answer's end");
        await product.Meta.Write(shop, "maya", "Thank you");
        await Eventually.True(async () => (await seller.Messages(conversation)).Count == 3, what: "What came after the echo");

        // Posts and comments.
        var post = await seller.Schedule(account, await seller.UploadPicture(), "New mugs", product.Clock.GetUtcNow().AddMinutes(20));
        await product.Move(TimeSpan.FromMinutes(21));
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", what: "The post");
        var medium = (await product.Meta.Posts(shop))[0].GetProperty("id").GetString()!;
        await product.Meta.Comment(shop, medium, "maya", "Is it blue?");
        var comment = await Eventually.Value(async () => (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").EnumerateArray().Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The comment");
        Assert.Equal((HttpStatusCode.OK, ""), await seller.Try(HttpMethod.Patch, $"/api/comments/{comment}", new { hidden = true }));

        var platformId = view.GetProperty("platformAccountId").GetString()!;
        var calls = (await product.Meta.Calls("/")).Where(c => c.GetProperty("account").GetString() == platformId).Select(c => c.GetProperty("path").GetString()!).ToList();
        Assert.All(calls, path => Assert.StartsWith("/facebook/v25.0/", path, StringComparison.Ordinal));
        Assert.Contains($"/facebook/v25.0/{PageOf(platformId)}/messages", calls);
        Assert.Contains($"/facebook/v25.0/{PageOf(platformId)}/subscribed_apps", calls);
        Assert.Contains($"/facebook/v25.0/{platformId}/media_publish", calls);
        Assert.All(await product.Meta.Calls($"/facebook/v25.0/{PageOf(platformId)}"), c => Assert.Equal(200, c.GetProperty("status").GetInt32()));

        await seller.Delete($"/api/accounts/{account}");
        Assert.False(await product.Meta.IsSubscribed(shop, byPage: true));
    }

    [Fact]
    public async Task Of_several_accounts_those_are_connected_that_the_person_chooses_and_no_others()
    {
        var (seller, first) = await NewSeller();
        await using var _ = seller;
        var (stranger, __) = await NewSeller();
        await using var ___ = stranger;
        // More Pages than Meta lists at once, one of them without an account that counts.
        List<string> pages = [first, await NewShop(), await NewShop(), await NewShop(), await NewShop(), "just.tom"];

        var choice = Choice(await Back(seller, await Allow(seller, first, pages: pages)));

        Assert.Empty(await Accounts(seller));
        var offered = await seller.Get($"/api/account-choices/{choice}");
        var accounts = offered.GetProperty("accounts").EnumerateArray().ToDictionary(a => a.GetProperty("username").GetString()!, a => a.GetProperty("accountId").GetGuid());
        Assert.Equal(pages.SkipLast(1).Order(), accounts.Keys.Order());
        Assert.All(offered.GetProperty("accounts").EnumerateArray(), a => Assert.False(a.GetProperty("connected").GetBoolean()));
        Assert.Equal(0, await product.Scalar<long>("select count(*) from account_choices where position('EAAP'::bytea in accounts) > 0 or position('username'::bytea in accounts) > 0"));
        var chosen = new { accountIds = new[] { accounts[pages[1]], accounts[pages[4]] } };
        Assert.Equal((HttpStatusCode.NotFound, "account-choice-not-found"), await stranger.Try(HttpMethod.Get, $"/api/account-choices/{choice}", null));
        Assert.Equal((HttpStatusCode.NotFound, "account-choice-not-found"), await stranger.Try(HttpMethod.Post, $"/api/account-choices/{choice}", chosen));
        Assert.Equal(HttpStatusCode.BadRequest, (await seller.Try(HttpMethod.Post, $"/api/account-choices/{choice}", new { accountIds = Array.Empty<Guid>() })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await seller.Try(HttpMethod.Post, $"/api/account-choices/{choice}", new { accountIds = new[] { accounts[pages[1]], Guid.NewGuid() } })).Status);

        var results = (await seller.Post($"/api/account-choices/{choice}", chosen)).GetProperty("accounts").EnumerateArray().ToList();

        Assert.All(results, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("error").ValueKind));
        Assert.Equal(chosen.accountIds.Order(), (await Accounts(seller)).Order());
        Assert.True(await product.Meta.IsSubscribed(pages[1], byPage: true));
        Assert.False(await product.Meta.IsSubscribed(pages[2], byPage: true));
        Assert.Equal((HttpStatusCode.NotFound, "account-choice-not-found"), await seller.Try(HttpMethod.Post, $"/api/account-choices/{choice}", chosen));
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from account_choices where id = '{choice}'"));
    }

    [Fact]
    public async Task A_choice_is_over_after_ten_minutes_and_belongs_to_the_session_that_asked()
    {
        var (seller, first) = await NewSeller();
        await using var _ = seller;
        List<string> pages = [first, await NewShop()];
        var late = Choice(await Back(seller, await Allow(seller, first, pages: pages)));
        Assert.Equal(HttpStatusCode.OK, (await seller.Try(HttpMethod.Get, $"/api/account-choices/{late}", null)).Status);

        await product.Move(TimeSpan.FromMinutes(10.1));
        Assert.Equal((HttpStatusCode.NotFound, "account-choice-not-found"), await seller.Try(HttpMethod.Get, $"/api/account-choices/{late}", null));
        await product.Services.GetRequiredService<AccountChoiceRepository>().Prune(product.Clock.GetUtcNow(), Cancel);
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from account_choices where id = '{late}'"));

        var others = Choice(await Back(seller, await Allow(seller, first, pages: pages)));
        await product.Scalar<Guid>($"""
            with other as (insert into sessions (id, user_id, session_token, expires_at) values (gen_random_uuid(), '{seller.UserId}', gen_random_uuid()::text, now() + interval '1 year') returning id)
            update account_choices set session_id = other.id from other where account_choices.id = '{others}' returning account_choices.id
            """);
        Assert.Equal((HttpStatusCode.NotFound, "account-choice-not-found"), await seller.Try(HttpMethod.Get, $"/api/account-choices/{others}", null));
    }

    [Fact]
    public async Task What_hinders_one_of_the_chosen_accounts_hinders_no_other()
    {
        var (owner, taken, _) = await product.Shop();
        await using var __ = owner;
        var (seller, first) = await NewSeller();
        await using var ___ = seller;
        await product.Scalar<Guid>($"update users set subscription_tier = 'FREE' where id = '{seller.UserId}' returning id");
        List<string> pages = [taken, first, await NewShop()];
        var choice = Choice(await Back(seller, await Allow(seller, first, pages: pages)));
        var offered = (await seller.Get($"/api/account-choices/{choice}")).GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("accountId").GetGuid());

        var results = (await seller.Post($"/api/account-choices/{choice}", new { accountIds = offered })).GetProperty("accounts").EnumerateArray().ToDictionary(r => r.GetProperty("username").GetString()!);

        Assert.Equal("already_connected", results[taken].GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, results[first].GetProperty("error").ValueKind);
        Assert.Equal(("account_limit", "FREE", 1), (results[pages[2]].GetProperty("error").GetString(), results[pages[2]].GetProperty("limit").GetProperty("tier").GetString(), results[pages[2]].GetProperty("limit").GetProperty("limit").GetInt32()));
        Assert.Single(await Accounts(seller));
    }

    [Fact]
    public async Task Who_has_nothing_to_connect_is_told_what_is_missing()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;

        Assert.Equal("/accounts?error=no_page&way=facebook", await Back(seller, await Allow(seller, shop, pages: [])));
        Assert.Equal("/accounts?error=no_linked_account&way=facebook", await Back(seller, await Allow(seller, shop, pages: ["just.tom"])));
        Assert.Equal("/accounts?error=basic_scope_missing&way=facebook", await Back(seller, await Allow(seller, shop, scopes: "pages_show_list,instagram_manage_messages")));
        Assert.Equal("/accounts?error=basic_scope_missing&way=facebook", await Back(seller, await Allow(seller, shop, scopes: "instagram_basic,instagram_manage_messages")));
        Assert.Equal("/accounts?error=access_denied&way=facebook", await Back(seller, $"error=access_denied&error_code=200&error_reason=user_denied&state={StateOf(await Begin(seller))}"));
        Assert.Equal("/accounts?error=code_refused&way=facebook", await Back(seller, $"code=AQFBmadeup&state={StateOf(await Begin(seller))}"));
        Assert.Empty(await Accounts(seller));

        // What was not allowed is named, and asked for again.
        var account = Connected(await Back(seller, await Allow(seller, shop, scopes: "instagram_basic,pages_show_list,pages_manage_metadata,instagram_manage_messages")));
        Assert.Equal(["comments", "publishing", "insights"], await Missing(seller, account));
        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, await Again(seller, account)))));
        Assert.Empty(await Missing(seller, account));
    }

    [Fact]
    public async Task An_account_of_another_workspace_stays_there()
    {
        var (owner, shop, account) = await product.Shop();
        await using var _ = owner;
        var (stranger, __) = await NewSeller();
        await using var ___ = stranger;

        Assert.Equal("/accounts?error=already_connected&way=facebook", await Back(stranger, await Allow(stranger, shop)));

        Assert.Empty(await Accounts(stranger));
        Assert.Equal(("active", "instagram"), ((await owner.Account(account)).GetProperty("status").GetString(), (await owner.Account(account)).GetProperty("way").GetString()));
        Assert.False(await product.Meta.IsSubscribed(shop, byPage: true));
    }

    [Fact]
    public async Task A_login_that_died_can_be_renewed_in_either_way_and_the_account_goes_on()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Write(shop, "maya", "How much is the mug?");
        var conversation = await Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Patience", product.Clock.GetUtcNow().AddMinutes(20));
        await product.Meta.Revoke(shop);
        await seller.TryReply(conversation, "Twelve");
        await Eventually.True(async () => (await seller.Account(account)).GetProperty("status").GetString() == "token_expired", what: "The end of the login");

        // The same account by the other way, out of several: the one that was asked for, without a question.
        var back = await product.Meta.Approve(shop, await Again(seller, account, "facebook"), pages: [await NewShop(), shop]);
        Assert.Equal(account, Connected(await Back(seller, back)));
        Assert.Equal("facebook", (await seller.Account(account)).GetProperty("way").GetString());
        Assert.Equal(HttpStatusCode.Created, await seller.TryReply(conversation, "Twelve, as I said"));
        await Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Exists(m => m.GetProperty("text").GetString() == "Twelve, as I said"), what: "The answer");
        await product.Move(TimeSpan.FromMinutes(21));
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", what: "The post");

        // Another one than the one that was asked for is not taken.
        Assert.Equal($"/accounts?error=other_account&for={account}&way=facebook", await Back(seller, await product.Meta.Approve(await NewShop(), await Again(seller, account, "facebook"))));

        // A call that Meta answers with a dead login ends this way as it ends the other, and connecting again asks in the way that it came by.
        await product.Meta.Fault("/messages", "error", code: 190, subcode: 460, method: "POST", account: shop);
        await seller.TryReply(conversation, "Still there?");
        await Eventually.True(async () => (await seller.Account(account)).GetProperty("status").GetString() == "token_expired", what: "The end of the second login");
        var again = await Again(seller, account);
        Assert.Contains("/facebook/v25.0/dialog/oauth", again, StringComparison.Ordinal);
        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, again))));

        // While it works it can change its way too, and nothing is told twice from then on.
        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, await Again(seller, account, "instagram")))));
        Assert.Equal((true, false), (await product.Meta.IsSubscribed(shop), await product.Meta.IsSubscribed(shop, byPage: true)));
        Assert.Equal(conversation, Assert.Single(await seller.Conversations()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_token_of_a_Page_stays_as_it_is_and_its_time_begins_anew_only_when_the_person_signs_in()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var account = Connected(await Back(seller, await Allow(seller, shop)));
        var first = await Token(account);
        Assert.InRange(first.ExpiresAt - product.Clock.GetUtcNow(), TimeSpan.FromDays(89.9), TimeSpan.FromDays(90));

        await product.Move(TimeSpan.FromDays(55));
        await product.Remind(account, "token");
        var second = await Token(account);
        Assert.Equal(first.Value, second.Value);
        Assert.InRange(second.ExpiresAt - product.Clock.GetUtcNow(), TimeSpan.FromDays(34.9), TimeSpan.FromDays(35));

        // The person signs in once more, for whatever: every token of theirs has 90 days again.
        var (other, __) = await NewSeller();
        await using var ___ = other;
        await Back(other, await Allow(other, shop));
        await product.Move(TimeSpan.FromDays(25));
        await product.Remind(account, "token");
        Assert.Equal(first.Value, (await Token(account)).Value);
        Assert.InRange((await Token(account)).ExpiresAt - product.Clock.GetUtcNow(), TimeSpan.FromDays(64.9), TimeSpan.FromDays(65));

        // Nobody signs in.
        await product.Move(TimeSpan.FromDays(66));
        await product.Remind(account, "token");
        Assert.Equal(AccountStatus.TokenExpired, (await Health(account)).Status);
        Assert.Null((await Health(account)).Token.RefreshAt);
    }

    [Fact]
    public async Task People_are_told_in_time_that_somebody_has_to_sign_in_again()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var account = Connected(await Back(seller, await Allow(seller, shop)));
        Task<long> Told() => product.Scalar<long>($"select count(*) from notifications where user_id = '{seller.UserId}' and kind = 'account.token-expiring'");

        await product.Move(TimeSpan.FromDays(82.5));
        await product.Remind(account, "token");
        Assert.Equal(0, await Told());
        await product.Move(TimeSpan.FromDays(1));
        await product.Remind(account, "token");
        await product.Remind(account, "token");
        await Eventually.True(async () => await Told() == 1, what: "What is told of seven days");
        await product.Deactivate(account);
        await product.Remind(account, "token");
        await product.Move(TimeSpan.FromDays(4));
        await product.Remind(account, "token");
        await Eventually.True(async () => await Told() == 2, what: "What is told of three days");
        Assert.Equal(AccountStatus.Active, (await Health(account)).Status);
    }

    [Fact]
    public async Task That_Meta_refuses_the_apps_own_credentials_ends_nobodys_login()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var account = Connected(await Back(seller, await Allow(seller, shop)));

        await product.Move(TimeSpan.FromDays(60));
        await product.Meta.Fault("/facebook/v25.0/debug_token", "error", code: 190);
        await product.Remind(account, "token");
        Assert.Equal(AccountStatus.Active, (await Health(account)).Status);

        await product.Meta.Revoke(shop);
        await product.Remind(account, "token");
        Assert.Equal(AccountStatus.TokenExpired, (await Health(account)).Status);
    }

    [Theory]
    [InlineData("/facebook/v25.0/oauth/access_token", "reset")]
    [InlineData("/facebook/v25.0/oauth/access_token", "delay")]
    [InlineData("/facebook/v25.0/me/permissions", "error")]
    [InlineData("/facebook/v25.0/debug_token", "reset")]
    [InlineData("/facebook/v25.0/me/accounts", "error")]
    [InlineData("/facebook/v25.0/me/accounts", "delay")]
    public async Task When_Meta_does_not_answer_nothing_is_left_half_done(string path, string kind)
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        await product.Meta.Fault(path, kind, delayMs: kind == "delay" ? 3_000 : 0, code: 2);

        Assert.Equal("/accounts?error=instagram_unavailable&way=facebook", await Back(seller, await Allow(seller, shop)));

        Assert.Equal(0, await product.Scalar<long>($"select count(*) from client_accounts where username = '{shop}'"));
        Assert.NotEqual(Guid.Empty, Connected(await Back(seller, await Allow(seller, shop))));
    }

    [Fact]
    public async Task The_state_counts_once_in_its_browser_and_ten_minutes_as_in_the_other_way()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var (stranger, __) = await NewSeller();
        await using var ___ = stranger;
        var back = await Allow(seller, shop);

        Assert.Equal("/accounts?error=invalid_state", await Back(stranger, back));
        Assert.Equal("/accounts?connected=", (await Back(seller, back))[..20]);
        Assert.Equal("/accounts?error=state_used", await Back(seller, back));
        var late = await Allow(seller, shop);
        await product.Move(TimeSpan.FromMinutes(10.1));
        Assert.Equal("/accounts?error=state_expired", await Back(seller, late));
    }

    [Theory]
    [InlineData("person")]
    [InlineData("account")]
    public async Task Whoever_removes_the_app_at_Facebook_is_disconnected(string id)
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var account = Connected(await Back(seller, await Allow(seller, shop)));

        Assert.Equal(200, (await product.Meta.Leave(shop, "deauthorize", id, secret: "meta")).GetProperty("status").GetInt32());

        await Eventually.True(async () => (await seller.Account(account)).GetProperty("status").GetString() == "disconnected", what: "The account's end");
        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from oauth_tokens where client_account_id = '{account}'") == 0, what: "The login's end");
    }

    [Fact]
    public async Task No_token_of_it_stands_in_the_log()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        Connected(await Back(seller, await Allow(seller, shop)));
        await product.Meta.Fault("/facebook/v25.0/me/accounts", "error", code: 2);
        await Back(seller, await Allow(seller, shop));

        string[] secrets = ["EAAG", "EAAP", "AQFB", "appsecret_proof", ProcessCluster.MetaAppSecret];
        Assert.DoesNotContain(product.Log.Lines, line => Array.Exists(secrets, secret => (line.Text + line.Error).Contains(secret, StringComparison.Ordinal)));
    }

    private async Task<string> NewShop()
    {
        var shop = $"facebook.{Interlocked.Increment(ref shops)}";
        await product.Meta.AddShop(shop);
        return shop;
    }

    private async Task<(Seller Seller, string Shop)> NewSeller() => (await Seller.SignUp(product.Url), await NewShop());

    private static async Task<string> Begin(Seller seller, bool switchAccount = false) =>
        (await seller.Post("/api/instagram/oauth/start", new { way = "facebook", switchAccount })).GetProperty("authorizationUrl").GetString()!;

    /// <param name="way">As it came, when left out.</param>
    private static async Task<string> Again(Seller seller, Guid accountId, string? way = null) =>
        (await seller.Post("/api/instagram/oauth/start", new { accountId, way })).GetProperty("authorizationUrl").GetString()!;

    private async Task<Uri> Allow(Seller seller, string shop, string? scopes = null, IReadOnlyList<string>? pages = null) => await product.Meta.Approve(shop, await Begin(seller), scopes, pages);

    private static string StateOf(string authorizationUrl) => HttpUtility.ParseQueryString(new Uri(authorizationUrl).Query)["state"]!;

    private static Task<string> Back(Seller seller, Uri back) => Back(seller, back.Query.TrimStart('?'));

    /// <returns>Where the browser is sent when it comes back.</returns>
    private static async Task<string> Back(Seller seller, string query)
    {
        using var answer = await seller.Ask(HttpMethod.Get, "/api/instagram/oauth/callback?" + query);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static Guid Connected(string page) => Read(page, "/accounts?connected=");

    private static Guid Choice(string page) => Read(page, "/accounts/choose/");

    private static Guid Read(string page, string before)
    {
        Assert.StartsWith(before, page, StringComparison.Ordinal);
        return Guid.Parse(page[before.Length..]);
    }

    private static string PageOf(string platformAccountId) => "20" + platformAccountId[^12..];

    private static async Task<List<Guid>> Accounts(Seller seller) => [.. (await seller.Get("/api/accounts")).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid())];

    private static async Task<List<string>> Missing(Seller seller, Guid account) =>
        [.. (await seller.Get($"/api/accounts/{account}/health")).GetProperty("token").GetProperty("missingRights").EnumerateArray().Select(r => r.GetString()!)];

    private async Task<(string Value, DateTimeOffset ExpiresAt)> Token(Guid account)
    {
        var row = (await product.Services.GetRequiredService<AccountRepository>().FindToken(account, Cancel))!;
        return (product.Services.GetRequiredService<TokenCipher>().Open(account, row.Encrypted, row.KeyId), row.ExpiresAt);
    }

    private async Task<AccountHealthView> Health(Guid account) => (await product.Grain(account).Health(Cancel)).Get();
}
