using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Infrastructure;

/// <summary>The API host over real HTTP on a fresh database. The cluster is not started: these routes need none.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly string[] more = [];

    public ApiFixture() { }

    /// <param name="more">Settings that shall be otherwise, as <c>--NAME=value</c>.</param>
    internal ApiFixture(params string[] more) => this.more = more;

    /// <summary>Another host on the same database, as in a cluster.</summary>
    internal ApiFixture(ApiFixture beside, params string[] more) : this(more) => (database, owns) = (beside.database, false);

    private readonly TestDatabase database = new();
    private readonly bool owns = true;
    private readonly string media = Directory.CreateTempSubdirectory("ssell-media").FullName;
    private WebApplication? app;

    public TestDatabase Database => database;
    public IServiceProvider Services => app!.Services;
    public Uri Url { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (owns) await database.InitializeAsync();
        string[] settings =
        [
            "--DATABASE_URL=" + database.Url, "--JWT_SECRET=" + new string('k', 40), "--TOKEN_ENCRYPTION_KEYS=t:" + Convert.ToBase64String(new byte[32]), "--INSTAGRAM_APP_ID=1",
            "--INSTAGRAM_APP_SECRET=secret", "--WEBHOOK_VERIFY_TOKEN=verify", "--AUTH_ATTEMPTS_PER_MINUTE=10000", "--RATE_LIMIT_PER_ADDRESS=1000000", "--RATE_LIMIT_PER_USER=1000000", "--Media:Root=" + media, "--urls=http://127.0.0.1:0",
            // Hundreds sign up; PasswordTests tells of the cost that people get.
            "--Identity:BcryptCost=10", .. more,
        ];
        app = ApiHost.Build(settings, services =>
        {
            foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name is not ("GenericWebHostService" or nameof(RevocationWatch))).ToList()) services.Remove(hosted);
        });
        await app.StartAsync();
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        Directory.Delete(media, recursive: true);
        if (owns) await database.DisposeAsync();
    }

    /// <summary>A browser of its own: with its own cookies.</summary>
    public HttpClient Browser() => new() { BaseAddress = Url };

    /// <summary>A browser in which a new user has signed up.</summary>
    public async Task<HttpClient> SignedIn()
    {
        var browser = Browser();
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", Person()));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());
        return browser;
    }

    /// <summary>A browser in which an operator has signed in.</summary>
    public async Task<HttpClient> SignedInAsOperator()
    {
        var (browser, email) = (Browser(), NewEmail());
        await browser.PostAsJsonAsync("/api/auth/register", Person(email));
        await database.Execute($"update users set role = 'operator' where email = '{email}'");
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" }));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());
        return browser;
    }

    /// <summary>An account of the person at a browser, as if it had been connected.</summary>
    public async Task<Guid> AccountOf(HttpClient browser)
    {
        var me = await Json(await browser.GetAsync("/api/users/me"));
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetString();
        var account = Guid.NewGuid();
        await database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
            values ('{account}', '{workspace}', '{me.GetProperty("id").GetString()}', 'instagram', '{account}', 'shop')
            """);
        return account;
    }

    public static object Person(string? email = null, string password = "Right-Pass-1") => new { email = email ?? NewEmail(), password, name = "Ada Seller", termsVersion = "1", privacyVersion = "1" };

    public static string NewEmail() => $"u{Guid.NewGuid():N}@example.com";

    public static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}
