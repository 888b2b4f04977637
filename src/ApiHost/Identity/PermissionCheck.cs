namespace SocialSelling.Identity;

/// <summary>
/// The one place that enforces what routes need (<see cref="Needs"/>), before a body is read. Where none of the caller's workspaces grants it, the answer is 403; where some do, the workspace of
/// the thing decides. Whether the thing is the caller's at all is the handler's question, and its answer 404.
/// </summary>
internal sealed partial class PermissionCheck(RequestDelegate next, Memberships memberships, NamedThings things, ILogger<PermissionCheck> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } route || CurrentUser.IdOf(http.User) is not { } userId || await Refusal(route.Metadata, userId, http) is not { } refusal)
        {
            await next(http);
            return;
        }
        LogRefused(userId, refusal.Detail, http.Request.Method, route.DisplayName);
        await Problems.From(refusal).ExecuteAsync(http);
    }

    private async Task<DomainError?> Refusal(EndpointMetadataCollection route, Guid userId, HttpContext http)
    {
        var isKey = CurrentUser.IsKey(http.User);
        if (isKey && route.GetMetadata<PeopleOnly>() is not null) return new NotForKeys();
        return route.GetMetadata<Needs>() is not { } needs || await Grants(needs, userId, http) ? null : new Forbidden(needs.For(http.Request.Method), isKey);
    }

    private async Task<bool> Grants(Needs needs, Guid userId, HttpContext http)
    {
        var method = http.Request.Method;
        if (!needs.InScopeOf(http.User, method)) return false;
        var mine = await memberships.Of(userId, http.RequestAborted);
        HashSet<Guid> granting = [.. mine.Where(m => needs.GrantedBy(m.Role, method, m.IsRestricted)).Select(m => m.WorkspaceId)];
        http.Items[typeof(PermissionCheck)] = granting;
        if (granting.Count == mine.Count) return true;
        if (granting.Count == 0) return false;

        var concerned = await things.WorkspacesOf(http);
        if (concerned.Count == 0) return needs.IsNarrowed || HttpMethods.IsGet(method) || granting.Contains(mine[0].WorkspaceId);
        return !mine.Any(m => concerned.Contains(m.WorkspaceId) && !granting.Contains(m.WorkspaceId));
    }

    [LoggerMessage(LogLevel.Information, "Refused User {UserId} {Method} {Route}: {Why}")]
    private partial void LogRefused(Guid userId, string why, string method, string? route);
}
