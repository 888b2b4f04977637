using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkiaSharp;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

public sealed class ContractTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task An_unknown_member_is_refused_by_name()
    {
        var answer = await api.Browser().PostAsJsonAsync("/api/auth/login", new { email = "a@example.com", password = "x", admin = true });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await Json(answer);
        Assert.Equal("validation-failed", problem.GetProperty("code").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty("admin", out _));
        Assert.True(problem.TryGetProperty("traceId", out _));
    }

    [Theory]
    [InlineData("email", "not-an-address", "Right-Pass-1", "Ada")]
    [InlineData("password", "ok@example.com", "alllowercase1", "Ada")]
    [InlineData("password", "ok@example.com", "Sh0rt", "Ada")]
    [InlineData("name", "ok@example.com", "Right-Pass-1", "A")]
    public async Task A_wrong_field_is_named(string field, string email, string password, string name)
    {
        var answer = await api.Browser().PostAsJsonAsync("/api/auth/register", new { email, password, name, termsVersion = "1", privacyVersion = "1" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_foreign_account_is_not_there()
    {
        var owner = await api.SignedIn();
        var me = await Json(await owner.GetAsync("/api/users/me"));
        var workspace = (await Json(await owner.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetString();
        var account = Guid.NewGuid();
        await api.Database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
            values ('{account}', '{workspace}', '{me.GetProperty("id").GetString()}', 'instagram', '{account}', 'shop')
            """);

        var stranger = await api.SignedIn();

        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/api/accounts/{account}")).StatusCode);
        foreach (var path in (string[])["", "/events", "/health"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/accounts/{account}{path}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/accounts/{account}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/conversations?accountId={account}")).StatusCode);
    }

    [Fact]
    public async Task A_png_becomes_a_jpeg_that_its_signed_url_serves()
    {
        var browser = await api.SignedIn();

        var answer = await Upload(browser, Png(2000, 1000), "image/png");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var media = await Json(answer);
        Assert.Equal(("image/jpeg", 1440, 720), (media.GetProperty("mimeType").GetString(), media.GetProperty("width").GetInt32(), media.GetProperty("height").GetInt32()));
        var url = media.GetProperty("url").GetString()!;
        using var served = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(url));
        Assert.Equal(1440, served.Width);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.Browser().GetAsync(url[..^1] + (url[^1] == '0' ? '1' : '0'))).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_says_is_refused()
    {
        var browser = await api.SignedIn();

        var answer = await Upload(browser, Png(10, 10), "image/jpeg");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("media-unsupported", (await Json(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token()
    {
        var answer = await api.Browser().GetAsync("/api/accounts");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("unauthorized", (await Json(answer)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Browser().GetAsync("/orleans/")).StatusCode);
    }

    [Fact]
    public async Task The_document_names_what_an_answer_always_holds()
    {
        var document = await api.Browser().GetFromJsonAsync<JsonElement>("/api/docs/v1.json");

        var view = document.GetProperty("components").GetProperty("schemas").GetProperty("UserView");
        Assert.Contains("emailVerified", view.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/posts", out _));
    }

    private static async Task<HttpResponseMessage> Upload(HttpClient browser, byte[] bytes, string type)
    {
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new(type);
        using var form = new MultipartFormDataContent { { file, "file", "picture" } };
        return await browser.PostAsync("/api/media", form);
    }

    private static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
