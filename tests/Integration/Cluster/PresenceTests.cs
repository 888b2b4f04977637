using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>Two API hosts over Redis: colleagues meet whichever of them their browsers are connected to.</summary>
public sealed class PresenceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Colleagues_at_different_hosts_see_each_other_come_and_go()
    {
        await using var cluster = new ProcessCluster(database);
        await cluster.StartSilo();
        var hosts = await Task.WhenAll(cluster.StartApiHost(), cluster.StartApiHost());
        await using var ana = await Seller.SignUp(hosts[0].Url);
        await using var bia = await Seller.SignUp(hosts[1].Url);
        var account = await SharedAccount(ana, bia);
        foreach (var seller in (Seller[])[ana, bia]) await seller.Tell("Subscribe", account);
        var conversation = Guid.NewGuid();

        await ana.Tell("Look", account, conversation, true);
        await Eventually.True(() => Task.FromResult(bia.Presence.Count == 1), what: "Ana, seen by Bia");
        await ana.DisposeAsync();
        await Eventually.True(() => Task.FromResult(bia.Presence.Count == 2), what: "Ana's going");

        Assert.Equal(["typing", "left"], bia.Presence.Select(p => p.GetProperty("state").GetString()));
        Assert.All(bia.Presence, p => Assert.Equal((ana.UserId, conversation), (p.GetProperty("userId").GetGuid(), p.GetProperty("conversationId").GetGuid())));
    }

    private async Task<Guid> SharedAccount(Seller owner, Seller colleague)
    {
        var account = AccountId.For("instagram", "1784");
        var workspace = (await owner.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', '{owner.UserId}', 'instagram', '1784', 'shop');
            insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{colleague.UserId}', 'agent');
            """);
        return account;
    }
}
