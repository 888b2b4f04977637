namespace SocialSelling.Hooks;

public sealed class HookSignatureTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1767225600);

    /// <remarks>The value: <c>printf '1767225600.{"a":1}' | openssl dgst -sha256 -hmac whsec_test</c>.</remarks>
    [Fact]
    public void A_body_is_signed_as_anybody_can_compute() =>
        Assert.Equal("t=1767225600,v1=6d204545ff126a339c00513d93603299c984074ce1331c3537c3f6c976b49019", HookSignature.Of("""{"a":1}"""u8, ["whsec_test"], At));

    [Fact]
    public void While_two_secrets_hold_there_are_two_signatures()
    {
        var parts = HookSignature.Of("{}"u8, ["new", "old"], At).Split(',');

        Assert.Equal([HookSignature.Of("{}"u8, ["new"], At).Split(',')[1], HookSignature.Of("{}"u8, ["old"], At).Split(',')[1]], parts[1..]);
    }

    [Fact]
    public void Secrets_are_long_and_never_the_same()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => HookSignature.NewSecret()).ToHashSet();

        Assert.Equal(100, secrets.Count);
        Assert.All(secrets, secret => Assert.Matches("^whsec_[A-Za-z0-9_-]{43}$", secret));
    }
}
