using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Privacy;

/// <summary>What people agree to: asked for before anything else, recorded for good, and asked again when the text is another one.</summary>
public sealed class ConsentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Scopes = ["accounts:read"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anybody_may_read_which_texts_are_in_force()
    {
        await using var own = new ApiFixture(api, "--TERMS_VERSION=2026-12", "--TERMS_URL=https://shop.example/{language}/terms", "--PRIVACY_CONTACT=dpo@shop.example");
        await own.InitializeAsync();

        var built = await Json(await api.Browser().GetAsync("/api/policies"));
        var theirs = await Json(await own.Browser().GetAsync("/api/policies"));

        Assert.Equal("""{"terms":{"version":"1","url":null},"privacy":{"version":"1","url":null},"contact":null}""", built.GetRawText());
        Assert.Equal("""{"terms":{"version":"2026-12","url":"https://shop.example/{language}/terms"},"privacy":{"version":"1","url":null},"contact":"dpo@shop.example"}""", theirs.GetRawText());
    }

    [Theory]
    [InlineData(null, "1", "termsVersion")]
    [InlineData("1", null, "privacyVersion")]
    [InlineData("0", "1", "termsVersion")]
    [InlineData(null, null, "termsVersion", "privacyVersion")]
    public async Task Where_the_operator_says_so_nobody_signs_up_without_accepting_the_texts_in_force(string? terms, string? privacy, params string[] fields)
    {
        await using var strict = new ApiFixture(api, "--SIGN_UP_REQUIRES_CONSENT=true");
        await strict.InitializeAsync();
        var email = NewEmail();

        var refused = await strict.Browser().PostAsJsonAsync("/api/auth/register", new { email, password = "Right-Pass-1", name = "Ada Seller", termsVersion = terms, privacyVersion = privacy }, Cancel);

        var problem = await Json(refused);
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(fields, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Contains("version 1", problem.GetProperty("errors").GetProperty(fields[0])[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where email = '{email}'"));
    }

    [Fact]
    public async Task Signing_up_records_both_with_version_language_time_and_address()
    {
        var browser = api.Browser();
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = "Ada Seller", language = "pt", termsVersion = "1", privacyVersion = "1" }));
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());

        var consents = await Consents(browser);
        var history = await History(browser);

        Assert.Empty(consents.GetProperty("asked").EnumerateArray());
        Assert.Equal(["terms True 1", "privacy True 1", "marketing False ", "analytics False ", "ai False "],
            consents.GetProperty("items").EnumerateArray().Select(c => $"{c.GetProperty("purpose").GetString()} {c.GetProperty("given").GetBoolean()} {c.GetProperty("answeredVersion").GetString()}"));
        Assert.Equal(["privacy", "terms"], history.Select(Purpose).Order());
        Assert.All(history, c => Assert.Equal(("1", "pt", true, "127.0.0.1"), (c.GetProperty("version").GetString(), c.GetProperty("language").GetString(), c.GetProperty("given").GetBoolean(), c.GetProperty("ip").GetString())));
        Assert.All(history, c => Assert.InRange(TimeProvider.System.GetUtcNow() - c.GetProperty("at").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Programs_may_sign_people_up_who_are_asked_later_and_accept_nothing_that_is_not_in_force()
    {
        var browser = api.Browser();
        var wrong = await browser.PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = "Ada Seller", termsVersion = "0" }, Cancel);
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = "Ada Seller" }));
        browser.DefaultRequestHeaders.Authorization = new("Bearer", auth.GetProperty("accessToken").GetString());

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(["terms", "privacy"], Asked(await Consents(browser)));
        Assert.Empty(await History(browser));
    }

    [Fact]
    public async Task When_a_version_rises_everybody_is_asked_once_and_nothing_else_stops()
    {
        var browser = await api.SignedIn();
        await using var risen = new ApiFixture(api, "--TERMS_VERSION=2");
        await risen.InitializeAsync();
        var after = risen.Browser();
        after.DefaultRequestHeaders.Authorization = browser.DefaultRequestHeaders.Authorization;
        var workspace = (await Json(await after.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetString();
        var key = risen.Browser();
        key.DefaultRequestHeaders.Authorization = new("Bearer", (await Json(await after.PostAsJsonAsync($"/api/workspaces/{workspace}/api-keys", new { name = "CRM", scopes = Scopes }))).GetProperty("text").GetString());

        Assert.Equal(["terms"], Asked(await Consents(after)));
        Assert.Equal(HttpStatusCode.OK, (await key.GetAsync("/api/accounts", Cancel)).StatusCode);
        // A page that was opened before shows the former text.
        var former = await after.PostAsJsonAsync("/api/users/me/consents", new { purpose = "terms", given = true, version = "1", language = "en" }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, former.StatusCode);
        Assert.True((await Json(former)).GetProperty("errors").TryGetProperty("version", out _));

        var accepted = await Json(await Answer(after, "terms", true, "2"));

        Assert.Empty(Asked(accepted));
        Assert.Empty(Asked(await Consents(after)));
        Assert.Equal(["2", "1"], (await History(after)).Where(c => Purpose(c) == "terms").Select(c => c.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task What_is_optional_is_given_and_taken_back_and_every_answer_stays_on_record()
    {
        var browser = await api.SignedIn();

        foreach (var given in (bool[])[false, true, true, false, false, true]) Assert.Equal(HttpStatusCode.OK, (await Answer(browser, "marketing", given)).StatusCode);

        // Taking back what was never given, and saying the same twice, says nothing.
        Assert.Equal([true, false, true], (await History(browser)).Where(c => Purpose(c) == "marketing").Select(c => c.GetProperty("given").GetBoolean()).Reverse());
        Assert.True((await Consents(browser)).GetProperty("items").EnumerateArray().Single(c => Purpose(c) == "marketing").GetProperty("given").GetBoolean());
        var me = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetString();
        Assert.Equal(["consent.given marketing 1", "consent.withdrawn marketing 1", "consent.given marketing 1"],
            await api.Database.Column<string>($"select action || ' ' || subject_label from audit_entries where actor_id = '{me}' and subject_label like 'marketing%' order by at, id"));
    }

    [Fact]
    public async Task What_is_required_is_taken_back_by_leaving_and_in_no_other_way()
    {
        var browser = await api.SignedIn();

        var refused = await Answer(browser, "privacy", false);

        Assert.Equal((HttpStatusCode.Conflict, "consent-required"), (refused.StatusCode, (await Json(refused)).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await Answer(browser, "weather", true)).StatusCode);
    }

    [Fact]
    public async Task The_record_is_read_by_page_and_is_the_persons_own()
    {
        var (browser, other) = (await api.SignedIn(), await api.SignedIn());
        await Answer(browser, "ai", true);

        var first = await Json(await browser.GetAsync("/api/users/me/consents/history?limit=2"));
        var second = await Json(await browser.GetAsync($"/api/users/me/consents/history?limit=2&cursor={first.GetProperty("nextCursor").GetString()}"));

        Assert.Equal("ai", Purpose(first.GetProperty("items")[0]));
        Assert.Single(second.GetProperty("items").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(2, (await History(other)).Count);
    }

    [Fact]
    public async Task The_database_refuses_to_change_or_delete_an_answer_until_its_person_goes()
    {
        var browser = await api.SignedIn();
        var me = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetString();

        foreach (var sql in (string[])["update consents set given = false", "update consents set version = '9'", $"delete from consents where user_id = '{me}'", "truncate consents"])
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => api.Database.Execute(sql))).SqlState);
        await api.Database.Execute($"delete from workspaces where owner_id = '{me}'; delete from users where id = '{me}'");

        Assert.Equal(0, await api.Database.Scalar($"select count(*) from consents where user_id = '{me}'"));
    }

    private static async Task<JsonElement> Consents(HttpClient browser) => await Json(await browser.GetAsync("/api/users/me/consents", Cancel));

    private static async Task<List<JsonElement>> History(HttpClient browser) => [.. (await Json(await browser.GetAsync("/api/users/me/consents/history", Cancel))).GetProperty("items").EnumerateArray()];

    private static Task<HttpResponseMessage> Answer(HttpClient browser, string purpose, bool given, string version = "1") =>
        browser.PostAsJsonAsync("/api/users/me/consents", new { purpose, given, version, language = "en" }, Cancel);

    private static List<string?> Asked(JsonElement consents) => [.. consents.GetProperty("asked").EnumerateArray().Select(a => a.GetString())];

    private static string? Purpose(JsonElement consent) => consent.GetProperty("purpose").GetString();
}
