using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

public sealed class MfaTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Nothing_is_asked_for_before_the_app_has_shown_a_code()
    {
        var (email, desk) = await SignUp();
        await Propose(desk);

        var login = await Login(email);

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.False((await Json(await desk.GetAsync("/api/users/me/mfa"))).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task After_that_the_password_alone_opens_nothing_and_with_a_code_the_door()
    {
        var person = await WithMfa();
        var login = await Login(person.Email);
        var (challenge, problem) = await Challenge(login);

        var answered = await Answer(challenge, person.Code());

        Assert.Equal("mfa-required", problem.GetProperty("code").GetString());
        Assert.False(problem.TryGetProperty("accessToken", out _));
        Assert.DoesNotContain(login.Headers, h => h.Key == "Set-Cookie");
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.NotEmpty((await Json(answered)).GetProperty("accessToken").GetString()!);
    }

    [Fact]
    public async Task A_code_counts_once_and_older_ones_no_more()
    {
        var person = await WithMfa();
        var code = person.Code();
        await Answer((await Challenge(await Login(person.Email))).Token, code);

        var replayed = await Answer((await Challenge(await Login(person.Email))).Token, code);

        Assert.Equal("wrong-code", await Code(replayed, 401));
    }

    [Fact]
    public async Task One_code_lets_in_one_of_many_who_bring_it_at_once()
    {
        var person = await WithMfa();
        var code = person.Code();
        var challenges = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4)) challenges.Add((await Challenge(await Login(person.Email))).Token);

        var answers = await Task.WhenAll(challenges.Select(challenge => Answer(challenge, code)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_recovery_code_opens_once()
    {
        var person = await WithMfa();

        var first = await Answer((await Challenge(await Login(person.Email))).Token, person.Recovery[0].ToUpperInvariant());
        var again = await Answer((await Challenge(await Login(person.Email))).Token, person.Recovery[0]);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("wrong-code", await Code(again, 401));
        Assert.Equal(9, (await Json(await person.Desk.GetAsync("/api/users/me/mfa"))).GetProperty("recoveryCodesLeft").GetInt32());
    }

    [Fact]
    public async Task A_challenge_is_answered_once_within_five_minutes()
    {
        var person = await WithMfa();
        var (answered, late) = ((await Challenge(await Login(person.Email))).Token, (await Challenge(await Login(person.Email))).Token);
        await Answer(answered, person.Recovery[0]);
        await api.Database.Execute($"update mfa_challenges set expires_at = expires_at - interval '5 minutes' where user_id = (select id from users where email = '{person.Email}')");

        Assert.Equal("challenge-over", await Code(await Answer(answered, person.Recovery[1]), 401));
        Assert.Equal("challenge-over", await Code(await Answer(late, person.Recovery[1]), 401));
    }

    [Fact]
    public async Task Wrong_codes_lock_as_wrong_passwords_do_although_the_password_is_right_each_time()
    {
        var person = await WithMfa();

        var answers = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, 5)) answers.Add(await Answer((await Challenge(await Login(person.Email))).Token, "000000x"));

        Assert.Equal("account-locked", await Code(answers[^1], 403));
        Assert.Equal("account-locked", await Code(await Login(person.Email), 403));
    }

    [Fact]
    public async Task Setting_it_up_ends_the_other_sessions_and_is_told()
    {
        var (email, desk) = await SignUp();
        var phone = await SignIn(email);

        await Enable(email, desk);

        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(["enabled"], await Changes(email));
    }

    [Fact]
    public async Task It_takes_the_password_to_change_anything()
    {
        var person = await WithMfa();

        foreach (var path in (string[])["", "/recovery-codes", "/disable"])
            Assert.Equal("wrong-password", await Code(await person.Desk.PostAsJsonAsync("/api/users/me/mfa" + path, new { password = "Wrong-Pass-1" }), 403));
    }

    [Fact]
    public async Task New_recovery_codes_void_the_former_and_switching_it_off_asks_for_no_code()
    {
        var person = await WithMfa();

        var codes = await Json(await person.Desk.PostAsJsonAsync("/api/users/me/mfa/recovery-codes", new { password = "Right-Pass-1" }));
        var former = await Answer((await Challenge(await Login(person.Email))).Token, person.Recovery[0]);
        var fresh = await Answer((await Challenge(await Login(person.Email))).Token, codes.GetProperty("codes")[0].GetString()!);
        await person.Desk.PostAsJsonAsync("/api/users/me/mfa/disable", new { password = "Right-Pass-1" });

        Assert.Equal("wrong-code", await Code(former, 401));
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(person.Email)).StatusCode);
        Assert.Equal(["enabled", "codes-renewed", "disabled"], await Changes(person.Email));
    }

    [Fact]
    public async Task No_row_holds_the_secret_or_a_code_in_clear()
    {
        var person = await WithMfa();

        var text = string.Join('\n', await api.Database.Column<string>("select encode(secret, 'escape') || encode(secret, 'base64') from user_mfa union all select encode(code_hash, 'escape') from recovery_codes"));

        Assert.DoesNotContain(person.Secret, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(person.Recovery[0], text, StringComparison.OrdinalIgnoreCase);
    }

    private sealed record Person(string Email, HttpClient Desk, string Secret, List<string> Recovery)
    {
        /// <summary>The next one: the one that shows now was taken when it was set up.</summary>
        public string Code() => CodeOf(Secret, TimeProvider.System.GetUtcNow().AddSeconds(30));
    }

    private async Task<Person> WithMfa()
    {
        var (email, desk) = await SignUp();
        return await Enable(email, desk);
    }

    private static async Task<Person> Enable(string email, HttpClient desk)
    {
        var secret = await Propose(desk);
        var confirmed = await desk.PostAsJsonAsync("/api/users/me/mfa/confirm", new { code = CodeOf(secret, TimeProvider.System.GetUtcNow()) });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return new(email, desk, secret, [.. (await Json(confirmed)).GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)]);
    }

    private static async Task<string> Propose(HttpClient desk)
    {
        var proposal = await Json(await desk.PostAsJsonAsync("/api/users/me/mfa", new { password = "Right-Pass-1" }));
        Assert.Contains(proposal.GetProperty("secret").GetString()!, proposal.GetProperty("uri").GetString()!, StringComparison.Ordinal);
        return proposal.GetProperty("secret").GetString()!;
    }

    /// <summary>As an app does it: from the secret as it is spelled.</summary>
    private static string CodeOf(string secret, DateTimeOffset at)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        return Totp.CodeAt([.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))], at);
    }

    private async Task<(string Email, HttpClient Browser)> SignUp()
    {
        var (email, browser) = (NewEmail(), api.Browser());
        await Carry(browser, await browser.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(email)));
        return (email, browser);
    }

    private async Task<HttpClient> SignIn(string email)
    {
        var browser = api.Browser();
        await Carry(browser, await Login(email));
        return browser;
    }

    private static async Task Carry(HttpClient browser, HttpResponseMessage answer) => browser.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(answer)).GetProperty("accessToken").GetString());

    private Task<HttpResponseMessage> Login(string email) => api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" });

    private Task<HttpResponseMessage> Answer(string challenge, string code) => api.Browser().PostAsJsonAsync("/api/auth/login/mfa", new { challenge, code });

    private static async Task<(string Token, JsonElement Problem)> Challenge(HttpResponseMessage login)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        var problem = await Json(login);
        return (problem.GetProperty("challenge").GetString()!, problem);
    }

    private Task<List<string>> Changes(string email) => api.Database.Column<string>($"select facts ->> 'change' from mail_outbox where recipient = '{email}' and template = 'mfa-changed' order by created_at");

    private static async Task<string?> Code(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return (await Json(answer)).GetProperty("code").GetString();
    }
}
