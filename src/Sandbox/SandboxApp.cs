using System.Globalization;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.Messaging;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.Publishing;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox;

/// <summary>A stand-in for Meta's platform. One listener serves what Meta spreads over three hosts, a page to play the customer, and <c>/_control</c>.</summary>
public static class SandboxApp
{
    /// <summary>How browsers and the product reach this process; set when it starts.</summary>
    internal static string PublicUrl { get; private set; } = "";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        var options = SandboxOptions.From(builder.Configuration);
        builder.Services.AddHttpClient();
        builder.Services.AddHttpClient("media", c => c.Timeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(options).AddSingleton<Store>().AddSingleton<WebhookSender>().AddSingleton<CallLog>().AddSingleton<Faults>().AddSingleton<Behaviour>();
        builder.Services.AddHostedService(p => p.GetRequiredService<Store>()).AddHostedService(p => p.GetRequiredService<WebhookSender>());

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => PublicUrl = app.Urls.First().TrimEnd('/').Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal));
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapOAuth();
        app.MapControl();
        app.MapGet("/health", () => "ok");
        app.MapGet("/avatars/{username}.svg", Avatar);
        app.MapGet("/pictures/{id}.jpg", (string id, Store store) => store.Read(w => w.Media.Find(m => m.Id == id)?.Picture) is { } picture ? Results.Bytes(picture, "image/jpeg") : Results.NotFound());
        app.MapGet("/p/{id}", (string id) => Results.Redirect($"/?post={id}"));

        var services = app.Services;
        foreach (var version in Enumerable.Range(21, 6))
        {
            var graph = app.MapGroup(string.Create(CultureInfo.InvariantCulture, $"/v{version}.0"));
            graph.MapMessaging(services.GetRequiredService<Store>(), services.GetRequiredService<WebhookSender>(), options);
            graph.MapPublishing(services.GetRequiredService<Store>(), services.GetRequiredService<IHttpClientFactory>(), services.GetRequiredService<Behaviour>());
        }
        return app;
    }

    /// <summary>A face of two colours and an initial, the same every time.</summary>
    private static IResult Avatar(string username)
    {
        var hue = username.Aggregate(7, (h, c) => (h * 31 + c) % 360);
        return Results.Content($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl({hue} 72% 62%)"/>
            <stop offset="1" stop-color="hsl({(hue + 50) % 360} 70% 44%)"/></linearGradient></defs><rect width="96" height="96" fill="url(#g)"/>
            <text x="48" y="62" font-family="system-ui,sans-serif" font-size="40" font-weight="600" fill="#fff" text-anchor="middle">{char.ToUpperInvariant(username[0])}</text></svg>
            """, "image/svg+xml");
    }
}
