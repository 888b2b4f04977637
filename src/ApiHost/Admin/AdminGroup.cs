using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Admin;

internal static class AdminGroup
{
    /// <summary>Routes below <c>/admin</c>: for operators only, who see across all workspaces. What they do, other than look, stands in the audit log, by <see cref="Operated"/>.</summary>
    public static RouteGroupBuilder MapAdmin(this IEndpointRouteBuilder api, string path) =>
        api.MapGroup("/admin" + path).WithTags("operators").RequireAuthorization(IdentityServices.OperatorPolicy);

    /// <summary>What an operator does by this request: written with the deed.</summary>
    public static AuditEntry Operated(this HttpContext http, CurrentUser user, Guid? subjectId = null) =>
        user.Did(AuditAction.OperatorActed).To("operator", subjectId).Is(("method", http.Request.Method), ("route", (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText));
}
