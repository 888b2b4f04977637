namespace SocialSelling.Publishing;

internal static class PublishingServices
{
    public static void AddPublishingEndpoints(this IServiceCollection services) => services.AddMediaUrls().AddMediaStore().AddHostedService<MediaBucket>().AddScoped<PostImport>();
}
