using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>Another e-mail address: the password, a link to the new one, word to the former one, and nothing before that.</summary>
public sealed class EmailChangeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Password = "Right-Pass-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_new_address_counts_when_its_link_comes_back_and_not_before()
    {
        var (former, desk) = await SignUp();
        var phone = await LogIn(former);
        var fresh = NewEmail();

        var asked = await Ask(desk, fresh);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal(fresh, Pending(await State(desk)));
        Assert.Equal((former, false), await Address(desk));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Login(fresh)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Confirm(await Token(fresh))).StatusCode);

        // Who asked stays signed in; everybody else has to know the new address.
        Assert.Equal((fresh, true), await Address(desk));
        Assert.Null(Pending(await State(desk)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/users/me", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Login(former)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(fresh)).StatusCode);
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from sessions where ended_because = 'email' and user_id = (select id from users where email = '{fresh}')"));
    }

    [Fact]
    public async Task The_present_address_is_told_of_the_wish_and_of_the_change()
    {
        var (former, desk) = await SignUp();
        var fresh = NewEmail();

        await Ask(desk, fresh);
        Assert.Equal([fresh], await Facts(former, "email-change-asked", "newEmail"));
        Assert.EndsWith("/forgot-password", Assert.Single(await Facts(former, "email-change-asked", "link")), StringComparison.Ordinal);
        Assert.Equal(0, await Mails(former, "email-changed"));
        await Confirm(await Token(fresh));

        Assert.Equal([fresh], await Facts(former, "email-changed", "newEmail"));
        // The new one may be a stranger's: it is told of nobody.
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{fresh}' and (facts::text like '%Ada%' or facts::text like '%{former}%')"));
    }

    [Fact]
    public async Task The_password_is_asked_for_again_and_counts_when_it_is_wrong()
    {
        var (former, desk) = await SignUp();

        var wrong = await Ask(desk, NewEmail(), "Wrong-Pass-1");

        Assert.Equal("wrong-password", await Code(wrong, 403));
        Assert.Null(Pending(await State(desk)));
        Assert.Equal(1, await api.Database.Scalar($"select failed_logins::bigint from users where email = '{former}'"));
        Assert.Equal(0, await Mails(former, "email-change-asked"));
    }

    [Theory]
    [InlineData("not-an-address")]
    [InlineData("Ana <ana@example.com>")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_by_field(string email)
    {
        var (_, desk) = await SignUp();

        var answer = await Ask(desk, email);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty("email", out _));
    }

    [Fact]
    public async Task The_address_somebody_has_is_no_other_one_however_it_is_written()
    {
        var (former, desk) = await SignUp();

        Assert.Equal("validation-failed", await Code(await Ask(desk, former.ToUpperInvariant()), 400));
    }

    [Fact]
    public async Task A_link_counts_once_for_a_day_and_for_its_purpose()
    {
        var (former, desk) = await SignUp();
        var (first, second) = (NewEmail(), NewEmail());
        await Ask(desk, first);
        var used = await Token(first);
        Assert.Equal("token-invalid", await Code(await api.Browser().PostAsJsonAsync("/api/auth/verify-email", new { token = used }, Cancel), 400));
        Assert.Equal("token-invalid", await Code(await api.Browser().PostAsJsonAsync("/api/auth/reset-password", new { token = used, password = "Other-Pass-2" }, Cancel), 400));
        await Confirm(used);
        Assert.Equal("token-invalid", await Code(await Confirm(used), 400));

        await Ask(desk, second);
        var late = await Token(second);
        await api.Database.Execute($"update mailed_tokens set created_at = created_at - interval '24 hours 1 minute', expires_at = expires_at - interval '24 hours 1 minute' where email = '{second}'");

        Assert.Equal("token-invalid", await Code(await Confirm(late), 400));
        Assert.Null(Pending(await State(desk)));
        Assert.Equal((first, true), await Address(desk));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mailed_tokens t where t::text like '%{used}%' or t::text like '%{late}%'"));
        Assert.NotEqual(former, first);
    }

    [Fact]
    public async Task Of_several_links_the_newest_counts_and_one_that_was_called_off_does_not()
    {
        var (former, desk) = await SignUp();
        var (first, second) = (NewEmail(), NewEmail());
        await Ask(desk, first);
        await Ask(desk, second);

        Assert.Equal("token-invalid", await Code(await Confirm(await Token(first)), 400));
        Assert.Equal(second, Pending(await State(desk)));
        Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteAsync("/api/users/me/email-change", Cancel)).StatusCode);
        Assert.Equal("email-change-not-found", await Code(await desk.DeleteAsync("/api/users/me/email-change", Cancel), 404));
        Assert.Equal("token-invalid", await Code(await Confirm(await Token(second)), 400));
        Assert.Equal(former, (await Address(desk)).Email);
    }

    [Fact]
    public async Task Nobody_learns_from_asking_who_is_registered_and_who_reads_the_mail_is_told_clearly()
    {
        var (taken, _) = await SignUp();
        var (former, desk) = await SignUp();
        var free = NewEmail();

        var (forFree, forTaken) = (await Ask(desk, free), await Ask(desk, taken));

        Assert.Equal((forFree.StatusCode, await Shape(forFree, free)), (forTaken.StatusCode, await Shape(forTaken, taken)));
        Assert.Equal((1, 1), (await Mails(free, "change-email"), await Mails(taken, "change-email")));
        Assert.Equal("email-taken", await Code(await Confirm(await Token(taken)), 409));
        Assert.Equal(former, (await Address(desk)).Email);

        static async Task<string> Shape(HttpResponseMessage answer, string email) =>
            string.Join(' ', (await Json(answer)).EnumerateObject().Select(member => $"{member.Name}={(member.Name == "expiresAt" ? "" : member.Value.ToString().Replace(email, "EMAIL", StringComparison.Ordinal))}"));
    }

    [Fact]
    public async Task Of_two_who_want_the_same_address_the_first_to_confirm_has_it()
    {
        var ((_, ada), (bea, other), fresh) = (await SignUp(), await SignUp(), NewEmail());
        await Ask(ada, fresh);
        var first = await Token(fresh);
        await Ask(other, fresh);
        var second = (await Tokens(fresh)).Single(token => token != first);

        var answers = await Task.WhenAll(Confirm(first), Confirm(second));

        Assert.Equal([204, 409], answers.Select(a => (int)a.StatusCode).Order());
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from users where email = '{fresh}'"));
        Assert.NotEqual(bea, fresh);
    }

    [Fact]
    public async Task Another_password_ends_a_change_that_waits()
    {
        var (former, desk) = await SignUp();
        var fresh = NewEmail();
        await Ask(desk, fresh);
        // "This was not me."
        await api.Browser().PostAsJsonAsync("/api/auth/forgot-password", new { email = former }, Cancel);
        await api.Browser().PostAsJsonAsync("/api/auth/reset-password", new { token = await Token(former, "reset-password"), password = "Other-Pass-2" }, Cancel);

        Assert.Equal("token-invalid", await Code(await Confirm(await Token(fresh)), 400));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where email = '{fresh}'"));
    }

    [Fact]
    public async Task What_was_mailed_to_the_former_address_counts_no_more()
    {
        var (former, desk) = await SignUp();
        await api.Browser().PostAsJsonAsync("/api/auth/forgot-password", new { email = former }, Cancel);
        var fresh = NewEmail();
        await Ask(desk, fresh);
        await Confirm(await Token(fresh));

        Assert.Equal("token-invalid", await Code(await api.Browser().PostAsJsonAsync("/api/auth/reset-password", new { token = await Token(former, "reset-password"), password = "Other-Pass-2" }, Cancel), 400));
    }

    [Fact]
    public async Task Nobody_asks_more_than_three_times_an_hour()
    {
        var (former, desk) = await SignUp();

        var answers = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, 4)) answers.Add(await Ask(desk, NewEmail()));

        Assert.Equal([200, 200, 200, 429], answers.Select(a => (int)a.StatusCode));
        Assert.Equal("too-many-mails", await Code(answers[3], 429));
        Assert.Equal(3, await Mails(former, "email-change-asked"));
    }

    [Fact]
    public async Task Wish_end_and_change_stand_in_the_audit_log_without_an_address()
    {
        var (former, desk) = await SignUp();
        var (first, second) = (NewEmail(), NewEmail());
        await Ask(desk, first);
        await desk.DeleteAsync("/api/users/me/email-change", Cancel);
        await Ask(desk, second);
        await Confirm(await Token(second));

        var me = (await Json(await desk.GetAsync("/api/users/me"))).GetProperty("id").GetString();
        Assert.Equal(["email.change-asked", "email.change-cancelled", "email.change-asked", "email.changed"],
            await api.Database.Column<string>($"select action from audit_entries where actor_id = '{me}' and action like 'email.%' order by at, id"));
        foreach (var address in (string[])[former, first, second]) Assert.Equal(0, await api.Database.Scalar($"select count(*) from audit_entries where audit_entries::text like '%{address}%'"));
    }

    [Fact]
    public async Task Back_to_an_address_that_somebody_had_it_is_no_former_one()
    {
        var (former, desk) = await SignUp();
        var fresh = NewEmail();
        await Ask(desk, fresh);
        await Confirm(await Token(fresh));
        await Ask(desk, former);
        await Confirm(await Token(former));

        Assert.Equal(former, (await Address(desk)).Email);
        Assert.Equal([fresh], await api.Database.Column<string>($"select email from former_emails where user_id = (select id from users where email = '{former}')"));
    }

    private async Task<(string Email, HttpClient Browser)> SignUp()
    {
        var (email, browser) = (NewEmail(), api.Browser());
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", Person(email), Cancel));
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());
        return (email, browser);
    }

    private async Task<HttpClient> LogIn(string email)
    {
        var browser = api.Browser();
        browser.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(await Login(email))).GetProperty("accessToken").GetString());
        return browser;
    }

    private Task<HttpResponseMessage> Login(string email) => api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = Password }, Cancel);

    private static Task<HttpResponseMessage> Ask(HttpClient browser, string email, string password = Password) => browser.PostAsJsonAsync("/api/users/me/email-change", new { email, password }, Cancel);

    private Task<HttpResponseMessage> Confirm(string token) => api.Browser().PostAsJsonAsync("/api/auth/change-email", new { token }, Cancel);

    private static async Task<JsonElement> State(HttpClient browser) => await Json(await browser.GetAsync("/api/users/me/email-change", Cancel));

    private static string? Pending(JsonElement state) => state.GetProperty("pending") is { ValueKind: JsonValueKind.Object } pending ? pending.GetProperty("email").GetString() : null;

    private static async Task<(string? Email, bool Verified)> Address(HttpClient browser) =>
        await Json(await browser.GetAsync("/api/users/me", Cancel)) is var me ? (me.GetProperty("email").GetString(), me.GetProperty("emailVerified").GetBoolean()) : default;

    private Task<long> Mails(string email, string template) => api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{email}' and template = '{template}'");

    private Task<List<string>> Facts(string email, string template, string name) => api.Database.Column<string>($"select facts ->> '{name}' from mail_outbox where recipient = '{email}' and template = '{template}' order by id");

    private async Task<string> Token(string email, string template = "change-email") => (await Tokens(email, template))[^1];

    private async Task<List<string>> Tokens(string email, string template = "change-email") => [.. (await Facts(email, template, "link")).Select(link => link.Split('#')[1])];

    private static async Task<string?> Code(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return (await Json(answer)).GetProperty("code").GetString();
    }
}
