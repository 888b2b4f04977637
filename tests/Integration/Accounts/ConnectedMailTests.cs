using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Publishing;

namespace SocialSelling.Accounts;

/// <summary>That an account was let in is told to whoever did it and to the owner of the workspace.</summary>
[Collection(nameof(MovableProduct))]
public sealed class ConnectedMailTests(MovableProduct product)
{
    [Fact]
    public async Task Whoever_connects_an_account_and_the_owner_are_mailed_once_for_each_time_it_comes()
    {
        await using var owner = await Seller.SignUp(product.Url);
        await using var colleague = await Seller.SignUp(product.Url);
        await Verify(owner, colleague);
        var workspace = (await owner.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await product.Scalar<long>($"with joined as (insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{colleague.UserId}', 'admin') returning 1) select count(*) from joined");
        var shop = $"told.{Guid.NewGuid():N}"[..20];
        await product.Meta.AddShop(shop);

        var account = await colleague.Connect(product.Meta, shop, workspace);

        Assert.Equal((1, 1), (await Mails(owner, account, shop), await Mails(colleague, account, shop)));
        // A login that is renewed is no news; an account that was away is.
        await colleague.Connect(product.Meta, shop, workspace);
        Assert.Equal((1, 1), (await Mails(owner, account, shop), await Mails(colleague, account, shop)));
        await product.Move(TimeSpan.FromSeconds(2));
        await colleague.Send(HttpMethod.Delete, $"/api/accounts/{account}", null);
        await colleague.Connect(product.Meta, shop, workspace);
        Assert.Equal((2, 2), (await Mails(owner, account, shop), await Mails(colleague, account, shop)));
    }

    [Fact]
    public async Task An_address_that_nobody_has_confirmed_learns_of_no_workspace()
    {
        await using var desk = await Desk.Open(product);

        Assert.Equal(0, await product.Scalar<long>($"select count(*) from mail_outbox where template = 'account-connected' and user_id = '{desk.Author.UserId}'"));
        Assert.Equal("active", (await desk.Author.Account(desk.Account)).GetProperty("status").GetString());
    }

    private async Task Verify(params Seller[] sellers)
    {
        foreach (var seller in sellers) await product.Scalar<long>($"with verified as (update users set email_verified = true where id = '{seller.UserId}' returning 1) select count(*) from verified");
    }

    private Task<long> Mails(Seller to, Guid account, string shop) => product.Scalar<long>($"""
        select count(*) from mail_outbox where template = 'account-connected' and user_id = '{to.UserId}' and account_ids = array['{account}']::uuid[] and recipient = (select email from users where id = '{to.UserId}')
           and (facts is null or facts ->> 'account' = '{shop}' and facts ->> 'by' = 'Ana')
        """);
}
