using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Demo;

/// <summary>Demo data in an empty database. Section <c>Demo</c>; only against the Sandbox.</summary>
internal sealed class DemoOptions
{
    public const string Email = "demo@example.com";

    public bool Seed { get; set; }

    [StringLength(100, MinimumLength = 8)]
    public string Password { get; set; } = "demo-Shop-2026";
}

internal static class DemoServices
{
    public static void AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().BindConfiguration("Demo").ValidateDataAnnotations().ValidateOnStart();
        var stoodIn = Uri.TryCreate(configuration["Meta:GraphUrl"], UriKind.Absolute, out var graph) && graph.IsLoopback;
        if (!configuration.GetValue<bool>("Demo:Seed") || !stoodIn) return;
        services.AddHttpClient<SandboxControl>(http => (http.BaseAddress, http.Timeout) = (graph, TimeSpan.FromSeconds(15)));
        services.AddSingleton<DemoMedia>().AddSingleton<DemoCare>().AddHostedService<DemoSeed>();
    }
}
