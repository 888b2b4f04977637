using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Audit;
using SocialSelling.Hosting;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Asking somebody into a workspace by mail, and coming in.</summary>
internal static class InvitationEndpoints
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7), BetweenMails = TimeSpan.FromMinutes(5);

    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/invitations").WithTags("workspaces").Needs(Permission.WorkspaceWrite);
        group.MapGet("/", List).WithSummary("The open invitations, newest first; those past their time too").ProducesProblem(404);
        group.MapPost("/", Invite).WithSummary("Invite somebody by mail: the link counts for seven days, once").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id:guid}/resend", Resend).WithSummary("Mail another link; the former counts no more").ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        group.MapDelete("/{id:guid}", Revoke).WithSummary("Take an invitation back").ProducesProblem(404);

        var brought = api.MapGroup("/invitations").WithTags("workspaces").RequireRateLimiting(IdentityServices.LoginLimit);
        brought.MapPost("/look", Look).AllowAnonymous().WithSummary("What the invitation is to, for whoever has its link").ProducesProblem(400);
        brought.MapPost("/accept", Accept).OwnAffairs().WithSummary("Become a member of the workspace").ProducesProblem(400).ProducesProblem(403);
    }

    private static async Task<Results<Ok<Page<InvitationView>>, ProblemHttpResult>> List(
        Guid workspaceId, CurrentUser user, MemberRepository members, InvitationRepository invitations, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(new Page<InvitationView>([.. (await invitations.List(workspaceId, ct)).Select(i => View(i, clock))], null));
    }

    private static async Task<Results<Created<InvitationView>, ProblemHttpResult, ValidationProblem>> Invite(
        Guid workspaceId, InvitationDraft draft, HttpContext http, CurrentUser user, MemberRepository members, UserRepository users, InvitationRepository invitations, AccountMails mails,
        IOptions<TierOptions> tiers, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } me) return Problems.From(new WorkspaceNotFound());
        if (!MemberRules.MayGive(me.Role, draft.Role)) return Problems.From(new RoleAboveYours());
        var email = draft.Email.Trim();
        if (!MailOutbox.IsAddress(email)) return Problems.Invalid("email", "This is no address that mail can go to.");

        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        var invitation = new NewInvitation(Idempotency.NewId(http, clock), workspaceId, email, draft.Role, token.Hash, user.Id, now + Life);
        var mail = await Mail(email, draft.Role, workspaceId, token, user.Id, users, mails, ct);
        var invited = await invitations.Add(invitation, mail, tiers.Value, user.Did(AuditAction.MemberInvited).In(workspaceId).To("invitation", invitation.Id).Is(("role", draft.Role)), now, ct);
        return invited.Outcome switch
        {
            InvitationOutcome.NoRoom => Problems.From(TierEndpoints.Limit(invited.Excess!)),
            InvitationOutcome.IsMember => Problems.From(new AlreadyMember()),
            InvitationOutcome.IsInvited => Problems.From(new AlreadyInvited()),
            InvitationOutcome.TooMany => Problems.From(new TooManyInvitations(InvitationRepository.MostOpen)),
            _ => TypedResults.Created($"/api/workspaces/{workspaceId}/invitations", View(new(invitation.Id, workspaceId, "", email, draft.Role, user.Id, me.Name, now, now, invitation.ExpiresAt), clock)),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Resend(
        Guid workspaceId, Guid id, CurrentUser user, MemberRepository members, UserRepository users, InvitationRepository invitations, AccountMails mails, IOptions<TierOptions> tiers, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } me) return Problems.From(new WorkspaceNotFound());
        if (await invitations.Find(workspaceId, id, ct) is not { } invitation) return Problems.From(new InvitationNotFound());
        if (!MemberRules.MayGive(me.Role, invitation.Role)) return Problems.From(new RoleAboveYours());
        var (token, now) = (SecretToken.New(), clock.GetUtcNow());
        var mail = await Mail(invitation.Email, invitation.Role, workspaceId, token, user.Id, users, mails, ct);
        var sent = await invitations.SendAgain(invitation, token.Hash, now + Life, mail, now - BetweenMails, tiers.Value, now, ct);
        return sent.Outcome switch
        {
            InvitationOutcome.NoRoom => Problems.From(TierEndpoints.Limit(sent.Excess!)),
            InvitationOutcome.TooSoon => Problems.From(new TooManyMails()),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Guid workspaceId, Guid id, CurrentUser user, MemberRepository members, InvitationRepository invitations, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return await invitations.Revoke(workspaceId, id, user.Did(AuditAction.InvitationRevoked).In(workspaceId).To("invitation", id), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new InvitationNotFound());
    }

    private static async Task<Results<Ok<InvitedView>, ProblemHttpResult>> Look(InvitationToken body, InvitationRepository invitations, UserRepository users, TimeProvider clock, CancellationToken ct) =>
        await invitations.FindByToken(SecretToken.HashOf(body.Token), clock.GetUtcNow(), ct) is { } i
            ? TypedResults.Ok(new InvitedView(i.Workspace, i.Inviter, i.Role, i.Email, i.ExpiresAt, await users.FindByEmail(i.Email, ct) is not null)) : Problems.From(new TokenInvalid());

    private static async Task<Results<Ok<JoinedView>, ProblemHttpResult>> Accept(
        InvitationToken body, CurrentUser user, InvitationRepository invitations, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        var (hash, now) = (SecretToken.HashOf(body.Token), clock.GetUtcNow());
        if (await invitations.Accept(hash, user.Id, user.Did(AuditAction.MemberJoined).To("user", user.Id), now, ct) is { } workspaceId)
        {
            memberships.Forget(user.Id);
            return TypedResults.Ok(new JoinedView(workspaceId));
        }
        return Problems.From(await invitations.FindByToken(hash, now, ct) is null ? new TokenInvalid() : new WrongAddress());
    }

    /// <summary>In the language of whoever has an account with the address, else in the inviter's.</summary>
    private static async Task<MailMessage> Mail(string email, string role, Guid workspaceId, SecretToken token, Guid inviterId, UserRepository users, AccountMails mails, CancellationToken ct)
    {
        var inviter = await users.Find(inviterId, ct) ?? throw new InvalidOperationException("Somebody without an account invites.");
        var workspace = (await users.ListWorkspaces(inviterId, ct)).First(w => w.Id == workspaceId).Name;
        var reader = await users.FindByEmail(email, ct) ?? inviter;
        return mails.Invitation(email, reader.Language, inviter.Name, workspace, role, token, Life);
    }

    private static InvitationView View(InvitationRow i, TimeProvider clock) => new(i.Id, i.Email, i.Role, i.Inviter, i.CreatedAt, i.SentAt, i.ExpiresAt, i.ExpiresAt <= clock.GetUtcNow());
}

internal sealed record InvitationDraft(
    [property: Required, StringLength(255)] string Email, [property: Required, AllowedValues("admin", "publisher", "agent", "analyst", "viewer")] string Role);

/// <param name="Token">What stands behind the # of the mailed link.</param>
internal sealed record InvitationToken([property: Required, StringLength(200)] string Token);

/// <param name="InvitedBy">The name; null once that person is gone.</param>
/// <param name="Expired">Its link counts no more; it can be sent again.</param>
internal sealed record InvitationView(Guid Id, string Email, string Role, string? InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, bool Expired);

/// <param name="InvitedBy">The name; null once that person is gone.</param>
/// <param name="HasAccount">Whether somebody has signed up with the address.</param>
internal sealed record InvitedView(string Workspace, string? InvitedBy, string Role, string Email, DateTimeOffset ExpiresAt, bool HasAccount);

internal sealed record JoinedView(Guid WorkspaceId);
