using SocialSelling.Cluster;
using SocialSelling.Identity;

namespace SocialSelling.Audit;

internal static class AuditedRoutes
{
    /// <summary>Grains that are called for a request know by whom it was made.</summary>
    public static void UseErrands(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!HttpMethods.IsGet(http.Request.Method) && http.Request.Path.StartsWithSegments("/api") && CurrentUser.IdOf(http.User) is { } userId) http.SetErrand(userId);
        return next(http);
    });

    /// <summary>From here on, grains are called on behalf of a person whom the request's token does not name.</summary>
    public static void SetErrand(this HttpContext http, Guid? userId) => Errand.Set(userId, http.Connection.RemoteIpAddress?.ToString(), http.TraceIdentifier);
}
