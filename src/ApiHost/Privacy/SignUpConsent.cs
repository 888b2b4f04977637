using SocialSelling.Audit;

namespace SocialSelling.Privacy;

/// <summary>What somebody has to agree to in signing up, and has. Pure.</summary>
internal static class SignUpConsent
{
    /// <param name="terms">The version that was accepted; null when none was.</param>
    /// <param name="language">In which the texts were shown.</param>
    /// <param name="errors">By field of the request, what is wrong; empty when all is well.</param>
    public static SignUp Read(PolicyOptions policies, string? terms, string? privacy, string language, AuditSource by, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var consents = new List<NewConsent>();
        foreach (var (field, purpose, name, accepted) in (ReadOnlySpan<(string, string, string, string?)>)[("termsVersion", ConsentPurpose.Terms, "terms of use", terms), ("privacyVersion", ConsentPurpose.Privacy, "privacy policy", privacy)])
        {
            var current = policies.VersionFor(purpose);
            if (accepted == current) consents.Add(new(purpose, Given: true, current, language));
            else if (accepted is not null || policies.RequiredAtSignUp) errors[field] = [$"To sign up, accept the {name} in force: version {current}."];
        }
        return new(consents, by);
    }
}
