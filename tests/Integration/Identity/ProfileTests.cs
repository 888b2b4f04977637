using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>What people are called, and the language and time zone they are spoken to in.</summary>
public sealed class ProfileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_changed_is_answered_kept_and_the_rest_stays()
    {
        var browser = await api.SignedIn();

        var named = await Json(await Change(browser, new { name = "  Ada King  " }));
        var placed = await Json(await Change(browser, new { timezone = "America/Sao_Paulo" }));

        Assert.Equal(("Ada King", "en", "UTC"), Facts(named));
        Assert.Equal(("Ada King", "en", "America/Sao_Paulo"), Facts(placed));
        Assert.Equal(("Ada King", "en", "America/Sao_Paulo"), Facts(await Json(await browser.GetAsync("/api/users/me", Cancel))));
    }

    [Theory]
    [InlineData("pt", "pt")]
    [InlineData("pt-BR", "pt")]
    [InlineData("es-ES", "es")]
    [InlineData("en-US", "en")]
    public async Task A_language_is_taken_in_its_short_and_long_form_and_kept_in_the_short_one(string given, string kept)
    {
        var (browser, newcomer) = (await api.SignedIn(), api.Browser());

        var changed = await Json(await Change(browser, new { language = given }));
        var registered = await Json(await newcomer.PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = "Ada Seller", language = given, termsVersion = "1", privacyVersion = "1" }, Cancel));

        Assert.Equal(kept, changed.GetProperty("language").GetString());
        Assert.Equal(kept, registered.GetProperty("user").GetProperty("language").GetString());
    }

    [Theory]
    [InlineData("name", "A")]
    [InlineData("name", " A ")]
    [InlineData("name", "   ")]
    [InlineData("language", "fr")]
    [InlineData("language", "")]
    [InlineData("timezone", "Nowhere/City")]
    [InlineData("timezone", "")]
    [InlineData("bio", "No such field")]
    public async Task What_cannot_be_is_refused_by_field_and_nothing_is_changed(string field, string value)
    {
        var browser = await api.SignedIn();

        var refused = await Change(browser, new Dictionary<string, string> { [field] = value });

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await Json(refused)).GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(("Ada Seller", "en", "UTC"), Facts(await Json(await browser.GetAsync("/api/users/me", Cancel))));
    }

    [Fact]
    public async Task A_name_has_up_to_a_hundred_characters()
    {
        var browser = await api.SignedIn();

        Assert.Equal(HttpStatusCode.OK, (await Change(browser, new { name = new string('ã', 100) })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Change(browser, new { name = new string('ã', 101) })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.Browser().PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = new string('a', 101), termsVersion = "1", privacyVersion = "1" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.Browser().PostAsJsonAsync("/api/auth/register", new { email = NewEmail(), password = "Right-Pass-1", name = " A ", termsVersion = "1", privacyVersion = "1" }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_entry()
    {
        var browser = await api.SignedIn();
        var me = (await Json(await browser.GetAsync("/api/users/me", Cancel))).GetProperty("id").GetString();

        await Change(browser, new { name = "Ada Seller", language = "en-US" });
        await Change(browser, new { });
        await Change(browser, new { language = "es" });

        Assert.Equal(1, await api.Database.Scalar($"select count(*) from audit_entries where action = 'user.changed' and actor_id = '{me}'"));
    }

    private static Task<HttpResponseMessage> Change(HttpClient browser, object change) => browser.PatchAsJsonAsync("/api/users/me", change, Cancel);

    private static (string?, string?, string?) Facts(JsonElement user) => (user.GetProperty("name").GetString(), user.GetProperty("language").GetString(), user.GetProperty("timezone").GetString());
}
