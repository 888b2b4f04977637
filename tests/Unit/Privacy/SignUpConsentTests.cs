using SocialSelling.Audit;

namespace SocialSelling.Privacy;

public sealed class SignUpConsentTests
{
    private static readonly PolicyOptions InForce = new() { TermsVersion = "3", PrivacyVersion = "2026-11", RequiredAtSignUp = true };

    [Fact]
    public void Both_texts_are_accepted_in_the_version_in_force_and_in_the_language_that_was_shown()
    {
        var signUp = SignUpConsent.Read(InForce, "3", "2026-11", "es", AuditSource.System, out var errors);

        Assert.Empty(errors);
        Assert.Equal([new NewConsent("terms", true, "3", "es"), new NewConsent("privacy", true, "2026-11", "es")], signUp.Consents);
    }

    [Theory]
    [InlineData(null, null, "termsVersion", "privacyVersion")]
    [InlineData("2", "2026-11", "termsVersion")]
    [InlineData("3", "", "privacyVersion")]
    [InlineData("2026-11", "3", "termsVersion", "privacyVersion")]
    public void What_is_missing_or_another_version_is_named(string? terms, string? privacy, params string[] fields)
    {
        SignUpConsent.Read(InForce, terms, privacy, "en", AuditSource.System, out var errors);

        Assert.Equal(fields, errors.Keys);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("3", null, 1)]
    public void Where_it_is_asked_later_nothing_is_missing_and_what_was_accepted_counts(string? terms, string? privacy, int accepted)
    {
        var later = new PolicyOptions { TermsVersion = "3", PrivacyVersion = "2026-11" };

        var signUp = SignUpConsent.Read(later, terms, privacy, "en", AuditSource.System, out var errors);

        Assert.Empty(errors);
        Assert.Equal(accepted, signUp.Consents.Count);
        SignUpConsent.Read(later, "2", privacy, "en", AuditSource.System, out errors);
        Assert.Equal(["termsVersion"], errors.Keys);
    }
}
