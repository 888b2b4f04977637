using SocialSelling.Cluster;
using SocialSelling.Inbox;

namespace SocialSelling.Accounts;

/// <summary>Logins that end and begin: what is told of the old one says nothing of the new one.</summary>
[Collection(InboxProduct.Name)]
public sealed class ReconnectTests(SingleProcess product)
{
    [Fact]
    public async Task A_late_refusal_of_the_old_login_does_not_end_the_new_one()
    {
        await using var team = await Team.Start(product);
        var atMeta = await team.Meta.Comment(team.Shop, await team.Meta.AddPost(team.Shop, "New mugs"), "maya", "How much?");
        var comment = await Eventually.Value(async () => (await team.Seller.Get($"/api/comments?accountId={team.Account}")).GetProperty("items").EnumerateArray().Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The comment");

        await team.Meta.Fault($"/{atMeta}", "error", delayMs: 1_500, code: 190);
        var hiding = team.Seller.Try(HttpMethod.Patch, $"/api/comments/{comment}", new { hidden = true });
        await Eventually.True(() => team.Meta.HasStruck($"/{atMeta}"), what: "The call with the old login");
        await team.Seller.Connect(team.Meta, team.Shop);
        var (_, code) = await hiding;

        Assert.Equal("account-not-active", code);
        Assert.Equal("active", (await team.Seller.Account(team.Account)).GetProperty("status").GetString());
        Assert.Equal((System.Net.HttpStatusCode.OK, ""), await team.Seller.Try(HttpMethod.Patch, $"/api/comments/{comment}", new { hidden = true }));
    }

    [Fact]
    public async Task Who_disconnects_is_heard_of_no_more()
    {
        await using var team = await Team.Start(product);
        Assert.True(await team.Meta.IsSubscribed(team.Shop));

        Assert.True(await team.Seller.Delete($"/api/accounts/{team.Account}") is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.NoContent);

        Assert.False(await team.Meta.IsSubscribed(team.Shop));
        await team.Seller.Connect(team.Meta, team.Shop);
        Assert.True(await team.Meta.IsSubscribed(team.Shop));
    }

    [Fact]
    public async Task An_account_can_be_disconnected_while_Meta_does_not_answer()
    {
        await using var team = await Team.Start(product);
        await team.Meta.Fault($"{await ShopId(team)}/subscribed_apps", "delay", delayMs: 60_000);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        await team.Seller.Delete($"/api/accounts/{team.Account}");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"It took {clock.Elapsed}");
        Assert.Equal("disconnected", (await team.Seller.Account(team.Account)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_subscription_that_failed_is_shown_in_the_accounts_health_and_can_be_asked_for_again()
    {
        await using var team = await Team.Start(product);
        var good = (await team.Seller.Get($"/api/accounts/{team.Account}/health")).GetProperty("webhook");
        Assert.Contains("comments", good.GetProperty("fields").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal((0, System.Text.Json.JsonValueKind.Null), (good.GetProperty("missing").GetArrayLength(), good.GetProperty("failure").ValueKind));

        await team.Seller.Delete($"/api/accounts/{team.Account}");
        Assert.Equal((System.Net.HttpStatusCode.Conflict, "account-not-active"), await team.Seller.Try(HttpMethod.Post, $"/api/accounts/{team.Account}/webhooks/subscribe", null));
        await team.Meta.Fault($"{await ShopId(team)}/subscribed_apps", "error", code: 2);
        await team.Seller.Connect(team.Meta, team.Shop);
        var bad = (await team.Seller.Get($"/api/accounts/{team.Account}/health")).GetProperty("webhook");
        Assert.Equal(("temporarily-unavailable", System.Text.Json.JsonValueKind.Null), (bad.GetProperty("failure").GetString(), bad.GetProperty("subscribedAt").ValueKind));
        Assert.Equal(good.GetProperty("fields").GetArrayLength(), bad.GetProperty("missing").GetArrayLength());

        var again = await team.Seller.Send(HttpMethod.Post, $"/api/accounts/{team.Account}/webhooks/subscribe");

        Assert.Equal((0, System.Text.Json.JsonValueKind.Null), (again.GetProperty("missing").GetArrayLength(), again.GetProperty("failure").ValueKind));
        Assert.True(await team.Meta.IsSubscribed(team.Shop));
    }

    private static async Task<string> ShopId(Team team) => (await team.Seller.Account(team.Account)).GetProperty("platformAccountId").GetString()!;
}
