using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

public static class MetaServices
{
    /// <summary>The clients, over one pool of connections. Needs the configuration section <c>Meta</c>.</summary>
    public static IServiceCollection AddMeta(this IServiceCollection services)
    {
        services.AddOptions<MetaOptions>().BindConfiguration("Meta").ValidateDataAnnotations().ValidateOnStart();
        // The default loggers would write URLs, and the token endpoints want tokens in theirs.
        Configure(services.AddHttpClient<InstagramClient>());
        Configure(services.AddHttpClient<InstagramOAuthClient>());
        Configure(services.AddHttpClient<FacebookOAuthClient>());
        services.AddTransient<MetaLogins>();
        services.AddHttpClient<PictureDownload>().RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, provider) => PublicAddresses.Only(handler, provider.GetRequiredService<IOptions<MetaOptions>>().Value.IsSandbox));
        services.AddHttpClient(nameof(FileDownload)).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan).UseSocketsHttpHandler((handler, provider) =>
        {
            PublicAddresses.Only(handler, provider.GetRequiredService<IOptions<MetaOptions>>().Value.IsSandbox);
            // Meta's links may point on to where the file lies: each connection is looked at.
            (handler.AllowAutoRedirect, handler.MaxAutomaticRedirections) = (true, 3);
        });
        // One for the process: its limit is for all accounts.
        services.AddSingleton(provider => new FileDownload(provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(FileDownload))));
        return services;
    }

    /// <summary>Grains hold their client for long: the connections renew themselves, so that a change of DNS is seen.</summary>
    private static void Configure(IHttpClientBuilder client) => client.RemoveAllLoggers()
        .UseSocketsHttpHandler((handler, _) => (handler.PooledConnectionLifetime, handler.ConnectTimeout, handler.AllowAutoRedirect) = (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), false))
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
