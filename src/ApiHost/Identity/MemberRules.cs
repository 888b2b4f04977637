namespace SocialSelling.Identity;

/// <summary>Who may do what with whose membership. Pure.</summary>
internal static class MemberRules
{
    /// <summary>Owners and admins see every account: they could give themselves any.</summary>
    public static bool MayBeRestricted(string role) => !Permissions.Grants(role, Permission.WorkspaceWrite);

    /// <summary>Whether somebody with the role <paramref name="own"/> may give <paramref name="role"/>, or take it away.</summary>
    public static bool MayGive(string own, string role) => Rank(own) <= Rank(role) && Rank(own) < Permissions.Roles.Count;

    /// <summary>The highest is 0.</summary>
    private static int Rank(string role) => Permissions.Roles.TakeWhile(r => r != role).Count();
}

internal sealed record RoleAboveYours : DomainError
{
    public override string Code => "role-above-yours";
    public override string Detail => "This role is above your own.";
}

internal sealed record LastOwner : DomainError
{
    public override string Code => "last-owner";
    public override string Detail => "A workspace has an owner. Give it to another member first.";
}

internal sealed record MemberNotFound : DomainError
{
    public override string Code => "member-not-found";
    public override string Detail => "There is no such member in this workspace.";
}

internal sealed record InvitationNotFound : DomainError
{
    public override string Code => "invitation-not-found";
    public override string Detail => "There is no such invitation. It may have been accepted.";
}

internal sealed record AlreadyMember : DomainError
{
    public override string Code => "already-member";
    public override string Detail => "Somebody with this address is a member already.";
}

internal sealed record AlreadyInvited : DomainError
{
    public override string Code => "already-invited";
    public override string Detail => "This address was invited already. Send that invitation again instead.";
}

internal sealed record TooManyInvitations(int Limit) : DomainError
{
    public override string Code => "too-many-invitations";
    public override string Detail => $"{Limit} invitations are open. Revoke some first.";
}

/// <summary>The address is not named: who has the link is shown it anyway, and nobody else is.</summary>
internal sealed record WrongAddress : DomainError
{
    public override string Code => "wrong-address";
    public override string Detail => "This invitation was sent to another address than that of your account. Sign in with that one.";
}
