using System.Net;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>As many accounts as the tier of the workspace's owner allows, whichever way they come.</summary>
[Collection(nameof(MovableProduct))]
public sealed class ConnectingLimitTests(MovableProduct product)
{
    private static int shops;

    [Fact]
    public async Task However_many_are_connected_at_once_only_as_many_come_as_the_tier_allows()
    {
        await using var seller = await Owner("STARTER");
        var backs = new List<Uri>();
        for (var n = 0; n < 6; n++) backs.Add(await product.Meta.Approve(await NewShop(), await Begin(seller)));

        var pages = await Task.WhenAll(backs.Select(back => Back(seller, back)));

        Assert.Equal(3, pages.Count(page => page.StartsWith("/accounts?connected=", StringComparison.Ordinal)));
        Assert.All(pages.Where(page => !page.Contains("connected=", StringComparison.Ordinal)), page => Assert.Equal("/accounts?error=account_limit&tier=STARTER&limit=3&used=3", page));
        Assert.Equal(3, await product.Scalar<long>($"select count(*) from client_accounts where user_id = '{seller.UserId}'"));
        Assert.Equal(3, await product.Scalar<long>($"select count(*) from oauth_tokens t join client_accounts a on a.id = t.client_account_id where a.user_id = '{seller.UserId}'"));
    }

    [Fact]
    public async Task What_is_connected_is_connected_again_and_what_was_disconnected_needs_room()
    {
        await using var seller = await Owner("FREE");
        var (first, second) = (await NewShop(), await NewShop());
        var account = await seller.Connect(product.Meta, first);

        Assert.Equal($"/accounts?connected={account}", await Back(seller, await product.Meta.Approve(first, await Begin(seller))));
        Assert.Equal("/accounts?error=account_limit&tier=FREE&limit=1&used=1", await Back(seller, await product.Meta.Approve(second, await Begin(seller))));

        await seller.Delete($"/api/accounts/{account}");
        await seller.Connect(product.Meta, second);

        Assert.Equal($"/accounts?error=account_limit&for={account}&tier=FREE&limit=1&used=1", await Back(seller, await product.Meta.Approve(first, await Begin(seller, new { accountId = account }))));
        Assert.Equal("disconnected", (await seller.Account(account)).GetProperty("status").GetString());
        await product.Scalar<Guid>($"update users set subscription_tier = 'STARTER' where id = '{seller.UserId}' returning id");
        Assert.Equal($"/accounts?connected={account}", await Back(seller, await product.Meta.Approve(first, await Begin(seller, new { accountId = account }))));
    }

    [Fact]
    public async Task More_than_a_lowered_tier_allows_works_on_and_comes_back_after_its_login_has_died()
    {
        await using var seller = await Owner("STARTER");
        var shop = await NewShop();
        var account = await seller.Connect(product.Meta, shop);
        await seller.Connect(product.Meta, await NewShop());
        await product.Scalar<Guid>($"update users set subscription_tier = 'FREE' where id = '{seller.UserId}' returning id");
        await product.Scalar<Guid>($"update client_accounts set status = 'token_expired' where id = '{account}' returning id");

        Assert.Equal($"/accounts?connected={account}", await Back(seller, await product.Meta.Approve(shop, await Begin(seller, new { accountId = account }))));
        Assert.Equal("/accounts?error=account_limit&tier=FREE&limit=1&used=2", await Back(seller, await product.Meta.Approve(await NewShop(), await Begin(seller))));
    }

    [Fact]
    public async Task All_workspaces_of_the_owner_count_together_and_an_account_that_moves_between_them_counts_once()
    {
        await using var seller = await Owner("FREE");
        var second = await product.Scalar<Guid>($"""
            with made as (insert into workspaces (id, name, owner_id) values (gen_random_uuid(), 'Second', '{seller.UserId}') returning id, owner_id)
            insert into workspace_members (workspace_id, user_id, role, created_at) select id, owner_id, 'owner', now() + interval '1 hour' from made returning workspace_id
            """);
        var shop = await NewShop();
        var account = await seller.Connect(product.Meta, shop);

        Assert.Equal("/accounts?error=account_limit&tier=FREE&limit=1&used=1", await Back(seller, await product.Meta.Approve(await NewShop(), await Begin(seller, new { workspaceId = second }))));

        await seller.Delete($"/api/accounts/{account}");
        Assert.Equal($"/accounts?connected={account}", await Back(seller, await product.Meta.Approve(shop, await Begin(seller, new { workspaceId = second }))));
        Assert.Equal(second, await product.Scalar<Guid>($"select workspace_id from client_accounts where id = '{account}'"));
    }

    private async Task<Seller> Owner(string tier)
    {
        var seller = await Seller.SignUp(product.Url);
        await product.Scalar<Guid>($"update users set subscription_tier = '{tier}' where id = '{seller.UserId}' returning id");
        return seller;
    }

    private async Task<string> NewShop()
    {
        var shop = $"limits.{Interlocked.Increment(ref shops)}";
        await product.Meta.AddShop(shop);
        return shop;
    }

    private static async Task<string> Begin(Seller seller, object? body = null) => (await seller.Post("/api/instagram/oauth/start", body ?? new { })).GetProperty("authorizationUrl").GetString()!;

    /// <returns>Where the browser is sent when it comes back.</returns>
    private static async Task<string> Back(Seller seller, Uri back)
    {
        using var answer = await seller.Ask(HttpMethod.Get, "/api/instagram/oauth/callback" + back.Query);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }
}
