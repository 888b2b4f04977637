using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

public sealed class UnsubscribeTokensTests
{
    private static readonly Guid Ana = Guid.NewGuid();

    [Fact]
    public void A_token_says_whose_mail_it_ends_and_holds_when_the_secret_was_replaced()
    {
        var token = Of("old").For(Ana);

        Assert.Equal((Ana, Ana, (Guid?)null), (Of("old").Read(token), Of("new", "old").Read(token), Of("new").Read(token)));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
    }

    [Fact]
    public void What_nobody_signed_is_none()
    {
        var tokens = Of("secret");
        var token = tokens.For(Ana);

        // Every bit counts: of whom, and of the signature.
        for (var i = 0; i < token.Length - 1; i++) Assert.Null(tokens.Read(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]));
        foreach (var wrong in (string[])["", "x", token + "A", token[..^1], new string('!', token.Length), tokens.For(Guid.NewGuid())[..22] + token[22..]]) Assert.Null(tokens.Read(wrong));
    }

    [Fact]
    public void Without_a_secret_nothing_holds() => Assert.Null(Of("").Read(Of("secret").For(Ana)));

    private static UnsubscribeTokens Of(string secret, string? previous = null) => new(Options.Create(new UnsubscribeOptions { LinkSecret = secret, LinkSecretPrevious = previous }));
}
