using System.Net;
using System.Web;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>Every way in which a visit to Meta's consent page can end.</summary>
[Collection(nameof(MovableProduct))]
public sealed class ConnectingTests(MovableProduct product)
{
    private static int shops;

    [Fact]
    public async Task Who_refuses_on_the_consent_page_is_told_so_and_can_begin_again()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var refused = $"error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state={StateOf(await Begin(seller))}";

        Assert.Equal("/accounts?error=access_denied", await Back(seller, refused));
        Assert.Empty(await Accounts(seller));
        Assert.NotEqual(Guid.Empty, await seller.Connect(product.Meta, shop));
    }

    [Fact]
    public async Task A_personal_account_is_not_connected()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var back = await product.Meta.Approve(shop, await Begin(seller));
        await product.Meta.AccountType(shop, "PERSONAL");

        Assert.Equal("/accounts?error=no_business_account", await Back(seller, back));
        Assert.Empty(await Accounts(seller));
    }

    [Fact]
    public async Task What_was_not_allowed_is_named_until_it_is_allowed()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var some = await product.Meta.Approve(shop, await Begin(seller), "instagram_business_basic,instagram_business_manage_messages");
        var account = Connected(await Back(seller, some));

        Assert.Equal(["comments", "publishing", "insights"], await Missing(seller, account));

        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, await Begin(seller, new { accountId = account })))));
        Assert.Empty(await Missing(seller, account));
    }

    [Fact]
    public async Task Without_the_right_that_everything_needs_nothing_is_connected()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;

        Assert.Equal("/accounts?error=basic_scope_missing", await Back(seller, await product.Meta.Approve(shop, await Begin(seller), "instagram_business_manage_messages")));
        Assert.Equal("/accounts?error=basic_scope_missing", await Back(seller, await product.Meta.Approve(shop, await Begin(seller), "")));
        Assert.Empty(await Accounts(seller));
    }

    [Fact]
    public async Task An_account_of_another_workspace_stays_there_and_nobody_is_told_whose_it_is()
    {
        var (owner, shop, account) = await product.Shop();
        await using var _ = owner;
        var (stranger, __) = await NewSeller();
        await using var ___ = stranger;
        var before = await owner.Account(account);

        Assert.Equal("/accounts?error=already_connected", await Back(stranger, await product.Meta.Approve(shop, await Begin(stranger))));

        Assert.Empty(await Accounts(stranger));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Ask(HttpMethod.Get, $"/api/accounts/{account}")).StatusCode);
        var after = await owner.Account(account);
        Assert.Equal(("active", before.GetProperty("connectedAt").GetString()), (after.GetProperty("status").GetString(), after.GetProperty("connectedAt").GetString()));
    }

    [Fact]
    public async Task An_account_whose_login_ran_out_goes_on_where_it_was()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Write(shop, "maya", "How much is the mug?");
        var conversation = await Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Patience", product.Clock.GetUtcNow().AddMinutes(20));
        await product.Meta.Revoke(shop);
        await seller.TryReply(conversation, "Twelve");
        await Eventually.True(async () => await Status(seller, account) == "token_expired", what: "The end of the login");

        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, await Begin(seller, new { accountId = account })))));

        Assert.Equal("active", await Status(seller, account));
        Assert.Equal(conversation, Assert.Single(await seller.Conversations()).GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.Created, await seller.TryReply(conversation, "Twelve, as I said"));
        await Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Exists(m => m.GetProperty("text").GetString() == "Twelve, as I said"), what: "The answer");
        await product.Move(TimeSpan.FromMinutes(21));
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", what: "The post");
    }

    [Fact]
    public async Task Another_account_than_the_one_asked_for_is_not_connected()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await seller.Delete($"/api/accounts/{account}");
        var other = await NewShop();

        Assert.Equal($"/accounts?error=other_account&for={account}", await Back(seller, await product.Meta.Approve(other, await Begin(seller, new { accountId = account }))));
        Assert.Equal("disconnected", await Status(seller, Assert.Single(await Accounts(seller))));

        var again = await Begin(seller, new { accountId = account, switchAccount = true });
        Assert.Equal("true", HttpUtility.ParseQueryString(new Uri(again).Query)["force_reauth"]);
        Assert.Equal(account, Connected(await Back(seller, await product.Meta.Approve(shop, again))));
    }

    [Fact]
    public async Task What_is_asked_for_must_be_ones_own()
    {
        var (owner, _, account) = await product.Shop();
        await using var __ = owner;
        var (stranger, ___) = await NewSeller();
        await using var ____ = stranger;

        Assert.Equal((HttpStatusCode.NotFound, "account-not-found"), await stranger.Try(HttpMethod.Post, "/api/instagram/oauth/start", new { accountId = account }));
        Assert.Equal((HttpStatusCode.NotFound, "workspace-not-found"), await stranger.Try(HttpMethod.Post, "/api/instagram/oauth/start", new { workspaceId = (await owner.Account(account)).GetProperty("workspaceId").GetGuid() }));
    }

    [Fact]
    public async Task Two_tabs_of_one_browser_do_not_disturb_each_other()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var second = await NewShop();
        var (left, right) = (await Begin(seller), await Begin(seller));

        var fromRight = Connected(await Back(seller, await product.Meta.Approve(second, right)));
        var fromLeft = Connected(await Back(seller, await product.Meta.Approve(shop, left)));

        Assert.Equal(new[] { fromLeft, fromRight }.Order(), (await Accounts(seller)).Order());
    }

    [Fact]
    public async Task An_answer_of_Meta_counts_once()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var back = await product.Meta.Approve(shop, await Begin(seller));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(__ => Back(seller, back)));
        var later = await Back(seller, back);

        Assert.Single(outcomes, o => o.StartsWith("/accounts?connected=", StringComparison.Ordinal));
        Assert.Equal(4, outcomes.Count(o => o == "/accounts?error=state_used"));
        Assert.Equal("/accounts?error=state_used", later);
        Assert.Single(await Accounts(seller));
    }

    [Fact]
    public async Task After_ten_minutes_it_is_too_late()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var (late, inTime) = (await Begin(seller), await Begin(seller));

        await product.Move(TimeSpan.FromMinutes(9.9));
        Assert.StartsWith("/accounts?connected=", await Back(seller, await product.Meta.Approve(shop, inTime)), StringComparison.Ordinal);
        await product.Move(TimeSpan.FromMinutes(0.2));

        Assert.Equal("/accounts?error=state_expired", await Back(seller, await product.Meta.Approve(shop, late)));
    }

    [Fact]
    public async Task Who_signed_out_meanwhile_connects_nothing()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var back = await product.Meta.Approve(shop, await Begin(seller));

        await seller.Send(HttpMethod.Post, "/api/auth/logout-all");

        Assert.Equal("/accounts?error=session_over", await Back(seller, back));
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from client_accounts where username = '{shop}'"));
    }

    [Fact]
    public async Task Who_was_taken_out_of_the_workspace_meanwhile_connects_nothing()
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        var back = await product.Meta.Approve(shop, await Begin(seller));

        await product.Scalar<Guid>($"delete from workspace_members where user_id = '{seller.UserId}' returning workspace_id");

        Assert.Equal("/accounts?error=not_a_member", await Back(seller, back));
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from client_accounts where username = '{shop}'"));
    }

    [Fact]
    public async Task Another_browser_can_neither_finish_what_this_one_began_nor_spoil_it()
    {
        var (attacker, _) = await NewSeller();
        await using var __ = attacker;
        var (victim, shop) = await NewSeller();
        await using var ___ = victim;
        // The victim is lured onto the consent page with the attacker's state, and has begun a connection of their own besides.
        var own = await Begin(victim);
        var planted = await product.Meta.Approve(shop, await Begin(attacker));

        Assert.Equal("/accounts?error=invalid_state", await Back(victim, planted));
        Assert.Empty(await Accounts(attacker));
        Assert.StartsWith("/accounts?connected=", await Back(victim, await product.Meta.Approve(shop, own)), StringComparison.Ordinal);
        Assert.Equal("/accounts?error=already_connected", await Back(attacker, planted));
    }

    [Theory]
    [InlineData("/oauth/access_token", "reset")]
    [InlineData("/oauth/access_token", "timeout_after_success")]
    [InlineData("/access_token", "error")]
    [InlineData("/me", "reset")]
    [InlineData("/me", "delay")]
    public async Task When_Meta_does_not_answer_nothing_is_left_half_done(string path, string kind)
    {
        var (seller, shop) = await NewSeller();
        await using var _ = seller;
        // The exchange of the code has the extension's path in its own: it has to be past before that is struck.
        await product.Meta.Fault(path, kind, delayMs: kind is "reset" or "error" ? 0 : 3_000, code: 2, method: path == "/oauth/access_token" ? "POST" : "GET");

        Assert.Equal("/accounts?error=instagram_unavailable", await Back(seller, await product.Meta.Approve(shop, await Begin(seller))));

        Assert.Equal(0, await product.Scalar<long>($"select count(*) from client_accounts where username = '{shop}'"));
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from oauth_tokens t join client_accounts a on a.id = t.client_account_id where a.username = '{shop}'"));
        Assert.NotEqual(Guid.Empty, await seller.Connect(product.Meta, shop));
    }

    [Fact]
    public async Task A_code_that_Meta_does_not_know_connects_nothing()
    {
        var (seller, _) = await NewSeller();
        await using var __ = seller;

        Assert.Equal("/accounts?error=code_refused", await Back(seller, $"code=AQmadeup&state={StateOf(await Begin(seller))}"));
        Assert.Equal("/accounts?error=invalid_request", await Back(seller, $"state={StateOf(await Begin(seller))}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("state=//evil.example&code=x")]
    [InlineData("error=https://evil.example")]
    [InlineData("error=access_denied%0d%0aLocation:%20https://evil.example")]
    [InlineData("redirect_uri=https://evil.example&next=//evil.example&returnUrl=https://evil.example")]
    [InlineData("state=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&code=x&for=//evil.example")]
    public async Task No_answer_leads_anywhere_but_to_our_own_accounts_page(string query)
    {
        var (seller, _) = await NewSeller();
        await using var __ = seller;

        Assert.Equal("/accounts?error=invalid_state", await Back(seller, query));
        // With a state that counts, what is said about the reason is not carried along either.
        Assert.Equal("/accounts?error=invalid_request", await Back(seller, $"error=https%3A%2F%2Fevil.example&error_description=%2F%2Fevil.example&state={StateOf(await Begin(seller))}"));
    }

    private async Task<string> NewShop()
    {
        var shop = $"connecting.{Interlocked.Increment(ref shops)}";
        await product.Meta.AddShop(shop);
        return shop;
    }

    private async Task<(Seller Seller, string Shop)> NewSeller() => (await Seller.SignUp(product.Url), await NewShop());

    /// <returns>Where the browser is sent.</returns>
    private static async Task<string> Begin(Seller seller, object? body = null) => (await seller.Post("/api/instagram/oauth/start", body ?? new { })).GetProperty("authorizationUrl").GetString()!;

    private static string StateOf(string authorizationUrl) => HttpUtility.ParseQueryString(new Uri(authorizationUrl).Query)["state"]!;

    private static Task<string> Back(Seller seller, Uri back) => Back(seller, back.Query.TrimStart('?'));

    /// <returns>Where the browser is sent when it comes back.</returns>
    private static async Task<string> Back(Seller seller, string query)
    {
        using var answer = await seller.Ask(HttpMethod.Get, "/api/instagram/oauth/callback?" + query);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static Guid Connected(string page)
    {
        Assert.StartsWith("/accounts?connected=", page, StringComparison.Ordinal);
        return Guid.Parse(page["/accounts?connected=".Length..]);
    }

    private static async Task<List<Guid>> Accounts(Seller seller) => [.. (await seller.Get("/api/accounts")).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid())];

    private static async Task<string> Status(Seller seller, Guid account) => (await seller.Account(account)).GetProperty("status").GetString()!;

    private static async Task<List<string>> Missing(Seller seller, Guid account) =>
        [.. (await seller.Get($"/api/accounts/{account}/health")).GetProperty("token").GetProperty("missingRights").EnumerateArray().Select(r => r.GetString()!)];
}
