using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace SocialSelling.Hosting;

/// <summary>
/// Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> from the proxies of <see cref="AppOptions.TrustedProxies"/>, and from nobody else: limits count callers by their
/// address, and anybody can write a header.
/// </summary>
internal static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AppOptions>>((headers, app) =>
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var network in SettingChecks.Split(app.Value.TrustedProxies)) headers.KnownIPNetworks.Add(SettingChecks.Network(network)!.Value);
    });
}
