using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Hosting;

/// <summary>Where the application is reached. Section <c>App</c>.</summary>
internal sealed class AppOptions
{
    [Required]
    public string Url { get; set; } = "http://localhost:4000";

    /// <summary>Further origins whose pages may call the API, joined by commas: exact, or <c>https://*.domain</c>.</summary>
    public string CorsOrigins { get; set; } = "";

    /// <summary>Proxies whose word is taken for who calls and how: IP addresses and networks, joined by commas.</summary>
    public string TrustedProxies { get; set; } = "127.0.0.0/8,::1";

    /// <summary>Folder of the built web client; empty serves none.</summary>
    public string WebRoot { get; set; } = "";

    public bool AllowsOrigin(string origin) => Origins().Any(allowed => Matches(allowed, origin));

    private IEnumerable<string> Origins() =>
        CorsOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Append(new Uri(Url).GetLeftPart(UriPartial.Authority));

    private static bool Matches(string allowed, string origin) => allowed.Split("://*.", 2) is [var scheme, var domain]
        ? Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
        : allowed.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase);
}
