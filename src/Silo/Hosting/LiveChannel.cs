using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;
using SocialSelling.Inbox;

namespace SocialSelling.Hosting;

public static class LiveChannel
{
    /// <summary>SignalR as browsers and silos share it: in process, or over Redis when there are several processes.</summary>
    public static ISignalRServerBuilder AddLiveChannel(this IServiceCollection services, IConfiguration configuration)
    {
        var cluster = ClusterSettings.From(configuration);
        var signalR = services.AddSignalR(o => o.KeepAliveInterval = TimeSpan.FromSeconds(15)).AddJsonProtocol(o => o.PayloadSerializerOptions = new(WireJson.Options));
        if (cluster.IsSingle) return signalR;
        var redis = RedisSettings.From(configuration).Options();
        redis.ChannelPrefix = RedisChannel.Literal("social-selling");
        return signalR.AddStackExchangeRedis(o => o.Configuration = redis);
    }
}
