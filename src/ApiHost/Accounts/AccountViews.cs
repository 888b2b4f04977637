namespace SocialSelling.Accounts;

internal static class AccountViews
{
    public static AccountView ToView(this AccountListRow row)
    {
        var a = row.Account;
        return new(a.Id, a.WorkspaceId, a.Platform, a.PlatformAccountId, a.Username, a.DisplayName, a.ProfilePictureUrl, a.FollowerCount, a.Status, a.StatusReason, row.TokenExpiresAt,
            a.ConnectedAt, a.LastEventAt, row.UnreadCount);
    }
}

internal sealed record EventsExpired : DomainError
{
    public override string Code => "re-read";
    public override string Detail => "These events are no longer kept. Read the lists again and go on from there.";
}
