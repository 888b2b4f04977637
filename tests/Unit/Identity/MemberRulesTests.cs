namespace SocialSelling.Identity;

public sealed class MemberRulesTests
{
    [Theory]
    [InlineData("owner", "admin", true)]
    [InlineData("admin", "admin", true)]
    [InlineData("admin", "viewer", true)]
    [InlineData("admin", "owner", false)]
    [InlineData("agent", "publisher", false)]
    [InlineData("king", "viewer", false)]
    [InlineData("king", "king", false)]
    public void Nobody_gives_a_role_above_their_own(string own, string given, bool may) => Assert.Equal(may, MemberRules.MayGive(own, given));

    [Fact]
    public void Whoever_runs_the_workspace_sees_every_account() =>
        Assert.Equal(["publisher", "agent", "analyst", "viewer"], Permissions.Roles.Where(MemberRules.MayBeRestricted));
}
