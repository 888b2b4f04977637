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

    /// <summary>
    /// Leaves an entry whenever the route has done something, in the log of the workspace or account that its path names: for settings of which it matters that and by whom they were changed.
    /// </summary>
    /// <param name="subject">The path's parameter that holds the subject's id.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder route, string action, string subjectKind, string subject = "id") where TBuilder : IEndpointConventionBuilder => route.AddEndpointFilter(async (context, next) =>
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || (result is INestedHttpResult nested ? nested.Result : result) is not IStatusCodeHttpResult { StatusCode: < 300 }) return result;
        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        var entry = user.Did(action).To(subjectKind, Id(http, subject)).Is(("method", http.Request.Method), ("route", (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText));
        // It is done: a browser that has gone away does not undo that.
        await http.RequestServices.GetRequiredService<AuditLog>().Write(entry with { WorkspaceId = Id(http, "workspaceId"), AccountId = Id(http, "accountId") }, CancellationToken.None);
        return result;
    });

    private static Guid? Id(HttpContext http, string name) => Guid.TryParse(http.GetRouteValue(name) as string, out var id) ? id : null;
}
