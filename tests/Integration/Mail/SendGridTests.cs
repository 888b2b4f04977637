using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocialSelling.Infrastructure;

namespace SocialSelling.Mail;

/// <summary>Mail by SendGrid's API, against a stand-in that answers as SendGrid's reference says.</summary>
public sealed class SendGridTransportTests(PostOffice office) : IClassFixture<PostOffice>, IAsyncLifetime
{
    private readonly WebApplication sendGrid = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]).Build();
    private readonly ConcurrentQueue<(string Key, JsonElement Body)> asked = new();
    private Func<HttpContext, Task> answer = Accept;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await office.Database.Execute("delete from mail_outbox; delete from mail_suppressions");
        sendGrid.MapPost("/v3/mail/send", async http =>
        {
            asked.Enqueue((http.Request.Headers.Authorization.ToString(), (await JsonDocument.ParseAsync(http.Request.Body)).RootElement.Clone()));
            await answer(http);
        });
        await sendGrid.StartAsync();
    }

    public ValueTask DisposeAsync() => sendGrid.DisposeAsync();

    [Fact]
    public async Task A_mail_goes_with_its_id_and_without_anybody_following_its_links()
    {
        var mail = await office.HasReset("ana@example.com");

        await Dispatcher().Sweep(Cancel);

        var (key, body) = Assert.Single(asked);
        Assert.Equal(("Bearer SG-key", mail.ToString(), "ana@example.com", "shop@sender.example"), (
            key, body.GetProperty("custom_args").GetProperty("mail_id").GetString(), body.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString(),
            body.GetProperty("from").GetProperty("email").GetString()));
        Assert.Equal(["text/plain", "text/html"], body.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        Assert.False(body.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean());
        Assert.Equal("sent 1 0 - forgotten", await office.StateOf(mail));
        Assert.Equal(["14c5d75ce93"], await office.Database.Column<string>($"select provider_message_id from mail_outbox where id = '{mail}'"));
    }

    [Theory]
    [InlineData(400, "failed 1 0 refused known")]
    [InlineData(413, "failed 1 0 refused known")]
    [InlineData(401, "waiting 0 0 provider-unreachable known")]
    [InlineData(403, "waiting 0 0 provider-unreachable known")]
    [InlineData(408, "waiting 1 0 put-off known")]
    [InlineData(429, "waiting 1 0 put-off known")]
    [InlineData(500, "waiting 1 0 put-off known")]
    [InlineData(502, "waiting 1 1 unconfirmed known")]
    [InlineData(503, "waiting 1 0 put-off known")]
    [InlineData(504, "waiting 1 1 unconfirmed known")]
    public async Task What_its_answer_means(int status, string state)
    {
        answer = http => Results.Json(new { errors = new[] { new { message = "No" } } }, statusCode: status).ExecuteAsync(http);
        var mail = await office.HasReset("ana@example.com");

        await Dispatcher().Sweep(Cancel);

        Assert.Equal(state, await office.StateOf(mail));
    }

    [Fact]
    public async Task It_is_not_asked_again_before_the_time_it_named()
    {
        var reset = office.Clock.GetUtcNow().AddMinutes(30);
        answer = http =>
        {
            http.Response.Headers["X-RateLimit-Reset"] = reset.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            http.Response.StatusCode = 429;
            return Task.CompletedTask;
        };
        await office.HasReset("ana@example.com");

        await Dispatcher().Sweep(Cancel);
        office.Clock.Advance(TimeSpan.FromMinutes(29));
        await Dispatcher().Sweep(Cancel);
        Assert.Single(asked);
        office.Clock.Advance(TimeSpan.FromMinutes(2));
        await Dispatcher().Sweep(Cancel);

        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task A_connection_that_is_cut_before_the_answer_is_a_doubt_and_one_that_was_never_made_is_none()
    {
        answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var cut = await office.HasReset("ana@example.com");
        await Dispatcher().Sweep(Cancel);
        var away = await office.HasReset("bia@example.com");
        await sendGrid.StopAsync(Cancel);

        await Dispatcher().Sweep(Cancel);

        Assert.Equal(("waiting 1 1 unconfirmed known", "waiting 0 0 provider-unreachable known"), (await office.StateOf(cut), await office.StateOf(away)));
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_is_no_doubt()
    {
        var mail = await office.HasReset("ana@example.com");

        await Dispatcher(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, ct) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                throw new InvalidOperationException("Nobody answers");
            },
        }).Sweep(Cancel);

        Assert.Equal("waiting 0 0 provider-unreachable known", await office.StateOf(mail));
    }

    private static Task Accept(HttpContext http)
    {
        (http.Response.StatusCode, http.Response.Headers["X-Message-Id"]) = (202, "14c5d75ce93");
        return Task.CompletedTask;
    }

    private MailDispatcher Dispatcher(SocketsHttpHandler? handler = null)
    {
        var options = new MailOptions { Transport = "sendgrid", SendGridApiKey = "SG-key", SendGridUrl = sendGrid.Urls.First(), FromEmail = "shop@sender.example" };
        // A connection of its own each time: none that is kept decides what is tested.
        return office.Dispatcher(new SendGridTransport(new HttpClient(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }), Options.Create(options), office.Clock), options);
    }
}

/// <summary>The host with the catcher: its page, its API, the operators' routes and SendGrid's events.</summary>
public sealed class MailHost : IAsyncLifetime
{
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public ApiFixture Api { get; }

    public MailHost() => Api = new("--MAIL_TRANSPORT=catcher", "--SENDGRID_WEBHOOK_PUBLIC_KEY=" + Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo()));

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await Api.DisposeAsync();
    }

    /// <summary>Writes a mail and sends it.</summary>
    public async Task<Guid> Sent(string to, string template = MailTemplate.ResetPassword)
    {
        var id = await Has(to, template);
        await Sweep();
        return id;
    }

    public Task Sweep() => Api.Services.GetRequiredService<MailDispatcher>().Sweep(CancellationToken.None);

    /// <summary>Writes a mail.</summary>
    public async Task<Guid> Has(string to, string template = MailTemplate.ResetPassword)
    {
        var now = TimeProvider.System.GetUtcNow();
        var mail = new MailMessage(template, to, "pt", MailSample.Of(template, "pt", "https://app.example.com", now).Values, MailPriority.Critical, Guid.NewGuid().ToString());
        var id = await Api.Services.GetRequiredService<Sql>().Transaction(c => MailOutbox.Add(c, mail, now, CancellationToken.None), CancellationToken.None);
        return id!.Value;
    }

    /// <returns>What is answered to events that are signed as SendGrid signs them.</returns>
    public async Task<HttpStatusCode> Tells(string body, string? tampered = null)
    {
        const string timestamp = "1764300000";
        var signature = Key.SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/email/sendgrid") { Content = new StringContent(tampered ?? body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        using var browser = Api.Browser();
        return (await browser.SendAsync(request)).StatusCode;
    }

    public async Task<string> StatusOf(Guid mail) => Assert.Single(await Api.Database.Column<string>($"select status from mail_outbox where id = '{mail}'"));
}

public sealed class MailHostTests(MailHost host) : IClassFixture<MailHost>
{
    [Fact]
    public async Task Caught_mail_is_there_for_tests_and_people_to_read()
    {
        await host.Sent("caught@example.com");
        using var browser = host.Api.Browser();

        var caught = Assert.Single((await ApiFixture.Json(await browser.GetAsync("/api/dev/mail?to=Caught@example.com"))).GetProperty("items").EnumerateArray());
        Assert.Equal(("reset-password", "Escolha uma nova senha", "https://app.example.com/example"), (
            caught.GetProperty("template").GetString(), caught.GetProperty("subject").GetString(), caught.GetProperty("links")[0].GetString()));
        var page = await browser.GetStringAsync("/dev/mail?to=caught@example.com");
        Assert.Contains("Escolha uma nova senha", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_catcher_nothing_of_it_is_there()
    {
        await using var plain = new Plain();
        await plain.Api.InitializeAsync();
        using var browser = plain.Api.Browser();

        foreach (var path in (string[])["/dev/mail", "/api/dev/mail"]) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync("/api/webhooks/email/sendgrid", new StringContent("[]"))).StatusCode);
    }

    [Fact]
    public async Task What_became_of_a_mail_is_told_once_and_never_goes_back()
    {
        var mail = await host.Sent("story@example.com");
        string Event(string id, string kind, string more = "") => $$"""[{"sg_event_id":"{{id}}-{{mail}}","event":"{{kind}}","mail_id":"{{mail}}","timestamp":1764300000{{more}}}]""";

        Assert.Equal(HttpStatusCode.Unauthorized, await host.Tells(Event("1", "delivered"), tampered: Event("1", "bounce")));
        Assert.Equal("sent", await host.StatusOf(mail));
        foreach (var kind in (string[])["delivered", "open", "delivered", "processed"]) Assert.Equal(HttpStatusCode.OK, await host.Tells(Event(kind, kind)));
        Assert.Equal("opened", await host.StatusOf(mail));
        Assert.Equal(2, await host.Api.Database.Scalar($"select count(*) from mail_events where mail_id = '{mail}'"));

        Assert.Equal(HttpStatusCode.OK, await host.Tells(Event("block", "bounce", ""","type":"blocked","reason":"busy" """)));
        Assert.Equal("bounced", await host.StatusOf(mail));
        Assert.Equal(0, await host.Api.Database.Scalar("select count(*) from mail_suppressions where address = 'story@example.com'"));
    }

    [Theory]
    [InlineData("""{"event":"bounce","type":"bounce","reason":"550 5.1.1"}""", "bounce")]
    [InlineData("""{"event":"dropped","reason":"Bounced Address"}""", "bounce")]
    [InlineData("""{"event":"spamreport"}""", "complaint")]
    [InlineData("""{"event":"unsubscribe"}""", "unsubscribed")]
    public async Task A_dead_address_a_complaint_and_a_farewell_stop_later_mail(string told, string reason)
    {
        var to = $"{Guid.NewGuid():N}@example.com";
        var mail = await host.Sent(to);

        await host.Tells($$"""[{"sg_event_id":"{{mail}}","mail_id":"{{mail}}",{{told[1..]}}]""");

        Assert.Equal([reason], await host.Api.Database.Column<string>($"select reason from mail_suppressions where address = '{to}'"));
        Assert.Equal(reason == "unsubscribed" ? "sent" : "suppressed", await host.StatusOf(await host.Sent(to, MailTemplate.VerifyEmail)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,null,{},{\"event\":5}]")]
    [InlineData("""[{"sg_event_id":"x","event":"delivered","mail_id":"00000000-0000-0000-0000-000000000001","timestamp":1e99}]""")]
    [InlineData("""[{"sg_event_id":"\ud800","event":"delivered","mail_id":"00000000-0000-0000-0000-000000000001"}]""")]
    [InlineData("""[{"\ud800":1,"sg_event_id":"x"}]""")]
    public async Task Whatever_is_rightly_signed_is_answered(string body) => Assert.Equal(HttpStatusCode.OK, await host.Tells(body));

    [Fact]
    public async Task An_event_that_cannot_be_read_takes_none_of_the_others_with_it()
    {
        var mail = await host.Sent("batch@example.com");

        await host.Tells($$"""[{"sg_event_id":"\ud800","event":"open","mail_id":"{{mail}}"},{"sg_event_id":"{{mail}}","event":"delivered","mail_id":"{{mail}}"}]""");

        Assert.Equal("delivered", await host.StatusOf(mail));
    }

    [Fact]
    public async Task Operators_send_a_failed_mail_once_more()
    {
        var mail = await host.Has("again@example.com");
        await host.Api.Database.Execute($"update mail_outbox set status = 'failed', reason = 'put-off-too-often', ended_at = now() where id = '{mail}'");
        var browser = await host.Api.SignedInAsOperator();

        var retried = await browser.PostAsync($"/api/admin/mail/messages/{mail}/retry", null);
        await host.Sweep();

        Assert.Equal((HttpStatusCode.NoContent, "sent"), (retried.StatusCode, await host.StatusOf(mail)));
    }

    [Fact]
    public async Task Operators_see_the_queue_and_lift_suppressions_and_nobody_else_does()
    {
        var to = $"{Guid.NewGuid():N}@example.com";
        var mail = await host.Sent(to);
        await host.Tells($$"""[{"sg_event_id":"{{mail}}","mail_id":"{{mail}}","event":"spamreport"}]""");
        var seller = await host.Api.SignedIn();
        var browser = await host.Api.SignedInAsOperator();

        foreach (var path in (string[])["", "/messages", "/suppressions", "/templates/verify-email"]) Assert.Equal(HttpStatusCode.Forbidden, (await seller.GetAsync("/api/admin/mail" + path)).StatusCode);
        var queue = await ApiFixture.Json(await browser.GetAsync("/api/admin/mail"));
        Assert.Equal("catcher", queue.GetProperty("transport").GetString());
        Assert.True(queue.GetProperty("sent").GetInt64() > 0 && queue.GetProperty("complained").GetInt64() > 0);
        var listed = Assert.Single((await ApiFixture.Json(await browser.GetAsync($"/api/admin/mail/messages?status=complained&recipient={to}"))).GetProperty("items").EnumerateArray());
        Assert.Equal((mail, "critical"), (listed.GetProperty("id").GetGuid(), listed.GetProperty("priority").GetString()));

        Assert.Single((await ApiFixture.Json(await browser.GetAsync($"/api/admin/mail/suppressions?address={to}"))).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/admin/mail/suppressions?address={to}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"/api/admin/mail/suppressions?address={to}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/api/admin/mail/messages/{mail}/retry", null)).StatusCode);
    }

    [Fact]
    public async Task Operators_see_what_a_person_was_sent_and_what_became_of_it_but_not_what_stood_in_it()
    {
        var (email, seller) = (ApiFixture.NewEmail(), host.Api.Browser());
        var user = (await ApiFixture.Json(await seller.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(email)))).GetProperty("user").GetProperty("id").GetGuid();
        await seller.PostAsJsonAsync("/api/auth/forgot-password", new { email });
        // One of before it was kept whose it is, and somebody else's.
        var old = await host.Sent(email.ToUpperInvariant(), MailTemplate.Welcome);
        await host.Sent(ApiFixture.NewEmail());
        await host.Tells($$"""[{"sg_event_id":"{{old}}","mail_id":"{{old}}","event":"spamreport"}]""");
        var browser = await host.Api.SignedInAsOperator();

        var person = await ApiFixture.Json(await browser.GetAsync($"/api/admin/mail/people/{user}"));
        var history = (await ApiFixture.Json(await browser.GetAsync($"/api/admin/mail/messages?userId={user}"))).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal((email, false), (person.GetProperty("address").GetString(), person.GetProperty("confirmed").GetBoolean()));
        Assert.Equal(["reset-password 1 1 0", "verify-email 1 1 0", "welcome 1 1 1"], person.GetProperty("templates").EnumerateArray().Select(t =>
            $"{t.GetProperty("template").GetString()} {t.GetProperty("made").GetInt64()} {t.GetProperty("sent").GetInt64()} {t.GetProperty("complained").GetInt64()}"));
        Assert.Equal(["reset-password sent", "verify-email sent", "welcome complained"], history.Select(m => $"{m.GetProperty("template").GetString()} {m.GetProperty("status").GetString()}").Order());
        Assert.All(history, m => Assert.DoesNotContain(m.EnumerateObject(), p => p.Name is "facts" or "values" or "html" or "plain"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/api/admin/mail/people/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await host.Api.SignedIn()).GetAsync($"/api/admin/mail/people/{user}")).StatusCode);
    }

    private sealed class Plain : IAsyncDisposable
    {
        public ApiFixture Api { get; } = new("--MAIL_TRANSPORT=none");

        public ValueTask DisposeAsync() => Api.DisposeAsync();
    }
}

/// <summary>What a silo answers for the host.</summary>
public sealed class MailPreviewTests(InProcessHost host) : IClassFixture<InProcessHost>
{
    [Fact]
    public async Task Operators_see_how_a_mail_looks()
    {
        using var browser = new HttpClient { BaseAddress = host.Url };
        var email = ApiFixture.NewEmail();
        await browser.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(email));
        await host.Rows("update users set role = 'operator' where email = $1", email);
        var auth = await ApiFixture.Json(await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" }));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());

        var preview = await browser.GetAsync("/api/admin/mail/templates/reset-password?language=pt");
        var unknown = await browser.GetAsync("/api/admin/mail/templates/weather");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (preview.StatusCode, unknown.StatusCode));
        Assert.Equal("Escolha uma nova senha", (await ApiFixture.Json(preview)).GetProperty("subject").GetString());
    }
}
