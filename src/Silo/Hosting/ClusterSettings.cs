using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Hosting;

public sealed class ClusterSettings
{
    /// <summary>Single: the silo lives in the API host and knows no other. Redis: silos and API hosts find each other in Redis.</summary>
    [RegularExpression("^(Single|Redis)$", ErrorMessage = "Cluster__Mode must be Single or Redis")]
    public string Mode { get; set; } = "Single";

    /// <summary>Names everything that is stored. Changing it loses every reminder.</summary>
    [Required]
    public string ServiceId { get; set; } = "social-selling";

    [Required]
    public string ClusterId { get; set; } = "main";

    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The address at which every other node reaches this silo.</summary>
    public string AdvertisedIp { get; set; } = "127.0.0.1";

    /// <summary>Local or Distributed. All silos must agree; switch with the whole cluster stopped.</summary>
    [RegularExpression("^(Local|Distributed)$")]
    public string Directory { get; set; } = "Distributed";

    public bool IsSingle => Mode == "Single";

    public static ClusterSettings From(IConfiguration configuration) => configuration.GetSection("Cluster").Get<ClusterSettings>() ?? new();
}

public sealed class RedisSettings
{
    /// <summary>StackExchange.Redis form: <c>host:6379,password=…</c>; <c>redis://</c> in front is allowed.</summary>
    public string Url { get; set; } = "";

    public static RedisSettings From(IConfiguration configuration) => configuration.GetSection("Redis").Get<RedisSettings>() ?? new();

    public StackExchange.Redis.ConfigurationOptions Options()
    {
        var options = StackExchange.Redis.ConfigurationOptions.Parse(Url.Replace("redis://", "", StringComparison.Ordinal));
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = options.SyncTimeout = 5_000;
        return options;
    }
}
