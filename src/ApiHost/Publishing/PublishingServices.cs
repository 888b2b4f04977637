namespace SocialSelling.Publishing;

internal static class PublishingServices
{
    public static void AddPublishingEndpoints(this IServiceCollection services) => services.AddMediaUrls().AddMediaStore().AddHostedService<MediaBucket>()
        .AddSingleton<MediaSpool>().AddSingleton<UploadReader>().AddSingleton<MediaTools>().AddSingleton<Recordings>().AddSingleton<MediaPreparation>().AddSingleton<MediaIntake>()
        .AddSingleton<MediaVariants>().AddHostedService<MediaSweeper>().AddScoped<PostImport>();
}
