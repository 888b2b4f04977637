using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>A long-lived token over weeks: the clock moves, for us and for Meta.</summary>
[Collection(nameof(MovableProduct))]
public sealed class TokenLifeTests(MovableProduct product)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_renewed_around_half_of_its_life_and_not_before()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from orleans.orleansreminderstable where remindername = 'token' and grainid like '%{account:N}'"));
        var first = await Token(account);

        await product.Move(20 * OneDay);
        await product.Remind(account, "token");
        Assert.Equal(first, await Token(account));
        await product.Move(17 * OneDay);
        await Task.WhenAll(product.Remind(account, "token"), product.Remind(account, "token"));
        await Renewed(account, first.Value);

        var second = await Token(account);
        Assert.NotEqual(first.Value, second.Value);
        Assert.InRange(second.ExpiresAt - product.Clock.GetUtcNow(), 59.9 * OneDay, 60 * OneDay);
        Assert.Equal(HttpStatusCode.OK, await Ask(second.Value));
        Assert.InRange((await Health(account)).Token.RefreshAt!.Value - product.Clock.GetUtcNow(), 23.9 * OneDay, 36.1 * OneDay);
    }

    [Fact]
    public async Task An_account_whose_process_died_while_it_was_connected_sets_itself_up_when_it_is_woken()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var accounts = product.Services.GetRequiredService<AccountRepository>();
        var (row, token) = (await accounts.Find(account, Cancel), await accounts.FindToken(account, Cancel));
        await seller.Delete($"/api/accounts/{account}");
        Assert.False(await product.Meta.IsSubscribed(shop));

        // As far as it had come: the rows, and nobody who goes on.
        Assert.True((await accounts.Connect(row!, token!, new Identity.TierOptions(), _ => null, Audit.AuditSource.System, Cancel)).Stored);
        await product.Deactivate(account);
        Assert.Contains(account, await product.Services.GetRequiredService<Inbox.CommentScanRepository>().AccountsDue(product.Clock.GetUtcNow(), 1_000, Cancel));
        await product.Grain(account).Wake(Cancel);

        Assert.True(await product.Meta.IsSubscribed(shop));
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from orleans.orleansreminderstable where remindername = 'token' and grainid like '%{account:N}'"));
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from account_history where account_id = '{account}' and next_step_at is not null"));
    }

    [Fact]
    public async Task A_renewal_that_is_refused_leaves_the_old_token_in_use()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var first = await Token(account);

        // Our clock alone: at Meta the token is not a day old yet, and refusing that is no verdict on the token.
        product.Clock.Advance(37 * OneDay);
        await product.Remind(account, "token");
        Assert.Equal((first, AccountStatus.Active), (await Token(account), (await Health(account)).Status));
        Assert.Equal(HttpStatusCode.OK, await Ask(first.Value));
        await product.Meta.Advance(37 * OneDay);

        await Renewed(account, first.Value);
    }

    [Fact]
    public async Task Of_a_login_that_ends_soon_and_cannot_be_renewed_people_are_told_in_time_and_not_with_every_try()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;

        // Our clock alone, as above: every renewal is refused.
        var days = 0;
        foreach (var (day, told) in ((int, int)[])[(50, 0), (54, 1), (55, 1), (58, 2), (59, 3)])
        {
            product.Clock.Advance((day - days) * OneDay);
            days = day;
            await product.Remind(account, "token");
            await product.Remind(account, "token");
            Assert.Equal(told, await product.Scalar<long>($"select count(*) from account_events where account_id = '{account}' and kind = 'notice.raised' and payload ->> 'kind' = 'account.token-expiring'"));
        }
        await product.Meta.Advance(days * OneDay);
        await Renewed(account, (await Token(account)).Value);

        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from notifications where client_account_id = '{account}' and kind = 'account.token-expiring' and user_id = '{seller.UserId}'") == 3, what: "All three, told");
        // Renewed after all: nothing more to warn of.
        Assert.InRange((await Token(account)).ExpiresAt - product.Clock.GetUtcNow(), 59.9 * OneDay, 60 * OneDay);
    }

    [Fact]
    public async Task A_renewal_that_Meta_answers_with_a_dead_login_ends_outward_calls()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var first = await Token(account);

        await product.Meta.Revoke(shop);
        await product.Move(37 * OneDay);
        await Eventually.True(async () =>
        {
            await product.Remind(account, "token");
            return (await Health(account)).Status == AccountStatus.TokenExpired;
        }, what: "The login's end");
        Assert.Equal(first, await Token(account));
        Assert.Null((await Health(account)).Token.RefreshAt);
    }

    /// <summary>Reminds until the token is another: a call that Meta was too slow for is made again by the next reminder, on a busy machine as in life.</summary>
    private Task Renewed(Guid account, string old) => Eventually.True(async () =>
    {
        await product.Remind(account, "token");
        return (await Token(account)).Value != old;
    }, what: "The renewal");

    private async Task<(string Value, DateTimeOffset ExpiresAt)> Token(Guid account)
    {
        var row = (await product.Services.GetRequiredService<AccountRepository>().FindToken(account, Cancel))!;
        return (product.Services.GetRequiredService<TokenCipher>().Open(account, row.Encrypted, row.KeyId), row.ExpiresAt);
    }

    private async Task<AccountHealthView> Health(Guid account) => (await product.Grain(account).Health(Cancel)).Get();

    private async Task<HttpStatusCode> Ask(string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri(product.Meta.Address + "/v25.0/me?fields=user_id"), Cancel);
        return answer.StatusCode;
    }
}
