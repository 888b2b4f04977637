using System.Net;
using System.Net.Http.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Accounts;

/// <summary>Where the app's number at Facebook is not known, that way is neither offered nor begun.</summary>
public sealed class FacebookLoginNotOfferedTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task There_is_Instagram_Login_alone()
    {
        var seller = await api.SignedIn();

        var ways = await Json(await seller.GetAsync("/api/instagram/oauth/ways"));
        var begun = await seller.PostAsJsonAsync("/api/instagram/oauth/start", new { way = "facebook" });

        Assert.Equal("instagram", Assert.Single(ways.GetProperty("ways").EnumerateArray()).GetString());
        Assert.Equal((HttpStatusCode.Conflict, "facebook-login-not-offered"), (begun.StatusCode, (await Json(begun)).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await seller.PostAsJsonAsync("/api/instagram/oauth/start", new { way = "instagram" })).StatusCode);
    }

    [Fact]
    public async Task An_account_that_came_by_Facebook_is_connected_again_by_the_way_that_is_left()
    {
        var seller = await api.SignedIn();
        var (user, workspace, account) = ((await Json(await seller.GetAsync("/api/users/me"))).GetProperty("id").GetGuid(), (await Json(await seller.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid(), Guid.NewGuid());
        await api.Database.Execute($"insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username, page_id) values ('{account}', '{workspace}', '{user}', 'instagram', '{account}', 'shop', '20')");

        var begun = await Json(await seller.PostAsJsonAsync("/api/instagram/oauth/start", new { accountId = account }));

        Assert.StartsWith("https://www.instagram.com/oauth/authorize", begun.GetProperty("authorizationUrl").GetString(), StringComparison.Ordinal);
    }
}
