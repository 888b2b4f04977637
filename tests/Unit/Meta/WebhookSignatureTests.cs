using System.Security.Cryptography;
using System.Text;
using FsCheck.Xunit;

namespace SocialSelling.Meta;

public sealed class WebhookSignatureTests
{
    private static readonly byte[][] Secrets = ["00112233445566778899aabbccddeeff"u8.ToArray(), "ffeeddccbbaa99887766554433221100"u8.ToArray()];

    private static string Sign(byte[] secret, byte[] body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, body));

    [Property]
    public bool A_body_matches_the_secret_that_signed_it_and_no_other(byte[] body) =>
        WebhookSignature.Match(body, Sign(Secrets[1], body), Secrets) == 1 && WebhookSignature.Match(body, Sign("other"u8.ToArray(), body), Secrets) == -1;

    [Property]
    public bool One_changed_byte_is_noticed(byte[] body, byte place)
    {
        if (body.Length == 0) return true;
        var signature = Sign(Secrets[0], body);
        body[place % body.Length] ^= 1;
        return WebhookSignature.Match(body, signature, Secrets) == -1;
    }

    [Fact]
    public void Escaped_unicode_is_verified_as_it_came()
    {
        var body = Encoding.ASCII.GetBytes("""{"text":"caf\u00e9 \ud83d\ude00 a\u0040b http:\/\/x"}""");

        Assert.Equal(0, WebhookSignature.Match(body, Sign(Secrets[0], body), Secrets));
    }

    [Fact]
    public void A_body_that_a_proxy_unescaped_is_still_recognised()
    {
        var signature = Sign(Secrets[0], Encoding.ASCII.GetBytes("""{"text":"caf\u00e9 \ud83d\ude00"}"""));

        Assert.Equal(0, WebhookSignature.Match(Encoding.UTF8.GetBytes("""{"text":"café 😀"}"""), signature, Secrets));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=0000000000000000000000000000000000000000")]
    [InlineData("sha256=zz00000000000000000000000000000000000000000000000000000000000000")]
    public void A_header_of_another_form_matches_nothing(string? header) => Assert.Equal(-1, WebhookSignature.Match("{}"u8, header, Secrets));
}
