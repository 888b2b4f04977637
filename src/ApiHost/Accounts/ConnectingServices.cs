using SocialSelling.Identity;

namespace SocialSelling.Accounts;

internal static class ConnectingServices
{
    public static void AddConnecting(this IServiceCollection services) =>
        services.AddSingleton<OAuthStateRepository>().AddSingleton<IdempotencyRepository>().AddScoped<AccountChoices>().AddScoped<InstagramConnection>();
}
