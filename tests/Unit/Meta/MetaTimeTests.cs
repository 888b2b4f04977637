using System.Globalization;
using FsCheck;
using FsCheck.Xunit;

namespace SocialSelling.Meta;

public sealed class MetaTimeTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly long First = MetaTime.Earliest.ToUnixTimeSeconds(), Last = (Received + MetaTime.MostAhead).ToUnixTimeSeconds();

    [Property]
    public bool Seconds_and_milliseconds_of_one_instant_are_one_instant(NonNegativeInt some)
    {
        var seconds = First + (long)some.Get * 7_919 % (Last - First + 1);
        DateTimeOffset Read(long number) => Given(number.ToString(CultureInfo.InvariantCulture));

        return Read(seconds) == DateTimeOffset.FromUnixTimeSeconds(seconds) && Read(seconds * 1_000) == Read(seconds);
    }

    [Property(MaxTest = 1_000)]
    public bool Whatever_comes_the_time_is_within_bounds(long number, string text)
    {
        bool Sane(string? written) => MetaTime.Read(written, Received) is var (at, assumed) && at >= MetaTime.Earliest && at <= Received + MetaTime.MostAhead && (!assumed || at == Received);

        return Sane(number.ToString(CultureInfo.InvariantCulture)) && Sane(text) && Sane(number + text);
    }

    [Theory]
    [InlineData("57808000000000000")]
    [InlineData("9223372036854775808")]
    [InlineData("-1763632800")]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("1763632800.5")]
    [InlineData("1e12")]
    [InlineData(" 1763632800")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData(null)]
    public void A_time_that_cannot_be_right_is_the_time_of_arrival_and_says_so(string? text) => Assert.Equal(new(Received, IsAssumed: true), MetaTime.Read(text, Received));

    [Property(MaxTest = 1_000)]
    public bool A_time_is_assumed_only_outside_the_bounds(long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        // Around the bounds, as seconds: numbers taken from all of them hardly ever meet one.
        var near = number % 1_000 is var by && by % 2 == 0 ? First + by : Last + by;
        bool IsInside(long seconds) => seconds >= First && seconds <= Last;

        return MetaTime.Read(near.ToString(CultureInfo.InvariantCulture), Received).IsAssumed == !IsInside(near)
            && MetaTime.Read((near * 1_000).ToString(CultureInfo.InvariantCulture), Received).IsAssumed == !IsInside(near)
            && (number >= 0 || MetaTime.Read(text, Received).IsAssumed);
    }

    [Fact]
    public void A_clock_a_little_ahead_is_believed_and_one_far_ahead_is_not()
    {
        var (tomorrow, later) = (Received + MetaTime.MostAhead, Received + MetaTime.MostAhead + TimeSpan.FromSeconds(1));

        Assert.Equal(tomorrow, Given(tomorrow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(new(Received, IsAssumed: true), MetaTime.Read(later.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Received));
    }

    /// <summary>A time that is Meta's.</summary>
    private static DateTimeOffset Given(string text)
    {
        var (at, assumed) = MetaTime.Read(text, Received);
        Assert.False(assumed);
        return at;
    }
}
