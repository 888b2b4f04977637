using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Hooks;

internal static class HookServices
{
    /// <summary>What follows the accounts and what sends. Needs the configuration section <c>Hooks</c>.</summary>
    public static IServiceCollection AddHooks(this IServiceCollection services)
    {
        services.AddOptions<HookOptions>().BindConfiguration("Hooks").ValidateDataAnnotations().ValidateOnStart();
        // No loggers: people put secrets into addresses.
        services.AddHttpClient(nameof(HookPost), http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, provider) => HookPost.Configure(handler, provider.GetRequiredService<IOptions<HookOptions>>().Value, provider.GetService<AddressLookup>()));
        return services.AddSingleton<HookMetrics>().AddSingleton<HookFollower>().AddHostedService(provider => provider.GetRequiredService<HookFollower>())
            .AddSingleton(provider => new HookPost(provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(HookPost)), provider.GetRequiredService<IOptions<HookOptions>>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<HookDispatcher>().AddHostedService(provider => provider.GetRequiredService<HookDispatcher>()).AddHostedService<HookGauges>();
    }
}
