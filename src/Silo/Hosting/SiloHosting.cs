using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Hosting;

public static class SiloHosting
{
    /// <summary>Longer than Orleans takes to deactivate grains (30 s): a silo that is told to stop hands its accounts over.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    /// <summary>Makes this process a silo: the same in its own host and inside the API host.</summary>
    public static void AddSocialSellingSilo(this WebApplicationBuilder builder)
    {
        var settings = ClusterSettings.From(builder.Configuration);
        var redis = RedisSettings.From(builder.Configuration);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Drain);
        builder.Services.AddSiloParts(withSweepers: true);
        builder.Services.AddKeyedSingleton("orleans", (provider, _) =>
            new NpgsqlDataSourceBuilder(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString(searchPath: "orleans").ConnectionString) { Name = "orleans" }.Build());
        builder.UseOrleans(silo => silo.Configure(settings, redis));
        // After the silo, so that the grains it calls are there.
        builder.Services.AddHostedService<MaintenanceStarter>();
        if (!settings.IsSingle) builder.Services.AddHostedService<MembershipGuard>();
    }

    /// <summary>The database, Meta's clients and what grains need. API hosts share all but the sweepers.</summary>
    public static IServiceCollection AddSiloParts(this IServiceCollection services, bool withSweepers)
    {
        services.AddOptions<ClusterSettings>().BindConfiguration("Cluster").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RedisSettings>().BindConfiguration("Redis");
        services.AddMediaUrls().AddMediaStore().AddData().AddMeta();
        return withSweepers ? services.AddGrains() : services;
    }

    private static void Configure(this ISiloBuilder silo, ClusterSettings settings, RedisSettings redis)
    {
        silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (settings.ServiceId, settings.ClusterId));
        if (settings.IsSingle) silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, primarySiloEndpoint: null, settings.ServiceId, settings.ClusterId);
        else
        {
            silo.UseRedisClustering(o => o.ConfigurationOptions = redis.Options());
            silo.ConfigureEndpoints(Advertised(settings.AdvertisedIp), settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: settings.AdvertisedIp == "auto");
        }
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.AddAdoNetGrainStorage("postgres", (OptionsBuilder<AdoNetGrainStorageOptions> storage) =>
            storage.Configure<IServiceProvider>((o, services) => (o.Invariant, o.DataSource) = ("Npgsql", services.GetRequiredKeyedService<NpgsqlDataSource>("orleans"))));
        silo.UseAdoNetReminderService(reminders =>
            reminders.Configure<IServiceProvider>((o, services) => (o.Invariant, o.DataSource) = ("Npgsql", services.GetRequiredKeyedService<NpgsqlDataSource>("orleans"))));
        // Evicts a hung silo in about 10 s instead of 60 (measured, see the decision record).
        silo.Configure<ClusterMembershipOptions>(o => (o.ProbeTimeout, o.MaxProbeTimeout, o.NumMissedProbesLimit) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 3));
        // A silo that was declared dead while it hung learns it when it next reads the members: not a minute later.
        silo.Configure<ClusterMembershipOptions>(o => o.TableRefreshTimeout = TimeSpan.FromSeconds(10));
        // A silo that starts waits for all who seem to live: after a crash of the last one, elsewhere than it, no longer than this three times.
        silo.Configure<ClusterMembershipOptions>(o => o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5));
        silo.Configure<SiloMessagingOptions>(o =>
        {
            o.CancelRequestOnTimeout = true;
            (o.MaxEnqueuedRequestsSoftLimit, o.MaxEnqueuedRequestsHardLimit) = (2_000, 10_000);
            o.MaxRequestProcessingTime = TimeSpan.FromMinutes(10);
        });
        silo.Configure<GrainCollectionOptions>(o => o.EnableActivationSheddingOnMemoryPressure = true);
        if (settings.Directory == "Distributed" && !settings.IsSingle)
        {
#pragma warning disable ORLEANSEXP003 // Linearizable among living members: the death of one silo does not interrupt healthy grains of another (measured).
            silo.AddDistributedGrainDirectory();
            silo.Configure<GrainDirectoryOptions>(o => o.RangeLeaseDuration = TimeSpan.FromSeconds(12));
#pragma warning restore ORLEANSEXP003
        }
        silo.AddActivityPropagation();
        // No stack traces of grain calls: they could show what people wrote.
        silo.AddDashboard(o => o.HideTrace = true);
    }

    private static IPAddress Advertised(string ip) => ip == "auto" ? Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork)[0] : IPAddress.Parse(ip);
}
