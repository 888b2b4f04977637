using System.Net;
using System.Net.Http.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

public sealed class PasswordTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", NewerFirefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    [Fact]
    public async Task A_mailed_token_confirms_the_address_once()
    {
        var (email, desk) = await SignUp();
        var token = await Token(email, "verify-email");

        var first = await Post("/api/auth/verify-email", new { token });
        var again = await Post("/api/auth/verify-email", new { token });

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal("token-invalid", await Code(again, 400));
        Assert.True((await Json(await desk.GetAsync("/api/users/me"))).GetProperty("emailVerified").GetBoolean());
        Assert.Equal(1, await Mails(email, "welcome"));
    }

    [Fact]
    public async Task An_address_that_must_be_confirmed_keeps_the_door_shut_until_it_is()
    {
        await using var strict = new ApiFixture(api, "--AUTH_REQUIRE_VERIFIED_EMAIL=true");
        await strict.InitializeAsync();
        var (email, _) = await SignUp();
        var browser = strict.Browser();

        var before = await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });
        await Post("/api/auth/verify-email", new { token = await Token(email, "verify-email") });
        var after = await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });

        Assert.Equal("email-not-verified", await Code(before, 403));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task The_fourth_mail_within_an_hour_is_refused()
    {
        var (_, desk) = await SignUp();

        var sent = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, 3)) sent.Add(await desk.PostAsync("/api/users/me/verify-email", null));

        Assert.Equal([204, 204, 429], sent.Select(s => (int)s.StatusCode));
        Assert.Equal("too-many-mails", await Code(sent[2], 429));
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_with_the_mailed_token_once_and_ends_every_session()
    {
        var (email, desk) = await SignUp();
        await Post("/api/auth/forgot-password", new { email = email.ToUpperInvariant() });
        var token = await Token(email, "reset-password");

        var weak = await Post("/api/auth/reset-password", new { token, password = "alllowercase1" });
        var reset = await Post("/api/auth/reset-password", new { token, password = "Other-Pass-2" });
        var again = await Post("/api/auth/reset-password", new { token, password = "Third-Pass-3" });

        Assert.Equal("validation-failed", await Code(weak, 400));
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal("token-invalid", await Code(again, 400));
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Login(email, "Right-Pass-1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(email, "Other-Pass-2")).StatusCode);
        Assert.Equal(1, await Mails(email, "password-changed"));
    }

    [Fact]
    public async Task A_reset_frees_a_locked_person_and_voids_the_other_mails()
    {
        var (email, _) = await SignUp();
        await Post("/api/auth/forgot-password", new { email });
        await Post("/api/auth/forgot-password", new { email });
        var tokens = await Tokens(email, "reset-password");
        for (var attempt = 0; attempt < 5; attempt++) await Login(email, "Wrong-Pass-1");

        await Post("/api/auth/reset-password", new { token = tokens[0], password = "Other-Pass-2" });

        Assert.Equal(HttpStatusCode.OK, (await Login(email, "Other-Pass-2")).StatusCode);
        Assert.Equal("token-invalid", await Code(await Post("/api/auth/reset-password", new { token = tokens[1], password = "Third-Pass-3" }), 400));
    }

    [Fact]
    public async Task A_token_counts_for_an_hour_and_for_its_purpose()
    {
        var (email, _) = await SignUp();
        await Post("/api/auth/forgot-password", new { email });
        var (reset, verify) = (await Token(email, "reset-password"), await Token(email, "verify-email"));

        Assert.Equal("token-invalid", await Code(await Post("/api/auth/verify-email", new { token = reset }), 400));
        Assert.Equal("token-invalid", await Code(await Post("/api/auth/reset-password", new { token = verify, password = "Other-Pass-2" }), 400));
        await api.Database.Execute($"update mailed_tokens set created_at = created_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes' where email = '{email}' and purpose = 'reset-password'");
        Assert.Equal("token-invalid", await Code(await Post("/api/auth/reset-password", new { token = reset, password = "Other-Pass-2" }), 400));
    }

    [Fact]
    public async Task Nobody_learns_from_the_answer_or_its_time_whether_an_address_is_known()
    {
        var (email, _) = await SignUp();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var known = await Post("/api/auth/forgot-password", new { email });
        var forKnown = clock.Elapsed;
        clock.Restart();
        var unknown = await Post("/api/auth/forgot-password", new { email = NewEmail() });

        Assert.True(forKnown >= TimeSpan.FromMilliseconds(390) && clock.Elapsed >= TimeSpan.FromMilliseconds(390));
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(await known.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_password_costs_what_the_installation_says_from_the_next_login_on()
    {
        var (email, _) = await SignUp();
        Assert.Matches(@"^sha384:\$2[aby]\$10\$", await Hash());
        // What people get who say nothing of it.
        await using var usual = new ApiFixture(api, $"--Identity:BcryptCost={new LoginOptions().BcryptCost}");
        await usual.InitializeAsync();

        var wrong = await usual.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Wrong-Pass-1" });
        var right = await usual.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        var renewed = await Hash();
        Assert.Matches(@"^sha384:\$2[aby]\$12\$", renewed);
        Assert.Equal(HttpStatusCode.OK, (await Login(email, "Right-Pass-1")).StatusCode);
        Assert.Equal(renewed, await Hash());

        async Task<string> Hash() => (await api.Database.Column<string>($"select password_hash from users where email = '{email}'")).Single();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_that_another_system_has_hashed_counts_and_is_hashed_anew(bool overSha384)
    {
        var (email, _) = await SignUp();
        var password = "Brought-Along-3" + new string('x', 60);
        var brought = overSha384 ? BCrypt.Net.BCrypt.EnhancedHashPassword(password, 10) : BCrypt.Net.BCrypt.HashPassword(password, 10);
        await api.Database.Execute($"update users set password_hash = '{brought}' where email = '{email}'");

        Assert.Equal(HttpStatusCode.Unauthorized, (await Login(email, "Right-Pass-1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(email, password)).StatusCode);

        Assert.StartsWith("sha384:", (await api.Database.Column<string>($"select password_hash from users where email = '{email}'")).Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Login(email, password)).StatusCode);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var (email, desk) = await SignUp();
        var phone = api.Browser();
        phone.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(await Login(email, "Right-Pass-1"))).GetProperty("accessToken").GetString());

        var wrong = await desk.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = "Wrong-Pass-1", newPassword = "Other-Pass-2" });
        var same = await desk.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = "Right-Pass-1", newPassword = "Right-Pass-1" });
        var changed = await desk.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = "Right-Pass-1", newPassword = "Other-Pass-2" });

        Assert.Equal("wrong-password", await Code(wrong, 403));
        Assert.Equal("validation-failed", await Code(same, 400));
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(email, "Other-Pass-2")).StatusCode);
    }

    [Fact]
    public async Task A_lock_is_told_by_mail_once()
    {
        var (email, _) = await SignUp();

        for (var attempt = 0; attempt < 7; attempt++) await Login(email, "Wrong-Pass-1");

        Assert.Equal(1, await Mails(email, "account-locked"));
    }

    [Fact]
    public async Task A_browser_never_seen_before_is_told_by_mail_and_its_update_is_not()
    {
        var (email, _) = await SignUp();

        await Login(email, "Right-Pass-1", Firefox);
        await Login(email, "Right-Pass-1", NewerFirefox);

        Assert.Equal(1, await Mails(email, "new-device"));
    }

    [Theory]
    [InlineData("ana maria@{0}.example")]
    [InlineData("Ana<ana@{0}.example>")]
    [InlineData("ana@{0}.example (Ana)")]
    public async Task Nobody_signs_up_with_an_address_that_no_mail_goes_to(string form)
    {
        var email = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Guid.NewGuid().ToString("N"));

        var answer = await Post("/api/auth/register", Person(email));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty("email", out _));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where email = '{email}'"));
    }

    [Fact]
    public async Task Who_has_such_an_address_from_before_goes_on_without_mail()
    {
        var (former, desk) = await SignUp();
        var email = $"ana maria{former}";
        await api.Database.Execute($"update users set email = '{email}' where email = '{former}'");

        var forgot = await Post("/api/auth/forgot-password", new { email });
        var again = await desk.PostAsync("/api/users/me/verify-email", null);
        var changed = await desk.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = "Right-Pass-1", newPassword = "Other-Pass-2" });
        var login = await Login(email, "Other-Pass-2", Firefox);
        var locked = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, 6)) locked.Add(await Login(email, "Wrong-Pass-1"));

        Assert.Equal([200, 204, 204, 200, 401, 401, 401, 401, 403, 403], new[] { forgot, again, changed, login }.Concat(locked).Select(answer => (int)answer.StatusCode));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{email}'"));
    }

    [Fact]
    public async Task No_row_holds_a_token_that_was_handed_out()
    {
        var (email, _) = await SignUp();
        await Post("/api/auth/forgot-password", new { email });
        var token = await Token(email, "reset-password");

        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mailed_tokens t where t::text like '%{token}%'"));
    }

    private async Task<(string Email, HttpClient Browser)> SignUp()
    {
        var (email, browser) = (NewEmail(), api.Browser());
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", Person(email)));
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());
        return (email, browser);
    }

    private Task<HttpResponseMessage> Post(string path, object body) => api.Browser().PostAsJsonAsync(path, body);

    private async Task<HttpResponseMessage> Login(string email, string password, string? agent = null)
    {
        var browser = api.Browser();
        if (agent is not null) browser.DefaultRequestHeaders.Add("User-Agent", agent);
        return await browser.PostAsJsonAsync("/api/auth/login", new { email, password });
    }

    private Task<long> Mails(string email, string template) => api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{email}' and template = '{template}'");

    private async Task<string> Token(string email, string template) => (await Tokens(email, template))[^1];

    /// <summary>As its reader would: behind the # of the link.</summary>
    private async Task<List<string>> Tokens(string email, string template) =>
        [.. (await api.Database.Column<string>($"select facts ->> 'link' from mail_outbox where recipient = '{email}' and template = '{template}' order by id")).Select(link => link.Split('#')[1])];

    private static async Task<string?> Code(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return (await Json(answer)).GetProperty("code").GetString();
    }
}
