using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

internal static class PublishingServices
{
    public static void AddPublishingEndpoints(this IServiceCollection services)
    {
        services.AddMediaUrls().AddSingleton<DiskMediaStore>().AddSingleton<MinioMediaStore>().AddHostedService<MediaBucket>();
        services.AddSingleton<IMediaStore>(provider => provider.GetRequiredService<IOptions<MediaOptions>>().Value.Store == MediaStoreKind.Disk
            ? provider.GetRequiredService<DiskMediaStore>()
            : provider.GetRequiredService<MinioMediaStore>());
    }
}
