using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Admin;

internal static class AdminGroup
{
    /// <summary>Routes below <c>/admin</c>: for operators only, who see across all workspaces. What they do, other than look, stands in the audit log.</summary>
    public static RouteGroupBuilder MapAdmin(this IEndpointRouteBuilder api, string path) =>
        api.MapGroup("/admin" + path).WithTags("operators").RequireAuthorization(IdentityServices.OperatorPolicy).Audited(AuditAction.OperatorActed, "operator");
}
