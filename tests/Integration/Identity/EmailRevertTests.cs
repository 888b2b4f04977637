using System.Net;
using System.Net.Http.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>Whoever took an account by another address loses it again to who reads the mail of the former one.</summary>
public sealed class EmailRevertTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Password = "Right-Pass-1", Other = "Other-Pass-2";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_former_address_comes_back_with_its_link_and_nobody_signs_in_before_a_new_password_is_chosen()
    {
        var (former, thief) = await SignUp();
        var fresh = NewEmail();
        await Change(thief, fresh);

        var answer = await Revert(await Link(former));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        // The thief is out, on every device, and knows the way in no more.
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/users/me", Cancel)).StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), ((await Login(fresh, Password)).StatusCode, (await Login(former, Password)).StatusCode));
        var reset = (await Json(answer)).GetProperty("resetToken").GetString()!;
        Assert.Equal(HttpStatusCode.NoContent, (await api.Browser().PostAsJsonAsync("/api/auth/reset-password", new { token = reset, password = Other }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Login(former, Other)).StatusCode);
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from users where email = '{former}' and email_verified"));
        Assert.Equal([fresh], await api.Database.Column<string>($"select f.email from former_emails f join users u on u.id = f.user_id where u.email = '{former}'"));
        // Who has the address that was taken away is told, and not of the other one.
        Assert.Equal(1, await Mails(fresh, "email-reverted"));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{fresh}' and template = 'email-reverted' and facts::text like '%{former}%'"));
    }

    [Fact]
    public async Task It_stands_in_the_audit_log_without_an_address()
    {
        var (former, thief) = await SignUp();
        var fresh = NewEmail();
        await Change(thief, fresh);
        await Revert(await Link(former));

        var entry = Assert.Single(await api.Database.Column<string>($"select a::text from audit_entries a join users u on u.id = a.subject_id where a.action = 'email.reverted' and u.email = '{former}'"));
        Assert.Contains("sessionsEnded", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.com", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_counts_once_for_seven_days_and_for_its_purpose()
    {
        var ((first, one), (second, two)) = (await SignUp(), await SignUp());
        await Change(one, NewEmail());
        await Change(two, NewEmail());
        var (used, late) = (await Link(first), await Link(second));

        Assert.Equal("token-invalid", await Code(await api.Browser().PostAsJsonAsync("/api/auth/reset-password", new { token = used, password = Other }, Cancel), 400));
        Assert.Equal("token-invalid", await Code(await api.Browser().PostAsJsonAsync("/api/auth/change-email", new { token = used }, Cancel), 400));
        Assert.Equal(HttpStatusCode.OK, (await Revert(used)).StatusCode);
        Assert.Equal("token-invalid", await Code(await Revert(used), 400));

        await Age(second, "7 days 1 minute");
        Assert.Equal("token-invalid", await Code(await Revert(late), 400));
        Assert.Equal("token-invalid", await Code(await Revert("nonsense"), 400));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where email = '{second}'"));
    }

    [Fact]
    public async Task On_the_last_of_the_seven_days_it_still_counts_and_of_two_at_once_one_counts()
    {
        var (former, thief) = await SignUp();
        await Change(thief, NewEmail());
        var link = await Link(former);
        await Age(former, "6 days 23 hours");

        var answers = await Task.WhenAll(Revert(link), Revert(link));

        Assert.Equal([200, 400], answers.Select(a => (int)a.StatusCode).Order());
    }

    [Fact]
    public async Task Who_changes_the_address_twice_and_the_password_too_loses_the_account_to_the_first_address_all_the_same()
    {
        var (former, thief) = await SignUp();
        var (second, third) = (NewEmail(), NewEmail());
        await Change(thief, second);
        await Change(thief, third);
        await thief.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = Password, newPassword = Other }, Cancel);
        var thiefs = await Link(second);

        Assert.Equal(HttpStatusCode.OK, (await Revert(await Link(former))).StatusCode);

        // What the thief was mailed on the way counts no more.
        Assert.Equal("token-invalid", await Code(await Revert(thiefs), 400));
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from users where email = '{former}'"));
    }

    [Fact]
    public async Task Of_two_former_addresses_the_later_one_does_not_shut_out_the_earlier()
    {
        var (first, person) = await SignUp();
        var second = NewEmail();
        await Change(person, second);
        await Change(person, NewEmail());

        Assert.Equal(HttpStatusCode.OK, (await Revert(await Link(second))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Revert(await Link(first))).StatusCode);

        Assert.Equal((1, 0), (await api.Database.Scalar($"select count(*) from users where email = '{first}'"), await api.Database.Scalar($"select count(*) from users where email = '{second}'")));
    }

    [Fact]
    public async Task A_second_factor_that_came_with_the_thief_goes_and_one_from_before_stays()
    {
        var ((robbed, thief), (careful, owner)) = (await SignUp(), await SignUp());
        await HasFactor(careful);
        await Change(thief, NewEmail());
        await Change(owner, NewEmail());
        await HasFactor((await Json(await thief.GetAsync("/api/users/me", Cancel))).GetProperty("email").GetString()!);

        await Revert(await Link(robbed));
        await Revert(await Link(careful));

        Assert.Equal(["False 0"], await api.Database.Column<string>($"select case when mfa_enabled then 'True ' else 'False ' end || (select count(*) from user_mfa m where m.user_id = u.id) from users u where email = '{robbed}'"));
        Assert.Equal(["True 1"], await api.Database.Column<string>($"select case when mfa_enabled then 'True ' else 'False ' end || (select count(*) from user_mfa m where m.user_id = u.id) from users u where email = '{careful}'"));
    }

    [Fact]
    public async Task Nobody_signs_up_with_an_address_that_may_be_put_back_and_who_has_it_by_now_keeps_it()
    {
        var (former, thief) = await SignUp();
        await Change(thief, NewEmail());
        Assert.Equal("email-taken", await Code(await api.Browser().PostAsJsonAsync("/api/auth/register", Person(former), Cancel), 409));

        // Somebody who reads its mail has shown that it is theirs.
        var (_, reader) = await SignUp();
        await Change(reader, former);
        Assert.Equal("email-taken", await Code(await Revert(await Link(former)), 409));

        // And it counts again when the address is free.
        await Change(reader, NewEmail());
        Assert.Equal(HttpStatusCode.OK, (await Revert((await Links(former))[0])).StatusCode);
    }

    [Fact]
    public async Task An_address_that_was_never_confirmed_gets_word_and_no_way_in()
    {
        var (former, person) = await SignUp(confirmed: false);
        await Change(person, NewEmail());

        Assert.Equal((1, 0), (await Mails(former, "email-changed"), await Mails(former, "email-changed-revertible")));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mailed_tokens where purpose = 'revert-email' and email = '{former}'"));
    }

    [Fact]
    public async Task Of_a_person_who_is_gone_nothing_comes_back()
    {
        var (former, person) = await SignUp();
        var fresh = NewEmail();
        await Change(person, fresh);
        await api.Database.Execute($"update users set deleted_at = now() where email = '{fresh}'");

        Assert.Equal("token-invalid", await Code(await Revert(await Link(former)), 400));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where email = '{former}'"));
    }

    [Fact]
    public async Task Guessing_is_held_up_as_at_the_login()
    {
        await using var strict = new ApiFixture(api, "--AUTH_ATTEMPTS_PER_MINUTE=3");
        await strict.InitializeAsync();

        var answers = new List<int>();
        for (var i = 0; i < 4; i++) answers.Add((int)(await strict.Browser().PostAsJsonAsync("/api/auth/revert-email", new { token = $"guess{i}" }, Cancel)).StatusCode);

        Assert.Equal([400, 400, 400, 429], answers);
    }

    private async Task<(string Email, HttpClient Browser)> SignUp(bool confirmed = true)
    {
        var (email, browser) = (NewEmail(), api.Browser());
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", Person(email), Cancel));
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());
        if (confirmed) await api.Database.Execute($"update users set email_verified = true where email = '{email}'");
        return (email, browser);
    }

    private async Task Change(HttpClient browser, string to)
    {
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync("/api/users/me/email-change", new { email = to, password = Password }, Cancel)).StatusCode);
        var token = (await api.Database.Column<string>($"select facts ->> 'link' from mail_outbox where recipient = '{to}' and template = 'change-email' order by id"))[^1].Split('#')[1];
        Assert.Equal(HttpStatusCode.NoContent, (await api.Browser().PostAsJsonAsync("/api/auth/change-email", new { token }, Cancel)).StatusCode);
    }

    private async Task HasFactor(string email) => await api.Database.Execute($"""
        insert into user_mfa (user_id, secret, key_id, created_at, confirmed_at) select id, '\x00', 't', now(), now() from users where email = '{email}'; update users set mfa_enabled = true where email = '{email}'
        """);

    private Task Age(string former, string by) => api.Database.Execute($"update mailed_tokens set created_at = created_at - interval '{by}', expires_at = expires_at - interval '{by}' where email = '{former}' and purpose = 'revert-email'");

    private Task<HttpResponseMessage> Login(string email, string password) => api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password }, Cancel);

    private Task<HttpResponseMessage> Revert(string token) => api.Browser().PostAsJsonAsync("/api/auth/revert-email", new { token }, Cancel);

    private Task<long> Mails(string email, string template) => api.Database.Scalar($"select count(*) from mail_outbox where recipient = '{email}' and template = '{template}'");

    private async Task<string> Link(string former) => (await Links(former))[^1];

    private async Task<List<string>> Links(string former) =>
        [.. (await api.Database.Column<string>($"select facts ->> 'link' from mail_outbox where recipient = '{former}' and template = 'email-changed-revertible' order by id")).Select(link => link.Split("/revert-email#")[1])];

    private static async Task<string?> Code(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return (await Json(answer)).GetProperty("code").GetString();
    }
}
