using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

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

    /// <summary>The IP address at which every other node reaches this silo; <c>auto</c> takes the one of this host's name, as in a container.</summary>
    public string AdvertisedIp { get; set; } = "127.0.0.1";

    /// <summary>Local or Distributed. All silos must agree; switch with the whole cluster stopped.</summary>
    [RegularExpression("^(Local|Distributed)$")]
    public string Directory { get; set; } = "Distributed";

    public bool IsSingle => Mode == "Single";

    public static ClusterSettings From(IConfiguration configuration) => configuration.GetSection("Cluster").Get<ClusterSettings>() ?? new();
}

public sealed class RedisSettings
{
    /// <summary><c>redis://user:password@host:6379</c> (<c>rediss</c> with TLS), or the form of StackExchange.Redis: <c>host:6379,password=…</c>.</summary>
    public string Url { get; set; } = "";

    public static RedisSettings From(IConfiguration configuration) => configuration.GetSection("Redis").Get<RedisSettings>() ?? new();

    /// <exception cref="UriFormatException">It has :// and is no address.</exception>
    public ConfigurationOptions Options()
    {
        var options = Url.Contains("://", StringComparison.Ordinal) ? FromUri(new Uri(Url)) : ConfigurationOptions.Parse(Url);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = options.SyncTimeout = 5_000;
        return options;
    }

    private static ConfigurationOptions FromUri(Uri uri)
    {
        var login = uri.UserInfo.Split(':', 2);
        return new ConfigurationOptions
        {
            EndPoints = { { uri.Host, uri.Port > 0 ? uri.Port : 6379 } },
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            Ssl = uri.Scheme == "rediss",
        };
    }
}
