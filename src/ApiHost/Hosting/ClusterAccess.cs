using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Dashboard;
using SocialSelling.Meta;

namespace SocialSelling.Hosting;

/// <summary>The way to the grains: a silo in this process, or the cluster that Redis knows.</summary>
internal static class ClusterAccess
{
    public static void AddClusterAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddLiveChannel(builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        var cluster = ClusterSettings.From(builder.Configuration);
        if (cluster.IsSingle)
        {
            builder.AddSocialSellingSilo();
            return;
        }
        builder.Services.AddData().AddMeta();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (cluster.ServiceId, cluster.ClusterId))
            .UseRedisClustering(options => options.ConfigurationOptions = RedisSettings.From(builder.Configuration).Options())
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .AddActivityPropagation()
            .AddDashboard());
    }
}
