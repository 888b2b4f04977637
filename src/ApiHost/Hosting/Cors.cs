using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace SocialSelling.Hosting;

/// <summary>Pages of the listed origins may call the API, with cookies; pages of others get a plain 403, whatever they ask for.</summary>
internal static class Cors
{
    public static void AddCorsByList(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<AppOptions>>((cors, app) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(app.Value.AllowsOrigin).AllowAnyHeader().AllowAnyMethod().AllowCredentials().WithExposedHeaders("X-Request-Id", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    public static void UseCorsByList(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AppOptions>>();
        app.Use((http, next) =>
        {
            var origin = http.Request.Headers.Origin.ToString();
            if (origin.Length == 0 || options.Value.AllowsOrigin(origin) || origin == $"{http.Request.Scheme}://{http.Request.Host}") return next(http);
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.UseCors();
    }
}
