using Microsoft.Playwright;
using SkiaSharp;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Browser;

/// <summary>The product with its built web client, the Sandbox in Meta's place, and Debian's Chromium before it.</summary>
public sealed class Product : IAsyncLifetime
{
    /// <summary>In milliseconds, for what a page does within one where nothing else runs.</summary>
    private const float Patience = 60_000;

    private readonly TestDatabase database = new();
    private ProcessCluster? cluster;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Cluster.Sandbox Meta { get; private set; } = null!;
    public Uri Url { get; private set; } = null!;
    public string Picture { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jpg");

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        cluster = new ProcessCluster(database, new Dictionary<string, string> { ["WEB_ROOT"] = Path.Combine(ProcessCluster.Root(), "web", "dist"), ["REDIS_URL"] = "127.0.0.1:1" });
        var port = ProcessCluster.FreePort();
        Meta = await cluster.StartSandbox(port);
        Url = new Uri($"http://127.0.0.1:{port}");
        await cluster.StartSingle(port);
        // The machine may be building beside the browser.
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        using var bitmap = new SKBitmap(900, 900);
        bitmap.Erase(new SKColor(0x7c, 0x3a, 0xed));
        await File.WriteAllBytesAsync(Picture, bitmap.Encode(SKEncodedImageFormat.Jpeg, 85).ToArray());
    }

    public async Task<IPage> Open(int width = 1440, int height = 900)
    {
        var context = await chromium!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "en-US", BaseURL = Url.ToString() });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>A picture for people to look at, in the folder that SCREENSHOTS names; without one, nothing.</summary>
    public static Task Show(IPage page, string name) =>
        Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder ? page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") }) : Task.CompletedTask;

    /// <summary>Nobody becomes an operator by the API.</summary>
    public Task MakeOperator(string email) => database.Execute($"update users set role = 'operator' where email = '{email}'");

    /// <summary>As if somebody had agreed to other texts than those in force.</summary>
    public Task AgreedToOthers(string email) => database.Execute($"""
        insert into consents (id, user_id, purpose, given, version, language, at)
        select gen_random_uuid(), u.id, purpose, true, '0', 'en', now() from users u, unnest(array['terms', 'privacy']) purpose where u.email = '{email}'
        """);

    /// <summary>Makes somebody a member of all that another one owns, as if they had taken an invitation up.</summary>
    public Task Join(string email, string owner, string role) => database.Execute($"""
        insert into workspace_members (workspace_id, user_id, role)
        select o.workspace_id, u.id, '{role}' from users u, workspace_members o join users w on w.id = o.user_id where u.email = '{email}' and w.email = '{owner}' and o.role = 'owner'
        """);

    /// <summary>As half a year after everything in the libraries of somebody was published.</summary>
    public Task LoseOriginals(string email) => database.Execute($"""
        update media_assets m set original_removed_at = '2026-11-01' from workspace_members w join users u on u.id = w.user_id where u.email = '{email}' and w.workspace_id = m.workspace_id
        """);

    public async ValueTask DisposeAsync()
    {
        File.Delete(Picture);
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
        Meta?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        await database.DisposeAsync();
    }
}
