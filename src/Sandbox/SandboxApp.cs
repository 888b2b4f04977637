using System.Globalization;
using SocialSelling.Sandbox.Comments;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.Publishing;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox;

/// <summary>A stand-in for Meta's platform. One listener serves what Meta spreads over five hosts, a page to play the customer, and <c>/_control</c>.</summary>
public static class SandboxApp
{
    private const int OldestVersion = 21, NewestVersion = 26;

    /// <exception cref="BadSettingException">A setting is missing or cannot be used.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        if (SandboxOptions.ListenOn(builder.Configuration) is { } address) builder.WebHost.UseUrls(address);
        var options = SandboxOptions.From(builder.Configuration);
        builder.Services.AddHttpClient();
        builder.Services.AddHttpClient("media", c => c.Timeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(options).AddSingleton<Store>().AddSingleton<WebhookSender>().AddSingleton<WebhookCheck>().AddSingleton<CallbackSender>().AddSingleton<CallLog>().AddSingleton<Faults>()
            .AddSingleton<Behaviour>().AddSingleton<PublicAddress>();
        builder.Services.AddHostedService(p => p.GetRequiredService<Store>()).AddHostedService(p => p.GetRequiredService<WebhookSender>());
        builder.Services.AddControlRules();

        var app = builder.Build();
        app.UseClearRefusals();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        // After the files: the unversioned Graph answers /{anything}.
        app.UseRouting();
        app.MapOAuth();
        app.MapControl();
        app.MapPages();
        MapGraph(app);
        return app;
    }

    /// <summary>With every living version in the path, and without any; and once more as the other host.</summary>
    private static void MapGraph(WebApplication app)
    {
        var services = app.Services;
        var versions = Enumerable.Range(OldestVersion, NewestVersion - OldestVersion + 1).Select(v => string.Create(CultureInfo.InvariantCulture, $"/v{v}.0"));
        var roots = versions.ToList();
        foreach (var version in roots) app.MapGroup(FacebookEndpoints.Host + version).MapFacebook();
        foreach (var prefix in roots.Append("").Concat(roots.Select(version => FacebookEndpoints.Host + version)))
        {
            var graph = app.MapGroup(prefix);
            graph.MapMessaging(services);
            graph.MapPublishing(services);
            graph.MapComments(services);
            graph.MapObjects(services.GetRequiredService<Store>(), services.GetRequiredService<PublicAddress>());
        }
    }
}
