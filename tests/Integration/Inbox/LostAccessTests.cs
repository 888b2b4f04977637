using System.Net;
using Microsoft.AspNetCore.SignalR;
using SocialSelling.Cluster;

namespace SocialSelling.Inbox;

/// <summary>Whoever may not see an account any more hears nothing of it either.</summary>
[Collection(InboxProduct.Name)]
public sealed class LostAccessTests(SingleProcess product)
{
    [Theory]
    [InlineData("delete from workspace_members where user_id = '{0}' and role = 'agent'")]
    [InlineData("update workspace_members set restricted = true where user_id = '{0}' and role = 'agent'")]
    public async Task A_live_connection_follows_an_account_no_longer_than_its_person_may_see_it(string loss)
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var conversation = (await team.Hears("maria", "Hello")).GetProperty("id").GetGuid();
        await Eventually.True(() => Task.FromResult(colleague.Events.Count > 0), what: "The colleague hears of it");
        await colleague.Tell("Look", team.Account, conversation, false);

        await team.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, loss, colleague.UserId));

        await Eventually.True(async () => await Refused(() => colleague.Tell("Look", team.Account, conversation, true)), TimeSpan.FromSeconds(5), "Put out");
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Try(HttpMethod.Get, $"/api/conversations/{conversation}", null)).Status);
        var heard = colleague.Events.Count;
        await team.Hears("maria", "Still there?");
        Assert.Equal(heard, colleague.Events.Count);
        Assert.True(await Refused(() => colleague.Tell("Subscribe", team.Account)));
    }

    private static async Task<bool> Refused(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (HubException e) when (e.Message.Contains("account-not-found", StringComparison.Ordinal))
        {
            return true;
        }
    }
}
