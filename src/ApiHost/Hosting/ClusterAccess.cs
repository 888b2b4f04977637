using Orleans.Configuration;
using StackExchange.Redis;

namespace SocialSelling.Hosting;

/// <summary>The way to the grains: a silo in this process, or the cluster that Redis knows. The only place that asks which it is.</summary>
internal static class ClusterAccess
{
    public static void AddClusterAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        if (builder.Configuration["Cluster:Mode"] == "Single")
        {
            builder.AddSocialSellingSilo();
            return;
        }
        var redis = ConfigurationOptions.Parse(builder.Configuration["Redis:Url"]!);
        builder.Services.AddData();
        builder.Services.AddSignalR().AddStackExchangeRedis(options => (options.Configuration = redis.Clone()).ChannelPrefix = RedisChannel.Literal("ss"));
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("social-selling", builder.Configuration["Cluster:Id"] ?? "prod"))
            .UseRedisClustering(options => options.ConfigurationOptions = redis)
            .Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .AddActivityPropagation()
            .AddDashboard());
    }
}
