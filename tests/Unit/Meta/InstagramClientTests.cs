using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>The clients over real HTTP, against a server that answers as told.</summary>
public sealed class InstagramClientTests : IAsyncLifetime
{
    private static readonly AccessToken Token = new("IGAA-secret");
    private readonly List<(string Url, string? Authorization, string Body)> calls = [];
    private readonly List<RateUsage> usage = [];
    private WebApplication server = null!;
    private InstagramClient client = null!, hasty = null!;
    private InstagramOAuthClient oauth = null!;
    private InstagramSession session = null!;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            calls.Add((context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization, await body.ReadToEndAsync()));
            await answer(context);
        });
        await server.StartAsync();
        var url = server.Urls.Single();
        IOptions<MetaOptions> Within(TimeSpan callTimeout) => Options.Create(new MetaOptions
        {
            AppId = "1",
            AppSecret = "s",
            RedirectUri = "http://localhost/back",
            OAuthUrl = url,
            ApiUrl = url,
            GraphUrl = url,
            CallTimeout = callTimeout,
        });
        // Only silence is waited for: a slow machine is none.
        client = new InstagramClient(new HttpClient(), Within(TimeSpan.FromSeconds(25)));
        hasty = new InstagramClient(new HttpClient(), Within(TimeSpan.FromSeconds(1)));
        oauth = new InstagramOAuthClient(new HttpClient(), Within(TimeSpan.FromSeconds(25)));
        session = new InstagramSession(Token, "1784", usage.Add);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Answers(string json, int status = 200, string? usageHeader = null) => answer = context =>
    {
        context.Response.StatusCode = status;
        if (usageHeader is not null) context.Response.Headers["X-Business-Use-Case-Usage"] = usageHeader;
        return context.Response.WriteAsync(json);
    };

    private Task<SentMessage> Send() => client.Send(session, new OutgoingMessage("9001", new OutgoingContent.Text("hi", [])), CancellationToken.None);

    private static async Task<InstagramFailure> Failure(Func<Task> call) => (await Assert.ThrowsAsync<InstagramException>(call)).Failure;

    [Fact]
    public async Task The_token_travels_in_the_header_only_and_the_message_id_comes_back()
    {
        Answers("""{"recipient_id":"9001","message_id":"m30"}""", usageHeader: """{"1784":[{"call_count":12,"total_time":81,"estimated_time_to_regain_access":5}]}""");

        var sent = await Send();

        Assert.Equal("m30", sent.MessageId);
        Assert.Equal("Bearer IGAA-secret", Assert.Single(calls).Authorization);
        Assert.DoesNotContain("IGAA", calls[0].Url + calls[0].Body, StringComparison.Ordinal);
        Assert.Equal(new RateUsage(81, TimeSpan.FromMinutes(5)), Assert.Single(usage));
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("[]")]
    public async Task A_malformed_usage_header_is_no_report(string header)
    {
        Answers("""{"message_id":"m30"}""", usageHeader: header);

        await Send();

        Assert.Empty(usage);
    }

    [Fact]
    public async Task An_absurd_regain_time_does_not_turn_a_sent_message_into_a_failure()
    {
        Answers("""{"message_id":"m30"}""", usageHeader: """{"1784":[{"call_count":1,"estimated_time_to_regain_access":1e300}]}""");

        Assert.Equal("m30", (await Send()).MessageId);
        Assert.Equal(TimeSpan.FromDays(1), Assert.Single(usage).RegainIn);
    }

    [Fact]
    public async Task An_error_inside_a_200_is_an_error()
    {
        Answers("""{"error":{"code":190,"error_subcode":463,"error_data":"text","fbtrace_id":"A1"}}""");

        Assert.Equal(new ReconnectAccount(190, 463, "A1") { Token = Token }, await Failure(Send));
    }

    [Theory]
    [InlineData(200, """{"recipient_id":"9001"}""")]
    [InlineData(502, "<html>")]
    [InlineData(500, """{"error":{"code":2,"is_transient":true}}""")]
    public async Task A_send_whose_answer_proves_nothing_is_in_doubt(int status, string body)
    {
        Answers(body, status);

        Assert.IsType<OutcomeUnknown>(await Failure(Send));
        Assert.Single(calls);
    }

    [Theory]
    [InlineData("<html>Bad request</html>")]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Of_publishing_not_even_an_unreadable_refusal_proves_that_nothing_happened(string body)
    {
        Answers(body, status: 400);

        Assert.IsType<OutcomeUnknown>(await Failure(() => client.PublishContainer(session, "c1", CancellationToken.None)));
        Assert.IsType<RetryLater>(await Failure(Send));
    }

    [Fact]
    public async Task Silence_leaves_a_send_in_doubt_and_a_read_to_be_repeated()
    {
        answer = context => Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, context.RequestAborted);

        Assert.IsType<OutcomeUnknown>(await Failure(() => hasty.Send(session, new OutgoingMessage("9001", new OutgoingContent.Text("hi", [])), CancellationToken.None)));
        Assert.IsType<RetryLater>(await Failure(() => hasty.GetProfile(session, CancellationToken.None)));
    }

    [Fact]
    public async Task A_send_that_never_left_may_be_repeated()
    {
        await server.StopAsync();

        Assert.IsType<RetryLater>(await Failure(Send));
    }

    [Fact]
    public async Task A_subscription_that_Meta_does_not_confirm_is_not_believed()
    {
        Answers("""{"success":false}""");

        Assert.IsType<RetryLater>(await Failure(() => client.SubscribeWebhooks(session, CancellationToken.None)));
    }

    [Theory]
    [InlineData("""{"data":[{"access_token":"IGX","user_id":17841400000000001,"permissions":"a,b"}]}""")]
    [InlineData("""{"access_token":"IGX","user_id":"1234567890","permissions":["a","b"]}""")]
    public async Task Both_shapes_of_the_code_exchange_are_read_and_the_tail_is_no_part_of_the_code(string json)
    {
        Answers(json);

        var grant = await oauth.ExchangeCode("ABC#_", CancellationToken.None);

        Assert.Equal("IGX", grant.Token.Reveal());
        Assert.Equal(["a", "b"], grant.Scopes);
        Assert.EndsWith("code=ABC", Assert.Single(calls).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_code_is_refused_for_good()
    {
        Answers("""{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}""", status: 400);

        Assert.Equal("code-refused", Assert.IsType<Refused>(await Failure(() => oauth.ExchangeCode("ABC", CancellationToken.None))).Reason);
    }

    [Theory]
    [InlineData("""{"access_token":"","expires_in":5183944}""")]
    [InlineData("""{"expires_in":5183944}""")]
    [InlineData("""{"access_token":"IGX"}""")]
    public async Task A_refresh_without_a_token_or_a_life_is_an_error_never_a_value(string json)
    {
        Answers(json);

        Assert.IsType<RetryLater>(await Failure(() => oauth.Refresh(Token, CancellationToken.None)));
    }

    [Fact]
    public void A_token_does_not_show_itself() => Assert.DoesNotContain("IGAA", $"{Token} {session}", StringComparison.Ordinal);
}
