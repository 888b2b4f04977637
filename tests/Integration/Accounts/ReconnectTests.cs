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
        var talk = (await team.Hears("maya", "Hello")).GetProperty("id").GetGuid();

        await team.Meta.Fault($"{await ShopId(team)}/messages", "error", delayMs: 4_000, code: 190);
        await team.Seller.Reply(talk, "One moment");
        await Eventually.True(async () => await Status(team, talk) == "sending", what: "The call that is under way");
        await team.Seller.Connect(team.Meta, team.Shop);
        await Eventually.True(async () => await Status(team, talk) is "failed" or "queued" or "sent", what: "The late refusal");

        Assert.Equal("active", (await team.Seller.Account(team.Account)).GetProperty("status").GetString());
        await team.Seller.Reply(talk, "Here I am");
        await Eventually.True(async () => await Status(team, talk) == "sent", what: "Sent with the new login");
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

    private static async Task<string> ShopId(Team team) => (await team.Seller.Account(team.Account)).GetProperty("platformAccountId").GetString()!;

    private static async Task<string> Status(Team team, Guid talk) => (await team.Seller.Messages(talk))[0].GetProperty("status").GetString()!;
}
