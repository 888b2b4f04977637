using System.Security.Cryptography;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Accounts;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_accounts_id_follows_from_what_Meta_calls_it_and_never_changes()
    {
        Assert.Equal(AccountId.For("instagram", "17841400000000001"), AccountId.For("instagram", "17841400000000001"));
        Assert.NotEqual(AccountId.For("instagram", "17841400000000001"), AccountId.For("whatsapp", "17841400000000001"));
        Assert.Equal('5', AccountId.For("instagram", "17841400000000001").ToString()[14]);
    }

    [Property]
    public bool A_token_is_refreshed_near_half_of_its_life_and_never_too_young(Guid account)
    {
        var at = TokenRules.RefreshAt(account, Now, Now.AddDays(60));
        return at >= Now + TokenRules.MinimumAge && at >= Now.AddDays(23.9) && at <= Now.AddDays(36.1);
    }

    [Theory]
    [InlineData(7.1, null)]
    [InlineData(6.9, 7)]
    [InlineData(3.1, 7)]
    [InlineData(2.9, 3)]
    [InlineData(0.9, 1)]
    [InlineData(-0.1, null)]
    public void People_are_warned_of_a_login_that_ends_a_week_three_days_and_a_day_before(double daysLeft, int? warned) =>
        Assert.Equal(warned, TokenRules.Warning(Now.AddDays(-10), Now.AddDays(daysLeft), Now));

    [Fact]
    public void Nobody_is_warned_of_a_login_that_is_still_to_be_renewed() => Assert.Null(TokenRules.Warning(Now.AddHours(1), Now.AddDays(2), Now));

    [Fact]
    public void A_short_lived_token_still_waits_a_day() => Assert.Equal(Now.AddDays(1), TokenRules.RefreshAt(Guid.Empty, Now, Now.AddHours(30)));

    [Fact]
    public void A_right_is_missing_when_neither_way_of_login_has_granted_it()
    {
        Assert.Equal([AccountRight.Comments, AccountRight.Publishing, AccountRight.Insights], AccountRights.Missing(["instagram_business_basic", "instagram_business_manage_messages"]));
        Assert.Equal([AccountRight.Messages], AccountRights.Missing(["instagram_basic", "instagram_manage_comments", "instagram_content_publish", "instagram_manage_insights"]));
        Assert.Empty(AccountRights.Missing([]));
    }

    [Fact]
    public void A_sealed_token_opens_for_its_own_account_only()
    {
        var account = Guid.CreateVersion7();
        var cipher = Cipher("new:" + Key(2) + ",old:" + Key(1));
        var (encrypted, keyId) = cipher.Seal(account, "IGAA-secret");

        Assert.Equal("new", keyId);
        Assert.Equal("IGAA-secret", cipher.Open(account, encrypted, keyId));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(Guid.CreateVersion7(), encrypted, keyId));
    }

    [Fact]
    public void After_a_rotation_the_old_key_still_opens()
    {
        var account = Guid.CreateVersion7();
        var (encrypted, keyId) = Cipher("old:" + Key(1)).Seal(account, "IGAA-secret");

        Assert.Equal("IGAA-secret", Cipher("new:" + Key(2) + ",old:" + Key(1)).Open(account, encrypted, keyId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("k1")]
    [InlineData("k1:c2hvcnQ=")]
    public void A_key_ring_of_another_form_is_refused_by_name(string ring) => Assert.Contains("TOKEN_ENCRYPTION_KEYS", Assert.Throws<FormatException>(() => Cipher(ring)).Message, StringComparison.Ordinal);

    [Fact]
    public void Background_work_stops_first_and_replies_last()
    {
        var state = BudgetRules.Reported(BudgetState.Fresh(Now), new RateUsage(92, null), Now);
        bool May(CallClass @class) => BudgetRules.AvailableAt(state, @class, callsPerHour: 1_000, Now) <= Now;

        Assert.Equal([true, true, false, false], Enum.GetValues<CallClass>().Select(May));
    }

    [Fact]
    public void When_Meta_refuses_everything_waits_until_it_said()
    {
        var state = BudgetRules.Reported(BudgetState.Fresh(Now), new RateUsage(100, TimeSpan.FromMinutes(12)), Now);

        Assert.All(Enum.GetValues<CallClass>(), c => Assert.Equal(Now.AddMinutes(12), BudgetRules.AvailableAt(state, c, 1_000, Now)));
    }

    [Fact]
    public void Our_own_ceiling_refuses_the_call_past_it_and_forgets_after_an_hour()
    {
        var state = Enumerable.Range(0, 200).Aggregate(BudgetState.Fresh(Now), (s, _) => BudgetRules.Took(s, Now));

        Assert.Equal(Now.AddHours(1), BudgetRules.AvailableAt(state, CallClass.Reply, callsPerHour: 200, Now.AddMinutes(10)));
        Assert.Equal(Now.AddHours(1), BudgetRules.AvailableAt(state, CallClass.Reply, callsPerHour: 200, Now.AddHours(1)));
    }

    private static string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());

    private static TokenCipher Cipher(string ring) => new(Options.Create(new TokenOptions { EncryptionKeys = ring }));
}
