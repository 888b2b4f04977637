using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Xunit;

namespace SocialSelling.Meta;

public sealed class SignedRequestTests
{
    private static readonly byte[][] Secrets = ["of the Instagram app"u8.ToArray(), "of the Meta app"u8.ToArray()];
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    private static string Payload(string algorithm = "HMAC-SHA256", string userId = "\"17841400000000001\"", long ago = 0) =>
        $$"""{"user_id":{{userId}},"algorithm":"{{algorithm}}","issued_at":{{Now.ToUnixTimeSeconds() - ago}}}""";

    private static string Sign(string json, byte[] secret) => SignText(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)), secret);

    private static string SignText(string payload, byte[] secret) => Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(payload))) + "." + payload;

    private static SignedRequest Read(string? text) => SignedRequest.Read(text, Secrets, Now);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Either_secret_may_have_signed_it(int slot) =>
        Assert.Equal(new SignedRequest.Valid("17841400000000001", Now), Read(Sign(Payload(), Secrets[slot])));

    [Theory]
    [InlineData("hmac-sha256", "\"99\"", "99")]
    [InlineData("HMAC-SHA256", "17841400000000001", "17841400000000001")]
    public void The_algorithm_has_no_case_and_the_id_may_be_a_number(string algorithm, string written, string id) =>
        Assert.Equal(new SignedRequest.Valid(id, Now), Read(Sign(Payload(algorithm, written), Secrets[0])));

    [Fact]
    public void What_another_secret_signed_is_forged() => Assert.IsType<SignedRequest.Forged>(Read(Sign(Payload(), "somebody else's"u8.ToArray())));

    [Fact]
    public void One_changed_character_of_the_payload_is_noticed()
    {
        var signed = Sign(Payload(), Secrets[0]);
        Assert.IsType<SignedRequest.Forged>(Read(signed[..^1] + (signed[^1] == 'A' ? 'B' : 'A')));
    }

    [Fact]
    public void No_secret_no_trust() => Assert.IsType<SignedRequest.Forged>(SignedRequest.Read(Sign(Payload(), []), [], Now));

    [Theory]
    [InlineData("none")]
    [InlineData("HMAC-SHA1")]
    [InlineData("")]
    public void Another_algorithm_is_refused_though_the_signature_is_right(string algorithm) => Assert.IsType<SignedRequest.Unreadable>(Read(Sign(Payload(algorithm), Secrets[0])));

    [Theory]
    [InlineData(86_399, true)]
    [InlineData(86_401, false)]
    [InlineData(-299, true)]
    [InlineData(-301, false)]
    public void It_counts_for_a_day_and_not_from_the_future(long ago, bool counts) => Assert.Equal(counts, Read(Sign(Payload(ago: ago), Secrets[0])) is SignedRequest.Valid);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"user_id":"1","algorithm":"HMAC-SHA256"}""")]
    [InlineData("""{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":"soon"}""")]
    [InlineData("""{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":9223372036854775807}""")]
    [InlineData("""{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":1e99}""")]
    [InlineData("""{"user_id":"\ud800","algorithm":"\ud800","issued_at":1}""")]
    [InlineData("""{"algorithm":["HMAC-SHA256"]}""")]
    public void A_signed_payload_of_another_kind_is_unreadable(string payload) => Assert.IsType<SignedRequest.Unreadable>(Read(Sign(payload, Secrets[0])));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"17841400000000001' or 1=1\"")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("{}")]
    [InlineData("\"123456789012345678901234567890123\"")]
    public void A_person_without_a_number_is_nobody(string id) => Assert.IsType<SignedRequest.Unreadable>(Read(Sign(Payload(userId: id), Secrets[0])));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+.e30")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA .e30")]
    public void Another_form_is_unreadable(string? text) => Assert.IsType<SignedRequest.Unreadable>(Read(text));

    [Fact]
    public void More_than_Meta_ever_sends_is_not_looked_at() => Assert.IsType<SignedRequest.Unreadable>(Read(SignText(new string('A', 9_000), Secrets[0])));

    [Property]
    public bool Whatever_comes_nothing_throws(string? text) => Read(text) is not SignedRequest.Valid && Read(text is null ? null : SignText(text, Secrets[0])) is not null;
}
