using Microsoft.AspNetCore.DataProtection;

namespace SocialSelling.Hosting;

/// <summary>
/// Nothing here uses ASP.NET's data protection: access tokens are signed with <c>JWT_SECRET</c>, the rest are random values whose hashes are rows. The framework's
/// authentication registers it all the same and would make keys in a folder at start, in clear and different on every host.
/// </summary>
internal static class DataProtection
{
    /// <summary>Makes no keys. Who comes to need some that outlive the process, or are shared between hosts, has to keep them in PostgreSQL first; until then use warns by itself.</summary>
    public static void AddNoDataProtection(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var makesKeysAtStart = services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(EphemeralDataProtectionProvider).Assembly).ToList();
        foreach (var service in makesKeysAtStart) services.Remove(service);
    }
}
