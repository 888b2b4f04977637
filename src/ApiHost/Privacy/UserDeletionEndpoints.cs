using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Privacy;

/// <summary>A person leaves: with time to change their mind, and not over the heads of those they work with.</summary>
internal static class UserDeletionEndpoints
{
    public static void MapUserDeletion(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/users/me").WithTags("users").OwnAffairs();
        me.MapDelete("/", Leave).RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Have one's account erased in 30 days; ends all sessions, and disconnects the accounts of workspaces in which nobody else is").ProducesProblem(403).ProducesProblem(409);
        me.MapGet("/deletion", Get).WithSummary("Whether the account will be erased, and what stands in the way");
        me.MapDelete("/deletion", Stay).WithSummary("Keep the account after all").ProducesProblem(404);
    }

    private static async Task<Results<Ok<UserDeletionView>, ProblemHttpResult>> Leave(
        [FromBody] Farewell body, CurrentUser current, PasswordCheck check, ErasedUserRows rows, ErasureDesk desk, HttpContext http, CancellationToken ct)
    {
        var again = await check.Again(current, body.Password, http, ct);
        if (again.Error is { } refusal) return Problems.From(refusal);
        var user = again.Get();
        if (Held(await rows.Workspaces(user.Id, ct)) is { Count: > 0 } held) return Problems.From(new OwnershipToTransfer(held));
        var erasure = await desk.Begin(user, body.Reason, current.Did(AuditAction.ErasureAsked).To("user", user.Id), ct);
        Sessions.Forget(http);
        return TypedResults.Ok(View(erasure, desk));
    }

    private static async Task<Ok<UserDeletionStateView>> Get(CurrentUser user, ErasureRepository erasures, ErasedUserRows rows, ErasureDesk desk, CancellationToken ct)
    {
        var erasure = await erasures.FindOpen(user.Id, ErasureSubject.User, ct);
        return TypedResults.Ok(new UserDeletionStateView(erasure is null ? null : View(erasure, desk), Held(await rows.Workspaces(user.Id, ct))));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Stay(CurrentUser user, ErasureRepository erasures, TimeProvider clock, CancellationToken ct) =>
        await erasures.CallOff(user.Id, user.Did(AuditAction.ErasureCancelled).To("user", user.Id), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new ErasureNotFound());

    private static UserDeletionView View(ErasureRow erasure, ErasureDesk desk) => new(erasure.BeginsAt, erasure.Code, desk.PageOf(erasure).AbsoluteUri);

    /// <summary>Whoever owns what others work in hands it over first.</summary>
    private static List<string> Held(List<LeftWorkspace> workspaces) => [.. workspaces.Where(w => w is { IsOwner: true, Others: > 0 }).Select(w => w.Name)];
}

/// <param name="Confirm">The word DELETE.</param>
/// <param name="Reason">Why, in the person's own words. It is kept until the account is erased.</param>
internal sealed record Farewell(
    [property: Required, StringLength(100)] string Password, [property: Required, AllowedValues("DELETE", ErrorMessage = "Write DELETE.")] string Confirm, [property: StringLength(1_000)] string? Reason = null);

/// <param name="ConfirmationId">Finds the page that shows what becomes of it, also when the account is gone.</param>
internal sealed record UserDeletionView(DateTimeOffset DeletionScheduledFor, string ConfirmationId, string StatusUrl);

/// <param name="Scheduled">Null when nothing will be erased.</param>
/// <param name="OwnedWithOthers">Workspaces that have to be handed over to somebody first.</param>
internal sealed record UserDeletionStateView(UserDeletionView? Scheduled, IReadOnlyList<string> OwnedWithOthers);

internal sealed record OwnershipToTransfer(IReadOnlyList<string> Workspaces) : DomainError
{
    public override string Code => "ownership-to-transfer";
    public override string Detail => "Others work in a workspace that is yours. Make one of them its owner first, or have them leave.";
}
