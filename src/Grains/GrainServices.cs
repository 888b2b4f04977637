using SocialSelling.Accounts;
using SocialSelling.Cluster;
using SocialSelling.Hooks;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Notifications;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling;

public static class GrainServices
{
    /// <summary>What the grains need beside the database and Meta's clients, and the sweepers of every silo.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.AddOptions<TokenOptions>().BindConfiguration("Tokens").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BudgetOptions>().BindConfiguration("Budget").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PublishingOptions>().BindConfiguration("Publishing").ValidateDataAnnotations().ValidateOnStart();
        // The addresses that it asks for are signed: nobody may read them in a log.
        services.AddHttpClient<MediaReach>().RemoveAllLoggers().UseSocketsHttpHandler((handler, _) => (handler.AllowAutoRedirect, handler.PooledConnectionLifetime) = (false, TimeSpan.FromMinutes(5)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton<NodaTime.IDateTimeZoneProvider>(NodaTime.DateTimeZoneProviders.Tzdb);
        services.AddMail().AddHooks();
        services.AddSingleton<ErasedTraces>().AddSingleton<AccountsErasing>().AddSingleton<IErasing, LoginErasing>().AddSingleton<IErasing, AccountErasing>().AddSingleton<IErasing, ContactErasing>().AddSingleton<IErasing, UserErasing>().AddSingleton<IErasing, WorkspaceErasing>().AddHostedService<ErasureWorker>();
        services.AddSingleton<ExportArchive>().AddHostedService<ExportWorker>();
        return services.AddSingleton<TokenCipher>().AddSingleton<PublishLanes>().AddSingleton<PublishMetrics>().AddSingleton<ContainerSpecs>().AddSingleton<DeliveryMetrics>().AddSingleton<DeliveryDispatcher>()
            .AddSingleton<NotificationFollower>().AddHostedService(services => services.GetRequiredService<NotificationFollower>())
            .AddHostedService<NotificationMailer>().AddHostedService<WeeklySummaryMailer>()
            .AddHostedService<DeliverySweeper>().AddHostedService<WorkSweeper>().AddHostedService<ReplayWorker>().AddHostedService<FileRemoval>().AddSingleton<OrphanFiles>().AddSingleton<PublishedOriginals>().AddHostedService<FileSweep>().AddHostedService<JournalGauges>()
            .AddHostedService<SearchUpkeep>().AddHostedService<PostCareSweeper>().AddHostedService<PublishGauges>().AddHostedService<ZoneWatch>();
    }
}
