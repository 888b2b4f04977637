using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace SocialSelling.Meta;

/// <summary>What the answers of Facebook Login mean.</summary>
public sealed class FacebookOAuthClientTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly AccessToken Token = new("EAAG-secret");

    [Theory]
    [InlineData("""{"data":{"is_valid":true,"user_id":"9","expires_at":0,"data_access_expires_at":1790864000}}""", 10)]
    [InlineData("""{"data":{"is_valid":true,"user_id":9,"expires_at":1790086400,"data_access_expires_at":1790864000}}""", 1)]
    [InlineData("""{"data":{"is_valid":true,"user_id":"9","expires_at":0,"data_access_expires_at":0}}""", 90)]
    [InlineData("""{"data":{"is_valid":true,"user_id":"9"}}""", 90)]
    public async Task A_token_is_good_until_the_first_of_its_two_ends(string json, int days)
    {
        var refreshed = await Client(json).Refresh(Token, CancellationToken.None);

        Assert.Equal((Token, TimeSpan.FromDays(days)), (refreshed.Token, refreshed.ExpiresIn));
    }

    [Theory]
    [InlineData("""{"data":{"is_valid":false,"error":{"code":190}}}""")]
    [InlineData("""{"data":{"is_valid":true,"user_id":"9","expires_at":0,"data_access_expires_at":1789999999}}""")]
    public async Task A_token_that_is_over_has_to_be_connected_again(string json) =>
        Assert.Equal(Token, Assert.IsType<ReconnectAccount>(await Failure(Client(json).Refresh(Token, CancellationToken.None))).Token);

    [Theory]
    [InlineData("""{"error":{"code":190,"message":"Invalid OAuth access token signature."}}""")]
    [InlineData("""{"error":{"code":100}}""")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task What_says_nothing_of_the_token_is_asked_again(string answer) => Assert.IsType<RetryLater>(await Failure(Client(answer).Refresh(Token, CancellationToken.None)));

    [Theory]
    [InlineData("""{"error":{"code":100,"error_subcode":36009}}""")]
    [InlineData("""{"error":{"code":190}}""")]
    public async Task A_used_code_is_refused_for_good(string json) =>
        Assert.Equal("code-refused", Assert.IsType<Refused>(await Failure(Client(json).ExchangeCode("x", CancellationToken.None))).Reason);

    [Fact]
    public async Task Pages_without_a_token_or_an_account_are_told_as_such_and_none_is_told_twice()
    {
        var accounts = await Client(
            """{"data":{"is_valid":true,"user_id":"9","expires_at":1790086400,"data_access_expires_at":1790864000}}""",
            """
            {"data":[{"id":1,"name":"Luna","access_token":"EAAP1","instagram_business_account":{"id":17841400000000001,"username":"luna","followers_count":5}},{"id":"2","name":"Bare","access_token":"EAAP2"}],
             "paging":{"cursors":{"after":"A="},"next":"https://graph.facebook.com/x"}}
            """,
            """{"data":[{"id":"2","name":"Bare","access_token":"EAAP2"},{"id":"3","name":"Seen only","instagram_business_account":{"id":"4","username":"other"}}],"paging":{"cursors":{"after":"B"}}}""")
            .ListAccounts(new Consent(Token, []), CancellationToken.None);

        Assert.Equal(["1", "2", "3"], accounts.Select(a => a.Page!.Id));
        Assert.Equal(["17841400000000001", null, null], accounts.Select(a => a.Profile?.UserId));
        Assert.Equal(("9", "EAAP1", TimeSpan.FromDays(10)), (accounts[0].Profile!.AppScopedId, accounts[0].Token.Token.Reveal(), accounts[0].Token.ExpiresIn));
    }

    [Fact]
    public async Task The_persons_token_travels_in_the_header_with_the_proof_beside_it()
    {
        var asked = new List<HttpRequestMessage>();
        await Client(asked, """{"data":{"is_valid":true,"user_id":"9"}}""", """{"data":[]}""").ListAccounts(new Consent(Token, []), CancellationToken.None);

        Assert.Equal("EAAG-secret", asked[1].Headers.Authorization!.Parameter);
        Assert.DoesNotContain("EAAG", asked[1].RequestUri!.Query, StringComparison.Ordinal);
        Assert.EndsWith("&appsecret_proof=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("s"u8, Encoding.UTF8.GetBytes("EAAG-secret"))), asked[1].RequestUri!.Query, StringComparison.Ordinal);
    }

    private static async Task<InstagramFailure> Failure(Task call) => (await Assert.ThrowsAsync<InstagramException>(() => call)).Failure;

    private static FacebookOAuthClient Client(params string[] answers) => Client([], answers);

    private static FacebookOAuthClient Client(List<HttpRequestMessage> asked, params string[] answers) => new(
        new HttpClient(new InTurn(asked, answers)), Options.Create(new MetaOptions { MetaAppId = "2222", MetaAppSecret = "s", RedirectUri = "http://localhost/back" }), new FakeTimeProvider(Now));

    private sealed class InTurn(List<HttpRequestMessage> asked, string[] answers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answers[Math.Min(asked.Count, answers.Length) - 1]) });
        }
    }
}
