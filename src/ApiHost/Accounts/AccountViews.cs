namespace SocialSelling.Accounts;

internal static class AccountViews
{
    public static LoginWay WayOf(this AccountRow row) => row.PageId is null ? LoginWay.Instagram : LoginWay.Facebook;

    public static AccountView ToView(this AccountListRow row)
    {
        var a = row.Account;
        return new(a.Id, a.WorkspaceId, a.Platform, a.PlatformAccountId, a.Username, a.DisplayName, a.ProfilePictureUrl, a.FollowerCount, a.Status, a.StatusReason, row.TokenExpiresAt,
            a.ConnectedAt, a.LastEventAt, row.UnreadCount, a.WayOf());
    }
}

internal sealed record EventsExpired : DomainError
{
    public override string Code => "re-read";
    public override string Detail => "These events are no longer kept. Read the lists again and go on from there.";
}
