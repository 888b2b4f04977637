using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Inbox;

namespace SocialSelling.Privacy;

/// <summary>Erasing at once what a workspace keeps of somebody who asked for it: of a customer, or of an account that leaves for good. For owners and admins; there is no way back.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder api)
    {
        api.MapDelete("/contacts/{id:guid}/data", EraseContact).Needs(Permission.PrivacyWrite).WithTags("privacy")
            .WithSummary("Erase everything that is kept of a person: messages, comments, files, notes, on all accounts of the workspace").ProducesProblem(403).ProducesProblem(404);
        api.MapDelete("/accounts/{id:guid}/data", EraseAccount).Needs(Permission.PrivacyWrite).WithTags("privacy")
            .WithSummary("Disconnect an account and erase everything that is kept of it").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Results<Accepted<ErasureStatusView>, ProblemHttpResult>> EraseContact(
        Guid id, CurrentUser user, ContactPeople people, ErasureDesk desk, TimeProvider clock, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person) return Problems.From(new ContactNotFound());
        return Taken(desk, await desk.Begin(person, user.Did(AuditAction.ErasureAsked).In(person.WorkspaceId).Is(("subject", "contact")), ct), clock);
    }

    private static async Task<Results<Accepted<ErasureStatusView>, ProblemHttpResult>> EraseAccount(
        Guid id, CurrentUser user, AccountRepository accounts, ErasureDesk desk, TimeProvider clock, CancellationToken ct)
    {
        if (await accounts.FindFor(user.Id, id, ct) is null) return Problems.From(new AccountNotFound());
        return Taken(desk, await desk.Begin(ErasureSubject.Account, id, "owner", user.Did(AuditAction.ErasureAsked).To("account", id) with { AccountId = id }, ct), clock);
    }

    private static Accepted<ErasureStatusView> Taken(ErasureDesk desk, ErasureRow erasure, TimeProvider clock) => TypedResults.Accepted(desk.PageOf(erasure), erasure.ToView(clock.GetUtcNow()));
}
