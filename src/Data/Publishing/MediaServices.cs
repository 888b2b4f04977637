using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Minio;

namespace SocialSelling.Publishing;

public static class MediaServices
{
    /// <summary>Signed media URLs: for silos and API hosts. Needs the configuration section <c>Media</c>. Calling it twice is harmless.</summary>
    public static IServiceCollection AddMediaUrls(this IServiceCollection services)
    {
        services.AddOptions<MediaOptions>().BindConfiguration("Media").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<SignedMediaUrls>();
        services.TryAddSingleton<IMetaMediaUrls>(provider => provider.GetRequiredService<IOptions<MediaOptions>>() is { Value.Store: MediaStoreKind.Minio } options
            ? new PresignedMediaUrls(options)
            : provider.GetRequiredService<SignedMediaUrls>());
        return services;
    }

    /// <summary>Where the files lie: for silos and API hosts. Needs <see cref="AddMediaUrls"/>. Calling it twice is harmless.</summary>
    public static IServiceCollection AddMediaStore(this IServiceCollection services)
    {
        services.TryAddSingleton<IMediaStore>(provider => provider.GetRequiredService<IOptions<MediaOptions>>() is { Value.Store: MediaStoreKind.Minio } options
            ? new MinioMediaStore(options)
            : new DiskMediaStore(provider.GetRequiredService<IOptions<MediaOptions>>(), provider.GetRequiredService<SignedMediaUrls>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <param name="publicly">As browsers and Meta reach it: a signature holds for the host name it was made for.</param>
    public static IMinioClient Client(MediaOptions options, bool publicly)
    {
        var client = new MinioClient().WithCredentials(options.AccessKey, options.SecretKey).WithRegion("us-east-1").WithTimeout(30_000);
        var outside = publicly && options.PublicUrl.Length > 0 ? new Uri(options.PublicUrl) : null;
        return client.WithEndpoint(outside?.Authority ?? options.Endpoint).WithSSL(outside is null ? options.UseSsl : outside.Scheme == Uri.UriSchemeHttps).Build();
    }
}
