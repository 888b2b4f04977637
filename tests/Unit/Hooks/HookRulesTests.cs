using FsCheck;
using FsCheck.Xunit;

namespace SocialSelling.Hooks;

public sealed class HookRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("https://example.com/hooks?from=shop", true)]
    [InlineData("https://example.com:8443/", true)]
    [InlineData("https://93.184.215.14/", true)]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", true)]
    [InlineData("http://example.com/", false)]
    [InlineData("ftp://example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("gopher://example.com/", false)]
    [InlineData("/hooks", false)]
    [InlineData("example.com", false)]
    [InlineData("https://", false)]
    [InlineData("https://user:password@example.com/", false)]
    [InlineData("https://user@example.com/", false)]
    [InlineData("https://example.com/#part", false)]
    [InlineData("https://example.com:22/", false)]
    [InlineData("https://example.com:6379/", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://127.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f000001/", false)]
    [InlineData("https://0x7f.0.0.1/", false)]
    [InlineData("https://0177.0.0.1/", false)]
    [InlineData("https://0/", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://2852039166/", false)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[::]/", false)]
    [InlineData("https://[::ffff:127.0.0.1]/", false)]
    [InlineData("https://[::ffff:a9fe:a9fe]/", false)]
    [InlineData("https://[64:ff9b::7f00:1]/", false)]
    [InlineData("https://[2002:7f00:1::]/", false)]
    [InlineData("https://[fe80::1]/", false)]
    [InlineData("https://[fd00:ec2::254]/", false)]
    public void An_address_leads_over_https_to_the_internet(string url, bool isRight) => Assert.Equal(isRight, HookRules.Refuses(url, new HookOptions()) is null);

    [Theory]
    [InlineData("http://127.0.0.1:5000/hooks", true)]
    [InlineData("http://localhost:4000/", true)]
    [InlineData("http://user@localhost/", false)]
    [InlineData("ftp://localhost/", false)]
    public void Where_development_allows_it_an_address_may_lead_to_this_machine(string url, bool isRight) => Assert.Equal(isRight, HookRules.Refuses(url, new HookOptions { AllowPrivate = true }) is null);

    [Fact]
    public void A_delivery_is_tried_after_ever_longer_pauses_once_more_at_the_end_of_its_day_and_then_no_more()
    {
        var (now, pauses) = (Noon, new List<TimeSpan>());
        for (var tries = 1; HookRules.NextTry(isTest: false, tries, Noon, retryAfter: null, chance: 0.5, now) is { } next; tries++)
        {
            pauses.Add(next - now);
            now = next;
        }

        Assert.Equal([10, 30, 90, 270, 810, 2_430, 7_200, 7_200], pauses.Take(8).Select(pause => pause.TotalSeconds));
        Assert.Equal(Noon + HookRules.Life, now);
        Assert.InRange(pauses.Count, 15, 20);
    }

    [Property]
    public bool No_try_comes_after_the_day_nor_at_once(PositiveInt tries, PositiveInt minutes, NonNegativeInt hint)
    {
        var now = Noon.AddMinutes(minutes.Get % 1_440);
        var next = HookRules.NextTry(isTest: false, tries.Get, Noon, TimeSpan.FromSeconds(hint.Get), chance: hint.Get % 100 / 100.0, now);
        return next > now && next <= Noon + HookRules.Life;
    }

    [Fact]
    public void An_endpoint_that_names_a_later_time_is_not_asked_before_it_as_far_as_that_is_reasonable()
    {
        Assert.Equal(Noon.AddMinutes(5), HookRules.NextTry(isTest: false, tries: 1, Noon, TimeSpan.FromMinutes(5), chance: 0.5, Noon));
        Assert.Equal(Noon.AddHours(2), HookRules.NextTry(isTest: false, tries: 1, Noon, TimeSpan.FromDays(365), chance: 0.5, Noon));
    }

    [Fact]
    public void A_test_is_tried_once() => Assert.Null(HookRules.NextTry(isTest: true, tries: 1, Noon, retryAfter: null, chance: 0.5, Noon));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(7, 60)]
    [InlineData(10_000, 60)]
    public void An_endpoint_that_is_away_is_asked_once_a_minute(int failures, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), HookRules.Rest(failures));

    [Theory]
    [InlineData(23.9, 100, false)]
    [InlineData(24, 6, true)]
    [InlineData(200, 5, false)]
    public void An_endpoint_is_given_up_after_a_day_of_failures_that_are_not_just_our_own_absence(double hours, int failures, bool isGivenUp) =>
        Assert.Equal(isGivenUp, HookRules.IsGivenUp(Noon, failures, Noon.AddHours(hours)));
}
